/** How long people wait, over the day: p50, p95 and p99 of queue wait, task duration and requests. */
import { durationAxis, timeAxis } from './axes.ts';
import type { Curve, Key, Row } from './chart.ts';
import { band, line, marks, type Where } from './curves.ts';
import { designColumns, ticksOf } from './design-columns.ts';
import { grid } from './grid.ts';
import { type LatencyBin, latencies } from './over-replications.ts';
import { colour, MUTED, translucent } from './palette.ts';
import type { Chart } from './picture.ts';
import { ofWhom, type Subject, subjectsOf } from './subjects.ts';
import { secondsOf, type Topic } from './topic.ts';

const ROWS_PER_CHART = 3;

/** As many charts as it takes, three quantities each; in a comparison one column a design, on the same axes. */
export function latencyOverTime(topic: Topic): Chart[] {
  const seconds = secondsOf(topic);
  const measured = subjectsOf(topic.designs)
    .map((subject) => ({
      subject,
      bins: topic.designs.map(({ runs }) => latencies(runs, subject.samples, seconds)),
    }))
    .filter(({ bins }) => bins.some((some) => some.some(({ p50, never }) => p50 !== null || never)));
  const pages: SubjectBins[][] = [];
  const perPage = Math.ceil(measured.length / Math.ceil(measured.length / ROWS_PER_CHART));
  for (let i = 0; i < measured.length; i += perPage) pages.push(measured.slice(i, i + perPage));
  return pages.map((page, i) => pageOf(topic, page, i === 0 ? 'latency' : `latency-${i + 1}`, seconds));
}

interface SubjectBins {
  readonly subject: Subject;
  readonly bins: readonly LatencyBin[][];
}

function pageOf(topic: Topic, page: readonly SubjectBins[], file: string, seconds: number): Chart {
  const rows: Row[] = page.map(({ subject, bins }) => ({
    axis: durationAxis(subject.title, highest(bins.flat()), page.length > 2 ? 4 : 6),
  }));
  const curves = page.flatMap(({ bins }, row) =>
    bins.flatMap((some, column) => drawn(some, { row, column, axis: rows[row]!.axis }, colour(column))),
  );
  const alone = topic.designs.length === 1;
  const columns = designColumns(topic);
  return grid(topic, {
    file,
    asks: 'How long do people wait?',
    about: `Time taken, by time of arrival, ${ofWhom(page.map(({ subject }) => subject))}; all replications together; a gap: too few for that percentile`,
    shows: page.flatMap(({ subject }) => subject.shows),
    xAxis: timeAxis(seconds, ticksOf(topic)),
    rows,
    columns,
    curves,
    keys: keysOf(
      alone ? colour(0) : MUTED,
      page.flatMap(({ bins }) => bins.flat()),
    ),
  });
}

function drawn(bins: readonly LatencyBin[], where: Where, tone: string): Curve[] {
  const p50 = bins.map(({ at, p50 }) => [at, p50] as const);
  const p95 = bins.map(({ at, p95 }) => [at, p95] as const);
  const never = bins.filter((bin) => bin.never).map(({ at }) => at);
  return [
    line(p50, where, tone),
    line(
      bins.map(({ at, p99 }) => [at, p99] as const),
      where,
      tone,
      'thin',
    ),
    ...band(p50, p95, where, translucent(tone, 0.28)),
    ...(never.length > 0 ? [marks(never, where, tone)] : []),
  ];
}

/** Of what is drawn: few tasks have no 99th percentile. */
function keysOf(tone: string, bins: readonly LatencyBin[]): Key[] {
  const never = bins.some((bin) => bin.never);
  return [
    { text: 'p50', colour: tone, as: 'line' },
    { text: 'p50 to p95', colour: translucent(tone, 0.35), as: 'area' },
    ...(bins.some(({ p99 }) => p99 !== null) ? [{ text: 'p99', colour: tone, as: 'thin' } as const] : []),
    ...(never ? [{ text: 'p95 beyond every axis: did not succeed', colour: tone, as: 'mark' } as const] : []),
  ];
}

function highest(bins: readonly LatencyBin[]): number {
  return bins.reduce((most, { p50, p95, p99 }) => Math.max(most, p50 ?? 0, p95 ?? 0, p99 ?? 0), 0);
}
