/** Says of a run with failures that too few of them were in it. */
import type { Scenario } from '../../scenario/scenario.ts';
import { sayCount } from '../estimates/reason.ts';
import { componentsOf } from './components.ts';

/** With fewer faults than this their mean effect is a matter of luck. */
const ENOUGH_FAULTS = 30;

/** One warning for all entries of `failures` that come less than 30 times in so many replications. */
export function rareFailureWarnings(scenario: Scenario, replications: number): string[] {
  const time = replications * (scenario.duration - (scenario.warmUp ?? 0));
  const components = componentsOf(scenario);
  const rare = scenario.failures.flatMap(({ name }, entry) => {
    const expected = components
      .filter((one) => one.entry === entry)
      .reduce((sum, { rate }) => sum + rate * time, 0);
    return expected < ENOUGH_FAULTS ? [`${name} ${Number(expected.toPrecision(2))}×`] : [];
  });
  if (rare.length === 0) return [];
  return [
    `failures expected in ${sayCount(replications, 'replication')}: ${rare.join(', ')}; what they cost is in these figures by luck alone. hasim yearly weighs them`,
  ];
}
