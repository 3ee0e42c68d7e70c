/**
 * Results of many replications in little memory. Of the first hundred everything is kept, which charts are drawn of; of
 * later ones their numbers, in one array a replication, while their histograms are added up. Estimates are the same to
 * the last bit.
 */
import { Histogram } from '../../measure/histogram.ts';
import type { RunResult, Sample, Series, Value } from '../../measure/result.ts';
import { type Fold, foldSample, KEPT_WHOLE, SAMPLE_NUMBERS, unfoldSample } from '../statistics/quantile.ts';

const NO_SERIES: Series = { width: 1, bins: 0, averages: {}, maxima: {}, counts: {}, latencies: {} };
const VALUE_NUMBERS = 2;

/** Of one study: what was folded is only to be looked at together. */
export class Folding {
  readonly #folds = new Map<string, Fold>();
  readonly #reasons = new Map<string, string>();
  /** Of the last one, which are mostly those of the next, too. */
  #values: Names = namesOf([]);
  #samples: Names = namesOf([]);

  /** The result as it is kept. */
  keep(result: RunResult): RunResult {
    if (result.replication < KEPT_WHOLE) return result;
    this.#values = sameNames(this.#values, Object.keys(result.values));
    this.#samples = sameNames(this.#samples, Object.keys(result.samples));
    return new FoldedResult(
      result,
      { names: this.#values, ...this.#foldValues(result) },
      { names: this.#samples, numbers: this.#foldSamples(result), folds: this.#folds },
    );
  }

  #foldValues({ values }: RunResult): { numbers: Float64Array; reasons: ReadonlyMap<string, string> } {
    const numbers = new Float64Array(VALUE_NUMBERS * this.#values.all.length);
    const reasons = new Map<string, string>();
    this.#values.all.forEach((name, i) => {
      const { sum, per, reason } = values[name]!;
      numbers.set([sum, per], VALUE_NUMBERS * i);
      if (reason !== undefined) reasons.set(name, this.#oneOf(reason));
    });
    return { numbers, reasons };
  }

  #foldSamples({ samples }: RunResult): Float64Array {
    const numbers = new Float64Array(SAMPLE_NUMBERS * this.#samples.all.length);
    this.#samples.all.forEach((name, i) => {
      const at = SAMPLE_NUMBERS * i;
      foldSample(samples[name]!, this.#foldOf(name), numbers.subarray(at, at + SAMPLE_NUMBERS));
    });
    return numbers;
  }

  /** Of equal reasons one is kept. */
  #oneOf(reason: string): string {
    const known = this.#reasons.get(reason);
    if (known === undefined) this.#reasons.set(reason, reason);
    return known ?? reason;
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

/** A result of which only the numbers are kept: without series and spans. Ask for one of them by `valueIn`, `sampleIn`. */
class FoldedResult implements RunResult {
  readonly seed: string;
  readonly replication: number;
  readonly digest: string;
  readonly events: number;
  readonly series = NO_SERIES;
  readonly spans = [];
  readonly #values: FoldedValues;
  readonly #samples: FoldedSamples;

  constructor(
    { seed, replication, digest, events }: RunResult,
    values: FoldedValues,
    samples: FoldedSamples,
  ) {
    this.seed = seed;
    this.replication = replication;
    this.digest = digest;
    this.events = events;
    this.#values = values;
    this.#samples = samples;
  }

  get valueNames(): readonly string[] {
    return this.#values.names.all;
  }

  get sampleNames(): readonly string[] {
    return this.#samples.names.all;
  }

  get values(): RunResult['values'] {
    return Object.fromEntries(this.valueNames.map((name) => [name, this.value(name)!]));
  }

  get samples(): RunResult['samples'] {
    return Object.fromEntries(this.sampleNames.map((name) => [name, this.sample(name)!]));
  }

  value(name: string): Value | undefined {
    const { names, numbers, reasons } = this.#values;
    const index = names.index.get(name);
    if (index === undefined) return undefined;
    const [sum, per] = [numbers[VALUE_NUMBERS * index]!, numbers[VALUE_NUMBERS * index + 1]!];
    const reason = reasons.get(name);
    return reason === undefined ? { sum, per } : { sum, per, reason };
  }

  sample(name: string): Sample | undefined {
    const { names, numbers, folds } = this.#samples;
    const index = names.index.get(name);
    if (index === undefined) return undefined;
    const at = SAMPLE_NUMBERS * index;
    return unfoldSample(numbers.subarray(at, at + SAMPLE_NUMBERS), folds.get(name)!);
  }
}

interface FoldedValues {
  readonly names: Names;
  /** Sum and per of each. */
  readonly numbers: Float64Array;
  readonly reasons: ReadonlyMap<string, string>;
}

interface FoldedSamples {
  readonly names: Names;
  readonly numbers: Float64Array;
  readonly folds: ReadonlyMap<string, Fold>;
}

/** Shared by all replications that measured the same. */
interface Names {
  readonly all: readonly string[];
  readonly index: ReadonlyMap<string, number>;
}

function namesOf(all: readonly string[]): Names {
  return { all, index: new Map(all.map((name, i) => [name, i])) };
}

function sameNames(known: Names, names: readonly string[]): Names {
  const same = known.all.length === names.length && known.all.every((name, i) => name === names[i]);
  return same ? known : namesOf(names);
}

/** One value of a result, folded or not, without making all the others. */
export function valueIn(result: RunResult, name: string): Value | undefined {
  return result instanceof FoldedResult ? result.value(name) : result.values[name];
}

/** One sample of a result, folded or not, without making all the others. */
export function sampleIn(result: RunResult, name: string): Sample | undefined {
  return result instanceof FoldedResult ? result.sample(name) : result.samples[name];
}

/** The names of a result's values. */
export function valueNames(result: RunResult): readonly string[] {
  return result instanceof FoldedResult ? result.valueNames : Object.keys(result.values);
}

/** The names of a result's samples. */
export function sampleNames(result: RunResult): readonly string[] {
  return result instanceof FoldedResult ? result.sampleNames : Object.keys(result.samples);
}

/** Those of which everything was kept. */
export function wholeResults(results: readonly RunResult[]): readonly RunResult[] {
  return results.filter(({ series }) => series !== NO_SERIES);
}
