/** When a design is called saturated, and which of its numbers then mean nothing. */
import { describe, expect, test } from 'vitest';
import { Folding } from '../../../src/study/replications/folding.ts';
import { meansNothing, saturatedPart } from '../../../src/study/replications/saturation.ts';

type Study = Parameters<typeof saturatedPart>[0];

const POISSON = { kind: 'profile', from: [0], rate: [1], period: null };

function study(
  utilisations: Record<string, readonly [value: number, high: number]>,
  { arrivals = POISSON as object, queues = [[0]] as number[][], changes = {} } = {},
): Study {
  return {
    scenario: {
      ...{ tasks: [{ arrivals, steps: [] }], requests: [], timeline: [], failures: [] },
      ...{ duration: 100, warmUp: 0, network: { jitter: 1 }, ...changes },
    },
    estimates: new Map(
      Object.entries(utilisations).map(([name, [value, high]]) => [`${name}.utilisation`, { value, high }]),
    ),
    results: queues.map((queue) => ({
      series: { width: 100 / queue.length, averages: { 'queue.length': queue } },
      values: { 'tasks.arrived': { sum: 100, per: 1 } },
    })),
  } as unknown as Study;
}

describe('a part that is full', () => {
  test('while work keeps arriving, or not to be told from full', () => {
    expect(saturatedPart(study({ slots: [0.995, 0.999] }))).toBe('slots');
    expect(saturatedPart(study({ slots: [0.985, 0.991] }))).toBe('slots');
    expect(saturatedPart(study({ slots: [0.93, 0.96] }))).toBeNull();
    expect(saturatedPart(study({ slots: [0.8, 1.1] }))).toBeNull();
  });

  test('the database is named before the slots that it fills', () => {
    expect(saturatedPart(study({ slots: [1, 1], database: [0.995, 1] }))).toBe('database');
  });

  test('work that is all there from the start only has to be done', () => {
    expect(saturatedPart(study({ slots: [1, 1] }, { arrivals: { kind: 'at' } }))).toBeNull();
  });
});

describe('a queue that grows though slots stand empty between two looks', () => {
  const growing = [1, 2, 3].map((each) => [0, 1, 2, 3, 4, 5, 6, 7].map((bin) => bin + each / 10));

  test('by more than 1 % of what arrives, with confidence', () => {
    // From a mean of 1.5 to one of 5.5 while 50 arrive: 8 % pile up.
    expect(saturatedPart(study({}, { queues: growing }))).toBe('queue');
    const little = growing.map((queue) => queue.map((length) => length / 10));
    expect(saturatedPart(study({}, { queues: little }))).toBeNull();
    const unsure = [
      [0, 0, 9, 9],
      [9, 9, 0, 0],
      [0, 0, 9, 9],
    ];
    expect(saturatedPart(study({}, { queues: unsure }))).toBeNull();
    expect(saturatedPart(study({}, { queues: growing.slice(0, 1) })), 'one replication').toBeNull();
  });

  test('however many replications are kept without their series', () => {
    const whole = study({}, { queues: growing });
    const folding = new Folding();
    const later = Array.from({ length: 100 }, (_, i) =>
      folding.keep({ ...whole.results[0]!, replication: 100 + i, samples: {} }),
    );
    expect(saturatedPart({ ...whole, results: [...whole.results, ...later] })).toBe('queue');
  });

  test('is no sign where rates change or something fails: it may shrink again', () => {
    const day = { kind: 'profile', from: [0, 50], rate: [1, 9], period: null };
    expect(saturatedPart(study({}, { queues: growing, arrivals: day }))).toBeNull();
    expect(saturatedPart(study({}, { queues: growing, changes: { timeline: [{}] } }))).toBeNull();
    expect(saturatedPart(study({}, { queues: growing, changes: { failures: [{}] } }))).toBeNull();
  });

  test('in its measured time only', () => {
    const settled = [
      [0, 0, 8, 8, 8, 8],
      [0, 0, 8, 8, 8, 8.1],
    ];
    expect(saturatedPart(study({}, { queues: settled, changes: { warmUp: 34 } }))).toBeNull();
    expect(saturatedPart(study({}, { queues: settled }))).toBe('queue');
  });
});

test('what means nothing at saturation: waits of tasks; of requests where the database is full; never a throughput', () => {
  const nothing = (metric: string) =>
    (['slots', 'database'] as const).map((part) => meansNothing(metric, part));
  expect(nothing('tasks.queueWait.p95')).toEqual([true, true]);
  expect(nothing('tasks.a.turnaround.mean within 0..9')).toEqual([true, true]);
  expect(nothing('queue.length.mean')).toEqual([true, true]);
  expect(nothing('requests.latency.p95')).toEqual([false, true]);
  expect(nothing('database.call.p95')).toEqual([false, true]);
  // From start to end a task waits for no slot.
  expect(nothing('tasks.duration.p95')).toEqual([false, true]);
  for (const metric of [
    'slots.utilisation',
    'tasks.throughput',
    'queue.lock.utilisation',
    'tasks.successRatio',
  ])
    expect(nothing(metric)).toEqual([false, false]);
  expect(meansNothing('tasks.queueWait.p95', null)).toBe(false);
});
