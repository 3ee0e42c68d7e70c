/** Failures by chance: rule F2; table 2.6. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';

const DAY = 86_400_000_000;

/**
 * Mean and variance of the number of faults of one thing in `time`, up at its beginning: up times are exponential with
 * mean `mtbf`, and each repair with its start takes `down`. The k-th fault comes in time when an Erlang(k) time and k − 1
 * repairs have room in it.
 */
function faultsIn(time: number, mtbf: number, down: number): { mean: number; variance: number } {
  let mean = 0;
  let square = 0;
  for (let k = 1; (k - 1) * down < time; k += 1) {
    const x = (time - (k - 1) * down) / mtbf;
    let term = Math.exp(-x);
    let below = 0;
    for (let i = 0; i < k; i += 1) {
      below += term;
      term *= x / (i + 1);
    }
    mean += 1 - below;
    square += (2 * k - 1) * (1 - below);
  }
  return { mean, variance: square - mean * mean };
}

/** Faults by the index of what fails, over 40 days: MTBF 2 days, repair 2 hours, start 12 hours. */
function faults(nodes: string, timeline: string, what = 'nodes') {
  const { told, scenario } = run(`
name: by-chance
duration: 40d
regions: { r: [a, b] }
nodes: { ${nodes} }
dispatch: { every: 40d, checkIn: 40d, believedOnline: 40d, orphanScan: 40d }
workload: {}
failures: { f: { what: ${what}, every: { exponential: 2d }, for: 2h } }
timeline: [ ${timeline} ]
`);
  const names = scenario.failures[0]!.targets.map(({ name }) => name);
  return told
    .filter(({ what: told }) => told === 'failureBegan')
    .map(({ at, args }) => ({ at, name: names[args[1] as number]! }));
}

/** The number is what renewal theory says, within 4.5 standard deviations: wrong once in 150 000 seeds. */
function expectAsMany(found: number, things: number, days: number): void {
  const { mean, variance } = faultsIn(days, 2, 14 / 24);
  // In the long run they come at 1 / (MTBF + MTTR + start).
  expect(mean).toBeCloseTo(days / (2 + 14 / 24), 0);
  expect(Math.abs(found - things * mean)).toBeLessThan(4.5 * Math.sqrt(things * variance));
}

describe('the number of faults (rule F2)', () => {
  const GROUP = 'n: { count: 150, at: r/a, startTime: 12h }';

  it('F2, table 2.6: of nodes is horizon / (MTBF + MTTR + start) each, within computed tolerance', () => {
    expectAsMany(faults(GROUP, '').length, 150, 40);
  });

  it('F2: a node that is added later has its first fault after its start, and fails as often from then on', () => {
    const added = Array.from(
      { length: 60 },
      (_, i) => `{ at: 20d, addNode: { name: late-${i}, at: r/b, startTime: 12h } }`,
    );
    const late = faults('n: { at: r/a, startTime: 12h }', added.join(', ')).filter(({ name }) =>
      name.startsWith('late'),
    );
    expect(late.every(({ at }) => at > 20.5 * DAY)).toBe(true);
    expectAsMany(late.length, 60, 19.5);
  });

  it('F2: a node that is removed has no fault any more', () => {
    const all = faults(GROUP, '{ at: 20d, removeNode: n }');
    expect(all.every(({ at }) => at <= 20 * DAY)).toBe(true);
    expectAsMany(all.length, 150, 20);
  });

  it('F2: a zone fails as one thing, and comes back with the slowest node that exists in it', () => {
    const nodes = 'n: { count: 30, at: r/a, startTime: 12h }';
    const late = '{ at: 39d23h, addNode: { name: late, at: r/a, startTime: 10d } }';
    const zones = Array.from({ length: 30 }, (_, seed) => {
      const { told } = run(
        `
name: zones
duration: 40d
regions: { r: [a] }
nodes: { ${nodes} }
dispatch: { every: 40d, checkIn: 40d, believedOnline: 40d, orphanScan: 40d }
workload: {}
failures: { f: { what: zones, every: { exponential: 2d }, for: 2h } }
timeline: [ ${late} ]
`,
        { replication: seed },
      );
      return told.filter(({ what }) => what === 'failureBegan').length;
    });
    expectAsMany(
      zones.reduce((sum, n) => sum + n, 0),
      30,
      40,
    );
  });

  it('F2: the luck of a node hangs on its name alone: the same faults in another design', () => {
    const of = (nodes: string, name: string) =>
      faults(nodes, '')
        .filter((fault) => fault.name === name)
        .map(({ at }) => at);
    const alone = of('n: { count: 1, at: r/a, startTime: 12h }', 'n-1');
    expect(alone.length).toBeGreaterThan(5);
    expect(
      of('m: { count: 3, at: r/b, startTime: 12h }, n: { count: 9, at: r/a, startTime: 12h }', 'n-1'),
    ).toEqual(alone);
  });
});
