/** Arrivals that a file gives and a run never sees, as it is over before: no mistake, but to be told. */
import type { Micros } from '../engine/time.ts';
import type { Arrivals, RequestClassSpec, TaskClassSpec } from './scenario.ts';
import { formatDuration } from './units.ts';

/** One line for each class of which arrivals come at or after the end of the run, with how many. */
export function arrivalsTooLate(
  tasks: readonly Pick<TaskClassSpec, 'name' | 'arrivals'>[],
  requests: readonly Pick<RequestClassSpec, 'name' | 'source'>[],
  duration: Micros,
): string[] {
  const classes = [
    ...tasks.map(({ name, arrivals }) => ({ name: `tasks.${name}`, arrivals })),
    ...requests.map(({ name, source }) => ({
      name: `requests.${name}`,
      arrivals: source.kind === 'open' ? source.arrivals : null,
    })),
  ];
  return classes.flatMap(({ name, arrivals }) => {
    const late = arrivals === null ? null : tooLate(arrivals, duration);
    if (late === null) return [];
    return [`${name}: ${late} not before the end of the run (${formatDuration(duration)}) and left out`];
  });
}

function tooLate(arrivals: Arrivals, duration: Micros): string | null {
  if (arrivals.kind === 'every') {
    const { offset } = arrivals;
    return offset < duration ? null : `all arrivals, the first at ${formatDuration(offset)}, are`;
  }
  if (arrivals.kind === 'at') return some(arrivals.times, arrivals.count, duration);
  return arrivals.kind === 'trace' ? some(arrivals.trace.arrival, 1, duration) : null;
}

function some(times: ArrayLike<Micros>, each: number, duration: Micros): string | null {
  let late = 0;
  for (let i = 0; i < times.length; i += 1) if (times[i]! >= duration) late += each;
  if (late === 0) return null;
  return `${late} of ${each * times.length} arrivals ${late === 1 ? 'is' : 'are'}`;
}
