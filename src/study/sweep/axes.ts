/** The axes of a grid as they are written, each at a place that the scenario has. */
import { didYouMean, some } from '../../scenario/suggest.ts';
import { type GridAxis, missingKey, parseVary } from './vary.ts';

export type AxesOrWhy =
  | { readonly ok: true; readonly axes: readonly GridAxis[] }
  /** Begins with the axis. */
  | { readonly ok: false; readonly why: string };

/** What people learn about a scenario, or what chance does, is no axis of a design. */
const NO_AXIS = ['name', 'question', 'seed', 'expect', 'extends'];

/**
 * Reads `nodes.east.taskCap=5..20` and the like.
 *
 * @param resolved the scenario with everything filled in
 * @param name of the scenario, for messages
 */
export function readAxes(texts: readonly string[], resolved: unknown, name: string): AxesOrWhy {
  const axes: GridAxis[] = [];
  for (const text of texts) {
    const read = parseVary(text);
    if (!read.ok) return { ok: false, why: `${text}: ${read.why}` };
    const { path } = read.axis;
    const why = NO_AXIS.includes(path.split('.')[0]!)
      ? ' changes no design; vary a number, duration, preset or policy'
      : whyMissing(path, resolved, name);
    if (why !== null) return { ok: false, why: `${path}${why}` };
    axes.push(read.axis);
  }
  const twice = axes.find(({ path }, i) => axes.findIndex((other) => other.path === path) < i);
  return twice === undefined ? { ok: true, axes } : { ok: false, why: `${twice.path} is given twice` };
}

function whyMissing(path: string, resolved: unknown, name: string): string | null {
  const missing = missingKey(resolved, path);
  if (missing === null) return null;
  const { key, known } = missing;
  const hint = known.length === 0 ? '' : `; ${didYouMean(key, known)}there is ${some(known)}`;
  return `: ${name} has no '${key}' there${hint}`;
}
