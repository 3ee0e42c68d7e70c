/** The same work in every design: rule T4. Neither an arrival nor a demand depends on what the cluster does. */
import { describe, expect, it } from 'vitest';
import { Digest } from '../../src/engine/digest.ts';
import { ends, run } from '../support/run.ts';
import { calls, MS } from './support.ts';

const WORK = `
workload:
  tasks:
    deployment: { arrivals: { poisson: 30/h }, steps: [ { run: { lognormal: { median: 2m, p95: 10m } } } ] }
    burst: { arrivals: { bursts: { on: 100/h, off: 5/h, onFor: { exponential: 10m }, offFor: 30m } }, steps: [ { run: { exponential: 1m } } ] }
    daily: { arrivals: { profile: [[0h, 10/h], [3h, 50/h]], period: 6h }, steps: [ { run: { erlang: { k: 3, mean: 30s } } } ] }
  requests:
    page: { arrivals: { poisson: 200/h }, from: r, cpu: { exponential: 20ms }, db: 3 }
`;

const DESIGNS: Record<string, string> = {
  base: '',
  'another node': 'nodes: { a: {}, b: {}, c: {}, extra: { at: r/b, phase: 3s } }',
  'the database in another region': 'database: { at: s/a }',
  'a node that crashes': 'timeline: [ { at: 1h, crash: a, for: 30m } ]',
  'a region that is lost': 'timeline: [ { at: 1h, outage: r, for: 30m } ]',
  'another policy': 'dispatch: { policy: greedy }',
  'jitter and slow cores': 'network: { jitter: 30%, between: { r: { s: 87ms } } }',
};

/** A scenario of the work in a design: what it gives replaces the same key of the base. */
function design(extra: string): string {
  const base: Record<string, string> = {
    regions: '{ r: [a, b], s: [a] }',
    network: '{ between: { r: { s: 87ms } } }',
    nodes: '{ a: { at: r/a, taskCap: 50 }, b: { at: r/b, taskCap: 50 }, c: { at: s/a, taskCap: 50 } }',
    database: '{ at: r/a }',
    loadBalancer: '{ at: r }',
  };
  const [key] = extra.split(':');
  const added = extra.replaceAll('a: {}, b: {}, c: {}', base['nodes']!.slice(2, -2));
  const kept = Object.entries(base).filter(([name]) => name !== key);
  return `
name: design
duration: 8h
${kept.map(([name, value]) => `${name}: ${value}`).join('\n')}
${added}
${WORK}`;
}

/** A digest of the arrivals of all classes, tasks and requests, and nothing else. */
function arrivalsOf(text: string, replication = 0): { digest: string; count: number } {
  const { told } = run(text, { replication });
  const digest = new Digest();
  let count = 0;
  for (const { what, at, args } of told) {
    if (what !== 'taskArrived' && what !== 'requestArrived') continue;
    digest.add(at, what === 'taskArrived' ? 1 : 2, args[0] as number);
    count += 1;
  }
  return { digest: digest.toString(), count };
}

describe('arrivals', () => {
  const base = arrivalsOf(design(''));

  it.each(Object.keys(DESIGNS))('T4: %s changes not one arrival', (name) => {
    const other = arrivalsOf(design(DESIGNS[name]!));
    expect(other.count).toBeGreaterThan(1000);
    expect(other).toEqual(base);
  });

  it('T4: another replication changes them', () => {
    expect(arrivalsOf(design(''), 1).digest).not.toBe(base.digest);
  });

  it('T3: another class changes not one arrival of the others', () => {
    const { told } = run(
      design('').replace(
        '  requests:',
        '    more: { arrivals: { poisson: 20/h }, steps: [ { run: 1s } ] }\n  requests:',
      ),
    );
    const digest = new Digest();
    let count = 0;
    for (const { what, at, args } of told) {
      if (what !== 'taskArrived' && what !== 'requestArrived') continue;
      if (what === 'taskArrived' && args[0] === 3) continue;
      digest.add(at, what === 'taskArrived' ? 1 : 2, args[0] as number);
      count += 1;
    }
    expect({ digest: digest.toString(), count }).toEqual(base);
  });
});

describe('demands', () => {
  /** How long each task that succeeded ran, by class and arrival; with an ideal database that is its demand. */
  function demands(nodes: string, timeline = '', policy = 'fair-share'): Map<string, number> {
    const { told } = run(`
name: demands
duration: 8h
nodes: { ${nodes} }
dispatch: { policy: ${policy} }
timeline: [ ${timeline} ]
${WORK.slice(0, WORK.indexOf('  requests:'))}`);
    const found = new Map<string, number>();
    for (const { what, at, args } of told) {
      if (what !== 'taskEnded' || args[4] !== 'succeeded') continue;
      found.set(`${args[0]}/${args[2]}`, at - (args[3] as number));
    }
    return found;
  }
  const base = demands('a: { taskCap: 100, cores: 40 }');

  it.each([
    ['another node', 'a: { taskCap: 100, cores: 40 }, b: { taskCap: 50, cores: 40 }', ''],
    ['another policy', 'a: { taskCap: 100, cores: 40 }', '', 'immediate'],
    [
      'a crash',
      'a: { taskCap: 100, cores: 40 }, b: { taskCap: 100, cores: 40 }',
      '{ at: 1h, crash: b, for: 30m }',
    ],
    ['a drain', 'a: { taskCap: 100, cores: 40 }, b: { taskCap: 100, cores: 40 }', '{ at: 1h, drain: b }'],
  ] as const)('T4: %s changes not one demand', (_, nodes, timeline, policy?) => {
    const other = demands(nodes, timeline, policy);
    expect(other.size).toBeGreaterThan(300);
    for (const [task, length] of other) expect(length).toBe(base.get(task));
  });

  /** Calls of tasks that come one after another, so that nothing waits: when each was answered after it left. */
  function services(place: string, more = ''): number[] {
    const { told } = run(`
name: services
duration: 2h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 40ms }
nodes: { n: { at: r/a, phase: 19s } }
database: { at: ${place}, cores: 8, flush: 0ms }
dispatch: { policy: immediate, every: 10h, checkIn: 10h, believedOnline: 20h, orphanScan: 10h }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { db: { calls: 10, writes: 3 } } ] } } }
${more}
`);
    return calls(told).map(({ left, answered }) => answered - left);
  }

  it('T4: moving the database changes not one service: every call takes 40 ms longer', () => {
    const near = services('r/a');
    const far = services('r/b');
    expect(near.length).toBeGreaterThan(1000);
    expect(far).toEqual(near.map((length) => length + 40 * MS));
  });

  it('T4: a repeated call uses the draws of the first', () => {
    // A planned failover interrupts a call of the task that arrives at 30 min; the services that succeed are the same.
    const quiet = services('r/a');
    const interrupted = services(
      'r/a, replicas: { s: { at: r/a, mode: shared, promote: 100ms } }',
      'timeline: [ { at: 1800001ms, failover: s } ]',
    );
    expect(interrupted.length).toBe(quiet.length + 1);
    const left = [...interrupted];
    const missing = quiet.filter((length) => {
      const at = left.indexOf(length);
      if (at === -1) return true;
      left.splice(at, 1);
      return false;
    });
    expect(missing).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it('T4: what one task draws does not depend on the others', () => {
    const lengths = (arrivals: string) =>
      ends(
        run(`
name: others
duration: 4h
nodes: { a: { taskCap: 100, cores: 40 } }
dispatch: { policy: immediate }
workload:
  tasks:
    t: { arrivals: { at: [1h] }, steps: [ { run: { exponential: 10m } } ] }
    other: { arrivals: ${arrivals}, steps: [ { run: { exponential: 10m } } ] }
`).told,
      );
    const first = (at: ReturnType<typeof lengths>, count: number) => {
      expect(at.length).toBeGreaterThanOrEqual(count);
      return at;
    };
    const few = run(`
name: others
duration: 4h
nodes: { a: { taskCap: 100, cores: 40 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [1h] }, steps: [ { run: { exponential: 10m } } ] } } }
`).result.samples['tasks.t.turnaround']!;
    const all = first(lengths('{ poisson: 30/h }'), 100);
    expect(all.map(({ at }) => at - 3_600_000_000)).toContain(few.sum);
  });
});
