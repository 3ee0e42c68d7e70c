/** One column of panels for each design that is compared. */
import { type Column, TEXT_WIDTH } from './chart.ts';
import { colour } from './palette.ts';
import { shadesOf } from './spans.ts';
import type { Topic } from './topic.ts';

/** Ticks of a time axis that find room in each column. */
export function ticksOf({ designs }: Topic): number {
  if (designs.length === 1) return 7;
  return Math.min(5, Math.max(3, Math.floor(TEXT_WIDTH / designs.length / TICK_WIDTH)));
}

/** A label such as `45 min` with the gap beside it. */
const TICK_WIDTH = 70;

export function designColumns({ designs }: Topic): Column[] {
  return designs.map((design, i) => ({
    heading: designs.length === 1 ? null : design.name,
    colour: colour(i),
    shades: shadesOf(design).shades,
  }));
}
