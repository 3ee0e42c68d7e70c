/** Which tasks became slower in another design, by how much, and where they waited: work pairs one to one (rule T4). */
import { TASK_STAGES, type TaskStage } from '../../cluster/observer.ts';
import type { RunResult } from '../../measure/result.ts';
import { type ClassTimes, TaskFollower, type TaskTimes } from '../../measure/task-times.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';

/** `queue`: everything that is not at one of the stages, from arrival to start and between two starts. */
export const TASK_PLACES = ['queue', ...TASK_STAGES] as const;
export type TaskPlace = 'queue' | TaskStage;

/** A task is called slower or faster from this share of its time on. */
export const NOTICEABLE = 0.01;
const WORST = 3;
const SECOND = 1e6;

/** Of one class, over the tasks of one replication. Times in seconds. */
export interface SlowerTasks {
  readonly taskClass: string;
  /** Succeeded in both designs. */
  readonly both: number;
  /** More than 1 % slower with the candidate, and faster. */
  readonly slower: number;
  readonly faster: number;
  /** Of those that are slower: by how much in the mean, and in which places; the places add up to it. */
  readonly by: number;
  readonly where: Readonly<Record<TaskPlace, number>>;
  /** Succeeded with the baseline only, and with the candidate only. */
  readonly lost: number;
  readonly gained: number;
  /** The slowest of them. */
  readonly worst: readonly SlowTask[];
}

/** A task that took longer with the candidate. Times in seconds. */
export interface SlowTask {
  /** In order of arrival within its class, from 0. */
  readonly number: number;
  readonly arrived: number;
  readonly by: number;
  readonly where: Readonly<Record<TaskPlace, number>>;
}

/** A replication whose tasks were followed: its result is what it is without that. */
export interface Followed {
  readonly result: RunResult;
  readonly times: TaskTimes;
}

/** One replication, its tasks followed. */
export function followTasks(scenario: Scenario, seed: string, replication: number): Followed {
  const follower = new TaskFollower(scenario);
  const result = simulate(scenario, { seed, replication, tap: follower.tap });
  return { result, times: follower.times() };
}

/** Class by class, those that both designs have and that had tasks in both. */
export function slowerTasks(baseline: TaskTimes, candidate: TaskTimes): SlowerTasks[] {
  return baseline.classes.flatMap((before) => {
    const after = candidate.classes.find(({ name }) => name === before.name);
    return after === undefined || before.arrived.length === 0 ? [] : [compareClass(before, after)];
  });
}

function compareClass(before: ClassTimes, after: ClassTimes): SlowerTasks {
  const slow: SlowTask[] = [];
  const counts = { both: 0, faster: 0, lost: 0, gained: 0 };
  for (const [i, j] of samePairs(before.arrived, after.arrived)) {
    const [was, is] = [before.turnaround[i]!, after.turnaround[j]!];
    if (was === -1 || is === -1) {
      if (was !== is) counts[is === -1 ? 'lost' : 'gained'] += 1;
      continue;
    }
    counts.both += 1;
    if (is < was * (1 - NOTICEABLE)) counts.faster += 1;
    if (is > was * (1 + NOTICEABLE)) slow.push(slowTask(before, after, i, j));
  }
  slow.sort((a, b) => b.by - a.by || a.number - b.number);
  return {
    taskClass: before.name,
    ...counts,
    slower: slow.length,
    by: meanOf(slow, ({ by }) => by),
    where: eachPlace((place) => meanOf(slow, ({ where }) => where[place])),
    worst: slow.slice(0, WORST),
  };
}

/** Numbers of the same task in both: the same arrival; what was there at the start need not be the same. */
function* samePairs(before: Float64Array, after: Float64Array): Generator<[i: number, j: number]> {
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const [was, is] = [before[i]!, after[j]!];
    if (was === is) yield [i, j];
    if (was <= is) i += 1;
    if (is <= was) j += 1;
  }
}

function slowTask(before: ClassTimes, after: ClassTimes, i: number, j: number): SlowTask {
  const [was, is] = [placesOf(before, i), placesOf(after, j)];
  return {
    number: i,
    arrived: before.arrived[i]! / SECOND,
    by: (after.turnaround[j]! - before.turnaround[i]!) / SECOND,
    where: eachPlace((place) => (is[place] - was[place]) / SECOND),
  };
}

function placesOf({ turnaround, stages }: ClassTimes, i: number): Record<TaskPlace, number> {
  const at = eachPlace((place) => {
    const stage = TASK_STAGES.indexOf(place as TaskStage);
    return stage === -1 ? 0 : stages[i * TASK_STAGES.length + stage]!;
  });
  const working = TASK_STAGES.reduce((sum, stage) => sum + at[stage], 0);
  return { ...at, queue: turnaround[i]! - working };
}

function eachPlace(value: (place: TaskPlace) => number): Record<TaskPlace, number> {
  return Object.fromEntries(TASK_PLACES.map((place) => [place, value(place)])) as Record<TaskPlace, number>;
}

function meanOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.length === 0 ? 0 : items.reduce((sum, item) => sum + value(item), 0) / items.length;
}
