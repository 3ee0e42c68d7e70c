/** In which month a design that grows breaks what it promises. */
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { judge, type Verdict } from '../estimates/gate.ts';
import { nameOf } from '../estimates/metric-name.ts';
import { estimateAt, type Sweep, type SweepCell } from './sweep.ts';

/** The axis of months (`workload.growth`). */
export const MONTHS = 'workload.growthMonths';

export interface Break {
  readonly expectation: LimitExpectation;
  /** The last month up to which it surely holds; null: not even in the first. */
  readonly holds: string | null;
  /** The first month in which it surely does not; null: it does not break in the months that were tried. */
  readonly breaks: string | null;
}

/**
 * In which month what a scenario promises breaks.
 *
 * @param sweep over `workload.growthMonths` alone
 * @returns of each expectation about a metric of the sweep, in the order of the file; none for other sweeps
 *
 * @example
 * const months = await sweep(text, ['workload.growthMonths=0..24'], inlineRunner);
 * for (const { expectation, breaks } of breaksOf(months)) console.log(expectation.text, breaks);
 */
export function breaksOf(sweep: Sweep): Break[] {
  if (sweep.paths.length !== 1 || sweep.paths[0] !== MONTHS) return [];
  const cells = sweep.cells.toSorted((a, b) => Number(a.values[0]) - Number(b.values[0]));
  return sweep.scenario.expect.flatMap((expectation) => {
    if (expectation.kind !== 'limit') return [];
    const metric = sweep.metrics.indexOf(nameOf(expectation));
    if (metric === -1) return [];
    const verdicts = cells.map((cell) => verdictOf(sweep, cell, expectation, metric));
    const doubtful = verdicts.findIndex((verdict) => verdict !== 'pass');
    const first = verdicts.indexOf('fail');
    const month = (i: number) => cells[i]?.values[0] ?? null;
    return [
      { expectation, holds: month(doubtful === -1 ? cells.length - 1 : doubtful - 1), breaks: month(first) },
    ];
  });
}

/** What does not keep up has broken, whatever its figures say. */
function verdictOf(sweep: Sweep, cell: SweepCell, expectation: LimitExpectation, metric: number): Verdict {
  if (cell.saturated !== null) return 'fail';
  const estimate = estimateAt(sweep, cell, metric);
  if (estimate === null) return 'inconclusive';
  return judge(expectation, new Map([[nameOf(expectation), estimate]])).verdict;
}
