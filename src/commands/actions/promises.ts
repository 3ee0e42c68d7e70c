/** Promises of the command line, read against the metrics of every design. */
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { promisableMetrics } from '../../scenario/resolve.ts';
import { noPromise, parseExpectation } from '../../scenario/resolve-expect.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { UsageError } from '../errors.ts';
import type { ReadScenario } from './designs.ts';

/** @throws UsageError for what is no promise, or is about a metric that a design does not have */
export function promisesOf(
  texts: readonly string[],
  designs: readonly ReadScenario[],
  metricsOf: (scenario: Scenario) => Set<string> = promisableMetrics,
): LimitExpectation[] {
  return texts.flatMap((text) => {
    const [first] = designs.map(({ scenario }) => {
      const refuse = (why: string): never => {
        throw new UsageError(
          `--promise ${text}: ${why}${designs.length > 1 ? `; in the design ${scenario.name}` : ''}`,
        );
      };
      const metrics = metricsOf(scenario);
      const promise = parseExpectation(text, {
        metrics,
        duration: Number.MAX_SAFE_INTEGER,
        mistake: (why) => refuse(why),
      });
      const why = promise === null ? null : noPromise(promise);
      if (why !== null) refuse(why);
      return promise;
    });
    return first?.kind === 'limit' ? [first] : [];
  });
}
