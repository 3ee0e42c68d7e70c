/** Why the same work takes longer in another design: by hand, to the microsecond, from the trace and in words. */
import { describe, expect, it } from 'vitest';
import { CAUSE, CAUSE_COUNT, CAUSES } from '../../../src/measure/causes.ts';
import { differenceRows, differenceSentence } from '../../../src/report/explain/difference-words.ts';
import { PLAIN } from '../../../src/report/painter.ts';
import { comparisonJson } from '../../../src/report/result-json.ts';
import { compareSummary } from '../../../src/report/summary.ts';
import { compare } from '../../../src/study/comparison/compare.ts';
import { causesOf, differencesOf, pairsOf } from '../../../src/study/explain/differences.ts';
import { record } from '../../../src/study/explain/recorder.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { shipped } from '../../scenarios/support.ts';
import { scenarioOf } from '../../support/run.ts';

/** One slot; the second of two tasks waits for the first. */
const BASE = `
name: near
duration: 20m
regions: { r: [a] }
network: { sameZone: 1ms }
nodes: { n: { at: r/a, taskCap: 1, startTime: 0s, phase: 0s } }
database: { at: r/a, cores: 8, read: 2ms, write: 2ms, flush: 0s }
storage: ideal
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { at: [1m, 10m], count: 2 }, steps: [ { db: 10 }, { run: 60s } ] } } }
`;
const near = scenarioOf(BASE);
const far = { ...scenarioOf(BASE, ['network.sameZone=21ms']), name: 'far' };
const attribute = async (...what: Parameters<typeof causesOf>) => causesOf(...what);

describe('differences by cause', () => {
  it('of four tasks: eleven calls each 20 ms farther, for those that wait behind one that is as far twice', async () => {
    const { candidates } = await compare(near, [far], inlineRunner, { replications: 1, attribute });
    const { groups, name } = candidates[0]!.causes![0]!;
    expect([name, groups.all.count]).toEqual(['job', 4]);
    expect(groups.all.causes[CAUSE.databaseWay]!.value).toBeCloseTo(11 * 0.02, 9);
    // Half of the tasks wait for the other half.
    expect(groups.all.causes[CAUSE.slot]!.value).toBeCloseTo((11 * 0.02) / 2, 1);
    const sum = groups.all.causes.reduce((all, { value }) => all + value, 0);
    expect(sum).toBeCloseTo(groups.all.by.value, 9);
    expect(groups.all.after - groups.all.before).toBeCloseTo(groups.all.by.value, 9);
  });

  it('is of as many pieces of work as all replications together have', () => {
    const sum = (count: number) => ({ count, before: count, after: 2 * count, causes: CAUSES.map(() => 0) });
    // Five times their mean is 237.00000000000003.
    const each = [112, 1, 2, 115, 7].map((n) => {
      const groups = { all: sum(n), middle: sum(n), 'slowest 5 %': sum(0) };
      return [{ of: 'task' as const, name: 'job', groups }];
    });
    const [job] = differencesOf(each);
    expect(job!.groups.all).toMatchObject({ count: 237, before: 1, after: 2, by: { value: 1 } });
    expect(job!.groups['slowest 5 %']).toMatchObject({ count: 0, by: { value: 0, half: null } });
  });

  it('is a sentence, a table, and a part of the JSON; a design differs from itself by nothing', async () => {
    const comparison = await compare(near, [far], inlineRunner, { replications: 1, attribute });
    const [candidate] = comparison.candidates;
    const [one] = candidate!.causes!;
    const plain = (text: string) => text.replaceAll('\u00a0', ' ');
    expect(plain(differenceSentence('near', candidate!, one!))).toMatch(
      /^Of all job tasks with far \(1 m 30 s in the mean\) each takes 0\.3\d+ s longer than the same with near: way to the database \+0\.22\d* s/,
    );
    const by = (half: number) => {
      const all = { ...one!.groups.all, by: { value: 0.33, half } };
      return plain(differenceSentence('near', candidate!, { ...one!, groups: { ...one!.groups, all } }));
    };
    expect(by(0.2)).toContain('each takes 0.3 s longer than the same with near: way');
    expect(by(0.4)).toContain(
      'each takes as long as the same with near but for what may be chance, +0.3 s ± 0.4: way',
    );
    expect(differenceRows(one!).map(([what]) => what)).toEqual(
      expect.arrayContaining(['job tasks', 'how many', 'way to the database', 'waiting for a slot']),
    );
    const context = { folder: null, repeat: 'again', notes: [], paint: PLAIN };
    expect(compareSummary(comparison, context)).toContain('way to the database');
    const [, design] = comparisonJson(comparison, '1').designs;
    expect(design!.causes![0]).toMatchObject({ of: 'task', name: 'job', groups: { all: { count: 4 } } });
    const causes = causesOf(near, '1', 0);
    const [same] = differencesOf([pairsOf(causes, causes)]);
    expect(same!.groups.all.by).toEqual({ value: 0, half: null });
  });
});

it('ten slow tasks of the first comparison, explained from their traces by hand, equal the attribution', () => {
  const scenario = shipped('cross-region-hot-hot.yaml', 'duration=1h');
  const causes = causesOf(scenario, '1', 0);
  const taskClass = scenario.tasks.findIndex(({ name }) => name === 'deployment');
  const own = causes.classes.find(({ of, name }) => of === 'task' && name === 'deployment')!;
  const slowest = [...own.took.keys()]
    .filter((i) => own.outcomes[i] === 'succeeded')
    .sort((a, b) => own.took[b]! - own.took[a]!)
    .slice(0, 10);
  const wanted = new Set(slowest.map((i) => own.ordinals[i]!));
  const { works } = record(
    scenario,
    '1',
    0,
    ({ of, workClass, ordinal }) => of === 'task' && workClass === taskClass && wanted.has(ordinal),
  );
  expect(works).toHaveLength(10);
  const callsOf = (steps: (typeof scenario.tasks)[number]['steps']): number =>
    steps.reduce((sum, step) => {
      if (step.do === 'repeat') return sum + step.times * callsOf(step.steps);
      return sum + (step.do === 'db' ? step.calls : 0);
    }, 0);
  const calls = callsOf(scenario.tasks[taskClass]!.steps) + 1;
  for (const work of works) {
    const i = own.ordinals.indexOf(work.ordinal);
    const sums = new Array<number>(CAUSE_COUNT).fill(0);
    for (const { cause, from, to, more } of work.segments) {
      sums[cause]! += to - from - more;
      const shared = { transfer: 'transferShared', cpu: 'cpuShared', targets: 'cpuShared' } as const;
      if (more > 0) sums[CAUSE[shared[CAUSES[cause] as keyof typeof shared]]]! += more;
    }
    expect(sums).toEqual(own.causes.slice(i * CAUSE_COUNT, (i + 1) * CAUSE_COUNT));
    expect(sums.reduce((all, each) => all + each, 0)).toBe(work.ended - work.arrived);
    // Call after call, each there and back over the distance of its node.
    const roundTrip =
      scenario.network.roundTrip[scenario.nodes[work.node]!.place]![scenario.database!.place]!;
    expect(sums[CAUSE.databaseWay]).toBe(calls * roundTrip);
  }
});
