/** What is said of one configuration: which loss comes closest to a limit, when it fails, and what it serves. */
import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/measure/result.ts';
import { ScenarioError } from '../../../src/scenario/errors.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Runner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { parseGoals } from '../../../src/study/size/goals.ts';
import { type Trial, tryDesign } from '../../../src/study/size/trial.ts';
import { scenarioOf } from '../../support/run.ts';
import { resultOf } from '../support.ts';

const design = (more = '', arrivals = 'queued: 5') =>
  scenarioOf(`
name: x
duration: 10m
${more}
dispatch: { policy: immediate }
nodes: { big: { taskCap: 5 }, small: { taskCap: 2 } }
workload: { tasks: { job: { ${arrivals}, steps: [ { run: { exponential: 1m } } ] } } }
`);

/** Nothing lost, or the node that is. */
const lostIn = ({ nodes }: Scenario) => nodes.find(({ state }) => state === 'down')?.name ?? 'nothing';

type Counted = Readonly<Record<string, (replication: number) => number | Value>>;

async function tried(
  goals: readonly string[],
  found: Readonly<Record<string, Counted>>,
): Promise<Trial & { readonly run: readonly string[] }> {
  const scenario = design();
  const read = parseGoals(goals, scenario);
  if (!read.ok) throw new Error(read.mistakes.map(({ text }) => text).join());
  const run: string[] = [];
  const runner: Runner = {
    async run(variant, _seed, replications, onResult) {
      const lost = lostIn(variant);
      run.push(lost);
      for (const r of replications) {
        const values = Object.entries(found[lost]!).map(([name, of]) => [name, of(r)] as const);
        onResult(resultOf(r, Object.fromEntries(values)));
      }
    },
  };
  const options = { goals: read.goals, survive: 'node', ruleOf: () => fixed(10) } as const;
  return { ...(await tryDesign(scenario, runner, options)), run };
}

const failed = (mean: number, spread = 0) => ({
  'tasks.failed': (r: number) => mean + (r % 2 === 0 ? spread : -spread),
});
const succeeded = (mean: number, spread = 0) => ({
  'tasks.succeeded': (r: number) => mean + (r % 2 === 0 ? spread : -spread),
});
const lostOf = ({ judgements }: Trial) => judgements.map(({ lost }) => lost);

describe('the loss that is named', () => {
  test('is the one whose interval reaches closest to the limit, goal by goal, from whichever side', async () => {
    // Of ten values that differ by the same from their mean the interval is ± 0.75 of that.
    const found = {
      big: { ...failed(50, 40), ...succeeded(90, 40) },
      small: { ...failed(60), ...succeeded(80) },
      nothing: { ...failed(10), ...succeeded(200) },
    };
    const trial = await tried(['tasks.failed < 100', 'tasks.succeeded > 50'], found);
    expect(trial.verdict).toBe('pass');
    expect(lostOf(trial)).toEqual(['node big', 'node big']);
    const other = { ...found, big: { ...failed(50, 4), ...succeeded(90, 4) } };
    expect(lostOf(await tried(['tasks.failed < 100', 'tasks.succeeded > 50'], other))).toEqual([
      'node small',
      'node small',
    ]);
    const alone = { ...other, nothing: { ...failed(70), ...succeeded(60) } };
    expect(lostOf(await tried(['tasks.failed < 100', 'tasks.succeeded > 50'], alone))).toEqual([null, null]);
  });

  test('is one that is not decided before one that passes, and leaves the whole undecided', async () => {
    const trial = await tried(['tasks.failed < 100'], {
      big: failed(99),
      small: failed(90, 30),
      nothing: failed(10),
    });
    expect(trial.verdict).toBe('inconclusive');
    expect(trial.judgements[0]).toMatchObject({ verdict: 'inconclusive', lost: 'node small' });
    expect(trial.run).toEqual(['big', 'small', 'nothing']);
  });

  test('is one that misses the goal before all others, and nothing more is run then', async () => {
    const trial = await tried(['tasks.failed < 100', 'tasks.succeeded > 50'], {
      big: { ...failed(90, 30), ...succeeded(60) },
      small: { ...failed(110), ...succeeded(60) },
      nothing: {},
    });
    expect(trial.run).toEqual(['big', 'small']);
    expect(trial.verdict).toBe('fail');
    expect(trial.judgements.map(({ verdict, lost }) => [verdict, lost])).toEqual([
      ['fail', 'node small'],
      ['pass', 'node big'],
    ]);
  });
});

test('what does not succeed is told of the loss under which it is most', async () => {
  const ratio = (sum: number) => ({ ...failed(0), 'tasks.successRatio': () => ({ sum, per: 100 }) });
  const trial = await tried(['tasks.failed < 100'], {
    big: ratio(90),
    small: ratio(99),
    nothing: ratio(100),
  });
  expect(trial.unserved).toBeCloseTo(0.1, 12);
});

test('where no task succeeds a goal on tasks is missed, and only there', async () => {
  const goals = ['tasks.failed < 100', 'slots.utilisation < 90%'];
  const of = (sum: number) => ({
    ...failed(0),
    'tasks.successRatio': () => ({ sum, per: 100 }),
    'slots.utilisation': () => ({ sum: 1, per: 2 }),
  });
  const none = await tried(goals, { big: of(0), small: of(0), nothing: of(0) });
  expect(none.judgements.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['fail', 'no task succeeded'],
    ['pass', undefined],
  ]);
  expect((await tried(goals, { big: of(1), small: of(1), nothing: of(1) })).verdict).toBe('pass');
});

test('what fails says which part is full', async () => {
  const of = async (busy: number) => {
    const scenario = design('', 'arrivals: { poisson: 5/m }');
    const read = parseGoals(['tasks.failed < 1'], scenario);
    const values = { 'tasks.failed': 2, 'slots.utilisation': { sum: busy, per: 1000 } };
    const runner: Runner = {
      async run(_of, _seed, replications, onResult) {
        for (const r of replications) onResult(resultOf(r, values));
      },
    };
    const options = { goals: read.ok ? read.goals : [], survive: null, ruleOf: () => fixed(10) };
    const { verdict, saturated } = await tryDesign(scenario, runner, options);
    return [verdict, saturated];
  };
  expect(await of(995)).toEqual(['fail', 'slots']);
  expect(await of(800)).toEqual(['fail', null]);
});

test('what is too full for a steady state fails without a judgement; other mistakes are told', async () => {
  const mistake = new ScenarioError([{ file: 'x', line: 0, column: 0, path: 'duration', text: 'too short' }]);
  const runner: Runner = { run: () => Promise.reject(mistake) };
  const of = (arrivals: string) => {
    const scenario = design('study: steady', `arrivals: { poisson: ${arrivals} }`);
    const read = parseGoals(['tasks.queueWait.mean < 1h'], scenario);
    const goals = read.ok ? read.goals : [];
    return tryDesign(scenario, runner, { goals, survive: null, ruleOf: () => fixed(10) });
  };
  // Seven slots do seven a minute.
  expect(await of('8/m')).toMatchObject({ verdict: 'fail', judgements: [], saturated: 'slots' });
  await expect(of('6/m')).rejects.toThrow('too short');
});
