/** Figures as rows of a chart: the interval, its inner half, and what each replication said. */
import { figure } from '../report/figures.ts';
import { metricPhrase } from '../report/metric-words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import { nameOf } from '../study/estimates/metric-name.ts';
import { type Observation, observe } from '../study/estimates/observation.ts';
import { isDeterministic } from '../study/replications/deterministic.ts';
import type { Study } from '../study/replications/replicate.ts';
import { ALPHA } from '../study/statistics/mean.ts';
import { tQuantile } from '../study/statistics/student-t.ts';
import type { Row } from './model.ts';
import { brief } from './rounding.ts';

/** The half of a 50 % interval as a share of that of a 95 % one; null below two values. */
export function fiftyOf(n: number): number | null {
  return n < 2 ? null : tQuantile(0.75, n - 1) / tQuantile(1 - ALPHA / 2, n - 1);
}

/** More dots than these are a cloud. */
const MOST_DOTS = 100;

export type Observations = ReadonlyMap<string, Observation>;

/** What every replication of a study says of every metric. */
export function observationsOf({ results, scenario }: Study): Observations {
  return observe(results, isDeterministic(scenario));
}

/** A row of one metric; null where it has no value. */
export function metricRow(
  study: Study,
  observations: Observations,
  name: string,
  { mark, tone, label }: { mark: number | null; tone: number; label: string },
): Row | null {
  const estimate = study.estimates.get(name);
  if (estimate?.value == null) return null;
  const { value, low, high, unit, n } = estimate;
  const each = observations.get(name)?.each ?? [];
  return {
    label,
    note: figure(estimate),
    tone,
    unit,
    value,
    ...endsOf(value, low, high, n),
    dots: each.filter(Number.isFinite).slice(0, MOST_DOTS).map(brief),
    mark,
    signed: false,
  };
}

/** The interval and its inner half, each arm as long as its share. */
export function endsOf(
  value: number,
  low: number | null,
  high: number | null,
  n: number,
): Pick<Row, 'ends95' | 'ends50'> {
  const inner = fiftyOf(n);
  if (low === null || high === null || low === high) return { ends95: null, ends50: null };
  return {
    ends95: [low, high],
    ends50: inner === null ? null : [value - (value - low) * inner, value + (high - value) * inner],
  };
}

/** The promise that says most: the first that is not met, then one that is open, then the one that was met most narrowly. */
export function decisive(judgements: readonly Judgement[]): Judgement | null {
  const valued = judgements.filter(
    ({ value, expectation }) => value !== null && expectation.kind === 'limit',
  );
  const missed = valued.find(({ verdict }) => verdict === 'fail');
  const open = valued.find(({ verdict }) => verdict === 'inconclusive');
  // What cannot vary proves nothing that its figure does not say.
  const varied = valued.filter(({ low, high }) => low !== high);
  const narrow = [...(varied.length > 0 ? varied : valued)].sort((a, b) => narrowness(a) - narrowness(b));
  return missed ?? open ?? narrow[0] ?? null;
}

/** Distance from the limit as a share of it. */
function narrowness(judgement: Judgement): number {
  const mark = markOf(judgement) ?? 0;
  return Math.abs(judgement.value! - mark) / (Math.abs(mark) || 1);
}

/** Where the limit of a promise stands. */
export function markOf({ expectation }: Judgement): number | null {
  return expectation.kind === 'limit' ? expectation.value : null;
}

/** The metric of a promise, in words and as a name. */
export function promised({ expectation }: Judgement, scenario: Scenario): { name: string; phrase: string } {
  const name = nameOf(expectation);
  return { name, phrase: metricPhrase(name, scenario) };
}
