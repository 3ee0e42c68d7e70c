/** Goals of `hasim size`: limits in the grammar of expectations, all to be met at once. */
import { describeMetric } from '../../scenario/catalogue.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { lastStatistic } from '../../scenario/metric-name.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import { parseExpectation } from '../../scenario/resolve-expect.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { nameOf } from '../estimates/metric-name.ts';

export type GoalsOrWhy =
  | { readonly ok: true; readonly goals: readonly LimitExpectation[] }
  | { readonly ok: false; readonly mistakes: readonly GoalMistake[] };

export interface GoalMistake {
  /** The goals as they were written: one, or two that exclude each other. */
  readonly goals: readonly string[];
  /** What is wrong with them, in words. */
  readonly text: string;
}

/** Reads goals as a scenario would read its expectations; goals that exclude each other are a mistake. */
export function parseGoals(texts: readonly string[], scenario: Scenario): GoalsOrWhy {
  const mistakes: GoalMistake[] = [];
  const metrics = new Set(metricsOf(scenario));
  const goals = texts.flatMap((text): LimitExpectation[] => {
    const mistake = (what: string) => mistakes.push({ goals: [text], text: what });
    const goal = parseExpectation(text, { metrics, duration: scenario.duration, mistake });
    if (goal?.kind === 'limit') return [goal];
    if (goal !== null) mistake('is no limit; a goal is written like tasks.queueWait.p95 < 5m');
    return [];
  });
  if (mistakes.length === 0) mistakes.push(...contradictionsOf(goals));
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, goals };
}

/** Whether a goal is met by small values. */
export function isUpperLimit({ operator }: LimitExpectation): boolean {
  return operator === '<' || operator === '<=';
}

function contradictionsOf(goals: readonly LimitExpectation[]): GoalMistake[] {
  const impossible = goals.flatMap((goal) => {
    const bound = naturalBound(goal);
    return bound === null
      ? []
      : [{ goals: [goal.text], text: `nothing can meet it; ${goal.metric} is ${bound}` }];
  });
  const pairs = goals.flatMap((upper) =>
    isUpperLimit(upper)
      ? goals.filter((lower) => !isUpperLimit(lower) && excludes(upper, lower)).map((lower) => [upper, lower])
      : [],
  );
  const clashes = pairs.map((pair) => ({
    goals: pair.map(({ text }) => text),
    text: 'they contradict each other',
  }));
  return [...impossible, ...clashes];
}

/** What keeps a goal from ever being met, whatever the design. */
function naturalBound(goal: LimitExpectation): string | null {
  const { operator, value, metric } = goal;
  const { kind, unit } = describeMetric(metric)!;
  if (isUpperLimit(goal)) return value < 0 || (value === 0 && operator === '<') ? 'never below 0' : null;
  const isShare = unit === 'share' && (kind === 'ratio' || kind === 'time-average');
  return isShare && (value > 1 || (value === 1 && operator === '>')) ? 'never above 100%' : null;
}

// Not the largest: its mean over replications may lie below a quantile of all of them together.
const STATISTICS = ['p50', 'p90', 'p95', 'p99'];

/** No value, or no two values of one sample, can be below the one limit and above the other. */
function excludes(upper: LimitExpectation, lower: LimitExpectation): boolean {
  const [high, low] = [statisticOf(upper), statisticOf(lower)];
  if (high.of !== low.of) return false;
  const [above, below] = [STATISTICS.indexOf(high.statistic), STATISTICS.indexOf(low.statistic)];
  // Of a p95 below a limit, the p50 is below it too.
  const ordered = high.statistic === low.statistic || (below >= 0 && below < above);
  const strict = upper.operator === '<' || lower.operator === '>';
  return ordered && (lower.value > upper.value || (strict && lower.value === upper.value));
}

/** Its statistic, and of what; of a metric that has none, the metric itself. */
function statisticOf(goal: LimitExpectation): { readonly of: string; readonly statistic: string } {
  const name = nameOf(goal);
  return lastStatistic(name) ?? { of: name, statistic: '' };
}
