/** A grid of designs under the same work: what each says, where it bends, where it means nothing. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Estimate } from '../estimates/estimate.ts';
import { meansNothing, type Saturated } from '../replications/saturation.ts';
import { kneeOf } from './knee.ts';

/** What one design of a grid says. */
export interface SweepCell {
  /** One an axis, as written. */
  readonly values: readonly string[];
  /** One a metric of the sweep; null where the design does not have it. */
  readonly estimates: readonly (Estimate | null)[];
  /** What is full; null: it keeps up. */
  readonly saturated: Saturated | null;
  /** Why a steady design does not say where its start ends, with the duration to try; null: it does. */
  readonly tooShort: string | null;
  readonly replications: number;
  /** Empty where it was not run. */
  readonly digest: string;
}

/** What all designs of a grid say. */
export interface Sweep {
  /** Without any of the changes. */
  readonly scenario: Scenario;
  readonly seed: string;
  readonly paths: readonly string[];
  readonly metrics: readonly string[];
  /** The last axis changes fastest. */
  readonly cells: readonly SweepCell[];
}

/**
 * What a cell says of a metric.
 *
 * @param sweep with its metrics
 * @param cell one of its cells
 * @param metric index in `sweep.metrics`
 * @returns the estimate in base units; null where it means nothing, as a wait in what is saturated
 */
export function estimateAt({ metrics }: Sweep, cell: SweepCell, metric: number): Estimate | null {
  if (cell.tooShort !== null || meansNothing(metrics[metric]!, cell.saturated)) return null;
  return cell.estimates[metric] ?? null;
}

/** Indices of the cells at which a metric has its knee along one axis, one at most for each line of the grid. */
export function kneesAlong(sweep: Sweep, metric: number, axis: number): number[] {
  const lines = new Map<string, number[]>();
  for (const [i, { values }] of sweep.cells.entries()) {
    const others = JSON.stringify(values.filter((_, other) => other !== axis));
    lines.set(others, [...(lines.get(others) ?? []), i]);
  }
  return [...lines.values()].flatMap((line) => {
    const points = line.map((i) => {
      const cell = sweep.cells[i]!;
      return { value: cell.values[axis]!, estimate: estimateAt(sweep, cell, metric) };
    });
    const knee = kneeOf(points);
    return knee === null ? [] : [line[knee]!];
  });
}

/**
 * The knees of a metric along the last axis that has any: where a little more costs much more, or brings little more.
 *
 * @param sweep of five values along an axis at least
 * @param metric index in `sweep.metrics`
 * @returns indices of cells; none where no knee can be trusted
 */
export function kneesOf(sweep: Sweep, metric: number): ReadonlySet<number> {
  for (let axis = sweep.paths.length - 1; axis >= 0; axis -= 1) {
    const knees = kneesAlong(sweep, metric, axis);
    if (knees.length > 0) return new Set(knees);
  }
  return new Set();
}
