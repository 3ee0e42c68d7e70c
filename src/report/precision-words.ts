/** How many replications a precision takes: said before and after. */
import type { RunResult } from '../measure/result.ts';
import { withoutWindow } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { gatedMetrics } from '../study/estimates/gated.ts';
import { isDeterministic } from '../study/replications/deterministic.ts';
import { CAP, leastPrecise, predicted, sufficient } from '../study/replications/stop-rule.ts';
import { metricName } from './metric-words.ts';
import { duration, list, NOTHING, percent, plural, withEnds } from './words.ts';

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

/** Why no metric can be made more precise. */
function nothingToJudge(scenario: Scenario): string {
  const names = [...new Set(gatedMetrics(scenario).map(withoutWindow))];
  return `${list(names)} ${names.length === 1 ? 'has' : 'have'} no samples, or ${names.length === 1 ? 'is' : 'are'} beyond every limit or a largest of all`;
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
  const widest = leastPrecise(scenario, relative, results);
  if (widest === null) return `${asked} means nothing here: ${nothingToJudge(scenario)}`;
  const { value, low, high, unit, reason } = widest.estimate;
  const how = value === null ? `: ${reason ?? NOTHING}` : ` is ${withEnds(value, low, high, unit)}`;
  return `${asked} was not reached in ${plural(results.length, 'replication')}: ${metricName(widest.name)}${how}`;
}
