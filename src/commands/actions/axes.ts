/** The axes of a grid as they are written, and how large a grid may be. */
import { count } from '../../report/words.ts';
import { didYouMean, some } from '../../scenario/suggest.ts';
import { type GridAxis, missingKey, parseVary } from '../../study/sweep/vary.ts';
import { UsageError } from '../errors.ts';
import type { ReadScenario } from './designs.ts';

/** Larger grids are more often a slip than a wish. */
const MOST_CELLS = 1_000;

/** @throws UsageError for more cells than `--force` is not needed for */
export function checkSize(cells: number, { force }: { readonly force: boolean }): void {
  if (cells > MOST_CELLS && !force)
    throw new UsageError(`the grid has ${count(cells)} cells; more than ${count(MOST_CELLS)} need --force`);
}

/** What people learn about a scenario, or what chance does, is no axis of a design. */
const NO_AXIS = ['name', 'question', 'seed', 'expect', 'extends'];

/** The axes of a grid, each at a place that the scenario has. */
export function axesOf(
  texts: readonly string[],
  { resolved, path: file }: ReadScenario,
  set: readonly string[] = [],
): GridAxis[] {
  const axes = texts.map((text) => {
    const read = parseVary(text);
    if (!read.ok) throw new UsageError(`--vary ${text}: ${read.why}`);
    const { path } = read.axis;
    if (NO_AXIS.includes(path.split('.')[0]!))
      throw new UsageError(`--vary ${path} changes no design; vary a number, duration, preset or policy`);
    if (set.some((assignment) => assignment.startsWith(`${path}=`)))
      throw new UsageError(`${path} is given with --set and with --vary; leave one of them away`);
    const missing = missingKey(resolved, path);
    if (missing === null) return read.axis;
    const { key, known } = missing;
    const hint = known.length === 0 ? '' : `; ${didYouMean(key, known)}there is ${some(known)}`;
    throw new UsageError(`--vary ${path}: ${file} has no '${key}' there${hint}`);
  });
  const twice = axes.find(({ path }, i) => axes.findIndex((other) => other.path === path) < i);
  if (twice !== undefined) throw new UsageError(`--vary ${twice.path} is given twice`);
  return axes;
}
