/** Work with a known pattern, recorded from a simulated cluster: it is recognised, and the fitted scenario gives it back. */
import { describe, expect, test } from 'vitest';
import { recordedTasks } from '../../../scripts/recorded-tasks.ts';
import { PURPOSE } from '../../../src/engine/draw.ts';
import { ComponentKey } from '../../../src/engine/streams.ts';
import { fittedYaml, replayYaml, traceCsv } from '../../../src/report/history-files.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { expectedCount } from '../../../src/study/fit/profile.ts';
import { type ClassFit, fitHistory } from '../../../src/study/history/class-fits.ts';
import { type History, historyOf } from '../../../src/study/history/history.ts';
import { misfits } from '../../../src/study/history/misfits.ts';
import { readTaskList } from '../../../src/study/history/task-list.ts';
import { replicate } from '../../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Arrivals of a Poisson process of a rate an hour that changes with the hour of the record. */
function poisson(days: number, rateOf: (hour: number) => number, name: string): number[] {
  const key = new ComponentKey('1', 0, name);
  const times: number[] = [];
  const most = 60;
  let i = 0;
  for (let time = 0; ; ) {
    time -= (Math.log(key.draw(PURPOSE.run, i++)) / most) * HOUR;
    if (time >= days * DAY) return times;
    if (key.draw(PURPOSE.run, i++) * most < rateOf(Math.floor(time / HOUR))) times.push(time);
  }
}

/** So many every night at 02:00, on the days that are asked for. */
function nightly(days: number, count: number, gap: number, isOn = (_day: number) => true): number[] {
  return Array.from({ length: days }, (_, day) =>
    isOn(day) ? Array.from({ length: count }, (_, i) => day * DAY + 2 * HOUR + i * gap) : [],
  ).flat();
}

/** The record of a cluster of three nodes that ran them, from Monday 2026-03-02T00:00:00Z on. */
function recorded(times: readonly number[], run: string, days: number): History {
  const rows = [...times].sort((a, b) => a - b).map((time) => `${time.toFixed(3)}\n`);
  const text = `name: truth
duration: ${days * 24 + 12}h
regions: { home: [a] }
nodes: { node: { count: 3, at: home/a, taskCap: 10 } }
database: { at: home/a }
workload:
  tasks:
    Deploy: { kind: deployment, arrivals: { trace: { file: t.csv } }, steps: [{ run: ${run} }] }
`;
  const read = (path: string) => ({ path, text: `arrival\n${rows.join('')}` });
  const { scenario } = parseScenario({ path: 'truth.yaml', text }, { set: [], read });
  const items = recordedTasks(scenario, { seed: '1', start: '2026-03-02T00:00:00Z' });
  const history = historyOf(readTaskList({ Items: items })!);
  if (!('tasks' in history)) throw new Error('nothing to replay');
  return history;
}

function written(history: History, fits: readonly ClassFit[]): { replay: Scenario; fitted: Scenario } {
  const texts: Record<string, string> = {
    'r.yaml': replayYaml(history, 'r', 'r.csv', null),
    'r.csv': traceCsv(history),
    'f.yaml': fittedYaml(history, fits, 'f', 'r.yaml'),
  };
  const read = (path: string) => ({ path, text: texts[path.replace('./', '')]! });
  // Looks every minute: of the pattern they say as much, and most of what happens is looks.
  const set = ['dispatch.every=60s'];
  const scenario = (path: string) => parseScenario({ path, text: texts[path]! }, { set, read }).scenario;
  return { replay: scenario('r.yaml'), fitted: scenario('f.yaml') };
}

/** What the fitted scenario does not give back. */
async function wrong(history: History, fits: readonly ClassFit[]) {
  const { replay, fitted } = written(history, fits);
  const studies = [replay, fitted].map((scenario) => replicate(scenario, inlineRunner, fixed(5)));
  const [one, other] = await Promise.all(studies);
  return misfits(history, one!, other!);
}

const isWorkday = (hour: number) => Math.floor(hour / 24) % 7 < 5;
const isOffice = (hour: number) => hour % 24 >= 8 && hour % 24 < 18;

describe('recognised, and given back', () => {
  test.each([
    ['a nightly batch at one instant', nightly(5, 298, 0), { period: DAY, count: 298, times: 5 }],
    ['a nightly batch with gaps of 0.25 s', nightly(5, 298, 0.25), { period: DAY, count: 298, times: 5 }],
    [
      'a batch on working days',
      nightly(14, 298, 0.25, (day) => day % 7 < 5),
      { count: 298, times: 2, period: 7 * DAY },
    ],
    ['a single batch', nightly(1, 298, 0.25), { period: null, count: 298, times: 1 }],
    [
      'a batch beside office hours',
      [...nightly(7, 200, 0.25), ...poisson(7, (hour) => (isOffice(hour) ? 20 : 2), 'mix')],
      { period: DAY, times: 7 },
    ],
  ])('%s', async (_, times, expected) => {
    const days = Math.ceil(Math.max(...times) / DAY);
    const history = recorded(times, '{ exponential: 2m }', days);
    const fits = fitHistory(history);
    const { model } = fits[0]!.arrivals;
    expect(model.kind === 'poisson' && model.batches[0]).toMatchObject(expected);
    const count = expectedCount(model, history.end / 1e6, history.hours);
    expect(Math.abs(count - times.length)).toBeLessThan(0.02 * times.length);
    expect(fits[0]!.asRecorded).toBe(false);
    expect(await wrong(history, fits)).toEqual([]);
  });

  test.each([
    ['working days alone', 14, (hour: number) => (isWorkday(hour) ? 12 : 0), 168, 0],
    [
      'office hours of working days',
      14,
      (hour: number) => (isWorkday(hour) && isOffice(hour) ? 20 : 0),
      168,
      0,
    ],
    ['office hours', 6, (hour: number) => (isOffice(hour) ? 20 : 1), 24, 0],
    ['two idle days', 14, (hour: number) => (hour >= 192 && hour < 240 ? 0 : 12), 1, 48],
    ['no pattern', 5, () => 10, 1, 0],
  ])('%s', async (name, days, rateOf, rates, idle) => {
    const times = poisson(days, rateOf, name);
    const history = recorded(times, '{ exponential: 8m }', days);
    const fits = fitHistory(history);
    const { model } = fits[0]!.arrivals;
    if (model.kind !== 'poisson') throw new Error(model.kind);
    expect([model.rates.length, model.batches]).toEqual([rates, []]);
    expect(Math.abs(model.idle.length - idle)).toBeLessThanOrEqual(2);
    expect(await wrong(history, fits)).toEqual([]);
  });
});

test('a fit that is another process is found out, with what differs', async () => {
  const history = recorded(nightly(5, 298, 0.25), '{ exponential: 2m }', 5);
  const [fit] = fitHistory(history);
  const metronome = {
    ...fit!,
    arrivals: { ...fit!.arrivals, model: { kind: 'every', every: 290, offset: 0 } as const },
  };
  const found = await wrong(history, [metronome]);
  expect(found.map(({ metric }) => metric)).toContain('tasks.queueWait.mean');
});
