/** On which parameters of a scenario a metric depends, by how much, and whether that is more than chance. */
import { exp, ln } from '../../engine/elementary.ts';
import { differenceOf, whyNoInterval } from '../comparison/observed-difference.ts';
import { LEAST_FOR_VERDICT } from '../estimates/gate.ts';
import type { Observation } from '../estimates/observation.ts';
import type { Saturated } from '../replications/saturation.ts';
import { holm } from '../statistics/holm.ts';
import { ALPHA } from '../statistics/mean.ts';
import type { Change, Parameter } from './parameters.ts';

/** What a metric says of one design. */
export interface MeasuredDesign {
  readonly observation: Observation | null;
  /** What is full, where that leaves the metric without meaning. */
  readonly saturated: Saturated | null;
  /** Why a steady design does not say where its start ends; null: it does. */
  readonly tooShort: string | null;
}

/** A parameter made larger or smaller. */
export interface Side extends Change {
  /** Of the metric; null where it has none. */
  readonly value: number | null;
  /** From the design as it is, paired by replication, with the half-width of its 95 % interval. */
  readonly difference: number | null;
  readonly half: number | null;
  /** `saturated`, or why there is no value or difference. */
  readonly reason: string | null;
  /** There is no value because the change puts it beyond every limit. */
  readonly breaks: boolean;
}

/** `breaks`: a change of no more than 10 % puts the metric beyond every limit. */
export type Influence = 'raises' | 'lowers' | 'breaks' | 'no effect found' | 'inconclusive';

export interface Dependence {
  readonly parameter: Parameter;
  readonly less: Side | null;
  readonly more: Side | null;
  /**
   * What 10 % more of it do to the metric: by the power of it that leads from one side to the other, so that nothing
   * becomes less than nothing; by a line where a side is 0. null where no side has a value.
   */
  readonly perTenth: number | null;
  /** Half-width of its 95 % interval. */
  readonly half: number | null;
  /** As a share of the metric's value; null when that is 0. */
  readonly relative: number | null;
  /** Of "no effect", adjusted by Holm for all parameters. */
  readonly p: number | null;
  readonly influence: Influence;
}

/** A parameter with what was measured on its sides. */
export interface MeasuredParameter {
  readonly parameter: Parameter;
  readonly less: { readonly change: Change; readonly measured: MeasuredDesign } | null;
  readonly more: { readonly change: Change; readonly measured: MeasuredDesign } | null;
}

/** The step of a sensitivity. */
export const TENTH = 0.1;
/** A whole number may need a larger step; what breaks at that says little of 10 %. */
const ABOUT_A_TENTH = 0.11;

/**
 * How a metric depends on each parameter, the largest effect first: what breaks it, then effects that hold at 95 % for all
 * parameters together (Holm), then the others.
 *
 * @param exact nothing is drawn at random in any of the designs
 */
export function dependences(
  base: Observation,
  trials: readonly MeasuredParameter[],
  exact: boolean,
): Dependence[] {
  const found = trials.map((trial) => slopeOf(base, trial, exact));
  const tested = found.flatMap((slope) => (slope === null ? [] : [slope]));
  const adjusted = holm(tested.map(({ p }) => p));
  const all = trials.map(({ parameter, less, more }, i): Dependence => {
    const slope = found[i]!;
    const p = slope === null ? null : adjusted[tested.indexOf(slope)]!;
    const sides = [less, more].map((side) =>
      side === null ? null : sideOf(base, side.change, side.measured, exact),
    );
    const breaks = sides.some((side) => side?.breaks && Math.abs(side.by) <= ABOUT_A_TENTH);
    return {
      parameter,
      less: sides[0]!,
      more: sides[1]!,
      perTenth: slope?.perTenth ?? null,
      half: slope?.half ?? null,
      relative: slope === null || !base.value ? null : slope.perTenth / Math.abs(base.value),
      p,
      influence: breaks ? 'breaks' : influenceOf(base, slope?.perTenth ?? null, p, exact),
    };
  });
  return all.sort(byInfluence);
}

interface Slope {
  readonly perTenth: number;
  readonly half: number;
  readonly p: number;
}

/** From the smaller side to the larger one, or from the design as it is to the only one that has a value. */
function slopeOf(base: Observation, { less, more }: MeasuredParameter, exact: boolean): Slope | null {
  const known = (side: MeasuredParameter['less']) =>
    side === null || !isUsable(side.measured)
      ? null
      : { at: side.change.by, one: side.measured.observation! };
  const itself = { at: 0, one: base };
  const [from, to] = [known(less) ?? itself, known(more) ?? itself];
  if (from === to) return null;
  const found = differenceOf(from.one, to.one, exact);
  if (found === null) return null;
  const perTenth = byPower(base, from, to) ?? (found.difference * TENTH) / (to.at - from.at);
  const scale = found.difference === 0 ? TENTH / (to.at - from.at) : perTenth / found.difference;
  return { perTenth, half: found.half * Math.abs(scale), p: found.p };
}

interface Point {
  readonly at: number;
  readonly one: Observation;
}

/** The power of the parameter that leads from one point to the other, put to the base; null where one is not above 0. */
function byPower(base: Observation, from: Point, to: Point): number | null {
  const [start, then, here] = [from.one.value!, to.one.value!, base.value ?? 0];
  if (!(start > 0 && then > 0 && here > 0 && from.at > -1)) return null;
  const power = ln(then / start) / ln((1 + to.at) / (1 + from.at));
  const value = here * exp(power * ln(1 + TENTH));
  return (base.unit === 'share' ? Math.min(1, value) : value) - here;
}

function isUsable({ observation, saturated, tooShort }: MeasuredDesign): boolean {
  return saturated === null && tooShort === null && observation !== null && observation.value !== null;
}

function sideOf(base: Observation, change: Change, measured: MeasuredDesign, exact: boolean): Side {
  const { observation, saturated, tooShort } = measured;
  const nothing = { ...change, value: null, difference: null, half: null, breaks: false };
  if (saturated !== null) return { ...nothing, reason: `saturated (${saturated})`, breaks: true };
  if (tooShort !== null) return { ...nothing, reason: tooShort };
  if (observation === null || observation.value === null) {
    const breaks = observation?.infinite === true && base.value !== null;
    return { ...nothing, reason: observation?.reason ?? 'no samples', breaks };
  }
  const found = differenceOf(base, observation, exact);
  return {
    ...change,
    value: observation.value,
    difference: found?.difference ?? null,
    half: found?.half ?? null,
    reason: found === null ? whyNoInterval(base, observation) : null,
    breaks: false,
  };
}

function influenceOf(
  { n }: Observation,
  perTenth: number | null,
  p: number | null,
  exact: boolean,
): Influence {
  if (perTenth === null || p === null || (!exact && n < LEAST_FOR_VERDICT)) return 'inconclusive';
  if (p >= ALPHA) return 'no effect found';
  return perTenth > 0 ? 'raises' : 'lowers';
}

const ORDER: Readonly<Record<Influence, number>> = {
  breaks: 0,
  raises: 1,
  lowers: 1,
  'no effect found': 2,
  inconclusive: 3,
};

function byInfluence(a: Dependence, b: Dependence): number {
  return ORDER[a.influence] - ORDER[b.influence] || sizeOf(b) - sizeOf(a);
}

/** Half as much and twice as much are equally far. */
function sizeOf({ perTenth, relative }: Dependence): number {
  return relative !== null && relative > -1 ? Math.abs(ln(1 + relative)) : Math.abs(perTenth ?? 0);
}

/**
 * Those of which chance may have made all that was seen, where that is more than any effect that is claimed: the metric
 * may depend on them most. The largest first.
 *
 * @param all as `dependences` gives them
 */
export function mayMatterMore(all: readonly Dependence[]): Dependence[] {
  const [first] = all;
  if (first === undefined || ORDER[first.influence] !== ORDER.raises) return [];
  return all.filter((one) => one.influence === 'no effect found' && sizeOf(one) > sizeOf(first));
}
