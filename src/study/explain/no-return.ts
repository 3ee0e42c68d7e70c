/**
 * The point of no return (rule T9): how likely a promise is to be missed, given what one replication did up to a time, by
 * letting the rest go otherwise many times. The curve is looked at most closely where it jumps.
 */
import type { Micros } from '../../engine/time.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { missedBy } from '../estimates/missed.ts';
import type { Runner, StopSignal } from '../replications/runner.ts';
import { proportionInterval } from '../statistics/proportion.ts';
import { type Happening, happened } from './happened.ts';

export interface NoReturnOptions {
  readonly seed: string;
  /** Whose history it is. */
  readonly replication: number;
  /** How often the rest is drawn at each time. */
  readonly draws: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (done: number, most: number) => void;
}

/** What holds of all that begins like this replication up to and including a time. */
export interface Moment {
  readonly at: Micros;
  /** Of `draws`. */
  readonly missed: number;
  readonly share: number;
  /** 95 %, Clopper and Pearson. */
  readonly low: number;
  readonly high: number;
}

/** Between two moments the share changes by more than chance. */
export interface Jump {
  readonly from: Moment;
  readonly to: Moment;
  /** What began or ended after `from` and not after `to`. */
  readonly happenings: readonly Happening[];
}

export interface NoReturn {
  readonly scenario: Scenario;
  readonly promise: LimitExpectation;
  readonly options: NoReturnOptions;
  readonly digest: string;
  /** The value that misses the promise in the replication itself; null: it did not end; undefined: it is kept there. */
  readonly value: number | null | undefined;
  readonly moments: readonly Moment[];
  readonly jumps: readonly Jump[];
  /** The first moment from which on every draw ends as the replication did, and the last before it; null: none. */
  readonly decided: { readonly before: Moment | null; readonly at: Moment } | null;
}

/** Moments at equal distances to begin with; all others lie where the curve jumps. */
const EVEN = 12;
const MOST_MOMENTS = 48;
/** Where nothing happened, a jump is found to within this share of the run. */
const CLOSE = 1 / 1000;
/** A smaller change is no jump, nor is one below so many standard errors or between intervals that overlap. */
const LEAST_JUMP = 0.1;
const ERRORS = 3;

/** @throws what a replication throws, and the signal's reason */
export async function findNoReturn(
  scenario: Scenario,
  promise: LimitExpectation,
  runner: Runner,
  options: NoReturnOptions,
): Promise<NoReturn> {
  const { seed, replication } = options;
  const { result, happenings } = happened(scenario, seed, replication);
  const value = missedBy(promise, scenario, result);
  const curve = new Curve(scenario, promise, runner, options);
  const end = scenario.duration;
  const struck = scenario.timeline.flatMap(({ at, drawn }) => (drawn === undefined ? [at - 1, at] : []));
  const first = Array.from({ length: EVEN + 1 }, (_, i) => Math.round((i * end) / EVEN));
  for (const at of new Set([...first, ...struck].filter((each) => each >= 0 && each <= end)))
    await curve.ask(at);
  const isJump = ({ from, to }: Pair) => {
    const variance = from.share * (1 - from.share) + to.share * (1 - to.share);
    const least = Math.max(LEAST_JUMP, ERRORS * Math.sqrt(variance / options.draws));
    // Of few draws a share of 0 or 1 has no such error, but a wide interval.
    const isApart = from.high < to.low || to.high < from.low;
    return isApart && Math.abs(to.share - from.share) >= least;
  };
  const isSame = ({ missed }: Moment) => missed === (value === undefined ? 0 : options.draws);
  const times = happenings.flatMap(({ at, until }) => [
    at - 1,
    at,
    ...(until == null ? [] : [until - 1, until]),
  ]);
  while (curve.count < MOST_MOMENTS) {
    const next = nextMoment(curve.moments, isSame, isJump, times, end * CLOSE);
    if (next === null) break;
    await curve.ask(next);
  }
  const { moments } = curve;
  return {
    ...{ scenario, promise, options, digest: result.digest, value, moments },
    jumps: pairs(moments)
      .filter(isJump)
      .map((pair) => ({ ...pair, happenings: within(happenings, pair.from.at, pair.to.at) })),
    decided: decidedAt(moments, isSame),
  };
}

class Curve {
  readonly #moments = new Map<Micros, Moment>();
  readonly #scenario: Scenario;
  readonly #promise: LimitExpectation;
  readonly #runner: Runner;
  readonly #options: NoReturnOptions;

  constructor(scenario: Scenario, promise: LimitExpectation, runner: Runner, options: NoReturnOptions) {
    this.#scenario = scenario;
    this.#promise = promise;
    this.#runner = runner;
    this.#options = options;
  }

  get count(): number {
    return this.#moments.size;
  }

  get moments(): readonly Moment[] {
    return [...this.#moments.values()].sort((a, b) => a.at - b.at);
  }

  async ask(until: Micros): Promise<void> {
    const { seed, replication, draws, signal, onProgress } = this.#options;
    const scenario = { ...this.#scenario, history: { replication, until } };
    const numbers = Array.from({ length: draws }, (_, i) => i);
    let missed = 0;
    const count = (result: Parameters<typeof missedBy>[2]) => {
      if (missedBy(this.#promise, scenario, result) !== undefined) missed += 1;
    };
    await this.#runner.run(scenario, seed, numbers, count, signal);
    const [low, high] = proportionInterval(missed, draws);
    this.#moments.set(until, { at: until, missed, share: missed / draws, low, high });
    onProgress?.(this.count, MOST_MOMENTS);
  }
}

interface Pair {
  readonly from: Moment;
  readonly to: Moment;
}

function pairs(moments: readonly Moment[]): Pair[] {
  return moments.slice(1).map((to, i) => ({ from: moments[i]!, to }));
}

/** Where to look next: in the largest jump that is not known closely, else where it is decided; null: all is known. */
function nextMoment(
  moments: readonly Moment[],
  isSame: (moment: Moment) => boolean,
  isJump: (pair: Pair) => boolean,
  times: readonly Micros[],
  close: Micros,
): Micros | null {
  const decided = decidedAt(moments, isSame);
  const step = ({ from, to }: Pair) => Math.abs(to.share - from.share);
  const all = pairs(moments);
  const last = all.filter(({ from, to }) => from === decided?.before && to === decided.at);
  for (const { from, to } of [...all.filter(isJump).sort((a, b) => step(b) - step(a)), ...last]) {
    const inside = [...new Set(times)].filter((at) => at > from.at && at < to.at).sort((a, b) => a - b);
    // Most jumps are where something happened.
    if (inside.length > 0) return inside[inside.length >> 1]!;
    if (to.at - from.at > close) return Math.floor((from.at + to.at) / 2);
  }
  return null;
}

function decidedAt(moments: readonly Moment[], isSame: (moment: Moment) => boolean): NoReturn['decided'] {
  const last = moments.findLastIndex((moment) => !isSame(moment));
  return last === moments.length - 1 ? null : { before: moments[last] ?? null, at: moments[last + 1]! };
}

/** What lasts counts where it begins and where it ends. */
function within(happenings: readonly Happening[], from: Micros, to: Micros): Happening[] {
  const isIn = (at: Micros) => at > from && at <= to;
  return happenings.flatMap((one) => {
    const { until, ...moment } = one;
    if (isIn(one.at)) return [one];
    return until != null && isIn(until) ? [{ ...moment, at: until, text: `${one.text}: over` }] : [];
  });
}
