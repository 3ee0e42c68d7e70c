/** What people wait for: the quantities whose latency is drawn, in the order of the charts. */
import type { DrawnDesign } from './topic.ts';

export interface Subject {
  /** On the axis, two lines. */
  readonly title: string;
  /** In one line. */
  readonly name: string;
  /** Whose it is: a duration is of what succeeded, all else of everything that arrived (rule W5). */
  readonly of: 'arrived' | 'succeeded';
  /** Names of the samples that it is made of. */
  readonly samples: readonly string[];
  /** Beginnings of the names of the metrics that it explains. */
  readonly shows: readonly string[];
}

/**
 * The wait in the queue (one queue, so all users' classes together), the duration of each class of users' tasks, the
 * latency of each class of requests. System tasks stand in only where there are no others.
 */
export function subjectsOf(designs: readonly DrawnDesign[]): Subject[] {
  const { tasks, requests } = designs[0]!.scenario;
  const users = tasks.filter(({ kind }) => kind !== 'system');
  const drawn = users.length > 0 ? users : tasks;
  const wait: Subject = {
    title: 'queue wait',
    name: 'queue wait',
    of: 'arrived',
    samples: drawn.map(({ name }) => `tasks.${name}.queueWait`),
    shows: drawn.flatMap(({ name }) => [`tasks.${name}.queueWait`, `tasks.${name}.turnaround`]),
  };
  return [
    ...(drawn.length > 0 ? [wait] : []),
    ...drawn.map(({ name }) => subject(name, 'duration', `tasks.${name}.duration`)),
    ...requests.map(({ name }) => subject(name, 'latency', `requests.${name}.latency`)),
  ];
}

function subject(name: string, measure: string, sample: string): Subject {
  return {
    title: `${name}\n${measure}`,
    name: `${name} ${measure}`,
    of: measure === 'duration' ? 'succeeded' : 'arrived',
    samples: [sample],
    shows: [sample],
  };
}

/** Whose times these are, in words. */
export function ofWhom(subjects: readonly Subject[]): string {
  const all = new Set(subjects.map((subject) => subject.of));
  if (!all.has('succeeded')) return 'of all that arrived';
  return all.has('arrived') ? 'of all that arrived, durations of what succeeded' : 'of what succeeded';
}
