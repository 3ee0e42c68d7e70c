/** A grid of designs as a table, CSV and JSON. */
import type { Estimate } from '../study/estimate.ts';
import { figure } from './figures.ts';
import { type Cell as Column, columns } from './table.ts';
import { NOTHING } from './words.ts';

export interface SweepCell {
  /** One an axis. */
  readonly values: readonly string[];
  /** One a metric of the sweep; null where the design does not have it. */
  readonly estimates: readonly (Estimate | null)[];
  /** The part that is full; null: it keeps up. */
  readonly saturated: string | null;
  readonly replications: number;
}

export interface Sweep {
  readonly name: string;
  readonly question: string;
  readonly seed: string;
  readonly paths: readonly string[];
  readonly metrics: readonly string[];
  readonly cells: readonly SweepCell[];
}

const COLUMNS = 100;

/** A line a cell. */
export function sweepTable({ paths, metrics, cells }: Sweep): string {
  const head: Column[] = [...paths, ...metrics].map((text) => ({ text }));
  const rows = cells.map(({ values, estimates, saturated }): Column[] => [
    ...values.map((text) => ({ text })),
    ...estimates.map((one, i) => ({ text: cellText(one, saturated, metrics[i]!) })),
  ]);
  const align = head.map(() => 'right' as const);
  return columns([head, ...rows], align, COLUMNS, 0, 1).join('\n');
}

/** Utilisation and throughput mean something at saturation, waits do not. */
export function meansNothing(metric: string, saturated: string | null): boolean {
  return (
    saturated !== null && /\.(queueWait|duration|turnaround|latency|length|wait|call|makespan)\b/.test(metric)
  );
}

export function cellText(estimate: Estimate | null, saturated: string | null, metric: string): string {
  if (meansNothing(metric, saturated)) return `saturated (${saturated})`;
  return estimate === null ? NOTHING : figure(estimate);
}

/** RFC 4180, base units; a saturated cell has no numbers that mean nothing. */
export function sweepCsv({ paths, metrics, cells }: Sweep): string {
  const head = [...paths, ...metrics.flatMap((name) => [name, `${name} low`, `${name} high`]), 'saturated'];
  const rows = cells.map(({ values, estimates, saturated }) => [
    ...values,
    ...estimates.flatMap((one, i) =>
      one === null || meansNothing(metrics[i]!, saturated)
        ? ['', '', '']
        : [one.value, one.low, one.high].map((x) => (x === null ? '' : `${x}`)),
    ),
    saturated ?? '',
  ]);
  return `${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `hasim.sweep/1`. */
export function sweepJson({ name, seed, paths, metrics, cells }: Sweep): object {
  return {
    schema: 'hasim.sweep/1',
    scenario: name,
    seed,
    vary: paths,
    cells: cells.map(({ values, estimates, saturated, replications }) => ({
      at: Object.fromEntries(paths.map((path, i) => [path, values[i]])),
      replications,
      saturated,
      metrics: Object.fromEntries(
        metrics.map((metric, i) => {
          const one = estimates[i] ?? null;
          if (one === null || meansNothing(metric, saturated)) return [metric, null];
          const { value, unit, low, high, n, reason } = one;
          return [metric, { value, unit, low, high, n, ...(reason === undefined ? {} : { reason }) }];
        }),
      ),
    })),
  };
}
