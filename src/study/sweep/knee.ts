/** Where a curve bends: the value beyond which a little more costs much more, or brings little more. */
import { magnitude } from '../../scenario/quantity.ts';
import type { Estimate } from '../estimates/estimate.ts';

/** Fewer points than these have no shape. */
const LEAST_POINTS = 5;
/** The bend of a curve is at least this far from the straight line between its ends, as a share of its height. */
const LEAST_BEND = 0.1;

export interface CurvePoint {
  /** As written on the axis. */
  readonly value: string;
  /** null where it means nothing. */
  readonly estimate: Estimate | null;
}

/**
 * The index of a curve's knee: with both directions scaled to 0..1, of the points whose interval does not reach the straight
 * line between the first and the last that have a number the farthest from it (Satopää, Albrecht, Irwin & Raghavan 2011, "Finding a 'Kneedle' in a
 * haystack"). null where there is none that can be trusted: fewer than five points, values that are no numbers, ends
 * that chance may explain, a curve that turns back or lies on both sides of the line, or that bends by less than a tenth.
 */
export function kneeOf(points: readonly CurvePoint[]): number | null {
  const known = points.flatMap(({ value, estimate }, index) => {
    const x = magnitude(value);
    if (x === null || estimate === null || estimate.value === null) return [];
    // Without an interval, as of one replication or of the largest of all, chance may explain anything.
    const { value: y, low, high } = estimate;
    return [{ index, x, y, low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY }];
  });
  // In whatever order they were written.
  known.sort((a, b) => a.x - b.x);
  if (known.length < LEAST_POINTS) return null;
  const [first, last] = [known[0]!, known.at(-1)!];
  const rises = last.y > first.y;
  const [lower, upper] = rises ? [first, last] : [last, first];
  if (lower.high >= upper.low || !known.every(({ x }, i) => i === 0 || x > known[i - 1]!.x)) return null;
  const turnsBack = known.some((point, i) =>
    known.slice(i + 1).some((later) => (rises ? later.high < point.low : later.low > point.high)),
  );
  if (turnsBack) return null;
  const height = last.y - first.y;
  const line = (x: number) => first.y + (height * (x - first.x)) / (last.x - first.x);
  const bent = known.map((point) => {
    const at = line(point.x);
    const sure = point.high < at || point.low > at;
    return { ...point, bend: (point.y - at) / Math.abs(height), sure };
  });
  const far = bent.filter(({ bend, sure }) => sure && Math.abs(bend) >= LEAST_BEND);
  if (far.length === 0 || far.some(({ bend }) => bend > 0 !== far[0]!.bend > 0)) return null;
  return far.reduce((a, b) => (Math.abs(b.bend) > Math.abs(a.bend) ? b : a)).index;
}
