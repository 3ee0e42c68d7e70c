/** A simulated cluster, its work listed as the product would, read back: the replay waits as the original did. */
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleTasks } from '../../../scripts/example-tasks.ts';
import { recordedTasks } from '../../../scripts/recorded-tasks.ts';
import { fittedYaml, replayYaml, traceCsv } from '../../../src/report/history-files.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { simulate } from '../../../src/simulate.ts';
import type { Parameters } from '../../../src/study/fit/families.ts';
import { type ClassFit, fitHistory } from '../../../src/study/history/class-fits.ts';
import { type History, historyOf } from '../../../src/study/history/history.ts';
import { readTaskList } from '../../../src/study/history/task-list.ts';
import { recordedWaits } from '../../../src/study/history/waits.ts';
import { textOf } from '../../docs/support.ts';
import { scenarioOf } from '../../support/run.ts';

const ORIGINAL = `name: original
duration: 100h
regions: { home: [a] }
nodes: { node: { count: 3, at: home/a, taskCap: 2 } }
database: { at: home/a }
workload:
  tasks:
    Deploy: { kind: deployment, arrivals: { poisson: 14/h }, steps: [{ run: { lognormal: { median: 8m, p95: 30m } } }] }
    RunbookRun: { kind: runbook, arrivals: { poisson: 10/h }, steps: [{ run: { weibull: { shape: 0.8, mean: 4m } } }] }
    Other: { arrivals: { poisson: 6/h }, steps: [{ run: { exponential: 2m } }] }
    Health: { kind: system, arrivals: { every: 30m }, steps: [{ run: 40s }] }
`;
const SEED = '1';

function historyFrom(scenario: Scenario, seed: string): History {
  const items = recordedTasks(scenario, { seed, start: '2026-03-02T00:00:00Z' });
  const history = historyOf(readTaskList({ Items: items, TotalResults: items.length })!);
  if (!('tasks' in history)) throw new Error('nothing to replay');
  return history;
}

/** The written files, read as `hasim run` would. */
function written(history: History, fits: readonly ClassFit[]): { replay: Scenario; fitted: Scenario } {
  const texts: Record<string, string> = {
    'r.yaml': replayYaml(history, 'r', 'r.csv', null),
    'r.csv': traceCsv(history),
    'r-fitted.yaml': fittedYaml(history, fits, 'r-fitted', 'r.yaml'),
  };
  const read = (path: string) => ({ path, text: texts[path.replace('./', '')]! });
  const scenario = (path: string) => parseScenario({ path, text: texts[path]! }, { set: [], read }).scenario;
  return { replay: scenario('r.yaml'), fitted: scenario('r-fitted.yaml') };
}

let history: History;
let fits: ClassFit[];
let scenarios: { replay: Scenario; fitted: Scenario };

beforeAll(() => {
  history = historyFrom(scenarioOf(ORIGINAL), SEED);
  fits = fitHistory(history);
  scenarios = written(history, fits);
});

/** Seconds in the queue in one replication of the replay. */
function waitsOf(replication: number): { count: number; mean: number } {
  const { samples } = simulate(scenarios.replay, { seed: SEED, replication });
  const { count, sum } = samples['tasks.queueWait']!;
  return { count, mean: sum / count / 1e6 };
}

describe('the replay', () => {
  test('has every task, class, node and slot of the original', () => {
    const { replay } = scenarios;
    expect(history.gaps).toEqual([]);
    expect(replay.tasks.map(({ name, kind }) => [name, kind])).toEqual([
      ['Deploy', 'deployment'],
      ['RunbookRun', 'runbook'],
      ['Other', 'other'],
      ['Health', 'system'],
    ]);
    const rows = replay.tasks.map(({ arrivals }) => (arrivals?.kind === 'trace' ? arrivals.trace.rows : 0));
    expect(rows).toEqual(history.classes.map(({ count }) => count));
    expect(replay.nodes.map(({ taskCap }) => taskCap)).toEqual([2, 2, 2]);
    expect(replay.nodes.map(({ cores, taskCap }) => cores >= 0.2 * taskCap)).toEqual([true, true, true]);
  });

  test('waits as the original did when its nodes look at the same times', () => {
    // The same seed and names give the same phases. What is left: times cut to 1 ms, and the write that ends a task,
    // which the recorded duration has in it already and the replay makes again (its median is 1.5 ms, and a flush).
    const [all] = recordedWaits(history);
    const { count, mean } = waitsOf(0);
    expect(count).toBe(all!.count);
    expect(all!.mean).toBeGreaterThan(30);
    expect(Math.abs(mean - all!.mean), `${mean}, recorded ${all!.mean}`).toBeLessThan(0.01 * all!.mean);
  });

  test('waits differ with the phases only by what a look can be late: less than 20 s in the mean', () => {
    expect(Math.abs(waitsOf(7).mean - recordedWaits(history)[0]!.mean)).toBeLessThan(20);
  });
});

describe('the fits', () => {
  const of = (name: string) => fits[history.classes.findIndex((each) => each.name === name)]!;

  test('know each family, and its parameters within 4 standard errors', () => {
    const known: Record<string, Record<string, [value: number, error: (n: number) => number]>> = {
      Deploy: {
        median: [480, (n) => (480 * SIGMA) / Math.sqrt(n)],
        sigma: [SIGMA, (n) => SIGMA / Math.sqrt(2 * n)],
      },
      RunbookRun: {
        shape: [0.8, (n) => (0.78 * 0.8) / Math.sqrt(n)],
        mean: [240, (n) => 305 / Math.sqrt(n)],
      },
      Other: { mean: [120, (n) => 120 / Math.sqrt(n)] },
    };
    for (const [name, parameters] of Object.entries(known)) {
      const { durations } = of(name);
      if (durations.kind !== 'family') throw new Error(`${name} is ${durations.kind}`);
      expect(durations.fit.p).toBeGreaterThanOrEqual(0.05);
      for (const [key, [value, error]] of Object.entries(parameters)) {
        const found = durations.parameters[key as keyof Parameters] as unknown as number;
        expect(Math.abs(found - value), `${name}.${key}: ${found}`).toBeLessThan(
          4 * error(durations.n) + 0.01,
        );
      }
    }
  });

  test('a length that never changes but for the database is not called random by much', () => {
    const { durations, arrivals } = of('Health');
    expect(arrivals.model).toEqual({ kind: 'every', every: 1800, offset: 0 });
    const { fitted } = scenarios;
    const step = fitted.tasks[3]!.steps[0]!;
    expect(step.do).toBe('run');
    expect(durations.n).toBe(200);
  });

  test('Poisson arrivals have their rate within 4 standard errors', () => {
    for (const [name, rate] of [
      ['Deploy', 14],
      ['RunbookRun', 10],
      ['Other', 6],
    ] as const) {
      const { model } = of(name).arrivals;
      if (model.kind !== 'poisson') throw new Error(model.kind);
      const mean = model.rates.reduce((a, b) => a + b, 0) / model.rates.length;
      expect(Math.abs(mean * 3600 - rate), name).toBeLessThan(4 * Math.sqrt(rate / history.hours) + 0.1);
    }
  });

  test('the fitted scenario is the same cluster under its own work', () => {
    const { replay, fitted } = scenarios;
    expect(fitted.nodes).toEqual(replay.nodes);
    expect(fitted.duration).toBe(replay.duration);
    expect(fitted.expect).toEqual([]);
    expect(fitted.tasks.map(({ name }) => name)).toEqual(replay.tasks.map(({ name }) => name));
    expect(fitted.tasks.map(({ arrivals }) => arrivals?.kind)).toEqual([
      'profile',
      'profile',
      'profile',
      'every',
    ]);
  });
});

/** Of a lognormal of median 8 m and p95 30 m. */
const SIGMA = Math.log(30 / 8) / 1.6448536269514722;

test('the shipped list is what its script writes, and says that it is synthetic', () => {
  const shipped = textOf('scenarios/recorded/tasks.json');
  expect(shipped === exampleTasks(), 'stale: run npm run docs:example').toBe(true);
  expect(JSON.parse(shipped).Description).toContain('Synthetic');
  expect(shipped.length).toBeLessThan(200_000);
});
