/** The result files that other programs read: `hasim.result/1` of a run, `hasim.comparison/1` of a comparison. */
import { hashOf } from '../scenario/hash.ts';
import type { FilledFigure, Scenario } from '../scenario/scenario.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import type { SlowerTasks } from '../study/comparison/slower-tasks.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Met } from '../study/estimates/met.ts';
import { wholeResults } from '../study/replications/folding.ts';
import type { Study } from '../study/replications/replicate.ts';
import { filledFigures } from './assumptions.ts';
import { averages, latencies, rates } from './charts/over-replications.ts';
import { differenceJson } from './explain/files.ts';
import { comparisonDigest } from './facts.ts';
import { tiesJson } from './tie-words.ts';

export interface MetricJson {
  /** Base units; null with its reason. */
  readonly value: number | null;
  readonly unit: string;
  /** Ends of the 95 % interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Replications behind it. */
  readonly n: number;
  readonly reason?: string;
  /** A quantile with fewer than 100 samples beyond it. */
  readonly marked?: true;
  /** How many had no finite value and are not in this mean (rule W5). */
  readonly leftOut?: number;
}

export interface ResultJson {
  readonly schema: 'hasim.result/1';
  readonly scenario: { readonly name: string; readonly hash: string; readonly resolved: unknown };
  readonly engine: { readonly version: string; readonly seed: string; readonly replications: number };
  readonly digest: string;
  readonly metrics: Readonly<Record<string, MetricJson>>;
  readonly expectations: readonly ExpectationJson[];
  readonly series: SeriesJson;
  readonly warnings: readonly string[];
  /** What presets and defaults filled in, with its standing: all that the answer rests on and the file does not say. */
  readonly assumptions: readonly FilledFigure[];
  /** Figures that differ with ties the other way round, both ways (rule T2); not there when it was not tried. */
  readonly ties?: Readonly<Record<string, object>>;
}

export interface ExpectationJson {
  readonly text: string;
  readonly level: 'error' | 'warn';
  readonly verdict: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Lower end that decides, where there is no upper one. */
  readonly atLeast?: number;
  readonly reason?: string;
  readonly leftOut?: number;
  /** Replications that meet it, each by itself, with the interval of their share. */
  readonly metIn?: Met;
}

/** Means over the replications, as the charts draw them; `at` is the middle of a bin in seconds. */
export interface SeriesJson {
  readonly averages: Readonly<Record<string, readonly SeriesPoint[]>>;
  /** Numbers per second. */
  readonly rates: Readonly<Record<string, readonly SeriesPoint[]>>;
  /** Seconds, of all replications together. */
  readonly latencies: Readonly<
    Record<
      string,
      readonly {
        readonly at: number;
        readonly p50: number | null;
        readonly p95: number | null;
        readonly p99: number | null;
      }[]
    >
  >;
}

export interface SeriesPoint {
  readonly at: number;
  readonly value: number | null;
  readonly half: number | null;
}

/**
 * What a study found, as the JSON document of its report.
 *
 * @param study of one scenario
 * @param judgements of `judgeLimits`
 * @param version of hasim
 * @returns values in base units: seconds, 1/s, bytes, shares, counts
 */
export function resultJson(study: Study, judgements: readonly Judgement[], version: string): ResultJson {
  const { scenario, seed, results, estimates, digest, warnings } = study;
  return {
    schema: 'hasim.result/1',
    scenario: scenarioJson(scenario),
    engine: { version, seed, replications: results.length },
    digest,
    metrics: metricsJson(estimates),
    expectations: judgements.map(expectationJson),
    series: seriesJson(study),
    warnings,
    assumptions: filledFigures([scenario]),
    ...withTies(study),
  };
}

function expectationJson(judgement: Judgement): ExpectationJson {
  const { expectation, verdict, value, low, high, atLeast, reason, leftOut, metIn } = judgement;
  return {
    text: expectation.text,
    level: expectation.level,
    verdict,
    value,
    low,
    high,
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(reason === undefined ? {} : { reason }),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(metIn === undefined ? {} : { metIn }),
  };
}

function withTies(study: Study): Pick<ResultJson, 'ties'> {
  const ties = tiesJson(study);
  return ties === undefined ? {} : { ties };
}

function metricsJson(estimates: ReadonlyMap<string, Estimate>): Record<string, MetricJson> {
  const metrics: Record<string, MetricJson> = {};
  for (const [name, { value, unit, low, high, n, reason, marked, leftOut }] of estimates) {
    metrics[name] = {
      ...{ value, unit, low, high, n },
      ...(reason === undefined ? {} : { reason }),
      ...(marked === undefined ? {} : { marked }),
      ...(leftOut === undefined ? {} : { leftOut }),
    };
  }
  return metrics;
}

function scenarioJson(scenario: Scenario): ResultJson['scenario'] {
  const resolved = withoutRows(scenario);
  return { name: scenario.name, hash: hashOf(resolved), resolved };
}

/** A trace by file name, hash and row count, not its rows. */
function withoutRows(scenario: Scenario): unknown {
  return {
    ...scenario,
    tasks: scenario.tasks.map((task) => {
      if (task.arrivals?.kind !== 'trace') return task;
      const { file, hash, rows } = task.arrivals.trace;
      return { ...task, arrivals: { kind: 'trace', trace: { file, hash, rows } } };
    }),
    requests: scenario.requests.map((request) => {
      if (request.source.kind !== 'open' || request.source.arrivals.kind !== 'trace') return request;
      const { file, hash, rows } = request.source.arrivals.trace;
      return {
        ...request,
        source: { kind: 'open', arrivals: { kind: 'trace', trace: { file, hash, rows } } },
      };
    }),
  };
}

function seriesJson({ results: all, scenario }: Study): SeriesJson {
  const results = wholeResults(all);
  const seconds = scenario.duration / 1e6;
  const names = (kind: 'averages' | 'counts' | 'latencies') => Object.keys(results[0]?.series[kind] ?? {});
  return {
    averages: Object.fromEntries(names('averages').map((name) => [name, averages(results, name, seconds)])),
    rates: Object.fromEntries(names('counts').map((name) => [name, rates(results, [name], seconds)])),
    latencies: Object.fromEntries(
      names('latencies').map((name) => [
        name,
        latencies(results, [name], seconds).map(({ at, p50, p95, p99 }) => ({ at, p50, p95, p99 })),
      ]),
    ),
  };
}

export interface ComparisonJson {
  readonly schema: 'hasim.comparison/1';
  readonly engine: { readonly version: string; readonly seed: string; readonly replications: number };
  readonly digest: string;
  /** The baseline first. */
  readonly designs: readonly DesignJson[];
}

export interface DesignJson extends Omit<ResultJson, 'schema' | 'engine' | 'expectations'> {
  readonly resources: object;
  /** Of a candidate, against the baseline. */
  readonly effects?: Readonly<Record<string, object>>;
  /** Of a candidate, task by task against the baseline in the first replication; times in seconds. */
  readonly slower?: readonly SlowerTasks[];
  /** Of a candidate, where it is asked for: by which causes the same work takes longer; times in seconds. */
  readonly causes?: readonly object[];
  readonly notes?: readonly string[];
}

/**
 * What a comparison found, as the JSON document of its report.
 *
 * @param comparison of two or more designs
 * @param version of hasim
 * @returns values in base units: seconds, 1/s, bytes, shares, counts
 */
export function comparisonJson(comparison: Comparison, version: string): ComparisonJson {
  const { baseline, candidates, seed, replications } = comparison;
  const design = ({ study, resources }: Comparison['baseline']): DesignJson => ({
    scenario: scenarioJson(study.scenario),
    digest: study.digest,
    metrics: metricsJson(study.estimates),
    resources,
    series: seriesJson(study),
    warnings: study.warnings,
    assumptions: filledFigures([study.scenario]),
    ...withTies(study),
  });
  return {
    schema: 'hasim.comparison/1',
    engine: { version, seed, replications },
    digest: comparisonDigest(comparison),
    designs: [
      design(baseline),
      ...candidates.map((candidate) => ({
        ...design(candidate),
        effects: Object.fromEntries(candidate.effects),
        ...(candidate.slower === undefined ? {} : { slower: candidate.slower }),
        ...(candidate.causes === undefined ? {} : { causes: candidate.causes.map(differenceJson) }),
        notes: candidate.notes,
      })),
    ],
  };
}
