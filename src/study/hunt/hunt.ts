/**
 * A hunt: outages drawn by fast-check within a stated space and budget, until one breaks a promise; then the fewest,
 * weakest, soonest and shortest faults that still break it. Everything follows from the seed; a promise is broken where
 * it does not hold in so many of the replications, not in one lucky run.
 */
import fc from 'fast-check';
import type { Micros } from '../../engine/time.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import type { Scenario, TimelineEntry } from '../../scenario/scenario.ts';
import { missedBy } from '../estimates/missed.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import type { Order, Runner, StopSignal } from '../replications/runner.ts';
import { shrink } from './shrink.ts';
import { entriesOf, type Fault, type HuntedKind, normal, type Space, struckBy } from './space.ts';

export interface HuntOptions {
  readonly seed: string;
  /** Outages that are tried at most, those of the shrinking apart. */
  readonly budget: number;
  readonly replications: number;
  /** A find is an outage that breaks the promise in at least this share of the replications. */
  readonly share: number;
  /** Of regions: the plan that answers, by index. */
  readonly plan: number | null;
  readonly signal?: StopSignal;
  readonly onProgress?: (tried: number, budget: number) => void;
}

export interface Find {
  /** In order of time. */
  readonly entries: readonly TimelineEntry[];
  readonly faults: readonly Fault[];
  /** In which share of the replications it breaks the promise. */
  readonly share: number;
  /** The value of the promise's metric in the first replication that breaks it; null: it did not end. */
  readonly value: number | null;
  /** The same outage with this fault as long as this keeps the promise: to the second, by fault; null: no length does. */
  readonly margins: readonly (Micros | null)[];
  /** Outages tried to shrink it. */
  readonly shrunkBy: number;
}

export interface Hunt {
  readonly scenario: Scenario;
  readonly promise: LimitExpectation;
  readonly space: Space;
  readonly find: Find | null;
  /** Different outages that were tried before the first find, and how often each kind was in them. */
  readonly tried: number;
  readonly hit: ReadonlyMap<HuntedKind, number>;
  /** All single faults and all pairs at once, of the longest length, were among them. */
  readonly singles: boolean;
  readonly pairs: boolean;
  /** How many were drawn, the same one more than once; 0 where the find stood in the lists of small ones. */
  readonly drawn: number;
  /** Of outages as they are drawn: the most that can break the promise, at 95 %, where nothing was found. */
  readonly atMost: number;
}

interface Outcome {
  readonly share: number;
  readonly value: number | null;
}

/** @throws what a replication throws, and the signal's reason */
export async function hunt(
  scenario: Scenario,
  promise: LimitExpectation,
  space: Space,
  runner: Runner,
  options: HuntOptions,
): Promise<Hunt> {
  const trial = new OutageTrials(scenario, promise, space, runner, options);
  const { singles, pairs } = smallOnes(space, options.budget);
  let found: Fault[] | null = null;
  await trial.plan([...singles, ...pairs]);
  for (const faults of [...singles, ...pairs]) {
    if (await trial.breaks(faults)) {
      found = faults;
      break;
    }
  }
  const rest = found === null ? options.budget - trial.tried : 0;
  found ??= rest > 0 ? await drawn(trial, space, rest, options.seed) : null;
  // What is asked from here on hangs on each answer.
  await trial.plan([]);
  const { tried, hit } = trial;
  return {
    scenario,
    promise,
    space,
    find: found === null ? null : await findOf(trial, space, found),
    tried,
    hit: new Map(hit),
    singles: singles.length > 0,
    pairs: pairs.length > 0,
    drawn: rest,
    atMost: rest === 0 ? 1 : 1 - 0.05 ** (1 / rest),
  };
}

/** All single faults and all pairs at once, as long as they can be, where they take no more than half of the budget. */
function smallOnes(
  { quarries, lengths, mostFaults }: Space,
  budget: number,
): { singles: Fault[][]; pairs: Fault[][] } {
  const fault = (quarry: number): Fault => ({ quarry, after: 0, length: lengths.length - 1 });
  const singles = quarries.map((_, i) => [fault(i)]);
  const pairs = quarries.flatMap((_, i) => quarries.slice(i + 1).map((_, j) => [fault(i), fault(i + 1 + j)]));
  const room = Math.floor(budget / 2);
  const taken = singles.length <= room ? singles : [];
  const fit = mostFaults >= 2 && taken.length + pairs.length <= room;
  return { singles: taken, pairs: fit ? pairs : [] };
}

/** The first outage of those that fast-check draws that breaks the promise, shrunk by it; null: none of so many. */
async function drawn(trial: OutageTrials, space: Space, runs: number, seed: string): Promise<Fault[] | null> {
  const fault = fc.record({
    quarry: fc.nat({ max: space.quarries.length - 1 }),
    after: fc.nat({ max: space.steps }),
    length: fc.nat({ max: space.lengths.length - 1 }),
  });
  const outages = fc.array(fault, { minLength: 1, maxLength: space.mostFaults, size: 'max' });
  // A predicate that throws is a counterexample to fast-check; here it is the end.
  let thrown: { readonly error: unknown } | null = null;
  const keeps = async (faults: readonly Fault[]) => {
    try {
      return thrown !== null || !(await trial.breaks(normal(faults)));
    } catch (error) {
      thrown ??= { error };
      return true;
    }
  };
  const draws = { seed: numberOf(seed), numRuns: runs };
  if (trial.canPlan) await trial.plan(fc.sample(outages, draws).map(normal));
  const details = await fc.check(fc.asyncProperty(outages, keeps), draws);
  if (thrown !== null) throw (thrown as { readonly error: unknown }).error;
  return details.counterexample === null ? null : normal(details.counterexample[0]);
}

/** FNV-1a: fast-check takes a number. */
function numberOf(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i += 1) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  return hash | 0;
}

async function findOf(trial: OutageTrials, space: Space, found: readonly Fault[]): Promise<Find> {
  const before = trial.asked;
  const faults = await shrink(found, (each) => trial.breaks(each));
  const { share, value } = await trial.outcome(faults);
  const margins: (Micros | null)[] = [];
  for (const i of faults.keys()) margins.push(await marginOf(trial, space, faults, i));
  return { entries: entriesOf(space, faults), faults, share, value, margins, shrunkBy: trial.asked - before };
}

const SECOND: Micros = 1_000_000;

/** The longest length of one fault, in seconds, at which the others with it keep the promise. */
async function marginOf(
  trial: OutageTrials,
  space: Space,
  faults: readonly Fault[],
  i: number,
): Promise<Micros | null> {
  const entries = entriesOf(space, faults);
  const lasting = (length: Micros) =>
    trial.breaksAt(entries.map((entry, j) => (j === i ? { ...entry, for: length } : entry)));
  let low = 0;
  let high = Math.floor(entries[i]!.for! / SECOND);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await lasting(middle * SECOND)) high = middle;
    else low = middle;
  }
  return low === 0 ? null : low * SECOND;
}

/** Asks whether outages break the promise, each once. */
class OutageTrials {
  /** Different outages that were asked about until the first find, and all together. */
  tried = 0;
  asked = 0;
  readonly hit = new Map<HuntedKind, number>();
  #isFound = false;
  readonly #known = new Map<string, Outcome>();
  readonly #scenario: Scenario;
  readonly #promise: LimitExpectation;
  readonly #space: Space;
  readonly #runner: Runner;
  readonly #options: HuntOptions;

  constructor(
    scenario: Scenario,
    promise: LimitExpectation,
    space: Space,
    runner: Runner,
    options: HuntOptions,
  ) {
    this.#scenario = scenario;
    this.#promise = promise;
    this.#space = space;
    this.#runner = runner;
    this.#options = options;
  }

  get canPlan(): boolean {
    return this.#runner.plan !== undefined;
  }

  /** Tells the runner which outages come next, as long as none breaks the promise. */
  async plan(outages: readonly (readonly Fault[])[]): Promise<void> {
    const orderOf = (faults: readonly Fault[]) => this.#orderOf(entriesOf(this.#space, normal(faults)));
    const orders = {
      *[Symbol.iterator](): Generator<Order> {
        for (const faults of outages) yield orderOf(faults);
      },
    };
    await this.#runner.plan?.(orders, 'next', this.#options.signal);
  }

  #orderOf(entries: readonly TimelineEntry[]): Order {
    const { seed, replications, plan } = this.#options;
    const scenario = struckBy(this.#scenario, this.#space, entries, plan);
    const n = isDeterministic(scenario) ? 1 : replications;
    return { scenario, seed, replications: Array.from({ length: n }, (_, i) => i), ties: 'in-order' };
  }

  async breaks(faults: readonly Fault[]): Promise<boolean> {
    return this.#isBroken(await this.outcome(faults));
  }

  async breaksAt(entries: readonly TimelineEntry[]): Promise<boolean> {
    return this.#isBroken(await this.#outcomeOf(entries));
  }

  async outcome(faults: readonly Fault[]): Promise<Outcome> {
    const key = JSON.stringify(normal(faults));
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const outcome = await this.#outcomeOf(entriesOf(this.#space, normal(faults)));
    this.#known.set(key, outcome);
    if (!this.#isFound) {
      this.tried += 1;
      for (const kind of new Set(faults.map(({ quarry }) => this.#space.quarries[quarry]!.kind)))
        this.hit.set(kind, (this.hit.get(kind) ?? 0) + 1);
      this.#options.onProgress?.(this.tried, this.#options.budget);
    }
    this.#isFound ||= this.#isBroken(outcome);
    return outcome;
  }

  #isBroken({ share }: Outcome): boolean {
    return share >= this.#options.share;
  }

  async #outcomeOf(entries: readonly TimelineEntry[]): Promise<Outcome> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    this.asked += 1;
    const { scenario: struck, seed, replications: numbers } = this.#orderOf(entries);
    const values: (number | null | undefined)[] = [];
    await this.#runner.run(
      struck,
      seed,
      numbers,
      (result) => {
        values[result.replication] = missedBy(this.#promise, struck, result);
      },
      signal,
    );
    const broken = values.filter((value) => value !== undefined);
    return { share: broken.length / numbers.length, value: broken[0] ?? null };
  }
}
