/** Durations as they are measured, on the way to a `Sample`. */
import type { Micros } from '../engine/time.ts';
import { bucketOf, Histogram } from './histogram.ts';
import type { Sample } from './result.ts';

export class SampleBuilder {
  readonly histogram = new Histogram();
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #never = 0;
  #unfinished = 0;
  #atLeast = Number.POSITIVE_INFINITY;

  /** A duration that came to its end. */
  record(length: Micros): void {
    this.recordIn(bucketOf(length), length);
  }

  /** The same, by one who knows the bucket already. */
  recordIn(bucket: number, length: Micros): void {
    this.histogram.recordIn(bucket);
    this.#sum += length;
    if (length < this.#min) this.#min = length;
    if (length > this.#max) this.#max = length;
  }

  /** Something ended that never will have a value (rule W5). */
  recordNever(): void {
    this.#never += 1;
  }

  /** Something was not over when the run ended, `length` after its arrival. */
  recordUnfinished(length: Micros): void {
    this.#unfinished += 1;
    if (length < this.#atLeast) this.#atLeast = length;
  }

  build(): Sample {
    return buildOf([this]);
  }

  /** The samples of several builders as one. */
  static merge(builders: readonly SampleBuilder[]): Sample {
    return buildOf(builders);
  }

  /** Adds this builder's numbers to a sum of samples. */
  addTo(total: MutableSample): void {
    total.count += this.histogram.total;
    total.sum += this.#sum;
    total.min = Math.min(total.min, this.#min);
    total.max = Math.max(total.max, this.#max);
    total.never += this.#never;
    total.unfinished += this.#unfinished;
    total.atLeast = Math.min(total.atLeast, this.#atLeast);
  }
}

interface MutableSample {
  count: number;
  sum: number;
  min: number;
  max: number;
  never: number;
  unfinished: number;
  atLeast: number;
}

function buildOf(builders: readonly SampleBuilder[]): Sample {
  const total: MutableSample = {
    count: 0,
    sum: 0,
    min: Number.POSITIVE_INFINITY,
    max: 0,
    never: 0,
    unfinished: 0,
    atLeast: Number.POSITIVE_INFINITY,
  };
  for (const builder of builders) builder.addTo(total);
  let histogram = builders[0]?.histogram ?? new Histogram();
  if (builders.length > 1) {
    histogram = new Histogram();
    for (const builder of builders) histogram.add(builder.histogram.sparse());
  }
  return {
    ...total,
    min: total.count === 0 ? 0 : total.min,
    atLeast: total.unfinished === 0 ? 0 : total.atLeast,
    histogram: histogram.sparse(),
  };
}
