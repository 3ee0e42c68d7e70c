/** One cut for steady designs that stand side by side, so that none of them is measured sooner than another. */
import type { Micros } from '../../engine/time.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatDuration } from '../../scenario/units.ts';
import { withWarmUp } from './replicate.ts';

/**
 * Steady designs with the longest start that any of them needs cut from each.
 *
 * @param warmUpOf what a design needs itself
 * @throws ScenarioError where nothing would be left of one
 */
export async function cutAlike(
  designs: readonly Scenario[],
  warmUpOf: (design: Scenario, index: number) => Promise<Micros>,
): Promise<Scenario[]> {
  let longest = 0;
  for (const [i, design] of designs.entries()) longest = Math.max(longest, await warmUpOf(design, i));
  const steady = designs.filter(({ study }) => study === 'steady');
  const mistakes = steady.flatMap((design) => {
    const text = nothingLeft(design.duration, longest);
    return text === null ? [] : [{ file: design.name, line: 0, column: 0, path: 'duration', text }];
  });
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  return designs.map((design) => (design.study === 'steady' ? withWarmUp(design, longest) : design));
}

/** That a run is over before its start is cut, with the duration to try; null: something is left of it. */
export function nothingLeft(duration: Micros, warmUp: Micros): string | null {
  if (warmUp < duration) return null;
  const [length, start, longer] = [duration, warmUp, 2 * warmUp].map(formatDuration);
  return `${length} is over before the start that is cut from all, ${start} as another design needs; try ${longer}`;
}
