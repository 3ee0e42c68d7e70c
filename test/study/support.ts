/** Results made by hand and random numbers for tests of statistics; nothing is simulated. */
import { normalQuantile } from '../../src/engine/distributions.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import type { RunResult, Sample, Value } from '../../src/measure/result.ts';

/** Uniforms in (0, 1) from a seed: mulberry32. */
export function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => normalQuantile(uniform());
}

/** A sample of finite durations in µs, and of those without one. */
export function sampleOf(
  values: readonly number[],
  { never = 0, unfinished = 0, atLeast = 0 }: { never?: number; unfinished?: number; atLeast?: number } = {},
): Sample {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return {
    count: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    min: values.reduce((least, value) => Math.min(least, value), values[0] ?? 0),
    max: values.reduce((most, value) => Math.max(most, value), 0),
    histogram: histogram.sparse(),
    never,
    unfinished,
    atLeast,
  };
}

/** A replication's result with these values (a number is a count) and samples. */
export function resultOf(
  replication: number,
  values: Readonly<Record<string, number | Value>> = {},
  samples: Readonly<Record<string, Sample>> = {},
): RunResult {
  const asValue = (value: number | Value): Value =>
    typeof value === 'number' ? { sum: value, per: 1 } : value;
  return {
    seed: '1',
    replication,
    digest: replication.toString(16).padStart(16, '0'),
    events: 1000,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asValue(value)])),
    samples,
    series: { width: 60_000_000, bins: 0, averages: {}, maxima: {}, counts: {}, latencies: {} },
    spans: [],
  };
}

/** One result a replication from 0, made of its number. */
export function resultsOf(
  count: number,
  make: (index: number) => { values?: Record<string, number | Value>; samples?: Record<string, Sample> },
): RunResult[] {
  return Array.from({ length: count }, (_, i) => {
    const { values, samples } = make(i);
    return resultOf(i, values, samples);
  });
}
