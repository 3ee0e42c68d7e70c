/** How many replications a precision takes: said before and after. */
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { isDeterministic } from '../study/deterministic.ts';
import { gatedObservations } from '../study/gated.ts';
import { halfWidth } from '../study/statistics/mean.ts';
import { CAP, predicted, sufficient } from '../study/stop-rule.ts';
import { duration, percent, plural } from './words.ts';

/**
 * What is to be expected after the first replications.
 *
 * @param seconds that a replication takes, all threads working; null when none was computed
 */
export function precisionForecast(
  scenario: Scenario,
  relative: number,
  results: readonly RunResult[],
  seconds: number | null,
): string {
  const asked = `${scenario.name}: ± ${percent(relative)}`;
  const needed = predicted(scenario, relative, results);
  const more = needed - results.length;
  // A guess from few: one digit says enough.
  const time = seconds === null ? '' : `, about ${duration(more * seconds, (more * seconds) / 5)}`;
  if (needed < CAP) return `${asked} takes about ${plural(needed, 'replication')}: ${more} more${time}`;
  return `${asked} may take more than the ${CAP} replications that are run at most: ${more} more${time}`;
}

/** What came of it. */
export function precisionOutcome(
  scenario: Scenario,
  relative: number,
  results: readonly RunResult[],
): string {
  if (isDeterministic(scenario))
    return `${scenario.name}: exact with one replication, as nothing is left to chance`;
  const enough = sufficient(scenario, relative, results);
  const asked = `${scenario.name}: ± ${percent(relative)}`;
  if (enough !== null) {
    const more = results.length - enough;
    const sure = more === 0 ? '' : `, and ${more} more to be sure`;
    return `${asked} took ${plural(enough, 'replication')}${sure}`;
  }
  const widest = gatedObservations(scenario, results)
    .map(({ name, value, each }) => ({
      name,
      width: (halfWidth(each.filter(Number.isFinite)) ?? Number.POSITIVE_INFINITY) / Math.abs(value ?? 0),
    }))
    .sort((a, b) => b.width - a.width)[0]!;
  return `${asked} was not reached in ${plural(results.length, 'replication')}: ${widest.name} ± ${percent(widest.width)}`;
}
