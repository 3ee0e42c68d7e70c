/** One column of panels for each design that is compared. */
import type { Column } from './chart.ts';
import { colour } from './palette.ts';
import { shadesOf } from './spans.ts';
import type { Topic } from './topic.ts';

export function designColumns({ designs }: Topic): Column[] {
  return designs.map((design, i) => ({
    heading: designs.length === 1 ? null : design.name,
    colour: colour(i),
    shades: shadesOf(design).shades,
  }));
}
