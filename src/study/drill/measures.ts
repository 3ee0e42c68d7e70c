/** What stands in a cell of a drill: recovery, loss, and what users saw, over the replications. */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { valueIn } from '../replications/folding.ts';
import { mean } from '../statistics/mean.ts';
import { rankOf } from '../statistics/quantile.ts';
import { meanBounds } from '../statistics/skewed.ts';
import { lossesOf } from '../yearly/losses.ts';

export interface MeasureSpec {
  readonly name: Measure;
  readonly unit: 's' | 'count';
  /** For heads of tables. */
  readonly words: string;
  /** The metric, or of several the longest; else a loss by its name. */
  readonly metrics?: readonly string[];
  readonly loss?: string;
}

export type Measure =
  | 'rtoTasks'
  | 'rtoUsers'
  | 'rtoUi'
  | 'rpoSeconds'
  | 'rpoTasks'
  | 'tasksLost'
  | 'requestsFailed'
  | 'longestOutage'
  | 'backToNormal';

/** In the order in which they are shown. */
export const MEASURES: readonly MeasureSpec[] = [
  { name: 'rtoTasks', unit: 's', words: 'RTO tasks', metrics: ['recovery.tasks.rto'] },
  { name: 'rtoUsers', unit: 's', words: 'RTO users', metrics: ['recovery.users.rto'] },
  { name: 'rtoUi', unit: 's', words: 'RTO UI', metrics: ['recovery.ui.rto'] },
  { name: 'rpoSeconds', unit: 's', words: 'RPO', metrics: ['recovery.rpo.seconds'] },
  { name: 'rpoTasks', unit: 'count', words: 'RPO tasks', metrics: ['recovery.rpo.tasks'] },
  { name: 'tasksLost', unit: 'count', words: 'tasks lost', loss: 'tasks.notSucceeded' },
  { name: 'requestsFailed', unit: 'count', words: 'requests failed', loss: 'requests.notServed' },
  {
    name: 'longestOutage',
    unit: 's',
    words: 'longest outage',
    metrics: ['outage.users.longest', 'outage.tasks.longest', 'outage.ui.longest'],
  },
  { name: 'backToNormal', unit: 's', words: 'back to normal', metrics: ['recovery.normal'] },
];

export interface Figure {
  readonly unit: 's' | 'count';
  /** The mean; null where it has none, or where it did not end in some replication. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Over the replications; null where it has none. Infinity: it did not end. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly most: number | null;
  /** Replications in which it did not end. */
  readonly never: number;
  readonly n: number;
}

/** A fault, and in how many replications the longest is of it: of more than one where they end together. */
export interface Share {
  readonly fault: string;
  readonly replications: number;
}

/** Of a cell with several faults: which of them its longest recovery and outage are of (rules F4, F5). */
export function faultsOf({ metrics }: MeasureSpec, results: readonly RunResult[]): Share[] {
  const counts = new Map<string, number>();
  for (const result of results) {
    const values = (metrics ?? []).flatMap((metric) => valueIn(result, metric) ?? []);
    const length = ({ sum, per }: { sum: number; per: number }) =>
      per > 0 ? sum / per : Number.POSITIVE_INFINITY;
    const longest = Math.max(...values.map(length));
    const names = values.filter((value) => length(value) === longest).flatMap(({ of }) => of ?? []);
    for (const fault of new Set(names)) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  }
  return [...counts].map(([fault, replications]) => ({ fault, replications }));
}

/** One measure of one cell. */
export function figureOf(measure: MeasureSpec, results: readonly RunResult[], scenario: Scenario): Figure {
  const each = results.flatMap((result) => valueOf(measure, result, scenario) ?? []);
  return overReplications(each, measure.unit, isDeterministic(scenario));
}

/** @param each Infinity where it did not end */
export function overReplications(each: readonly number[], unit: Figure['unit'], exact: boolean): Figure {
  const sorted = [...each].sort((a, b) => a - b);
  const never = sorted.filter((value) => value === Number.POSITIVE_INFINITY).length;
  const at = (p: number) => sorted[rankOf(p, sorted.length) - 1] ?? null;
  const bounds = never > 0 || exact ? null : meanBounds(each);
  const value = sorted.length === 0 || never > 0 ? null : mean(each);
  return {
    unit,
    value,
    low: exact ? value : bounds === null ? null : Math.max(0, bounds[0]),
    high: exact ? value : bounds === null ? null : bounds[1],
    p50: at(0.5),
    p95: at(0.95),
    most: sorted.at(-1) ?? null,
    never,
    n: sorted.length,
  };
}

/** Of one replication; Infinity where it did not end, undefined where it is not measured. */
function valueOf({ metrics, loss }: MeasureSpec, result: RunResult, scenario: Scenario): number | undefined {
  if (loss !== undefined) return lossesOf(result, scenario)[loss];
  const values = metrics!.flatMap((metric) => {
    const found = valueIn(result, metric);
    if (found === undefined) return [];
    return found.per > 0
      ? [found.sum / found.per]
      : found.reason === undefined
        ? []
        : [Number.POSITIVE_INFINITY];
  });
  return values.length === 0 ? undefined : Math.max(...values);
}
