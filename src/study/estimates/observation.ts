/**
 * What the replications of one scenario say about one metric, before any interval is drawn around it: the point
 * estimate, and one value a replication whose spread is the estimate's. Estimates, comparisons, gates and the stop
 * rule are all made from these.
 */
import type { RunResult, Sample, Value } from '../../measure/result.ts';
import type { MetricKind } from '../../scenario/catalogue.ts';
import { sampleIn, sampleNames, valueIn, valueNames } from '../replications/folding.ts';
import { observeSamples } from './observe-samples.ts';
import { observeValues } from './observe-values.ts';
import type { RawValue } from './raw-value.ts';

export interface Observation {
  /** With ` within <from>..<to>` (µs) behind it for a window. */
  readonly name: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly better: 'higher' | 'lower' | null;
  /** In base units; null with its reason. */
  readonly value: number | null;
  /**
   * One a replication, in order: its own value, of a ratio the pseudo-value of the ratio estimator. Infinity where
   * it is beyond every limit (rule W5, a recovery that did not come), NaN where there is none.
   */
  readonly each: readonly number[];
  /** Of a quantile over replications what it is a quantile of, one a replication; `each` is then empty. */
  readonly over?: readonly number[];
  /** As they stand in a baseline file, one a replication. */
  readonly raw: readonly RawValue[];
  /** Replications that say anything about it. */
  readonly n: number;
  readonly reason?: string;
  /** There is no value because it is beyond every limit. */
  readonly infinite?: true;
  /** Too few samples lie beyond this quantile to lean on it: less than 100. */
  readonly marked?: true;
  /** How many had no finite value and are not in this mean (rule W5). */
  readonly leftOut?: number;
  /** How far the value may be off for being read from a histogram: no interval is narrower. */
  readonly resolution?: number;
  /**
   * Of a quantile: what it would be had all replications been like this one, of the first hundred. Its differences have
   * the spread of these, not of each replication's own quantile.
   */
  readonly pseudo?: readonly number[];
  /** An interval that does not come from the spread of `each`; Infinity: beyond every limit. */
  readonly bounds?: readonly [number, number];
}

const NO_VALUE: Value = { sum: 0, per: 0 };
const NO_SAMPLE: Sample = {
  count: 0,
  sum: 0,
  min: 0,
  max: 0,
  histogram: [],
  never: 0,
  unfinished: 0,
  atLeast: 0,
};

/**
 * Everything that replications of one scenario say, by metric name, in the order in which the names appear.
 *
 * @param exact nothing is drawn at random: a few durations are all there are, and have every quantile
 */
export function observe(results: readonly RunResult[], exact = false): Map<string, Observation> {
  return new Map(Array.from(observations(results, exact), (one) => [one.name, one]));
}

/** The same one by one, for whoever has no use for all of them at a time. */
export function* observations(results: readonly RunResult[], exact: boolean): Generator<Observation> {
  for (const name of new Set(results.flatMap(valueNames))) {
    yield* observeValues(
      name,
      results.map((result) => valueIn(result, name) ?? NO_VALUE),
      exact,
    );
  }
  yield* observeValues(
    'run.events',
    results.map(({ events }) => ({ sum: events, per: 1 })),
    exact,
  );
  for (const name of new Set(results.flatMap(sampleNames))) {
    yield* observeSamples(
      name,
      results.map((result) => sampleIn(result, name) ?? NO_SAMPLE),
      exact,
    );
  }
}
