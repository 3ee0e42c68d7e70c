/** What goes over the queue: data, never code, and not too much of it. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Ties } from '../../study/replications/runner.ts';

/** Some replications of one scenario. */
export interface Batch {
  readonly study: string;
  /** As in `keyOf.result`. */
  readonly kept: string;
  /** Its hash, under which it lies on the server. */
  readonly scenario: string;
  readonly seed: string;
  readonly ties: Ties;
  readonly replications: readonly number[];
}

/** What a worker says of a batch. */
export type BatchEnd =
  | { readonly took: number }
  | { readonly cancelled: true }
  /** A replication threw; on any machine it would (rule T5), so it is not tried again. */
  | { readonly failed: { readonly replication: number; readonly message: string; readonly stack: string } };

export const MOST_IN_BATCH = 500;
/** Of a scenario with its traces, as text; five million rows are less. */
const MOST_BYTES = 512 * 1024 * 1024;

/** @throws Error for what no coordinator sends */
export function checkedBatch(data: unknown): Batch {
  const batch = (typeof data === 'object' && data !== null ? data : {}) as Partial<Batch>;
  const { study, kept, scenario, seed, ties, replications } = batch;
  const isName = (text: unknown) => typeof text === 'string' && /^[\w-]{0,64}$/.test(text);
  const isRight =
    isName(study) &&
    isName(kept) &&
    typeof scenario === 'string' &&
    /^[0-9a-f]{64}$/.test(scenario) &&
    typeof seed === 'string' &&
    seed.length <= 1000 &&
    (ties === 'in-order' || ties === 'reversed') &&
    Array.isArray(replications) &&
    replications.length <= MOST_IN_BATCH &&
    replications.every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!isRight) throw new Error('a job that is no batch of replications');
  return batch as Batch;
}

/** Of what JSON has not. */
type Odd = { readonly $number: string } | { readonly $float64: string };

export function packScenario(scenario: Scenario): Buffer {
  const text = JSON.stringify(scenario, (_, value: unknown): unknown => {
    if (value instanceof Float64Array) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return { $float64: bytes.toString('base64') } satisfies Odd;
    }
    if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
    return { $number: Object.is(value, -0) ? '-0' : String(value) } satisfies Odd;
  });
  if (text.length > MOST_BYTES) throw new Error('the scenario is too large to be sent to other machines');
  return deflateRawSync(text);
}

/**
 * @param most that it may take as text: few bytes can become very many
 * @throws whatever is thrown by bytes that `packScenario` did not make
 */
export function unpackScenario(bytes: Uint8Array, most = MOST_BYTES): Scenario {
  const text = inflateRawSync(bytes, { maxOutputLength: most }).toString('utf8');
  return JSON.parse(text, (_, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$number' in value) return Number(value.$number);
    if (!('$float64' in value)) return value;
    const bytes = Buffer.from(String(value.$float64), 'base64');
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  }) as Scenario;
}
