/** How two designs differ in one metric, replication by replication. */
import type { Observation } from '../estimates/observation.ts';
import { type Difference, pairedDifference } from '../statistics/paired.ts';

/**
 * Equal in every replication: what did not change differs by exactly nothing, however little is known of it. Of two that are
 * beyond every limit that is so if it is for the same reason: 100 % that never started are not 15 %.
 */
export function isSame(before: Observation, now: Observation): boolean {
  const [was, is] = [before.over ?? before.each, now.over ?? now.each];
  const each = is.length === was.length && is.every((value, i) => Object.is(value, was[i]));
  return each && now.value === before.value && now.n === before.n && now.reason === before.reason;
}

/**
 * The difference of two observations of one metric, candidate − baseline, with its interval; null where there is
 * none: too little known, or beyond every limit in some replications.
 *
 * @param exact nothing is drawn at random in either design
 */
export function differenceOf(
  before: Observation,
  now: Observation | undefined,
  exact: boolean,
): Difference | null {
  if (now === undefined || before.value === null || now.value === null) return null;
  const difference = now.value - before.value;
  if (exact || isSame(before, now)) {
    const half = isSame(before, now) ? 0 : resolutionOf(before, now);
    const p = Math.abs(difference) <= half ? 1 : 0;
    return { difference, half, away: half, p, method: 'paired', varianceReduction: null };
  }
  if ([...now.each, ...before.each].includes(Number.POSITIVE_INFINITY)) return null;
  const [was, is] = [before.pseudo ?? before.each, now.pseudo ?? now.each];
  const pairs = is
    .map((value, i) => [value, was[i] ?? Number.NaN] as const)
    .filter(([a, b]) => !(Number.isNaN(a) || Number.isNaN(b)));
  if (pairs.length < 2) return null;
  const found = pairedDifference(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
    // The largest of all replications has no spread of its own; the largest of each does.
    before.kind === 'extreme' ? undefined : difference,
  );
  return noFinerThan(resolutionOf(before, now), found);
}

/** Why there is no interval of two values that there are. */
export function whyNoInterval(before: Observation, now: Observation): string {
  if (now.over !== undefined) return 'a quantile over replications, whose differences have no spread';
  const beyond = [before, now].some(({ each }) => each.includes(Number.POSITIVE_INFINITY));
  return beyond ? 'beyond every limit in some replications' : 'too few replications with a value';
}

function resolutionOf(before: Observation, now: Observation): number {
  return (before.resolution ?? 0) + (now.resolution ?? 0);
}

/**
 * Values of two neighbouring buckets differ by a microsecond more than they are known by; with what a sum of fractions of a
 * second adds.
 */
const NEIGHBOURS = 1.5e-6;

/**
 * What two histograms cannot tell apart is no difference, however often they agree on it; nor is what is in neighbouring
 * buckets, of which no more is known than that they are two.
 */
function noFinerThan(resolution: number, found: Difference): Difference {
  const away = Math.max(found.away, resolution);
  if (found.half >= resolution) return { ...found, away };
  const size = Math.abs(found.difference);
  if (size > resolution + NEIGHBOURS) return { ...found, half: resolution, away };
  return { ...found, half: Math.max(resolution, size), away, p: 1 };
}
