/** `--precision`: replications until the numbers are precise, and in words how many that takes. */
import { precisionForecast, precisionOutcome } from '../../report/precision-words.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Study } from '../../study/replications/replicate.ts';
import { precise, REPLICATIONS, type StopRule } from '../../study/replications/stop-rule.ts';
import type { WorkFlags } from '../options.ts';
import { sayBesideBar } from './output.ts';

/** What is precise enough unless said otherwise. */
const PRECISION = 0.05;

/** The precision that the flags ask for; null when they ask for none. */
export function askedPrecision({ replications, precision }: WorkFlags): number | null {
  return replications === 'auto' || precision !== undefined ? (precision ?? PRECISION) : null;
}

/** `precise`, which says on stderr after its first replications how long the rest will take. */
export function preciseAloud(scenario: Scenario, relative: number): StopRule {
  const rule = precise(scenario, relative);
  let begun = performance.now();
  let said = false;
  return (results) => {
    if (results.length === 0) begun = performance.now();
    const more = rule(results);
    if (more > 0 && results.length >= REPLICATIONS && !said) {
      said = true;
      const seconds = (performance.now() - begun) / 1000 / results.length;
      sayBesideBar(precisionForecast(scenario, relative, results, seconds >= READ_SECONDS ? seconds : null));
    }
    return more;
  };
}

/** So fast they were read from the cache, which says nothing of those that were not. */
const READ_SECONDS = 0.01;

/** What is to be known afterwards: how many replications the precision took. */
export function precisionRemarks(flags: WorkFlags, studies: readonly Study[]): string[] {
  const relative = askedPrecision(flags);
  if (relative === null) return [];
  return studies.map(({ scenario, results }) => precisionOutcome(scenario, relative, results));
}
