/** Sizing as a whole: goals, losses, order, bounds and headroom, on designs whose answer can be worked out by hand. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headroomWords, sizeAnswer } from '../../../src/report/size-words.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { fixed, type StopRule, settled } from '../../../src/study/replications/stop-rule.ts';
import { type Growth, sizeAxis, surveyConfigurations } from '../../../src/study/size/configurations.ts';
import { parseGoals } from '../../../src/study/size/goals.ts';
import { type Survived, variantsOf } from '../../../src/study/size/losses.ts';
import { type Sizing, size } from '../../../src/study/size/size.ts';
import { parseVary, valuesAt } from '../../../src/study/sweep/vary.ts';
import { scenarioOf } from '../../support/run.ts';

interface Asked {
  readonly goals: readonly string[];
  readonly vary: readonly string[];
  readonly survive?: Survived;
  readonly cheapest?: boolean;
  readonly headroom?: boolean;
  readonly growth?: Growth | null;
}

function requestOf(text: string, { goals, vary, survive, cheapest, growth = null }: Asked) {
  const read = parseGoals(goals, scenarioOf(text));
  if (!read.ok) throw new Error(read.mistakes.map(({ text }) => text).join('\n'));
  const axes = vary.map((each) => {
    const axis = parseVary(each);
    if (!axis.ok) throw new Error(axis.why);
    return sizeAxis(axis.axis);
  });
  const designOf = (values: readonly string[], load: number) =>
    scenarioOf(text, [
      ...axes.map(({ path }, i) => `${path}=${values[i]}`),
      ...(load === 1 ? [] : [`workload.scale=${100 * load}%`]),
    ]);
  return { axes, goals: read.goals, survive: survive ?? null, cheapest: cheapest ?? false, growth, designOf };
}

function sized(
  text: string,
  asked: Asked,
  ruleOf: (scenario: Scenario) => StopRule = settled,
): Promise<Sizing> {
  return size(requestOf(text, asked), inlineRunner, {
    ruleOf,
    besides: { headroom: asked.headroom ?? false, shown: 0, ruleOf: settled },
  });
}

const WINDOW = readFileSync('scenarios/planning/prod-window-50x30.yaml', 'utf8');

/** So many jobs of 10 s at once, through nodes that take them at once. */
const jobs = (count: number, rest = '') => `
name: jobs
duration: 10m
dispatch: { policy: immediate }
workload: { tasks: { job: { queued: ${count}, steps: [ { run: 10s } ] } } }
${rest}`;

const SLOTS = 'nodes: { n: { taskCap: 2 } }';

describe('waves of tasks that are all there from the start', () => {
  test('50 deployments of 30 minutes: 16 slots are four waves, 17 are three (fact 106)', async () => {
    const asked = { goals: ['tasks.makespan < 121m'], vary: ['nodes.extra.taskCap=0..8'] };
    const { answer, failing, trials, cells, replications } = await sized(WINDOW, asked);
    expect([answer!.values, answer!.resources.slots]).toEqual([['1'], 17]);
    expect([failing[0]!.values, failing[0]!.resources.slots]).toEqual([['0'], 16]);
    expect(answer!.judgements[0]!.high).toBeLessThan(3 * 1800 + 60);
    expect(failing[0]!.judgements[0]!.low).toBeGreaterThan(4 * 1800);
    expect([cells, trials.length, replications]).toEqual([9, 3, 3]);
  });

  test('13 slots are four waves too', async () => {
    const asked = { goals: ['tasks.makespan < 121m'], vary: ['nodes.extra.taskCap=0..8'] };
    const fewer = WINDOW.replace('taskCap: 8', 'taskCap: 6');
    const { answer, failing } = await sized(fewer, asked);
    expect([answer!.resources.slots, failing[0]!.resources.slots]).toEqual([17, 16]);
    const thirteen = await sized(fewer, { ...asked, vary: ['nodes.extra.taskCap=1'] });
    expect(thirteen.answer).toBeNull();
    expect(thirteen.bound!.judgement!.low).toBeGreaterThan(4 * 1800);
  });

  test('all goals are to be met, not the first alone', async () => {
    const vary = ['nodes.n.taskCap=1..40'];
    const one = await sized(jobs(40, SLOTS), { goals: ['tasks.makespan <= 100s'], vary });
    const two = await sized(jobs(40, SLOTS), {
      goals: ['tasks.makespan <= 100s', 'tasks.queueWait.max <= 20s'],
      vary,
    });
    expect([one.answer!.values, two.answer!.values]).toEqual([['4'], ['14']]);
    expect(two.failing[0]!.judgements.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });
});

describe('the order', () => {
  const PRICED = jobs(
    24,
    `nodes: { a: { count: 1, taskCap: 4, cores: 4 } }
cost: { currency: EUR, perHour: { node: 1, core: 0.5 } }`,
  );
  const goals = ['tasks.makespan <= 20s'];

  test('fewest slots, then fewest cores; prices only where they are asked for', async () => {
    // 24 jobs in two waves need 12 slots: twice six, or one node of sixteen, which is cheaper.
    const vary = ['nodes.a.count=1,2', 'nodes.a.taskCap=6,16'];
    const smallest = await sized(PRICED, { goals, vary });
    expect([smallest.answer!.values, smallest.answer!.resources.slots]).toEqual([['2', '6'], 12]);
    const cheapest = await sized(PRICED, { goals, vary, cheapest: true });
    expect([cheapest.answer!.values, cheapest.answer!.resources.cost!.perHour]).toEqual([['1', '16'], 3]);
    const cores = await sized(PRICED, { goals, vary: ['nodes.a.cores=8,3', 'nodes.a.taskCap=12,13'] });
    expect(cores.answer!.values).toEqual(['3', '12']);
  });

  test('E1: where a scaler decides how many nodes there are, their price is what comes out, not what they begin with', async () => {
    const text = `
name: scaled
duration: 1h
dispatch: { policy: immediate }
nodes: { server: { taskCap: 0 }, a: { count: 2, startTime: 0s } }
workload: { tasks: { job: { arrivals: { every: 10m }, steps: [ { run: 10s } ] } } }
cost: { currency: EUR, perHour: { node: 1 } }`;
    const goals = ['tasks.queueWait.max <= 1s'];
    const scaled = (from: number, to: number) =>
      `{ autoscale: { max: 4, schedule: [[0s, ${from}], [30m, ${to}]] }, count: null }`;
    const priced = async (from: number, to: number) => {
      const { answer } = await sized(text, {
        ...{ goals, cheapest: true },
        vary: [`nodes.a={ autoscale: null },${scaled(from, to)}`],
      });
      return [answer!.values[0]!.includes('schedule'), answer!.resources.cost!.perHour];
    };
    // With the server two nodes are 3 an hour; one and then four, 3.5; two and then one, 2.5.
    expect(await priced(1, 4)).toEqual([false, 3]);
    expect(await priced(2, 1)).toEqual([true, 2.5]);
  });

  test('values of which more is better rise, others stay as they were written and are all tried', async () => {
    const request = requestOf(PRICED, { goals, vary: ['nodes.a.taskCap=16,4,8', 'dispatch.every=20s,10s'] });
    expect(request.axes.map(({ rising }) => rising)).toEqual([true, false]);
    const { axes, order } = await surveyConfigurations(request);
    expect(Array.from(order, (cell) => valuesAt(axes, cell).join(' '))).toEqual([
      '4 20s',
      '4 10s',
      '8 20s',
      '8 10s',
      '16 20s',
      '16 10s',
    ]);
  });
});

test('a configuration that is not decided when its replications end is no answer, and is named', async () => {
  const text = `
name: random
duration: 2m
nodes: { n: { taskCap: 2 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: 1/s }, steps: [ { run: { exponential: 1s } } ] } } }
`;
  const asked = { goals: ['tasks.queueWait.mean < 250ms'], vary: ['nodes.n.taskCap=2..5'] };
  const { answer, open, failing } = await sized(text, asked, () => fixed(5));
  expect([answer!.values, open.map(({ values }) => values), failing]).toEqual([['3'], [['2']], []]);
});

describe('one lost', () => {
  test('of nodes that nothing tells apart one stands for all; where one is named, each is lost in turn', () => {
    const nodes = 'nodes: { n: { count: 3, taskCap: 2 }, m: { taskCap: 9 } }';
    const lost = (text: string) => variantsOf(scenarioOf(text), 'node').map((variant) => variant.lost);
    expect(lost(jobs(4, nodes))).toEqual(['node m', 'node n-1', null]);
    const named = jobs(4, `${nodes}\ntimeline: [ { at: 1m, crash: n-2, for: 1m } ]`);
    expect(lost(named)).toEqual(['node m', 'node n-1', 'node n-2', 'node n-3', null]);
    expect(variantsOf(scenarioOf(jobs(4, nodes)), null)).toHaveLength(1);
  });

  test('what ran on a lost node at time 0 waits instead', () => {
    const text = jobs(4, 'nodes: { n: { count: 2, taskCap: 3 } }').replace(
      'queued: 4',
      'queued: 4, active: { n-1: 2 }',
    );
    const [without1, without2, all] = variantsOf(scenarioOf(text), 'node').map(({ scenario }) => scenario);
    expect(without1!.tasks[0]).toMatchObject({ queued: 6, active: [] });
    expect(without2!.tasks[0]).toMatchObject({ queued: 4, active: [{ node: 0, count: 2 }] });
    expect(all!.tasks[0]).toMatchObject({ queued: 4, active: [{ node: 0, count: 2 }] });
  });

  test('a node more: 4 × 5 slots do 40 jobs in two waves, and with one lost it takes five nodes', async () => {
    const text = jobs(40, 'nodes: { n: { count: 1, taskCap: 5 } }');
    const asked: Asked = { goals: ['tasks.makespan <= 20s'], vary: ['nodes.n.count=1..9'] };
    expect((await sized(text, asked)).answer!.values).toEqual(['4']);
    const { answer, failing } = await sized(text, { ...asked, survive: 'node' });
    expect(answer!.values).toEqual(['5']);
    expect(answer!.judgements[0]).toMatchObject({ lost: 'node n-1', value: 20 });
    expect(failing[0]!.judgements[0]).toMatchObject({ lost: 'node n-1', verdict: 'fail', value: 30 });
  });

  test('a zone: the worst of them decides, and a zone that has everything cannot be lost', async () => {
    const place = 'regions: { r: [a, b] }\nnetwork: { crossZone: 1ms }\n';
    const text = jobs(
      40,
      `${place}nodes: { x: { count: 1, taskCap: 5, at: r/a }, y: { count: 2, taskCap: 5, at: r/b } }`,
    );
    const asked: Asked = { goals: ['tasks.makespan <= 40s'], vary: ['nodes.x.count=1..6'], survive: 'zone' };
    // Without zone b the nodes of x are alone: 10 slots of them; without a only y is left, 10 slots too.
    const { answer, failing } = await sized(text, asked);
    expect(answer!.values).toEqual(['2']);
    expect(failing[0]!.judgements[0]!.lost).toBe('zone r/b');
    const alone = jobs(4, `${place}nodes: { x: { count: 2, taskCap: 5, at: r/a } }`);
    const { bound } = await sized(alone, asked);
    expect(bound!.cause).toEqual({ kind: 'lost', lost: 'zone r/a', part: 'all nodes' });
  });
});

test('more slots on the same cores are not better: seen, said, and every configuration run', async () => {
  // 8 tasks of 10 s of a core, 2 cores: with 3 slots the last waits 30 s, with 5 each takes 25 s; 4 are right.
  const text = jobs(8, 'nodes: { n: { taskCap: 2, cores: 2 } }').replace('run: 10s', 'cpu: 10s');
  const goals = ['tasks.queueWait.max <= 20s', 'tasks.duration.max <= 20s'];
  const { answer, contradiction, trials } = await sized(text, { goals, vary: ['nodes.n.taskCap=1..12'] });
  expect(answer!.values).toEqual(['4']);
  expect(contradiction).not.toBeNull();
  expect(trials.map(({ values }) => values[0])).toEqual(expect.arrayContaining(['1', '2', '3', '4', '12']));
});

test('what serves nothing meets no goal, and what serves less says so', async () => {
  const refused = jobs(0, SLOTS).replace('queued: 0', 'arrivals: { at: [0s, 1m], count: 4 }');
  const down = refused.replace('taskCap: 2', 'taskCap: 2, count: 1');
  const asked: Asked = { goals: ['tasks.makespan <= 80s'], vary: ['nodes.n.count=1..3'] };
  expect((await sized(down, asked)).answer!.values).toEqual(['1']);
  const { answer, failing } = await sized(down, { ...asked, survive: 'node' });
  expect(answer!.values).toEqual(['2']);
  expect(failing[0]!.judgements[0]).toMatchObject({ verdict: 'fail', reason: 'no task succeeded' });
  const half = refused.concat('\ntimeline: [ { at: 30s, crash: n } ]');
  const { answer: less } = await sized(half, { ...asked, vary: ['nodes.n.taskCap=2'] });
  expect(less!.unserved).toBe(0.5);
});

describe('when nothing meets a goal, what stops it', () => {
  test('one duration is the least makespan', async () => {
    const { answer, bound } = await sized(jobs(40, SLOTS), {
      goals: ['tasks.makespan < 10s'],
      vary: ['nodes.n.taskCap=1..100'],
    });
    expect(answer).toBeNull();
    expect(bound!.values).toEqual(['100']);
    expect(bound!.cause).toEqual({ kind: 'alone', name: 'job', seconds: 10 });
  });

  test('a database that is full is named, not the slots', async () => {
    const text = `
name: full
duration: 5m
nodes: { n: { taskCap: 4 } }
database: { cores: 1, read: 100ms }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: 3/s }, steps: [ { db: 4 } ] } } }
`;
    const { bound } = await sized(text, {
      goals: ['tasks.turnaround.p95 < 5s'],
      vary: ['nodes.n.taskCap=10..90+20'],
    });
    expect(bound!.cause).toEqual({ kind: 'full', part: 'database', varied: false });
  });

  test('nodes do not look more often for having more slots', async () => {
    const text = jobs(8, 'nodes: { n: { taskCap: 4, phase: 15s } }').replace('immediate', 'greedy');
    const { bound } = await sized(text, {
      goals: ['tasks.queueWait.max < 5s'],
      vary: ['nodes.n.taskCap=4..40'],
    });
    expect(bound!.cause).toEqual({ kind: 'look', seconds: 10 });
  });
});

test('headroom: the load may rise until the slots are too few', async () => {
  // A job every second of 2 s: two slots are busy all the time, four up to twice the load.
  const text = `
name: regular
duration: 10m
nodes: { n: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1s }, steps: [ { run: 2s } ] } } }
`;
  const asked = { goals: ['tasks.queueWait.max <= 0s'], vary: ['nodes.n.taskCap=1..4'], headroom: true };
  const exact = await sized(text, asked);
  expect(exact.answer!.values).toEqual(['2']);
  expect(exact.headroom).toMatchObject({ meets: 1, breaks: { load: 1.05 }, months: null });
  const four = await sized(text, { ...asked, vary: ['nodes.n.taskCap=4'] });
  expect(four.headroom).toMatchObject({ meets: 2, breaks: { load: 2.05 } });
  // With a quarter more each month it is twice in the fourth: 1.25³ = 1.95, 1.25⁴ = 2.44. Two months are over.
  const grows = await sized(text, {
    ...{ ...asked, vary: ['nodes.n.taskCap=4'] },
    growth: { perMonth: 0.25, months: 2 },
  });
  expect(grows.headroom).toMatchObject({ meets: 1.25 ** 3, months: { meets: 5, breaks: 6 } });
  const calendar = { start: 0, zone: 'UTC', offsets: [{ from: 0, ahead: 0 }] };
  expect(headroomWords(grows, { calendar })[0]!.replaceAll('\u00a0', ' ')).toMatch(
    /^Headroom: with 25 % more work a month every goal is met up to month 5 \(June 1970\), 195 % of this load, and one breaks in month 6 \(July 1970\) at the latest: at 244 % /,
  );
  expect(sizeAnswer(grows)[0]).toMatch(/^nodes.n.taskCap=4 meets every goal: /);
  const none = await sized(jobs(4, SLOTS), {
    ...asked,
    goals: ['tasks.makespan < 1h'],
    vary: ['nodes.n.taskCap=2'],
  });
  expect(none.headroom).toBeNull();
});

describe('goals', () => {
  const scenario = scenarioOf(jobs(4, SLOTS));
  const why = (...goals: string[]) => {
    const read = parseGoals(goals, scenario);
    return read.ok ? '' : read.mistakes.map(({ text }) => text).join('\n');
  };

  test.each([
    [['tasks.queueWiat.p95 < 1s'], "did you mean 'tasks.queueWait.p95'?"],
    [['tasks.queueWait.p95 < 1'], 'tasks.queueWait.p95'],
    [['fast'], 'is no expectation'],
    [['tasks.makespan no worse than baseline by 2%'], 'is no limit'],
    [['tasks.makespan < 1m', 'tasks.makespan > 2m'], 'contradict each other'],
    [['tasks.makespan < 1m', 'tasks.makespan >= 1m'], 'contradict each other'],
    [['tasks.queueWait.p95 < 1s', 'tasks.queueWait.p50 > 2s'], 'contradict each other'],
    [['availability.tasks > 100%'], 'never above 100%'],
    [['tasks.makespan < 0s'], 'never below 0'],
  ])('%j is a mistake', (goals, text) => expect(why(...goals)).toContain(text));

  test('what can be met together is no contradiction', () => {
    expect(why('tasks.queueWait.p50 < 1s', 'tasks.queueWait.p95 > 2s')).toBe('');
    expect(why('tasks.makespan <= 1m', 'tasks.makespan >= 1m', 'slots.utilisation <= 100%')).toBe('');
  });
});
