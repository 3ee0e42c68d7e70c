/** The names of replications, by what decides what they give. */
import { createHash } from 'node:crypto';
import type { Scenario } from '../scenario/scenario.ts';
import type { Ties } from '../study/replications/runner.ts';

/**
 * What a replication gives follows from scenario, seed, number and program (rule T5), and from the order of ties: its key
 * is the hash of all five, so that two with one key are the same to the last bit wherever they were computed.
 */
export class ReplicationKeys {
  readonly build: string;
  readonly #scenarios = new WeakMap<Scenario, string>();

  /** @param build hash of the program that computes replications: `buildHash` */
  constructor(build: string) {
    this.build = build;
  }

  of(scenario: Scenario, seed: string, replication: number, ties: Ties): string {
    return createHash('sha256')
      .update(JSON.stringify([this.build, this.ofScenario(scenario), seed, replication, ties]))
      .digest('hex');
  }

  /** Of everything in a resolved scenario, the rows of traces included. */
  ofScenario(scenario: Scenario): string {
    let hash = this.#scenarios.get(scenario);
    if (hash === undefined) {
      hash = scenarioHash(scenario);
      this.#scenarios.set(scenario, hash);
    }
    return hash;
  }
}

function scenarioHash(scenario: Scenario): string {
  const hash = createHash('sha256');
  const text = JSON.stringify(scenario, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      return { bytes: value.byteLength };
    }
    // JSON writes these as null, which means something else.
    return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
  });
  return hash.update(text).digest('hex');
}
