/** What a list of tasks says happened: the work that can be replayed, how it waited, and what cannot be used. */
import { HOUR, type Micros } from '../../engine/time.ts';
import { type ClassName, classNames } from './class-names.ts';
import type { ListedTask, TaskList } from './task-list.ts';

export interface History {
  /** µs since 1970: the beginning of the hour in which the first task was queued. Simulated time counts from here. */
  readonly start: Micros;
  /** µs from there to the last that is known; the first is the first arrival. */
  readonly end: Micros;
  /** Whole hours from the start until after that. */
  readonly hours: number;
  /** Those with the most tasks first. */
  readonly classes: readonly RecordedClass[];
  /** In order of arrival. */
  readonly tasks: readonly RecordedTask[];
  /** Nodes in order of name, without their names: the largest number of tasks that ran on each at once. */
  readonly mostAtOnce: readonly number[];
  /** Replayed tasks of which no node is known. */
  readonly nowhere: number;
  readonly gaps: readonly Gap[];
}

/** A longer record has a time in it that is wrong. */
export const MOST_HOURS = 10 * 366 * 24;

export interface RecordedClass extends ClassName {
  readonly count: number;
}

/** Times in µs. */
export interface RecordedTask {
  /** Index into the classes. */
  readonly taskClass: number;
  /** From the history's start. */
  readonly arrival: Micros;
  readonly wait: Micros;
  /** From start to end; of one that still runs, until the last that is known. */
  readonly duration: Micros;
  readonly isOver: boolean;
}

export const GAPS = [
  'missing',
  'noTask',
  'duplicate',
  'unreadableTime',
  'noQueueTime',
  'stillQueued',
  'neverStarted',
  'noEnd',
  'endedBeforeStart',
  'stillRunning',
  'startedBeforeQueued',
  'unknownState',
  'withoutZone',
] as const;
/** In what way a task, or the list, is not whole. The first nine leave tasks out. */
export type GapKind = (typeof GAPS)[number];

export interface Gap {
  readonly kind: GapKind;
  readonly count: number;
}

const WAITING = new Set(['Queued', 'Pending']);
const RUNNING = new Set(['Executing', 'Cancelling']);
const OVER = new Set(['Success', 'Failed', 'Canceled', 'TimedOut']);

/** A task with the times that a replay needs. */
interface Usable {
  readonly name: string;
  readonly node: string | null;
  readonly queued: Micros;
  readonly started: Micros;
  readonly ended: Micros;
  readonly isOver: boolean;
}

/** @returns its gaps alone when nothing of the list can be replayed */
export function historyOf(list: TaskList): History | readonly Gap[] {
  const counts = new Map<GapKind, number>();
  const count = (kind: GapKind, by = 1) => counts.set(kind, (counts.get(kind) ?? 0) + by);
  if (list.others > 0) count('noTask', list.others);
  const distinct = withoutDuplicates(list.tasks);
  if (distinct.length < list.tasks.length) count('duplicate', list.tasks.length - distinct.length);
  const lacking = (list.total ?? 0) - distinct.length - list.others;
  if (lacking > 0) count('missing', lacking);
  const last = lastKnown(distinct);
  const usable = distinct.flatMap((task) => usableOf(task, last, count) ?? []);
  const gaps = GAPS.flatMap((kind) => (counts.has(kind) ? { kind, count: counts.get(kind)! } : []));
  return usable.length === 0 ? gaps : { ...replayOf(usable), gaps };
}

/** Of several with one Id, as when pages shift while they are fetched, the one that is known for longest. */
function withoutDuplicates(tasks: readonly ListedTask[]): ListedTask[] {
  const byId = new Map<string, ListedTask>();
  const without: ListedTask[] = [];
  for (const task of tasks) {
    if (task.id === null) without.push(task);
    else {
      const other = byId.get(task.id);
      if (other === undefined || known(task) > known(other)) byId.set(task.id, task);
    }
  }
  return [...byId.values(), ...without];
}

function known({ queued, started, completed }: ListedTask): number {
  return [queued, started, completed].filter((time) => typeof time === 'number').length;
}

/** The last time at which something happened. Work can be queued for later, so that does not count. */
function lastKnown(tasks: readonly ListedTask[]): Micros {
  let last = Number.NEGATIVE_INFINITY;
  for (const { started, completed } of tasks) {
    for (const time of [started, completed]) if (typeof time === 'number' && time > last) last = time;
  }
  return last;
}

function usableOf(task: ListedTask, last: Micros, count: (kind: GapKind) => void): Usable | null {
  const { name, node, state, queued, started, completed } = task;
  if (state !== null && !WAITING.has(state) && !RUNNING.has(state) && !OVER.has(state)) count('unknownState');
  const why = whyNot(task);
  if (why !== null) {
    count(why);
    return null;
  }
  const isOver = completed !== null;
  if (!isOver) count('stillRunning');
  if ((started as Micros) < (queued as Micros)) count('startedBeforeQueued');
  if (task.isWithoutZone) count('withoutZone');
  return {
    name,
    node,
    queued: queued as Micros,
    started: started as Micros,
    ended: isOver ? (completed as Micros) : last,
    isOver,
  };
}

/** Why a task cannot be replayed; null: it can. */
function whyNot({ state, queued, started, completed }: ListedTask): GapKind | null {
  if (queued === 'unreadable' || started === 'unreadable' || completed === 'unreadable')
    return 'unreadableTime';
  if (queued === null) return 'noQueueTime';
  if (started === null)
    return completed === null && (state === null || WAITING.has(state)) ? 'stillQueued' : 'neverStarted';
  if (completed === null) return state !== null && OVER.has(state) ? 'noEnd' : null;
  return completed < started ? 'endedBeforeStart' : null;
}

function replayOf(usable: readonly Usable[]): Omit<History, 'gaps'> {
  const inOrder = [...usable].sort((a, b) => a.queued - b.queued || a.started - b.started);
  const start = Math.floor(inOrder[0]!.queued / HOUR) * HOUR;
  const end = inOrder.reduce((most, { queued, ended }) => Math.max(most, queued, ended), start);
  const names = classNames(inOrder.map(({ name }) => name));
  const nodes = [...new Set(inOrder.flatMap(({ node }) => node ?? []))].sort();
  return {
    start,
    end: end - start,
    hours: Math.floor((end - start) / HOUR) + 1,
    classes: names.classes.map((each, i) => ({
      ...each,
      count: inOrder.filter(({ name }) => names.indexOf.get(name) === i).length,
    })),
    tasks: inOrder.map(({ name, queued, started, ended, isOver }) => ({
      taskClass: names.indexOf.get(name)!,
      arrival: queued - start,
      wait: Math.max(0, started - queued),
      duration: ended - started,
      isOver,
    })),
    mostAtOnce:
      nodes.length === 0
        ? [mostAtOnce(inOrder)]
        : nodes.map((node) => mostAtOnce(inOrder.filter((task) => task.node === node))),
    nowhere: inOrder.filter(({ node }) => node === null).length,
  };
}

/** The largest number that ran at one time; what ends when another starts is over. At least 1. */
function mostAtOnce(tasks: readonly Usable[]): number {
  const starts = Float64Array.from(tasks, ({ started }) => started).sort();
  const ends = Float64Array.from(tasks, ({ ended }) => ended).sort();
  let [most, over] = [1, 0];
  for (const [i, start] of starts.entries()) {
    while (ends[over]! <= start && over < i) over += 1;
    most = Math.max(most, i + 1 - over);
  }
  return most;
}
