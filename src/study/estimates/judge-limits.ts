/** What a scenario promises, held against what came. */
import { isDeterministic } from '../replications/deterministic.ts';
import type { Study } from '../replications/replicate.ts';
import { type Judgement, judge } from './gate.ts';
import { withMet } from './met.ts';

/**
 * Judges every limit that a scenario states.
 *
 * @param study of the scenario
 * @returns a verdict on each, in the order of the file; expectations against a baseline are left out
 */
export function judgeLimits({ scenario, estimates, results }: Study): Judgement[] {
  const exact = isDeterministic(scenario);
  return scenario.expect.flatMap((one) =>
    one.kind === 'limit' ? [withMet(judge(one, estimates), one, results, exact)] : [],
  );
}
