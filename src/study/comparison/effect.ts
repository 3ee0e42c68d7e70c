/** What a candidate changes about one metric, with its verdict. */

import { parseMetricName } from '../../scenario/metric-name.ts';
import { LEAST_FOR_VERDICT } from '../estimates/gate.ts';
import type { Observation } from '../estimates/observation.ts';
import { holm } from '../statistics/holm.ts';
import { ALPHA, mean } from '../statistics/mean.ts';
import type { Difference } from '../statistics/paired.ts';
import { differenceOf, isSame, whyNoInterval } from './observed-difference.ts';

/**
 * `trade-off`: better for those it served, but fewer were, or worse, but more were (rule W5). `different`: of a metric of which neither
 * direction is better. `no difference`: none, or none beyond chance. `inconclusive`: nothing can be said, with why.
 */
export type EffectVerdict =
  | 'better'
  | 'worse'
  | 'trade-off'
  | 'different'
  | 'equivalent'
  | 'no difference'
  | 'inconclusive';

/** What one metric is with a candidate, beside what it is with the baseline. */
export interface Effect {
  readonly metric: string;
  /** The base unit of all its figures. */
  readonly unit: string;
  /** Which direction is better; null: neither. */
  readonly better: 'higher' | 'lower' | null;
  /** Of an extreme with a difference the mean of the largest of each replication, as of the candidate. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** candidate − baseline, in the unit; null when one has no value. */
  readonly difference: number | null;
  /** Half-width of its 95 % interval; null where there is none. */
  readonly half: number | null;
  /** The difference as a share of the baseline's value; null when that is 0. */
  readonly relative: number | null;
  readonly verdict: EffectVerdict;
  /** Of "no difference", adjusted by Holm for the number of candidates. */
  readonly p: number | null;
  /** How its interval was found; null where it has none. */
  readonly method: 'paired' | 'welch' | null;
  /** How many times more replications an unpaired comparison would have needed. */
  readonly varianceReduction: number | null;
  /** Why there is no value, no interval or no clear verdict. */
  readonly reason?: string;
  /** Of a trade-off: the metric that became worse, `successRatio` or `errorRatio`. */
  readonly against?: string;
}

interface Settings {
  /** δ as a share of the baseline's value. */
  readonly delta: number;
  /** Nothing is drawn at random in any of the designs. */
  readonly exact: boolean;
}

type Observations = ReadonlyMap<string, Observation>;

/** One map of effects for each candidate, over the metrics that it shares with the baseline. */
export function effectsOf(
  baseline: Observations,
  candidates: readonly Observations[],
  settings: Settings,
): Map<string, Effect>[] {
  const all = candidates.map(() => new Map<string, Effect>());
  for (const [name, before] of baseline) {
    const differences = candidates.map((candidate) =>
      differenceOf(before, candidate.get(name), settings.exact),
    );
    const known = differences.filter((difference) => difference !== null);
    const adjusted = holm(known.map((difference) => difference.p));
    candidates.forEach((candidate, i) => {
      const now = candidate.get(name);
      if (now === undefined) return;
      const difference = differences[i]!;
      const p = difference === null ? null : adjusted[known.indexOf(difference)]!;
      all[i]!.set(name, effectOf(before, now, difference, p, settings));
    });
  }
  return all.map(withTradeOffs);
}

function effectOf(
  before: Observation,
  now: Observation,
  found: Difference | null,
  p: number | null,
  settings: Settings,
): Effect {
  const bothKnown = before.value !== null && now.value !== null;
  const difference = found?.difference ?? (bothKnown ? now.value - before.value : null);
  const ofEach = before.kind === 'extreme' && found !== null && !settings.exact;
  const [baseline, candidate] = [before, now].map(({ value, each }) =>
    ofEach ? mean(each.filter(Number.isFinite)) : value,
  ) as [number | null, number | null];
  const [verdict, reason] = verdictOf(before, now, found, p, baseline, settings);
  return {
    metric: now.name,
    unit: now.unit,
    better: now.better,
    baseline,
    candidate,
    difference,
    half: found?.half ?? null,
    relative: difference === null || !baseline ? null : difference / Math.abs(baseline),
    verdict,
    p,
    method: found?.method ?? null,
    varianceReduction: found?.varianceReduction ?? null,
    ...(reason === undefined ? {} : { reason }),
  };
}

function verdictOf(
  before: Observation,
  now: Observation,
  found: Difference | null,
  p: number | null,
  /** As it is said: of an extreme the mean of the largest of each replication, of which the difference is. */
  baseline: number | null,
  { delta, exact }: Settings,
): [EffectVerdict, string?] {
  if (now.n === 0 || before.n === 0) return ['inconclusive', now.reason ?? before.reason ?? 'no samples'];
  if (isSame(before, now)) return [delta > 0 ? 'equivalent' : 'no difference'];
  const [worse, better] = [now.infinite && before.value !== null, before.infinite && now.value !== null];
  if ((worse || better) && (exact || Math.min(before.n, now.n) >= LEAST_FOR_VERDICT)) {
    return [worse ? 'worse' : 'better', (worse ? now.reason : before.reason) ?? 'beyond every limit'];
  }
  if (now.value === null || before.value === null)
    return ['inconclusive', now.reason ?? before.reason ?? 'no samples'];
  if (found === null || p === null) return ['inconclusive', whyNoInterval(now, before)];
  if (!exact && Math.min(before.n, now.n) < LEAST_FOR_VERDICT) {
    return ['inconclusive', `fewer than ${LEAST_FOR_VERDICT} replications`];
  }
  const { difference, half, away } = found;
  const size = Math.abs(difference);
  if (delta > 0 && size + Math.max(half, away) <= delta * Math.abs(baseline ?? 0)) return ['equivalent'];
  if (p >= ALPHA) return ['no difference'];
  if (now.better === null) return ['different'];
  return [difference < 0 === (now.better === 'lower') ? 'better' : 'worse'];
}

const OPPOSITE: Partial<Record<EffectVerdict, EffectVerdict>> = { better: 'worse', worse: 'better' };

/** Waits and latencies over which rule W5 watches: better only if not fewer were served; and what says whether they were. */
const SURVIVORS: Readonly<Record<string, string>> = {
  queueWait: 'successRatio',
  duration: 'successRatio',
  turnaround: 'successRatio',
  looksRunning: 'successRatio',
  latency: 'errorRatio',
};

/** What the metric of how many were served is called, of those that a wait or latency is about; null: of another metric. */
function servedOf(name: string): { ratio: string; window: string } | null {
  const parsed = parseMetricName(name);
  if (parsed === null || (parsed.family !== 'tasks' && parsed.family !== 'requests')) return null;
  const { family, subject, measure, window } = parsed;
  const ratio = SURVIVORS[measure];
  return ratio === undefined
    ? null
    : { ratio: [family, ...(subject === null ? [] : [subject]), ratio].join('.'), window };
}

/**
 * Turns `better` into `trade-off` where the share of what succeeded became worse, and `worse` where it became better:
 * the time of those who got through says nothing without those who did not.
 */
function withTradeOffs(effects: Map<string, Effect>): Map<string, Effect> {
  for (const [name, effect] of effects) {
    const served = servedOf(name);
    const opposite = OPPOSITE[effect.verdict];
    if (opposite === undefined || effect.candidate === null || effect.baseline === null || served === null)
      continue;
    const against = [served.ratio + served.window, served.ratio].find((one) => effects.has(one));
    if (against !== undefined && effects.get(against)!.verdict === opposite) {
      effects.set(name, { ...effect, verdict: 'trade-off', against });
    }
  }
  return effects;
}
