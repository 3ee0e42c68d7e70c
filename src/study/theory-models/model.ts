/** Models of queueing theory as scenarios, each with numbers that theory knows exactly. */
import type { RunResult, Value } from '../../measure/result.ts';
import { parseScenario } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';

export interface TheoryModel {
  /** `M/M/10 at 80 %`. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly replications: number;
  readonly claims: readonly Claim[];
}

/** A number that theory gives, and where it is found in the results. */
export interface Claim {
  /** `mean wait`. */
  readonly quantity: string;
  readonly unit: 's' | '1/s' | 'share' | 'count';
  readonly exact: number;
  readonly measured: Measure;
}

/** A metric by name, or a ratio of sums over replications that no metric stands for. */
export type Measure = string | ((result: RunResult) => Value);

/** How much is simulated, all replications together. */
export interface Effort {
  /** Arrivals that count. */
  readonly arrivals: number;
  /** A second. */
  readonly rate: number;
  /** Seconds that are cut from each replication. */
  readonly warmUp: number;
  readonly replications: number;
}

/** `study`, `warmUp` and `duration` of one replication, in the words of a scenario file. */
export function steady({ arrivals, rate, warmUp, replications }: Effort): string {
  const counted = Math.ceil(arrivals / (rate * replications));
  return `study: steady\nwarmUp: ${Math.ceil(warmUp)}s\nduration: ${Math.ceil(warmUp) + counted}s`;
}

/** A scenario from its text, by the same way as every other; a mistake in it is thrown. */
export function scenarioFrom(text: string): Scenario {
  const read = (name: string) => ({ error: `${name}: theory reads no files` });
  return parseScenario({ path: 'theory.yaml', text }, { set: [], read }).scenario;
}

/** Share of a sample that is longer than nothing: who had to wait. */
export function shareThatWaits(sample: string): Measure {
  return ({ samples }) => {
    const { histogram, count } = samples[sample]!;
    // The bucket of 0 µs holds nothing else; none of a class is without a start here.
    const atOnce = histogram[0] === 0 ? histogram[1]! : 0;
    return { sum: count - atOnce, per: count };
  };
}

/** `2.4/s`: so many a second, in the words of a scenario file. */
export function perSecond(rate: number): string {
  return `${Number(rate.toFixed(6))}/s`;
}

/** `80 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
