/** Traces are what their viewers read: slices that nest, arrows with both ends, spans within their parents. */
import { describe, expect, it } from 'vitest';
import { Attribution } from '../../src/measure/attribution.ts';
import { otlpJson } from '../../src/report/trace/otlp.ts';
import { perfettoJson } from '../../src/report/trace/perfetto.ts';
import { speedscopeJson } from '../../src/report/trace/speedscope.ts';
import { simulate } from '../../src/simulate.ts';
import { keyOf, record } from '../../src/study/explain/recorder.ts';
import { sampleOf } from '../../src/study/explain/sample.ts';
import { scenarioOf } from '../support/run.ts';

const scenario = scenarioOf(`
name: traced
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0.2ms, crossZone: 1ms }
loadBalancer: { at: r/b, probe: { type: http, interval: 10s } }
nodes:
  a: { at: r/a, taskCap: 2, startTime: 10s, phase: 3s }
  b: { at: r/b, taskCap: 1, startTime: 10s, phase: 13s }
database: { at: r/a, cores: 1, read: 4ms, write: { exponential: 9ms }, flush: 0.5ms }
storage: { at: r, latency: 2ms, bandwidth: 40MB/s, perTransfer: 30MB/s }
workload:
  tasks:
    job:
      resilient: true
      arrivals: { poisson: 200/h }
      steps: [ { db: 5 }, { read: 20MB }, { cpu: 300ms }, { run: { exponential: 25s } } ]
    asked: { kind: deployment, arrivals: { poisson: 100/h }, steps: [ { run: 5s } ] }
  requests:
    page: { from: r/a, arrivals: { poisson: 200/h }, db: 3, cpu: 20ms, timeout: 5s }
timeline: [ { at: 2m, crash: a, for: 60s }, { at: 6m, outage: database, for: 30s } ]
`);
const all = record(scenario, '1', 0, () => true);

interface Slice {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id?: string;
}

it('Perfetto: slices of a lane lie within each other or apart, and each arrow has two ends in slices', () => {
  const { traceEvents } = perfettoJson(scenario, all) as { traceEvents: Slice[] };
  const slices = traceEvents.filter(({ ph }) => ph === 'X');
  expect(slices.length).toBeGreaterThan(500);
  const lanes = grouped(slices);
  for (const lane of lanes.values()) {
    const open: number[] = [];
    for (const { ts, dur } of [...lane].sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      expect(Number.isInteger(ts) && ts >= 0 && dur > 0).toBe(true);
      while (open.length > 0 && open.at(-1)! <= ts) open.pop();
      if (open.length > 0) expect(ts + dur).toBeLessThanOrEqual(open.at(-1)!);
      open.push(ts + dur);
    }
  }
  const ends = (ph: string) => traceEvents.filter((event) => event.ph === ph);
  expect(ends('s').length).toBeGreaterThan(10);
  expect(
    ends('f')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    ends('s')
      .map(({ id }) => id)
      .sort(),
  );
  for (const { pid, tid, ts } of [...ends('s'), ...ends('f')])
    expect(
      slices.some((one) => one.pid === pid && one.tid === tid && one.ts <= ts && ts < one.ts + one.dur),
    ).toBe(true);
});

function grouped(slices: readonly Slice[]): Map<string, Slice[]> {
  const all = new Map<string, Slice[]>();
  for (const one of slices) {
    const key = `${one.pid}/${one.tid}`;
    all.set(key, [...(all.get(key) ?? []), one]);
  }
  return all;
}

it('speedscope: frames open and close in order, within their profile', () => {
  const { profiles, shared } = speedscopeJson(scenario, all, '1') as {
    profiles: { endValue: number; events: { type: 'O' | 'C'; frame: number; at: number }[] }[];
    shared: { frames: { name: string }[] };
  };
  expect(profiles.length).toBe(all.works.length);
  for (const { endValue, events } of profiles) {
    const open: number[] = [];
    let last = 0;
    for (const { type, frame, at } of events) {
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
      expect(shared.frames[frame]).toBeDefined();
      if (type === 'O') open.push(frame);
      else expect(open.pop()).toBe(frame);
    }
    expect([open, last]).toEqual([[], endValue]);
  }
});

it('OTLP: ids of their length, each once, and the spans of causes fill that of their task', () => {
  const { resourceSpans } = otlpJson(scenario, all, '1') as {
    resourceSpans: {
      scopeSpans: {
        spans: {
          traceId: string;
          spanId: string;
          parentSpanId?: string;
          startTimeUnixNano: string;
          endTimeUnixNano: string;
        }[];
      }[];
    }[];
  };
  const { spans } = resourceSpans[0]!.scopeSpans[0]!;
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  const length = (one: (typeof spans)[number]) =>
    Number(BigInt(one.endTimeUnixNano) - BigInt(one.startTimeUnixNano));
  const inner = new Map<string, number>();
  for (const one of spans) {
    expect(one.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(one.spanId).toMatch(/^[0-9a-f]{16}$/);
    if (one.parentSpanId !== undefined)
      inner.set(one.parentSpanId, (inner.get(one.parentSpanId) ?? 0) + length(one));
  }
  for (const one of spans.filter(({ parentSpanId }) => parentSpanId === undefined))
    expect(inner.get(one.spanId) ?? 0).toBe(length(one));
});

describe('what a trace shows', () => {
  const attribution = new Attribution(scenario);
  simulate(scenario, { seed: '1', replication: 0, tap: attribution.tap });
  const causes = attribution.causes();
  const wish = { from: 0, to: Number.POSITIVE_INFINITY, all: false };

  it('is bounded, says what it leaves out, and has the slowest; or all of it, or a time', () => {
    const some = sampleOf(causes, wish);
    const whole = sampleOf(causes, { ...wish, all: true });
    expect(some.keys.size + some.left).toBe(whole.keys.size);
    expect([whole.left, whole.keys.size]).toEqual([0, all.works.length]);
    const [slowest] = all.works
      .filter(({ outcome, of }) => outcome === 'succeeded' && of === 'task')
      .sort((a, b) => b.ended - b.arrived - (a.ended - a.arrived));
    expect(some.keys.has(keyOf(slowest!))).toBe(true);
    const within = sampleOf(causes, { from: 120_000_000, to: 180_000_000, all: true });
    for (const work of all.works)
      expect(within.keys.has(keyOf(work))).toBe(work.arrived < 180_000_000 && work.ended >= 120_000_000);
  });

  it('is also what was submitted again, beside what arrived after it', () => {
    const again = scenarioOf(`
name: again
duration: 1h
dispatch: { policy: immediate }
database: ideal
storage: ideal
nodes: { n: { taskCap: 1, count: 2 } }
workload: { tasks: { job: { queued: 3, arrivals: { at: [30m] }, steps: [ { run: 10m } ] } } }
timeline: [ { at: 5m, crash: n-1, for: 2m }, { at: 12m, resubmit: { cancelledSince: 15m, classes: [job] } } ]
`);
    const own = new Attribution(again);
    simulate(again, { seed: '1', replication: 0, tap: own.tap });
    const { keys, left } = sampleOf(own.causes(), { ...wish, all: true });
    const { works } = record(again, '1', 0, (work) => keys.has(keyOf(work)));
    expect([works.length, left]).toEqual([keys.size, 0]);
    const told = works.map(({ ordinal, arrived, outcome }) => [ordinal, arrived / 60e6, outcome]);
    expect(told).toEqual([
      [1, 0, 'cancelled'],
      [2, 0, 'succeeded'],
      [3, 0, 'succeeded'],
      [-1, 12, 'succeeded'],
      [4, 30, 'succeeded'],
    ]);
    const third = works.find(({ ordinal }) => ordinal === -1)!;
    expect(third.moments.map(({ what }) => what)).toEqual(['resubmitted', 'starts']);
    const time = third.segments.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(time).toBe(third.ended - third.arrived);
    expect(
      JSON.stringify(
        perfettoJson(
          again,
          record(again, '1', 0, () => true),
        ),
      ),
    ).toContain('job, submitted again 1');
  });
});
