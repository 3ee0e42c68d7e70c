/** A grid of designs for other programs: CSV and `hasim.sweep/1`. */
import { hashOf } from '../scenario/hash.ts';
import { estimateAt, kneesOf, type Sweep } from '../study/sweep/sweep.ts';
import { csvOf } from './csv.ts';

/** RFC 4180, base units; where a number means nothing there is none, and the last columns say why. */
export function sweepCsv(sweep: Sweep): string {
  const { paths, metrics, cells } = sweep;
  const knees = metrics.map((_, i) => kneesOf(sweep, i));
  const head = [
    ...paths,
    ...metrics.flatMap((name) => [name, `${name} low`, `${name} high`]),
    'saturated',
    'too short',
    'knee of',
  ];
  const rows = cells.map((cell, row) => [
    ...cell.values,
    ...metrics.flatMap((_, i) => {
      const { value = null, low = null, high = null } = estimateAt(sweep, cell, i) ?? {};
      return [value, low, high].map((x) => (x === null ? '' : `${x}`));
    }),
    cell.saturated ?? '',
    cell.tooShort ?? '',
    metrics.filter((_, i) => knees[i]!.has(row)).join(' '),
  ]);
  return csvOf([head, ...rows]);
}

/** @param version of hasim */
export function sweepJson(sweep: Sweep, version: string): object {
  const { scenario, seed, paths, metrics, cells } = sweep;
  const at = (index: number) => Object.fromEntries(paths.map((path, i) => [path, cells[index]!.values[i]]));
  return {
    schema: 'hasim.sweep/1',
    scenario: scenario.name,
    engine: { version },
    seed,
    vary: paths,
    digest: sweepDigest(sweep),
    knees: Object.fromEntries(metrics.map((metric, i) => [metric, [...kneesOf(sweep, i)].map(at)])),
    cells: cells.map((cell, index) => ({
      at: at(index),
      replications: cell.replications,
      saturated: cell.saturated,
      tooShort: cell.tooShort,
      digest: cell.digest,
      metrics: Object.fromEntries(
        metrics.map((metric, i) => {
          const one = estimateAt(sweep, cell, i);
          if (one === null) return [metric, null];
          const { value, unit, low, high, n, reason } = one;
          return [metric, { value, unit, low, high, n, ...(reason === undefined ? {} : { reason }) }];
        }),
      ),
    })),
  };
}

/** One digest over those of all cells, in order. */
export function sweepDigest({ cells }: Sweep): string {
  return hashOf(cells.map(({ digest }) => digest));
}
