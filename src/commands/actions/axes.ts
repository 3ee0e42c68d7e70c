/** The axes of a grid as they are typed, and how large a grid may be. */
import { count } from '../../report/words.ts';
import { readAxes } from '../../study/sweep/axes.ts';
import type { GridAxis } from '../../study/sweep/vary.ts';
import { UsageError } from '../errors.ts';
import type { ReadScenario } from './designs.ts';

/** Larger grids are more often a slip than a wish. */
const MOST_CELLS = 1_000;

/** @throws UsageError for more cells than `--force` is not needed for */
export function checkSize(cells: number, { force }: { readonly force: boolean }): void {
  if (cells > MOST_CELLS && !force)
    throw new UsageError(`the grid has ${count(cells)} cells; more than ${count(MOST_CELLS)} need --force`);
}

/**
 * The axes of a grid, each at a place that the scenario has.
 *
 * @throws UsageError
 */
export function axesOf(
  texts: readonly string[],
  { resolved, path: file }: ReadScenario,
  set: readonly string[] = [],
): readonly GridAxis[] {
  const read = readAxes(texts, resolved, file);
  if (!read.ok) throw new UsageError(`--vary ${read.why}`);
  const twice = read.axes.find(({ path }) => set.some((assignment) => assignment.startsWith(`${path}=`)));
  if (twice !== undefined)
    throw new UsageError(`${twice.path} is given with --set and with --vary; leave one of them away`);
  return read.axes;
}
