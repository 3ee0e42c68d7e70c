/** How long the unlucky wait: latency by percentile, on a logarithmic axis of 1 − p. */

import { mergeSamples, quantile, rankedQuantile } from '../../study/statistics/quantile.ts';
import { type Axis, durationAxis } from './axes.ts';
import type { Curve, Key, Row } from './chart.ts';
import { band, designKeys, line, ofDesign, type Where, type XY } from './curves.ts';
import { grid } from './grid.ts';
import { halfWidths, LEAST_FOR_A_BAND } from './over-replications.ts';
import { colour, translucent } from './palette.ts';
import type { Chart } from './picture.ts';
import { ofWhom, type Subject, subjectsOf } from './subjects.ts';
import type { DrawnDesign, Topic } from './topic.ts';

const ROWS_PER_CHART = 3;

/** Where on the axis a percentile stands: −log10(1 − p), and the p, ten steps a decade up to 99.9 %. */
export const PERCENTILES = Array.from({ length: 31 }, (_, i) => ({ x: i / 10, p: 1 - tenToMinus(i) }));

/** 10^(−tenths/10), from a table: the digits are the same on every machine. */
function tenToMinus(tenths: number): number {
  const within = [
    1, 0.794328, 0.630957, 0.501187, 0.398107, 0.316228, 0.251189, 0.199526, 0.158489, 0.125893,
  ];
  return within[tenths % 10]! / Number(`1e${Math.floor(tenths / 10)}`);
}

export const PERCENTILE_AXIS: Axis = {
  title: 'percentile (%), logarithmic in 1 − p',
  max: 3,
  ticks: [0, 0.30103, 1, 1.30103, 2, 3],
  label: (x) => ['0', '50', '90', '95', '99', '99.9'][[0, 0.30103, 1, 1.30103, 2, 3].indexOf(x)]!,
  factor: 1,
};

interface SubjectCurves {
  readonly subject: Subject;
  readonly curves: readonly Percentiles[];
}

type Percentiles = readonly {
  readonly x: number;
  readonly value: number | null;
  readonly half: number | null;
}[];

/** As many charts as it takes, three quantities each, the designs on the same axes. */
export function percentiles(topic: Topic): Chart[] {
  const measured = subjectsOf(topic.designs)
    .map(
      (subject): SubjectCurves => ({
        subject,
        curves: topic.designs.map((design) => percentilesOf(design, subject)),
      }),
    )
    .filter(({ curves }) => curves.some((curve) => curve.some(({ value }) => value !== null)));
  const pages: SubjectCurves[][] = [];
  const perPage = Math.ceil(measured.length / Math.ceil(measured.length / ROWS_PER_CHART));
  for (let i = 0; i < measured.length; i += perPage) pages.push(measured.slice(i, i + perPage));
  return pages.map((page, i) => pageOf(topic, page, i === 0 ? 'percentiles' : `percentiles-${i + 1}`));
}

function pageOf(topic: Topic, page: readonly SubjectCurves[], file: string): Chart {
  const rows: Row[] = page.map(({ subject, curves }) => {
    const most = Math.max(...curves.flat().map(({ value, half }) => (value ?? 0) + (half ?? 0)));
    return { axis: durationAxis(subject.title, most, page.length > 2 ? 4 : 6) };
  });
  const curves = page.flatMap((measured, row) =>
    measured.curves.flatMap((curve, design) =>
      drawn(curve, { row, column: 0, axis: rows[row]!.axis }, colour(design), design),
    ),
  );
  const bands = topic.designs.every(({ runs }) => runs.length >= LEAST_FOR_A_BAND);
  const keys: Key[] = topic.designs.length === 1 ? [] : designKeys(topic);
  return grid(topic, {
    file,
    asks: 'How long do the unlucky wait?',
    about: `Time by percentile, ${ofWhom(page.map(({ subject }) => subject))}${bands ? '; light band: 95 % interval' : ''}; lines end where too few lie beyond, or the rest did not succeed`,
    shows: page.flatMap(({ subject }) => subject.shows),
    xAxis: PERCENTILE_AXIS,
    rows,
    columns: [{ heading: null, colour: colour(0), shades: [] }],
    curves,
    keys,
  });
}

/** The merged quantile, with t·s/√R of the replications' own (design rule of every quantile that is printed). */
export function percentilesOf({ runs }: DrawnDesign, subject: Subject): Percentiles {
  const each = runs.map((run) => mergeSamples(subject.samples.flatMap((name) => run.samples[name] ?? [])));
  const all = mergeSamples(each);
  const halfWidth = halfWidths();
  return PERCENTILES.map(({ x, p }) => {
    if (all.count === 0) return { x, value: null, half: null };
    const merged = p === 0 ? ({ kind: 'value', value: all.min } as const) : quantile(all, p);
    if (merged.kind !== 'value') return { x, value: null, half: null };
    const own = each.flatMap((sample) => {
      const one = p === 0 ? null : rankedQuantile(sample, p);
      return one?.kind === 'value' ? [one.value / 1e6] : [];
    });
    const half = own.length === runs.length ? halfWidth(own) : null;
    return { x, value: merged.value / 1e6, half };
  });
}

function drawn(curve: Percentiles, where: Where, tone: string, design: number): Curve[] {
  const edge = (sign: 1 | -1): XY =>
    curve.map(({ x, value, half }) => [x, value === null ? null : Math.max(0, value + sign * (half ?? 0))]);
  const values = curve.map(({ x, value }) => [x, value] as const);
  const middle = ofDesign(line(values, where, tone), design);
  if (curve.every(({ half }) => half === null || half === 0)) return [middle];
  return [middle, ...band(edge(-1), edge(1), where, translucent(tone, 0.18))];
}
