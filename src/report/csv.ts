/** `series.csv`: every series of every replication, one row a bin, for spreadsheets and notebooks. */
import { valueOf } from '../measure/histogram.ts';
import type { BinSample, RunResult } from '../measure/result.ts';
import { rankOf } from '../study/statistics/quantile.ts';
import type { DrawnDesign } from './charts/topic.ts';

/**
 * RFC 4180 with a header. `from` and `to` in seconds; averages, maxima (`.max`) and counts as they are; of durations (seconds, by the
 * bin of the arrival) the number, p50 and p95, `inf` where it falls among those that did not succeed, empty without
 * any.
 */
export function seriesCsv(designs: readonly DrawnDesign[]): string {
  const columns = columnsOf(designs);
  const header = ['design', 'replication', 'from', 'to', ...columns.map(({ title }) => title)];
  const lines = [header.map(quoted).join(',')];
  for (const { name, scenario, runs } of designs) {
    for (const run of runs) {
      const { width, bins } = run.series;
      for (let bin = 0; bin < bins; bin += 1) {
        const to = Math.min((bin + 1) * width, scenario.duration);
        const cells = columns.map((column) => column.cell(run, bin));
        lines.push([quoted(name), run.replication, (bin * width) / 1e6, to / 1e6, ...cells].join(','));
      }
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

interface CsvColumn {
  readonly title: string;
  readonly cell: (run: RunResult, bin: number) => string;
}

function columnsOf(designs: readonly DrawnDesign[]): CsvColumn[] {
  const all = designs.flatMap(({ runs }) => runs);
  const names = (kind: 'averages' | 'maxima' | 'counts' | 'latencies') => [
    ...new Set(all.flatMap(({ series }) => Object.keys(series[kind]))),
  ];
  return [
    ...names('averages').map((name) => plainColumn(name, 'averages')),
    ...names('maxima').map((name) => ({ ...plainColumn(name, 'maxima'), title: `${name}.max` })),
    ...names('counts').map((name) => plainColumn(name, 'counts')),
    ...names('latencies').flatMap((name) => [
      { title: `${name}.n`, cell: ofSample(name, ({ total, infinite }) => String(total + infinite)) },
      { title: `${name}.p50`, cell: ofSample(name, (sample) => percentile(sample, 0.5)) },
      { title: `${name}.p95`, cell: ofSample(name, (sample) => percentile(sample, 0.95)) },
    ]),
  ];
}

function plainColumn(name: string, kind: 'averages' | 'maxima' | 'counts'): CsvColumn {
  const cell = ({ series }: RunResult, bin: number) => {
    const value = series[kind][name]?.[bin];
    return value === undefined || Number.isNaN(value) ? '' : String(value);
  };
  return { title: name, cell };
}

interface Bin {
  readonly sample: BinSample;
  readonly total: number;
  readonly infinite: number;
}

function ofSample(name: string, said: (bin: Bin) => string): CsvColumn['cell'] {
  return ({ series }, bin) => {
    const sample = series.latencies[name]?.[bin];
    if (sample === undefined) return '';
    let total = 0;
    for (let i = 1; i < sample.histogram.length; i += 2) total += sample.histogram[i]!;
    return said({ sample, total, infinite: sample.infinite });
  };
}

function percentile({ sample, total, infinite }: Bin, p: number): string {
  const all = total + infinite;
  if (all === 0) return '';
  const rank = rankOf(p, all);
  if (rank > total) return 'inf';
  let seen = 0;
  for (let i = 0; i < sample.histogram.length; i += 2) {
    seen += sample.histogram[i + 1]!;
    if (seen >= rank) return String(valueOf(sample.histogram[i]!) / 1e6);
  }
  return '';
}

/** Lines of RFC 4180. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
