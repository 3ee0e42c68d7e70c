/** Expectations: `metric < value [within t1..t2]`, or `metric no worse than baseline [by share]`, to checked values. */
import type { Micros } from '../engine/time.ts';
import { describeMetric, type MetricDescription, suggestMetric } from './catalogue.ts';
import {
  COMPARISONS,
  type ComparisonOperator,
  type Expectation,
  type LimitExpectation,
  type Window,
} from './expectation.ts';
import type { Report } from './report.ts';
import type { ScenarioFile } from './schema.ts';
import type { Path } from './tree.ts';
import { type Parsed, parseDuration, parseRate, parseShare } from './units.ts';

export interface ExpectationContext {
  /** All metrics that the scenario has. */
  readonly metrics: ReadonlySet<string>;
  readonly duration: Micros;
  /** Says a mistake; `about` is the name that is not known, where that is the mistake. */
  readonly mistake: (text: string, about?: string) => void;
}

/** The expectations of a file; what is wrong with one is a mistake at its place. */
export function resolveExpectations(
  file: ScenarioFile,
  metrics: ReadonlySet<string>,
  duration: Micros,
  report: Report,
): Expectation[] {
  return file.expect.flatMap((input, i) => resolveOne(input, ['expect', i], metrics, duration, report));
}

/** What a design keeps in every disaster: limits without a window, as each disaster has a time of its own. */
export function resolvePromises(
  inputs: readonly ExpectationInput[],
  metrics: ReadonlySet<string>,
  report: Report,
): LimitExpectation[] {
  return inputs.flatMap((input, i) => {
    const path: Path = ['promises', i];
    const [promise] = resolveOne(input, path, metrics, Number.MAX_SAFE_INTEGER, report);
    const why = promise === undefined ? null : noPromise(promise);
    if (why !== null) report.value(path, why);
    return promise?.kind === 'limit' && why === null ? [promise] : [];
  });
}

/** Why an expectation cannot be promised of every disaster; null: it can. */
export function noPromise(expectation: Expectation): string | null {
  if (expectation.kind === 'baseline')
    return 'a promise is a limit; what is no worse than a baseline stands in expect';
  return expectation.within === null
    ? null
    : 'a promise has no window: each disaster has a time of its own; leave out within';
}

/** What makes disruptions, which metrics are named after: while one is mistaken, a metric may be right. */
const DISRUPTIONS: readonly Path[] = [['timeline'], ['failures'], ['plans']];

/** What has metrics of its own: while one of these lacks something, a metric may be right. */
const SUBJECTS: readonly Path[] = [
  ['workload'],
  ['regions'],
  ['nodes'],
  ['loadBalancer'],
  ['loadBalancers'],
  ['workers'],
  ['timeline'],
  ['failures'],
  ['database'],
  ['storage'],
  ['cost'],
];

type ExpectationInput = ScenarioFile['expect'][number];

function resolveOne(
  input: ExpectationInput,
  at: Path,
  metrics: ReadonlySet<string>,
  duration: Micros,
  report: Report,
): Expectation[] {
  const path: Path = typeof input === 'string' ? at : [...at, 'that'];
  const text = typeof input === 'string' ? input : input.that;
  const mistake = (why: string, about?: string) => {
    if (about === undefined) report.value(path, why);
    else if (!report.isMistaken(...DISRUPTIONS)) report.unknown(path, about, why, SUBJECTS);
  };
  const expectation = parseExpectation(text, { metrics, duration, mistake });
  if (expectation === null) return [];
  return [{ ...expectation, level: typeof input === 'string' ? 'error' : input.level }];
}

const LIMIT = /^(\S+)\s*(<=|>=|<|>|==|=|≤|≥)\s*([^<>=]+?)(?:\s+within\s+(.+))?$/;
const BASELINE = /^(\S+)\s+no worse than baseline(?:\s+by\s+(\S+))?$/;
const RIGHT =
  'an expectation is written like tasks.queueWait.p95 < 5m, or tasks.queueWait.p95 no worse than baseline by 2%';

/** One expectation of level error; null after a mistake. Also the goals of `hasim size`. */
export function parseExpectation(text: string, context: ExpectationContext): Expectation | null {
  const shape = text.trim().replace(/\s+/g, ' ');
  const baseline = BASELINE.exec(shape);
  if (baseline !== null) return parseBaseline(text, baseline[1]!, baseline[2], context);
  const limit = LIMIT.exec(shape);
  if (limit === null || /\s(and|or|in|between|from)\s/.test(limit[3]!)) {
    context.mistake(`'${text}' is no expectation; ${hintOf(shape)}`);
    return null;
  }
  const [, metric, operator, value, window] = limit as unknown as [
    string,
    string,
    string,
    string,
    string | undefined,
  ];
  const info = known(metric, context);
  if (!isComparison(operator)) context.mistake(`${operator} is no comparison; use <, <=, > or >=`);
  if (info === null || !isComparison(operator)) return null;
  const parsed = parseLimit(info, value);
  if (!parsed.ok) {
    context.mistake(`${metric}: ${parsed.why}`);
    return null;
  }
  const within = window === undefined ? null : parseWindow(window, metric, info, context);
  if (within === undefined) return null;
  return { kind: 'limit', text, level: 'error', metric, operator, value: parsed.value, within };
}

/** What the words of a text that is no expectation were most likely to say. */
function hintOf(shape: string): string {
  const window = /\b(?:in|between|from)\s+\d/.test(shape);
  if (window) return 'a window is written behind it: tasks.queueWait.p95 < 5m within 1h..2h';
  return /\s(and|or)\s/.test(shape) ? 'write one expectation for each limit' : RIGHT;
}

function parseBaseline(
  text: string,
  metric: string,
  by: string | undefined,
  context: ExpectationContext,
): Expectation | null {
  const info = known(metric, context);
  if (info === null) return null;
  if (info.better === null) {
    context.mistake(
      `${metric} is neither better higher nor lower, so it cannot be worse than a baseline; write a limit`,
    );
    return null;
  }
  const share: Parsed = by === undefined ? { ok: true, value: 0 } : parseShare(by);
  if (share.ok) return { kind: 'baseline', text, level: 'error', metric, by: share.value };
  context.mistake(share.why);
  return null;
}

/** What the metric is, where the scenario has it. */
function known(metric: string, { metrics, mistake }: ExpectationContext): MetricDescription | null {
  const info = describeMetric(metric);
  if (info?.unit === 'hex') {
    mistake(`${metric} is no number; compare it by eye`);
    return null;
  }
  if (info !== null && metrics.has(metric)) return info;
  const name = metric.split('.')[1] ?? metric;
  if (/^\d/.test(metric)) {
    mistake(`'${metric}' is no metric; the metric comes first, then its limit: tasks.queueWait.p95 < 5m`);
    return null;
  }
  const window = /^([\w.-]+?)[.@[(]+(\d[^)\]]*\.\.[^)\]]+)[)\]]?$/.exec(metric);
  if (window !== null) {
    mistake(`'${metric}' is no metric; a window comes last: ${window[1]} < 5m within ${window[2]}`, name);
    return null;
  }
  const hint = suggestMetric(metric, metrics);
  const why = info === null ? 'there is no metric' : 'this scenario has no metric';
  mistake(
    `${why} '${metric}'; ${statisticsOf(metric, metrics) ?? (hint === '' ? 'the catalogue of metrics lists them' : hint.trim())}`,
    name,
  );
  return null;
}

/** The statistics that there are, where only the last word of a metric is none: `p98`, `median`, `avg`. */
export function statisticsOf(metric: string, metrics: ReadonlySet<string>): string | null {
  const wanted = /^(.+)\.(p\d[\d.]*%?|median|avg|average|min)$/.exec(metric);
  if (wanted === null) return null;
  const stem = wanted[1]!;
  const own = [...metrics]
    .filter((name) => name.startsWith(`${stem}.`))
    .map((name) => name.slice(stem.length + 1));
  const there = own.filter((name) => !name.includes('.'));
  return there.length === 0 ? null : `of its statistics there are ${there.join(', ')}`;
}

function parseLimit(info: MetricDescription, value: string): Parsed {
  const right = (written: string): Parsed => ({
    ok: false,
    why: `'${value}' does not fit; a value is written like ${written}`,
  });
  switch (info.unit) {
    case 's': {
      const parsed = parseDuration(value);
      return parsed.ok ? { ok: true, value: parsed.value / 1e6 } : parsed;
    }
    case '1/s':
      return parseRate(value);
    case 'share': {
      const part = /^(0?\.\d{1,13}|1(\.0+)?)$/.test(value);
      const percent = `${Number((Number(value) * 100).toPrecision(12))}%`;
      return part
        ? { ok: false, why: `${value} has no unit; a share is written like ${percent}` }
        : parseShare(value);
    }
    default:
      return /^\d{1,15}(\.\d{1,15})?$/.test(value)
        ? { ok: true, value: Number(value) }
        : right('250, a plain number');
  }
}

function parseWindow(
  text: string,
  metric: string,
  info: MetricDescription,
  { duration, mistake }: ExpectationContext,
): Window | undefined {
  if (!info.windowed) {
    mistake(`${metric} has no windows; leave out within ${text}`);
    return undefined;
  }
  const parts = text.split('..');
  const [from, to] = parts.map(parseDuration);
  if (parts.length !== 2 || !from?.ok || !to?.ok) {
    mistake(`'${text}' is no window; ${windowHint(text)}`);
    return undefined;
  }
  if (from.value >= to.value) mistake(`the window ${text} ends before it begins`);
  else if (to.value > duration) mistake(`the window ${text} ends after the run`);
  else return { from: from.value, to: to.value };
  return undefined;
}

/** What a text that is no window was most likely to say. */
function windowHint(text: string): string {
  const right = 'a window is written like 1h..2h';
  if (text.includes('+')) return `it has no step; write ${text.split('+')[0]}`;
  const ends = text.split(/\s*(?:\.\.+|…|–|-|\bto\b)\s*/);
  const written = ends.map((end) => parseDuration(end).ok);
  if (ends.length === 2 && written[0] && written[1]) return `write ${ends[0]}..${ends[1]}`;
  const why = ends.map(parseDuration).find((end) => !end.ok);
  return ends.length === 2 && why !== undefined && !why.ok ? why.why : right;
}

function isComparison(text: string): text is ComparisonOperator {
  return (COMPARISONS as readonly string[]).includes(text);
}
