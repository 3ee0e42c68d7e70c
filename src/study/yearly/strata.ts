/**
 * Strata of a year: no fault, one fault of an entry of `failures`, two that overlap. Time without faults is by far the
 * most, so each is simulated on its own and weighted by how often it comes.
 */

import { Sampler } from '../../engine/distributions.ts';
import { PURPOSE } from '../../engine/draw.ts';
import { ComponentKey } from '../../engine/streams.ts';
import { HOUR, type Micros } from '../../engine/time.ts';
import { planLength } from '../../scenario/plan-length.ts';
import type { Scenario, TimelineEntry } from '../../scenario/scenario.ts';
import type { Component } from './components.ts';

/** How long after its last repair and its plan a fault is felt: nodes that lost their database stop and start within it. */
const AFTERMATH = HOUR;

export interface Stratum {
  /** Of the entries that fault, one or two: `machine`, `machine and zone`. */
  readonly name: string;
  /** Apart from all others: where its random numbers begin. */
  readonly key: string;
  readonly entries: readonly number[];
  /** Components that it draws from, one list a fault. */
  readonly candidates: readonly (readonly Component[])[];
  /** How often it comes in a µs, by the rates of its components and how long they are there. */
  readonly rate: number;
  /** The most that it can change a share of time: of a pair 2·Σ q_a·q_b. */
  readonly most: number;
}

/** One stratum for each target of each entry: which of them is struck is then no matter of luck. */
export function singles(scenario: Scenario, components: readonly Component[]): Stratum[] {
  return scenario.failures.flatMap(({ name }, entry) =>
    components
      .filter((component) => component.entry === entry)
      .map((own, target) => ({
        name,
        key: `${name}/${target}`,
        entries: [entry],
        candidates: [[own]],
        rate: own.rate * own.there,
        most: own.down,
      })),
  );
}

/** One stratum for each two entries, and for two targets of one entry. */
export function pairs(scenario: Scenario, components: readonly Component[]): Stratum[] {
  const own = scenario.failures.map((_, entry) => components.filter((one) => one.entry === entry));
  return own.flatMap((first, a) =>
    own.slice(a).flatMap((second, k): Stratum[] => {
      const b = a + k;
      const both = first.flatMap((one, i) =>
        (a === b ? second.slice(i + 1) : second).map((other) => [one, other] as const),
      );
      if (both.length === 0) return [];
      const name =
        a === b
          ? `two of ${scenario.failures[a]!.name}`
          : `${scenario.failures[a]!.name} and ${scenario.failures[b]!.name}`;
      return [
        {
          name,
          key: name,
          entries: [a, b],
          candidates: [first, second],
          rate: sumOf(
            both,
            ([one, other]) => one.rate * one.there * other.down + other.rate * other.there * one.down,
          ),
          most: sumOf(both, ([one, other]) => 2 * one.down * other.down),
        },
      ];
    }),
  );
}

/** What is simulated in one replication of a stratum. */
export interface Drawn {
  /** How often a year has just such faults, in 1/µs: what a replication's loss is multiplied by. */
  readonly weight: number;
  readonly faults: readonly TimelineEntry[];
  /** Long enough for the last of them to be over. */
  readonly duration: Micros;
}

/**
 * Faults of a random target at a random instant with a random repair time, by keyed draws. The second of a pair strikes
 * while the first is down: the offset is uniform over all that overlap, and how many overlap is part of the weight.
 */
export function drawFaults(scenario: Scenario, stratum: Stratum, seed: string, replication: number): Drawn {
  const key = new ComponentKey(seed, replication, `yearly/${stratum.key}`);
  const chosen = chooseTargets(stratum, (n) => key.draw(PURPOSE.choice, n));
  const repairs = chosen.map(({ entry }, i) =>
    new Sampler(scenario.failures[entry]!.for).draw(key.keyHigh, key.keyLow, PURPOSE.repairTime, i),
  );
  const downs = chosen.map(({ start }, i) => repairs[i]! + start);
  const from = scenario.warmUp ?? 0;
  const first = from + Math.floor(key.draw(PURPOSE.upTime, 0) * (scenario.duration - from));
  const instants = [first];
  let weight = countOf(stratum) * chosen.reduce((product, { rate }) => product * rate, 1);
  if (chosen.length === 2) {
    const overlap = downs[0]! + downs[1]!;
    const offset = Math.floor(key.draw(PURPOSE.upTime, 1) * overlap) - downs[1]!;
    instants[0] = first + Math.max(0, -offset);
    instants[1] = first + Math.max(0, offset);
    weight *= overlap;
  }
  const faults = chosen.map(
    ({ entry, target }, i): TimelineEntry => ({
      at: instants[i]!,
      name: `fault-${i + 1}`,
      action: { do: 'outage', target, byChance: true },
      for: repairs[i]!,
      plan: scenario.failures[entry]!.plan,
    }),
  );
  const felt = chosen.map(
    ({ entry }, i) => downs[i]! + planLength(scenario.plans, scenario.failures[entry]!.plan),
  );
  return { weight, faults, duration: scenario.duration + felt.reduce((a, b) => a + b, AFTERMATH) };
}

/** Each one (each two, in either order) with the same chance. */
function chooseTargets({ candidates, entries }: Stratum, uniform: (n: number) => number): Component[] {
  const [first, second] = candidates;
  const at = Math.floor(uniform(0) * first!.length);
  if (second === undefined) return [first![at]!];
  if (entries[0] !== entries[1]) return [first![at]!, second[Math.floor(uniform(1) * second.length)]!];
  const step = 1 + Math.floor(uniform(1) * (second.length - 1));
  return [first![at]!, second[(at + step) % second.length]!];
}

/** How many choices there are; two of one entry make one pair in either order. */
function countOf({ candidates: [first, second], entries }: Stratum): number {
  if (second === undefined) return first!.length;
  if (entries[0] !== entries[1]) return first!.length * second.length;
  return (first!.length * (first!.length - 1)) / 2;
}

/** The scenario with these faults and no others, for so long. */
export function withFaults(scenario: Scenario, faults: readonly TimelineEntry[], duration: Micros): Scenario {
  const timeline = [...faults].sort((a, b) => a.at - b.at);
  return Object.freeze({ ...scenario, duration, timeline, failures: [], expect: [] });
}

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
