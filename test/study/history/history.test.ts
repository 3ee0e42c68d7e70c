/** What is read of a list of tasks, and what of its gaps is told. */
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../src/engine/time.ts';
import { fitHistory } from '../../../src/study/history/class-fits.ts';
import { type GapKind, type History, historyOf } from '../../../src/study/history/history.ts';
import { readTaskList } from '../../../src/study/history/task-list.ts';
import { recordedWaits } from '../../../src/study/history/waits.ts';

type Item = Record<string, unknown>;
let ids = 0;

/** A task that was queued at 8:00, started 10 s later and ran for a minute. */
function item(changes: Item = {}): Item {
  ids += 1;
  return {
    Id: `ServerTasks-${ids}`,
    Name: 'Deploy',
    State: 'Success',
    QueueTime: '2026-03-02T08:00:00.000+00:00',
    StartTime: '2026-03-02T08:00:10.000+00:00',
    CompletedTime: '2026-03-02T08:01:10.000+00:00',
    ServerNode: 'OctopusServerNodes-a',
    ...changes,
  };
}

function history(document: unknown): History {
  const found = historyOf(readTaskList(document)!);
  if (!('tasks' in found)) throw new Error(`nothing to replay: ${JSON.stringify(found)}`);
  return found;
}

/** The gaps of a good task and these. */
function gapsOf(...items: Item[]): Partial<Record<GapKind, number>> {
  return Object.fromEntries(history([item(), ...items]).gaps.map(({ kind, count }) => [kind, count]));
}

describe('documents', () => {
  const two = [item(), item({ Name: 'Health' })];

  test('a page, a list of tasks and a list of pages say the same', () => {
    const pages = two.map((each) => ({ Items: [each], TotalResults: 2 }));
    for (const document of [{ Items: two, TotalResults: 2 }, two, pages])
      expect(history(document)).toEqual(history(two));
  });

  test.each([['a text'], [{ Tasks: [] }], [null], [{ Items: 'none' }]])('%j is no list', (document) => {
    expect(readTaskList(document)).toBeNull();
  });

  test('a list without a task has nothing to replay', () => {
    expect(historyOf(readTaskList([])!)).toEqual([]);
    expect(historyOf(readTaskList([{ Name: '' }, 7])!)).toEqual([{ kind: 'noTask', count: 2 }]);
  });
});

describe('times', () => {
  test('count from the hour of the first arrival, until the hour after the last that is known', () => {
    const { start, hours, tasks } = history(
      [
        item({ QueueTime: '2026-03-02T08:20:00Z', StartTime: '2026-03-02T08:21:00Z' }),
        item({ QueueTime: '2026-03-02T07:59:59.5Z', CompletedTime: '2026-03-02T10:00:00Z' }),
      ].map((each) => ({ ...each, CompletedTime: '2026-03-02T10:00:00Z' })),
    );
    expect(start).toBe(Date.parse('2026-03-02T07:00:00Z') * 1000);
    expect(hours).toBe(4);
    expect(tasks.map(({ arrival }) => arrival)).toEqual([59 * MINUTE + 59.5 * SECOND, 80 * MINUTE]);
    expect(tasks.map(({ wait }) => wait)).toEqual([10.5 * SECOND, MINUTE]);
    expect(tasks[1]!.duration).toBe(99 * MINUTE);
  });

  test('of mixed zones are the same times', () => {
    const zones = item({
      QueueTime: '2026-03-02T09:00:00+01:00',
      StartTime: '2026-03-02T03:00:10-05:00',
      CompletedTime: '2026-03-02T13:31:10+05:30',
    });
    expect(history([zones])).toEqual(history([item()]));
  });

  test('have up to seven decimals of a second; what is below 1 µs is cut off', () => {
    const { tasks } = history([
      item({
        QueueTime: '2026-03-02T08:00:00.1234567+00:00',
        StartTime: '2026-03-02T08:00:01.1234569+00:00',
      }),
    ]);
    expect(tasks[0]!.arrival).toBe(123_456);
    expect(tasks[0]!.wait).toBe(SECOND);
  });
});

describe('gaps', () => {
  test.each<[GapKind, Item]>([
    ['noQueueTime', { QueueTime: null }],
    ['stillQueued', { State: 'Queued', StartTime: null, CompletedTime: null }],
    ['neverStarted', { State: 'Canceled', StartTime: null }],
    ['neverStarted', { State: 'TimedOut', StartTime: null, CompletedTime: null }],
    ['noEnd', { State: 'Success', CompletedTime: null }],
    ['endedBeforeStart', { CompletedTime: '2026-03-02T08:00:09Z' }],
    ['unreadableTime', { QueueTime: '2026-03-02T08:00:00' }],
    ['unreadableTime', { StartTime: 'yesterday' }],
    ['unreadableTime', { CompletedTime: 1_772_438_400 }],
  ])('%s leaves a task out: %j', (kind, changes) => {
    expect(gapsOf(item(changes))).toEqual({ [kind]: 1 });
    expect(history([item(), item(changes)]).tasks).toHaveLength(1);
  });

  test.each<[GapKind, Item]>([
    ['unknownState', { State: 'Dreaming' }],
    ['startedBeforeQueued', { StartTime: '2026-03-02T07:59:59Z' }],
    ['stillRunning', { State: 'Executing', CompletedTime: null }],
    ['stillRunning', { State: 'Cancelling', CompletedTime: null }],
    ['stillRunning', { State: 'Queued', CompletedTime: null }],
  ])('%s is told, and the task replayed: %j', (kind, changes) => {
    expect(gapsOf(item(changes))).toEqual({ [kind]: 1 });
    expect(history([item(), item(changes)]).tasks).toHaveLength(2);
  });

  test('what still runs holds its slot until the last that is known, not until work queued for next year', () => {
    const running = item({ State: 'Executing', CompletedTime: null });
    const later = item({
      State: 'Queued',
      QueueTime: '2027-01-01T00:00:00Z',
      StartTime: null,
      CompletedTime: null,
    });
    const { tasks, hours } = history([item(), running, later]);
    expect(tasks.map(({ duration, isOver }) => [duration, isOver])).toEqual([
      [MINUTE, true],
      [MINUTE, false],
    ]);
    expect(hours).toBe(1);
  });

  test('what still runs is no duration to fit, unless nothing else is known', () => {
    const running = item({ State: 'Executing', CompletedTime: null });
    const fitted = (...items: Item[]) => fitHistory(history(items)).map(({ durations }) => durations);
    expect(fitted(item(), running, item({ CompletedTime: '2026-03-02T08:02:10Z' }))).toEqual([
      { kind: 'empirical', n: 2, values: [60, 120], rejected: null },
    ]);
    expect(fitted(item(), item({ Name: 'Health', State: 'Executing', CompletedTime: null }))).toEqual([
      { kind: 'constant', n: 1, value: 60 },
      { kind: 'constant', n: 1, value: 60 },
    ]);
  });

  test('one that started before it was queued has waited for 0 s', () => {
    const { tasks } = history([item({ StartTime: '2026-03-02T07:59:59Z' })]);
    expect(tasks[0]).toMatchObject({ wait: 0, duration: 71 * SECOND });
  });

  test('of two with one Id that counts which is known for longer', () => {
    const running = item({ Id: 'ServerTasks-7', State: 'Executing', CompletedTime: null });
    for (const both of [
      [running, item({ Id: 'ServerTasks-7' })],
      [item({ Id: 'ServerTasks-7' }), running],
    ]) {
      const { tasks, gaps } = history(both);
      expect(tasks).toMatchObject([{ isOver: true }]);
      expect(gaps).toEqual([{ kind: 'duplicate', count: 1 }]);
    }
  });

  test('tasks without Id are never the same', () => {
    expect(history([item({ Id: null }), item({ Id: null })]).tasks).toHaveLength(2);
  });

  test('a page that is missing: the list says how many there are', () => {
    const page = (n: number) => ({ Items: Array.from({ length: n }, () => item()), TotalResults: 5 });
    expect(history([page(2), page(3)]).gaps).toEqual([]);
    expect(history([page(2), page(2)]).gaps).toEqual([{ kind: 'missing', count: 1 }]);
    const twice = page(2);
    expect(history([twice, page(2), twice]).gaps).toEqual([
      { kind: 'missing', count: 1 },
      { kind: 'duplicate', count: 2 },
    ]);
  });
});

describe('classes', () => {
  test('one a name, those with the most tasks first, with the kinds of the product', () => {
    const names = ['Deploy', 'Health', 'Deploy', 'RunbookRun', 'Retention', 'AdHocScript'];
    expect(history(names.map((Name) => item({ Name }))).classes).toEqual([
      { name: 'Deploy', kind: 'deployment', count: 2 },
      { name: 'AdHocScript', kind: 'other', count: 1 },
      { name: 'Health', kind: 'system', count: 1 },
      { name: 'Retention', kind: 'system', count: 1 },
      { name: 'RunbookRun', kind: 'runbook', count: 1 },
    ]);
  });

  test('get names that a scenario allows, each its own', () => {
    const names = ['Ad hoc!', 'Ad hoc?', '42', 'Größe', 'queueWait', 'constructor'];
    expect(
      history(names.map((Name) => item({ Name })))
        .classes.map(({ name }) => name)
        .sort(),
    ).toEqual(['Ad-hoc', 'Ad-hoc-2', 'Gr-e', 'constructor', 'queueWait', 'task']);
  });
});

describe('nodes', () => {
  const at = (minute: number, length: number, node: string | null) =>
    item({
      QueueTime: '2026-03-02T08:00:00Z',
      StartTime: `2026-03-02T08:${`${minute}`.padStart(2, '0')}:00Z`,
      CompletedTime: `2026-03-02T08:${`${minute + length}`.padStart(2, '0')}:00Z`,
      ServerNode: node,
    });

  test('how many ran on each at once; what ends when another starts is over', () => {
    const { mostAtOnce } = history([
      ...[at(0, 10, 'b'), at(5, 10, 'b'), at(10, 5, 'b')],
      ...[at(0, 10, 'a'), at(10, 10, 'a')],
    ]);
    expect(mostAtOnce).toEqual([1, 2]);
  });

  test('without their names: one node', () => {
    const { mostAtOnce, nowhere } = history([at(0, 10, null), at(5, 10, null), at(6, 1, null)]);
    expect(mostAtOnce).toEqual([3]);
    expect(nowhere).toBe(3);
  });

  test('tasks of no known node are counted', () => {
    expect(history([at(0, 10, 'a'), at(5, 10, null)])).toMatchObject({ mostAtOnce: [1], nowhere: 1 });
  });

  test('tasks that took no time still ran', () => {
    expect(history([at(0, 0, 'a'), at(0, 0, 'a')]).mostAtOnce).toEqual([1]);
  });
});

test('recorded waits: mean and the values of rank ⌈p·n⌉, of all and by class', () => {
  const waits = Array.from({ length: 20 }, (_, i) =>
    item({
      StartTime: `2026-03-02T08:00:${`${i + 1}`.padStart(2, '0')}Z`,
      Name: i < 19 ? 'Deploy' : 'Health',
    }),
  );
  expect(recordedWaits(history(waits))).toEqual([
    { taskClass: null, count: 20, mean: 10.5, p50: 10, p95: 19 },
    { taskClass: 'Deploy', count: 19, mean: 10, p50: 10, p95: 19 },
    { taskClass: 'Health', count: 1, mean: 20, p50: 20, p95: 20 },
  ]);
});
