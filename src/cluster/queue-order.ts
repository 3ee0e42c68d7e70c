/** Places in the order of the queue as numbers, the smaller the sooner (rules Q1, Q13): band by band, in each by joining it. */
import type { TaskClassSpec } from '../scenario/scenario.ts';
import type { Task } from './tasks.ts';

/** More than tasks ever join the queue in a run. */
const BAND = 1e13;
/** By estimates: between two classes of a band. */
const RANK = 1e10;
export const BANDS = { top: 0, high: 1, normal: 2 } as const;

/** The place of the n-th that joins the queue. */
export function orderOf(band: number, joined: number): number {
  return band * BAND + joined;
}

/** By estimates: how far the classes stand behind the first of their band before which so many come. */
export function behind(classes: number): number {
  return classes * RANK;
}

/** The place in the order of a task's band when it is turned round. */
export function fromTheEnd({ order, band }: Task): number {
  return (2 * band + 1) * BAND - order;
}

/** By class: how many classes have shorter estimates. */
export function ranksOf(classes: readonly TaskClassSpec[]): number[] {
  return classes.map(
    ({ estimate }) => classes.filter((other) => (other.estimate ?? 0) < (estimate ?? 0)).length,
  );
}
