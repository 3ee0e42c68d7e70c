/**
 * Results of many replications in little memory. Of the first hundred everything is kept, which charts are drawn of; of
 * later ones their numbers, while their histograms are added up. Estimates are the same to the last bit.
 */
import { Histogram } from '../measure/histogram.ts';
import type { RunResult, Series } from '../measure/result.ts';
import { type Fold, foldSample } from './statistics/quantile.ts';

/** Replications of which everything is kept. */
export const KEPT_WHOLE = 100;

const NO_SERIES: Series = { width: 1, bins: 0, averages: {}, counts: {}, latencies: {} };

/** Of one study: what was folded is only to be looked at together. */
export class Folding {
  readonly #folds = new Map<string, Fold>();

  /** The result as it is kept. */
  keep(result: RunResult): RunResult {
    if (result.replication < KEPT_WHOLE) return result;
    const samples = Object.entries(result.samples).map(
      ([name, sample]) => [name, foldSample(sample, this.#foldOf(name))] as const,
    );
    return { ...result, samples: Object.fromEntries(samples), series: NO_SERIES, spans: [] };
  }

  #foldOf(name: string): Fold {
    let fold = this.#folds.get(name);
    if (fold === undefined) {
      fold = { histogram: new Histogram(), members: 0 };
      this.#folds.set(name, fold);
    }
    return fold;
  }
}

/** Those of which everything was kept. */
export function wholeResults(results: readonly RunResult[]): readonly RunResult[] {
  return results.filter(({ series }) => series !== NO_SERIES);
}
