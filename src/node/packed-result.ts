/** A replication's result as few bytes, from which it comes back to the last bit. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RunResult } from '../measure/result.ts';

/** Of a number that JSON has not; no key of a result begins with a $. */
interface Odd {
  readonly $: 'NaN' | 'Infinity' | '-Infinity' | '-0';
}

/** Deflated JSON: half of the size of what V8 serialises, and the same whatever V8 took the numbers for. */
export function packResult(result: RunResult): Buffer {
  const text = JSON.stringify(result, (key, value: unknown) => {
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0) ? value : odd(value);
    return key === 'histogram' ? withSteps(value as readonly number[]) : value;
  });
  return deflateRawSync(text);
}

/** @throws whatever is thrown by bytes that `packResult` did not make */
export function unpackResult(bytes: Uint8Array): RunResult {
  return JSON.parse(inflateRawSync(bytes).toString('utf8'), (key, value: unknown) => {
    if (key === 'histogram') return withoutSteps(value as readonly number[]);
    return isOdd(value) ? Number(value.$) : value;
  }) as RunResult;
}

function odd(value: number): Odd {
  return { $: (Object.is(value, -0) ? '-0' : String(value)) as Odd['$'] };
}

function isOdd(value: unknown): value is Odd {
  return typeof value === 'object' && value !== null && '$' in value;
}

/** Pairs (bucket, count) ascend by bucket: the steps between are small, alike and deflate to half. */
function withSteps(pairs: readonly number[]): number[] {
  return pairs.map((value, i) => (i % 2 === 0 && i > 0 ? value - pairs[i - 2]! : value));
}

function withoutSteps(steps: readonly number[]): number[] {
  const pairs = [...steps];
  for (let i = 2; i < pairs.length; i += 2) pairs[i]! += pairs[i - 2]!;
  return pairs;
}
