/** The times in which something was down, draining or slow: grey over the full height, named, on every time axis. */
import type { Span } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { mean } from '../../study/statistics/mean.ts';
import { fit, textWidth } from './text-width.ts';
import type { DrawnDesign } from './topic.ts';

/** In seconds. */
export interface Shade {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** What did nothing is warned of and not drawn. */
  readonly kind: Exclude<Span['kind'], 'ignored' | 'noted'>;
  /** The node, place or part that its label names; the label itself when it names none. */
  readonly subject: string;
}

export interface Shades {
  readonly shades: readonly Shade[];
  /** Spans that lie elsewhere in every replication, so that no place on a mean is theirs. */
  readonly scattered: number;
}

/** Beginnings further apart over the replications than this share of the run are not one span. */
const TOGETHER = 0.25;
/** Apart by more than this, and the label says with `≈` that the span stands at its mean. */
const EXACT = 0.02;
/** Spans of two designs that begin and end within this share of the run of each other are drawn as one. */
const SAME = 0.02;

/**
 * What is shaded for a design: the spans that all its replications have at about the same time, from their mean
 * beginning to their mean end.
 */
export function shadesOf(design: DrawnDesign): Shades {
  const seconds = design.scenario.duration / 1e6;
  const byRun = design.runs.map((run) => occurrences(run.spans, seconds, namesOf(design.scenario)));
  const first = byRun[0]!;
  const shades: Shade[] = [];
  let scattered = 0;
  for (const [key, shade] of first) {
    const all = byRun.flatMap((run) => run.get(key) ?? []);
    const begins = all.map(({ from }) => from);
    const apart = (Math.max(...begins) - Math.min(...begins)) / seconds;
    if (all.length === byRun.length && apart <= TOGETHER) {
      const label = apart > EXACT ? `≈ ${shade.label}` : shade.label;
      shades.push({ ...shade, label, from: mean(begins), to: mean(all.map(({ to }) => to)) });
    } else {
      scattered += 1;
    }
  }
  return { shades: shades.sort((a, b) => a.from - b.from), scattered };
}

/** By kind, label and how often it had occurred before. */
function occurrences(
  spans: readonly Span[],
  seconds: number,
  names: ReadonlySet<string>,
): Map<string, Shade> {
  const found = new Map<string, Shade>();
  const seen = new Map<string, number>();
  for (const span of spans) {
    if (span.from >= seconds * 1e6 || span.kind === 'ignored' || span.kind === 'noted') continue;
    const name = `${span.kind}/${span.label}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    const to = span.to === null ? seconds : Math.min(span.to / 1e6, seconds);
    found.set(`${name}/${before}`, {
      label: span.label,
      kind: span.kind,
      from: span.from / 1e6,
      to,
      subject: subjectOf(span, names),
    });
  }
  return found;
}

/** A failover is not the loss that it mends, and what people do is not the node that they do it to. */
const NAMED_WHOLE: ReadonlySet<Span['kind']> = new Set(['failover', 'upgrade', 'plan']);

function subjectOf({ kind, label }: Span, names: ReadonlySet<string>): string {
  if (NAMED_WHOLE.has(kind)) return label;
  return label.split(/[\s,:]+/).find((word) => names.has(word)) ?? label;
}

function namesOf({ nodes, groups, places, balancers, database }: Scenario): ReadonlySet<string> {
  const named = [...nodes, ...groups, ...balancers, ...(database?.replicas ?? [])].map(({ name }) => name);
  const placed = places.flatMap(({ region, zone }) => [region, `${region}/${zone}`]);
  return new Set([...named, ...placed, 'database', 'storage']);
}

/** Where anything is shaded: overlapping and touching spans as one, so that no grey is darker than another. */
export function covered(shades: readonly Pick<Shade, 'from' | 'to'>[]): { from: number; to: number }[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of [...shades].sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last === undefined || from > last.to) whole.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  return whole;
}

/** Spans of several designs on one axis: once where they are the same, else named by design. */
export function sharedShades(designs: readonly DrawnDesign[]): Shade[] {
  const each = designs.map((design) => shadesOf(design).shades);
  const close = SAME * (designs[0]!.scenario.duration / 1e6);
  const same = (a: Shade, b: Shade) =>
    a.label === b.label && Math.abs(a.from - b.from) <= close && Math.abs(a.to - b.to) <= close;
  const shades: Shade[] = [];
  for (const [i, own] of each.entries()) {
    for (const shade of own) {
      if (shades.some((other) => same(shade, other))) continue;
      const everywhere = each.every((other) => other.some((candidate) => same(shade, candidate)));
      shades.push(everywhere ? shade : { ...shade, label: `${designs[i]!.name}: ${shade.label}` });
    }
  }
  return shades.sort((a, b) => a.from - b.from);
}

export interface PlacedLabel {
  readonly text: string;
  /** Middle of the label, in seconds. */
  readonly at: number;
  readonly row: number;
}

export const LABEL_SIZE = 11;
const MOST_ROWS = 3;
const GAP = 10;

/**
 * Where the labels stand above the chart: over the middle of their spans, within the axis, in as many rows as keep
 * them apart. Spans of one label that follow each other share it, one within another of the same subject (the restart
 * in a drain) is named by that; how many find no room in three rows is said behind the label before them.
 * @param width of the axis in points
 */
export function placeLabels(shades: readonly Shade[], seconds: number, width: number): PlacedLabel[] {
  const ends: number[] = [];
  const placed: PlacedLabel[] = [];
  /** How many found no room, by the label of the last row that they would have stood beside. */
  const unnamed = new Map<PlacedLabel, number>();
  for (const shade of joined(shades)) {
    const text = fit(shade.label, width / 2, LABEL_SIZE);
    const half = (row: number) => textWidth(row < MOST_ROWS - 1 ? text : text + more(9), LABEL_SIZE) / 2;
    const middle = ((shade.from + shade.to) / 2 / seconds) * width;
    const within = (row: number) => Math.min(Math.max(middle, half(row)), width - half(row));
    const rows = Array.from({ length: MOST_ROWS }, (_, row) => row);
    const row = rows.find((each) => within(each) - half(each) >= (ends[each] ?? -GAP) + GAP);
    if (row === undefined) {
      const beside = placed.findLast((label) => label.row === MOST_ROWS - 1)!;
      unnamed.set(beside, (unnamed.get(beside) ?? 0) + 1);
      continue;
    }
    ends[row] = within(row) + half(row);
    placed.push({ text, at: (within(row) / width) * seconds, row });
  }
  return placed.map((label) => ({ ...label, text: label.text + more(unnamed.get(label) ?? 0) }));
}

function more(n: number): string {
  return n === 0 ? '' : ` and ${n} more`;
}

/** Spans of things that begin and end together in the same way, as `draining a and b` or `draining a and 3 more`. */
function gathered(shades: readonly Shade[]): Shade[] {
  const groups = new Map<string, Shade[]>();
  for (const shade of shades) {
    const how = shade.label.replace(shade.subject, '');
    const key = [shade.kind, how, shade.from, shade.to].join('/');
    groups.set(key, [...(groups.get(key) ?? []), shade]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const names = new Set(others.map(({ subject }) => subject));
    names.delete(first!.subject);
    if (names.size === 0) return first!;
    const subjects = `${first!.subject} and ${names.size === 1 ? [...names][0] : `${names.size} more`}`;
    return { ...first!, label: first!.label.replace(first!.subject, () => subjects) };
  });
}

/**
 * Overlapping or touching spans of one label, as one; in order of their middles, as labels are set. That a node starts
 * after what took it down is left to the outage chart.
 */
function joined(shades: readonly Shade[]): Shade[] {
  const whole: Shade[] = [];
  for (const shade of gathered(shades.filter(({ kind }) => kind !== 'starting'))) {
    const before = whole.findIndex(({ label, to }) => label === shade.label && to >= shade.from);
    if (before === -1) whole.push(shade);
    else whole[before] = { ...whole[before]!, to: Math.max(whole[before]!.to, shade.to) };
  }
  const within = (a: Shade, b: Shade) =>
    a !== b && a.subject === b.subject && a.from >= b.from && a.to <= b.to;
  const outer = whole.filter(
    (shade, i) => !whole.some((other, j) => within(shade, other) && (j < i || !within(other, shade))),
  );
  return outer.sort((a, b) => a.from + a.to - (b.from + b.to));
}
