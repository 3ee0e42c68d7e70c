/** Which tasks became slower, in words. */
import type { Candidate, Comparison } from '../study/comparison/compare.ts';
import {
  NOTICEABLE,
  type SlowerTasks,
  TASK_PLACES,
  type TaskPlace,
} from '../study/comparison/slower-tasks.ts';
import { count, difference, duration, list, percent, plural } from './words.ts';

const PLACE_WORDS: Readonly<Record<TaskPlace, string>> = {
  queue: 'waiting',
  database: 'database',
  storage: 'storage',
  cpu: 'CPU',
  run: 'work on targets',
  pause: 'repeating failed calls',
  worker: 'waiting for workers',
  children: 'waiting for its children',
};
/** Classes that are spoken of, those with the most slower tasks first. */
const MOST_CLASSES = 3;
/** A place with less than this share of the delay is not named. */
const LEAST_SHARE = 0.05;

const NOTICEABLY = `more than ${percent(NOTICEABLE)}`;

/** A sentence a class of users' tasks whose tasks became slower or failed to succeed; one when none did. */
export function slowerSentences({ candidates }: Comparison): string[] {
  return candidates.flatMap(sentencesOf);
}

function sentencesOf({ study, slower }: Candidate): string[] {
  const { tasks } = study.scenario;
  const name = `${study.scenario.name}, replication ${study.results[0]!.replication}`;
  const users = (slower ?? []).filter(
    ({ taskClass }) => tasks.find((task) => task.name === taskClass)?.kind !== 'system',
  );
  if (users.length === 0) return [];
  const worse = users.filter((one) => one.slower > 0 || one.lost > 0);
  if (worse.length === 0) return [`${name}: no task is ${NOTICEABLY} slower`];
  return worse
    .sort((a, b) => b.slower + b.lost - a.slower - a.lost)
    .slice(0, MOST_CLASSES)
    .map((one) => `${name}: ${sentence(one)}`);
}

function sentence(one: SlowerTasks): string {
  const others = [
    ...(one.lost === 0 ? [] : [`${count(one.lost)} ${one.lost === 1 ? 'succeeds' : 'succeed'} no more`]),
    ...(one.gained === 0
      ? []
      : [`${count(one.gained)} that did not succeed now ${one.gained === 1 ? 'does' : 'do'}`]),
  ];
  if (one.slower === 0) {
    return `no ${tasksOf(one)} is ${NOTICEABLY} slower; of ${count(one.both + one.lost)} that succeeded ${others.join('; ')}`;
  }
  const of = `${count(one.slower)} of ${plural(one.both, tasksOf(one))}`;
  const by = `${one.slower === 1 ? 'is' : 'are'} ${NOTICEABLY} slower, by ${duration(one.by)} in the mean (${where(one)})`;
  const [worst] = one.worst;
  const most = `at most by ${duration(worst!.by)}, the one that arrived at ${duration(worst!.arrived)}`;
  return [`${of} ${by}`, most, ...others].join('; ');
}

function tasksOf({ taskClass }: SlowerTasks): string {
  return taskClass === 'task' ? taskClass : `${taskClass} task`;
}

/** `database +38 s, waiting +2 s`: the places of most of the delay, and those that gained. */
function where({ by, where: at }: SlowerTasks): string {
  const places = TASK_PLACES.filter((place) => Math.abs(at[place]) >= LEAST_SHARE * by).sort(
    (a, b) => at[b] - at[a],
  );
  return list(places.map((place) => `${PLACE_WORDS[place]} ${difference(at[place], null, 's')}`));
}
