/**
 * A year of a scenario with rare failures. A fault that comes twice a year is in none of ten replications of a day, so
 * faults are not waited for: `E = E_0 + Σ_s rate_s · Δ_s`, with Δ_s what a fault costs, simulated with and without it
 * under the same work, and rates from MTBF and MTTR.
 */
import { HOUR, SECOND } from '../../engine/time.ts';
import type { RunResult } from '../../measure/result.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sayShare } from '../estimates/reason.ts';
import { findWarmUp, type ReplicateOptions, withWarmUp } from '../replications/replicate.ts';
import type { Order, Runner, StopSignal } from '../replications/runner.ts';
import { requireReplications } from '../replications/stop-rule.ts';
import { stratifiedSum } from '../statistics/stratified.ts';
import { isAsBefore } from './answers.ts';
import { type Component, componentsOf, leftOutByThrees } from './components.ts';
import { combined, type LostAmounts, lossesOf } from './losses.ts';
import { comesAndGoes, measuredPresence } from './presence.ts';
import { drawFaults, pairs, type Stratum, singles, withFaults } from './strata.ts';

/** A year of 8760 hours, in µs and in seconds. */
const YEAR = 8760 * HOUR;
export const YEAR_SECONDS = YEAR / SECOND;
/** Two faults at once that can cost no more than this in a year, in seconds, are not simulated. */
const NEGLIGIBLE_SECONDS = 10;
/** Above this share left out failures are not rare. */
const MOST_LEFT_OUT = 0.01;

/** A number, in seconds or as a count, with the half-width of its 95 % interval; null where there is none. */
export interface YearlyFigure {
  readonly value: number;
  readonly half: number | null;
}

/** One part of a year: its time without faults, or what the faults of an entry, or two at once, add to it. */
export interface YearlyPart {
  /** `without faults`, or of which entries. */
  readonly name: string;
  /** How often it comes in a year; null without faults. */
  readonly perYear: number | null;
  /** What it adds to each loss of a year. */
  readonly losses: ReadonlyMap<string, YearlyFigure>;
}

/** What rare failures cost in a year. */
export interface Yearly {
  readonly scenario: Scenario;
  readonly seed: string;
  /** Of each part; of one with many targets two of each at least. */
  readonly replications: number;
  /** By name as in `Losses`: seconds of down time, or counts, in a year. */
  readonly losses: ReadonlyMap<string, YearlyFigure>;
  readonly parts: readonly YearlyPart[];
  /** The most by which a share of the year can be off for what is left out, and which pairs that is. */
  readonly leftOut: number;
  readonly leftOutPairs: readonly string[];
  /** Parts after whose fault not all was as before when the time that is simulated was over. */
  readonly notAsBefore: readonly string[];
}

export interface YearlyOptions extends Pick<ReplicateOptions, 'seed' | 'signal'> {
  /** Of each part. */
  readonly replications: number;
  readonly onProgress?: (done: number, asked: number, part: string) => void;
}

/**
 * What rare failures cost in a year: each kind is simulated with and without it, and weighed by how often it comes.
 *
 * @param given with failures that have an MTBF and an MTTR
 * @param runner where replications are run
 * @param options how many replications of each part, and unless given the seed of the scenario
 * @returns losses in seconds or counts a year, by cause, with what is left out
 * @throws InternalError when a replication does not add up, from a `ThreadRunner` as `ReplicationFailed`
 * @throws DOMException when `options.signal` is aborted, or its reason
 * @throws ScenarioError for a scenario whose year this would not be
 * @throws RangeError for what is no number of replications
 */
export async function yearly(
  given: Scenario,
  runner: Runner,
  { replications, onProgress, ...options }: YearlyOptions,
): Promise<Yearly> {
  requireReplications(replications);
  requireOrdinary(given, componentsOf(given));
  const scenario = withWarmUp(given, await findWarmUp({ ...given, failures: [] }, runner, options));
  const seed = options.seed ?? scenario.seed;
  const components = await componentsThere(scenario, runner, seed, replications, options.signal);
  requireRare(scenario, components);
  const [taken, negligible] = split(pairs(scenario, components));
  const strata = [...singles(scenario, components), ...taken];
  const timesOf = (stratum: Stratum | null) => timesEach(stratum, strata, replications);
  const asked = [null, ...strata].reduce((sum, stratum) => sum + timesOf(stratum), 0);
  const everyRun = {
    *[Symbol.iterator](): Generator<Order> {
      for (const stratum of [null, ...strata])
        for (let r = 0; r < timesOf(stratum); r += 1) {
          const { terms, seed: own } = termsOf(scenario, stratum, seed, r);
          for (const { variant } of terms)
            yield { scenario: variant, seed: own, replications: [r], ties: 'in-order' };
        }
    },
  };
  await runner.plan?.(everyRun, 'all', options.signal);
  let done = 0;
  const lossesAYear: LostAmounts[][] = [];
  const notAsBefore = new Set<string>();
  for (const stratum of [null, ...strata]) {
    const name = stratum?.name ?? WITHOUT;
    onProgress?.(done, asked, name);
    const replicationsOfIt = Array.from({ length: timesOf(stratum) }, async (_, r) => {
      const lost = await lossOf(scenario, stratum, runner, seed, r, options.signal);
      if (!lost.asBefore) notAsBefore.add(name);
      done += 1;
      onProgress?.(done, asked, name);
      return lost.losses;
    });
    lossesAYear.push(await Promise.all(replicationsOfIt));
  }
  return {
    scenario,
    seed,
    replications,
    losses: figuresOf(lossesAYear),
    parts: partsOf(strata, lossesAYear),
    leftOut: leftOutByThrees(components) + negligible.reduce((sum, { most }) => sum + most, 0),
    leftOutPairs: negligible.map(({ name }) => name),
    notAsBefore: [...notAsBefore],
  };
}

const WITHOUT = 'without faults';

/** Targets of one entry share its replications by how long they are there, with two at least for each, so that each has a spread. */
function timesEach(stratum: Stratum | null, strata: readonly Stratum[], replications: number): number {
  if (stratum === null) return replications;
  const thereOf = ({ candidates: [targets] }: Stratum) => targets![0]!.there;
  const all = strata.reduce((sum, one) => (one.name === stratum.name ? sum + thereOf(one) : sum), 0);
  return Math.min(replications, Math.max(2, Math.ceil((replications * thereOf(stratum)) / all)));
}

/** By entry and by pair of entries, all targets together. */
function partsOf(strata: readonly Stratum[], lossesAYear: readonly (readonly LostAmounts[])[]): YearlyPart[] {
  const names = [...new Set(strata.map(({ name }) => name))];
  return [
    { name: WITHOUT, perYear: null, losses: figuresOf([lossesAYear[0]!]) },
    ...names.map((name) => ({
      name,
      perYear: strata.reduce((sum, one) => (one.name === name ? sum + one.rate * YEAR : sum), 0),
      losses: figuresOf(lossesAYear.filter((_, s) => s > 0 && strata[s - 1]!.name === name)),
    })),
  ];
}

function requireOrdinary(scenario: Scenario, components: readonly Component[]): void {
  const wrong = (path: string, text: string) =>
    new ScenarioError([{ file: scenario.name, line: 0, column: 0, path, text }]);
  if (scenario.failures.length === 0)
    throw wrong('failures', 'nothing fails; add for example failures: { machine: { preset: node-machine } }');
  if (scenario.timeline.length > 0)
    throw wrong(
      'timeline',
      'says what happens once, and not all through a year; leave it out with the option set: timeline=null and the option set: expect=null',
    );
  if (scenario.plans.length > 0 && scenario.failures.every(({ plan }) => plan === null))
    throw wrong(
      'plans',
      `nobody carries out a plan when one of these failures strikes, so that a second region or a copy would look worthless; say which plan answers which failure, for example with the option set: failures.${scenario.failures[0]!.name}.plan=${scenario.plans[0]!.name}, or leave the plans out with the option set: plans=null if what comes back by itself is what you ask for`,
    );
  requireRare(scenario, components);
}

function requireRare({ name }: Scenario, components: readonly Component[]): void {
  if (leftOutByThrees(components) <= MOST_LEFT_OUT) return;
  const down = 1 - components.reduce((up, one) => up * (1 - one.down), 1);
  const text = `${sayShare(down)} of the time something is down: that is not rare, and a run of a long duration measures it`;
  throw new ScenarioError([{ file: name, line: 0, column: 0, path: 'failures', text }]);
}

/** What fails, and how long it is there: machines that come and go are looked for in time without faults. */
async function componentsThere(
  scenario: Scenario,
  runner: Runner,
  seed: string,
  replications: number,
  signal?: StopSignal,
): Promise<Component[]> {
  if (!comesAndGoes(scenario)) return componentsOf(scenario);
  const { seed: own, terms } = termsOf(scenario, null, seed, 0);
  const presence = await measuredPresence(terms[0]!.variant, runner, own, replications, signal);
  return componentsOf(scenario, presence);
}

function split(all: readonly Stratum[]): [taken: Stratum[], negligible: Stratum[]] {
  const isNegligible = ({ most }: Stratum) => most * YEAR_SECONDS < NEGLIGIBLE_SECONDS;
  return [all.filter((one) => !isNegligible(one)), all.filter(isNegligible)];
}

interface Terms {
  readonly seed: string;
  /** What is simulated, and what its losses are multiplied by. */
  readonly terms: readonly { readonly factor: number; readonly variant: Scenario }[];
}

/** What one replication of a stratum consists of; null: time without faults. */
function termsOf(scenario: Scenario, stratum: Stratum | null, seed: string, replication: number): Terms {
  // Strata that shared their random numbers would err together; their variances could not be added.
  const ownSeed = `${seed}/yearly/${stratum?.key ?? ''}`;
  if (stratum === null) {
    const variant = withFaults(scenario, [], scenario.duration);
    const factor = YEAR / (scenario.duration - (scenario.warmUp ?? 0));
    return { seed: ownSeed, terms: [{ factor, variant }] };
  }
  const { weight, faults, duration } = drawFaults(scenario, stratum, ownSeed, replication);
  const [one, other] = faults;
  // Of two faults at once what they cost more than one by one: the rest is counted with each of them.
  const signed: (readonly [sign: number, struck: typeof faults])[] =
    other === undefined
      ? [
          [1, [one!]],
          [-1, []],
        ]
      : [
          [1, [one!, other]],
          [-1, [one!]],
          [-1, [other]],
          [1, []],
        ];
  const terms = signed.map(([sign, struck]) => ({
    factor: sign * weight * YEAR,
    variant: withFaults(scenario, struck, duration),
  }));
  return { seed: ownSeed, terms };
}

/** What one replication of a stratum says that it costs in a year. */
async function lossOf(
  scenario: Scenario,
  stratum: Stratum | null,
  runner: Runner,
  seed: string,
  replication: number,
  signal?: StopSignal,
): Promise<{ readonly losses: LostAmounts; readonly asBefore: boolean }> {
  const { terms, seed: ownSeed } = termsOf(scenario, stratum, seed, replication);
  const parts = await Promise.all(
    terms.map(async ({ factor, variant }) => {
      let found: RunResult | undefined;
      const take = (result: RunResult) => {
        found = result;
      };
      await runner.run(variant, ownSeed, [replication], take, signal);
      return { factor, result: found!, losses: lossesOf(found!, variant) };
    }),
  );
  return {
    losses: combined(parts.map(({ factor, losses }) => [factor, losses])),
    asBefore: isAsBefore(parts[0]!.result, parts.at(-1)!.result),
  };
}

/** Each loss over independent strata. */
function figuresOf(strata: readonly (readonly LostAmounts[])[]): Map<string, YearlyFigure> {
  const names = Object.keys(strata[0]![0]!);
  return new Map(
    names.map((name) => [
      name,
      stratifiedSum(strata.map((replications) => replications.map((losses) => losses[name]!))),
    ]),
  );
}
