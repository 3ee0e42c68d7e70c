/** A study held against its baseline: one verdict for each expectation that asks, and what else became worse. */
import { hashOf } from '../../scenario/hash.ts';
import { nameOfFigure, withoutWindow } from '../../scenario/metric-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Judgement, judgeAgainstBaseline } from '../estimates/gate.ts';
import { observe } from '../estimates/observation.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import type { Study } from '../replications/replicate.ts';
import { CAP, decided, fixed, REPLICATIONS, type StopRule } from '../replications/stop-rule.ts';
import { type BaselineMetric, baselineChanges, baselineMetrics } from './baseline.ts';
import { allRegressions, comparable, type Regression, withoutEchoes } from './regressions.ts';

export interface Baseline {
  /** What was done: `workHash`. */
  readonly work: string;
  /** A share. */
  readonly tolerance: number;
  readonly metrics: Readonly<Record<string, BaselineMetric>>;
}

export interface AgainstBaseline {
  readonly judgements: readonly Judgement[];
  /** Of metrics that no expectation compares with the baseline: those have a tolerance of their own. */
  readonly regressions: readonly Regression[];
  /** Every metric that was compared, with what became worse of it; null: nothing. */
  readonly compared: readonly { readonly metric: string; readonly regression: Regression | null }[];
  readonly sameWork: boolean;
  /** Metrics of the baseline that the scenario has no more: a class or node was renamed or removed. */
  readonly gone: readonly string[];
  /** Metrics that were measured and are not in the baseline. */
  readonly added: readonly string[];
  /** Metrics of both in which there was nothing to measure now. */
  readonly silent: readonly string[];
}

/** Replications that a new baseline has: a later change is compared over at most as many pairs. */
const BASELINE_REPLICATIONS = 30;

/**
 * What a scenario does, whatever it does it with: two of the same hash pair replication by replication.
 *
 * @param resolved the scenario file with everything filled in
 */
export function workHash(resolved: unknown, seed: string, { duration }: Scenario): string {
  const { workload } = resolved as { readonly workload: unknown };
  return hashOf({ workload, seed, duration });
}

/** @param work of this study */
export function againstBaseline(
  { scenario, results }: Study,
  baseline: Baseline,
  work: string,
): AgainstBaseline {
  const observations = observe(results, isDeterministic(scenario));
  const exact = isDeterministic(scenario) && replicationsOf(baseline) === 1;
  const sameWork = baseline.work === work;
  const asked = scenario.expect.filter((one) => one.kind === 'baseline');
  const figureOf = (name: string) => nameOfFigure(name, scenario);
  const figures = new Set(asked.map(({ metric }) => figureOf(metric)));
  const others = Object.fromEntries(
    Object.entries(baseline.metrics).filter(([name]) => !figures.has(figureOf(name))),
  );
  const { tolerance } = baseline;
  const kept = Object.keys(baseline.metrics);
  const worse = allRegressions(observations, others, { tolerance, sameWork, exact });
  return {
    judgements: asked.map((one) =>
      judgeAgainstBaseline(one, observations, baseline.metrics, sameWork, exact),
    ),
    regressions: withoutEchoes(worse),
    compared: comparable(observations, others).map((metric) => ({
      metric,
      regression: worse.find((one) => one.metric === metric) ?? null,
    })),
    sameWork,
    // A window is measured as long as an expectation has it.
    gone: kept.filter((name) => !observations.has(name) && withoutWindow(name) === name),
    added: Object.keys(baselineMetrics(observations)).filter(
      (name) => !Object.hasOwn(baseline.metrics, name),
    ),
    silent: kept.filter((name) => observations.get(name)?.n === 0),
  };
}

/**
 * Until limits and comparisons with the baseline have verdicts. What is unchanged is so however few replications say
 * it; what has changed is held against all that the baseline has. Pairs end there; other work may have more.
 */
export function decidedAgainst(scenario: Scenario, baseline: Baseline, work: string): StopRule {
  const limits = decided(scenario);
  if (isDeterministic(scenario)) return limits;
  const asked = scenario.expect.filter((one) => one.kind === 'baseline');
  const sameWork = baseline.work === work;
  return (results) => {
    const more = limits(results);
    if (more > 0) return more;
    const observations = observe(results);
    const kept = Math.min(CAP, replicationsOf(baseline)) - results.length;
    if (kept > 0 && baselineChanges(baseline.metrics, baselineMetrics(observations)).length > 0) return kept;
    const open = asked.some((one) => {
      if (sameWork && kept <= 0) return false;
      return (
        judgeAgainstBaseline(one, observations, baseline.metrics, sameWork, false).verdict === 'inconclusive'
      );
    });
    return open ? Math.min(CAP - results.length, REPLICATIONS) : 0;
  };
}

/** How many the baseline has: every metric the same. */
export function replicationsOf({ metrics }: Baseline): number {
  return Object.values(metrics)[0]?.values.length ?? 0;
}

/** For a baseline that is to be kept: enough to compare with, and to judge the limits. */
export function forBaseline(scenario: Scenario): StopRule {
  return isDeterministic(scenario) ? fixed(1) : decided(scenario, BASELINE_REPLICATIONS);
}
