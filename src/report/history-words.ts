/** What `hasim init` prints of recorded tasks: recorded waits beside replayed ones, and how well the fitted classes fit. */
import type { DurationFit } from '../study/fit/durations.ts';
import type { Parameters } from '../study/fit/families.ts';
import { type ClassFit, isBunched, NOT_POISSON_BELOW } from '../study/history/class-fits.ts';
import { GAPS, type Gap, type GapKind, type History } from '../study/history/history.ts';
import type { Misfit } from '../study/history/misfits.ts';
import {
  type Agreement,
  agreementOf,
  type RecordedWaits,
  recordedWaits,
  WAIT_STATISTICS,
  waitMetric,
} from '../study/history/waits.ts';
import type { Study } from '../study/replications/replicate.ts';
import { arrivalWords, patternWords } from './arrival-words.ts';
import { shortFigure } from './figures.ts';
import { commandLines } from './frame.ts';
import type { Painter } from './painter.ts';
import { type Align, type Cell, columns, paragraph } from './table.ts';
import { amount, count, duration, list, NOTHING, plural, withEnds, withInterval } from './words.ts';

const HOUR = 3_600;
const INDENT = 2;
/** Classes in a table; a list of tasks has few that matter. */
const MOST_CLASSES = 6;

export interface HistoryContext {
  /** Files that were written: the replay, the trace, the fitted scenario. */
  readonly files: readonly [replay: string, trace: string, fitted: string];
  /** What the fitted scenario does not give as recorded; with any it is not written. */
  readonly misfits: readonly Misfit[];
  /** The command that replays again. */
  readonly repeat: string;
  readonly paint: Painter;
}

/** A time of the record: 2026-03-02T08:00:00Z. */
export function iso(micros: number): string {
  return new Date(micros / 1000).toISOString().replace(/\.000Z$/, 'Z');
}

/** The answer first, then the evidence, without a line break at the end. */
export function historySummary(
  history: History,
  fits: readonly ClassFit[],
  study: Study,
  { files: [replay, trace, fitted], misfits, repeat, paint }: HistoryContext,
): string {
  const waits = recordedWaits(history);
  const verdict = agreementOf(waits[0]!.mean, study.estimates.get(waitMetric(null, 'mean')));
  const more = history.classes.length - MOST_CLASSES;
  const say = (text: string) => paragraph(text, paint.columns, INDENT);
  return [
    ...paragraph(answer(waits[0]!, study, verdict), paint.columns, 0).map(paint.strong),
    '',
    ...say(whatWasRead(history)),
    ...gapWords(history.gaps).flatMap(say),
    '',
    ...waitTable(waits.slice(0, MOST_CLASSES + 1), study, paint),
    ...say('agrees: the record lies where one more replication would (95 %), or within a twentieth'),
    ...explanations(verdict, replay).flatMap(say),
    '',
    ...fitTable(history, fits, paint),
    ...(more > 0 ? say(`${plural(more, 'more class', 'more classes')} in ${fitted}`) : []),
    ...fitRemarks(history, fits).flatMap(say),
    ...refusal(misfits, fitted).flatMap(say),
    '',
    ...say(
      `written  ${replay} (the replay) · ${trace} (its work)${misfits.length > 0 ? '' : ` · ${fitted} (fitted classes)`}`,
    ),
    ...commandLines('repeat   ', repeat, paint.columns),
  ].join('\n');
}

function answer(all: RecordedWaits, study: Study, verdict: Agreement): string {
  const estimate = study.estimates.get(waitMetric(null, 'mean'));
  const recorded = `${duration(all.mean)} recorded`;
  if (estimate === undefined || estimate.value === null)
    return `The replay gives no mean wait (${estimate?.reason ?? 'no task'}), ${recorded}.`;
  const replayed = withEnds(estimate.value, estimate.low, estimate.high, estimate.unit);
  const how = {
    agrees: 'waits as long as recorded',
    longer: 'waits longer than recorded',
    shorter: 'waits less long than recorded',
    unknown: '',
  }[verdict];
  return `The replay ${how}: ${replayed} in the mean, ${recorded}.`;
}

function whatWasRead({ tasks, hours, start, mostAtOnce, nowhere }: History): string {
  const nodes = `${plural(mostAtOnce.length, 'node')}; at most ${list(mostAtOnce.map(count))} ran at once`;
  const without = nowhere > 0 ? `, ${count(nowhere)} on no known node` : '';
  return `${plural(tasks.length, 'task')} in ${duration(hours * HOUR)} from ${iso(start)} on ${nodes}${without}: caps are at least that`;
}

const GAP_WORDS: Readonly<Record<GapKind, string>> = {
  missing: 'more are in the product: a page that is not here looks like a quiet time',
  noTask: 'without a Name',
  duplicate: 'in the list twice, as pages shift while they are fetched',
  unreadableTime:
    'with a time that is not ISO 8601, in a list of the product with a zone, or a length that is no number of seconds',
  noQueueTime: 'without a QueueTime',
  stillQueued: 'still queued',
  neverStarted: 'ended in the queue',
  noEnd: 'over without a CompletedTime',
  endedBeforeStart: 'over before they started',
  stillRunning: 'still running (a slot until the record ends; not in the fits)',
  startedBeforeQueued: 'started before they were queued, as clocks differ (a wait of 0 s)',
  withoutZone: 'with a time without a zone (taken for UTC)',
  unknownState: 'in a state that is not known (judged by their times)',
};
/** These are replayed all the same. */
const KEPT: ReadonlySet<GapKind> = new Set([
  'stillRunning',
  'startedBeforeQueued',
  'unknownState',
  'withoutZone',
]);

/** What is not whole in a list of tasks: what was left out, then what was kept. */
export function gapWords(gaps: readonly Gap[]): string[] {
  const said = (kept: boolean) =>
    GAPS.filter((kind) => KEPT.has(kind) === kept)
      .flatMap((kind) => gaps.filter((gap) => gap.kind === kind))
      .map(({ kind, count: n }) => `${count(n)} ${GAP_WORDS[kind]}`)
      .join(' · ');
  return [
    ...(said(false) === '' ? [] : [`left out: ${said(false)}`]),
    ...(said(true) === '' ? [] : [`kept: ${said(true)}`]),
  ];
}

/** Which figures of the fitted scenario are not those of the record, and that it is refused for it. */
function refusal(misfits: readonly Misfit[], fitted: string): string[] {
  if (misfits.length === 0) return [];
  const said = misfits.slice(0, MOST_CLASSES).map(({ metric, unit, recorded, fitted: value }) => {
    const found = value === null ? 'no value' : amount(value, unit);
    return `${metric} ${found}, as recorded ${amount(recorded, unit)}`;
  });
  const more = misfits.length - said.length;
  return [
    `${fitted} is refused, as it does not give what was recorded: ${[...said, ...(more > 0 ? [`${count(more)} more`] : [])].join(' · ')}. Trust the replay.`,
  ];
}

const VERDICT: Readonly<Record<Agreement, string>> = {
  agrees: 'agrees',
  longer: 'longer',
  shorter: 'shorter',
  unknown: NOTHING,
};

function waitTable(waits: readonly RecordedWaits[], study: Study, paint: Painter): string[] {
  const heading = ['queue wait', 'tasks', 'recorded: mean', 'p50', 'p95', 'replayed: mean', 'p50', 'p95', ''];
  const rows = waits.map((each): Cell[] => {
    const replayed = WAIT_STATISTICS.map((statistic) =>
      study.estimates.get(waitMetric(each.taskClass, statistic)),
    );
    const verdict = agreementOf(each.mean, replayed[0]);
    const colour = verdict === 'agrees' ? paint.good : paint.unsure;
    return [
      { text: each.taskClass ?? 'all', paint: paint.strong },
      { text: count(each.count) },
      ...WAIT_STATISTICS.map((statistic) => ({ text: duration(each[statistic]) })),
      ...replayed.map((estimate, i) => ({
        text:
          estimate === undefined || estimate.value === null
            ? NOTHING
            : i === 0
              ? withInterval(estimate.value, widerHalf(estimate.value, estimate), 's')
              : shortFigure(estimate),
      })),
      { text: VERDICT[verdict], paint: colour },
    ];
  });
  const align: Align[] = ['left', ...heading.slice(2).map((): Align => 'right'), 'left'];
  return columns(
    [heading.map((text) => ({ text, paint: paint.quiet })), ...rows],
    align,
    paint.columns,
    INDENT,
    1,
  );
}

/** The longer arm of an interval: a column has no room for both. */
function widerHalf(value: number, { low, high }: { low: number | null; high: number | null }): number | null {
  return low === null || high === null ? null : Math.max(value - low, high - value);
}

/** What the list does not say, and in which direction that moves the waits. */
function explanations(verdict: Agreement, replay: string): string[] {
  if (verdict === 'longer')
    return [
      `Longer: real task caps may be above what was seen at once (write them into ${replay}); a task that waited for a person holds its slot here, but not in the product.`,
    ];
  if (verdict === 'shorter')
    return [
      'Shorter: in the product, deployments of one project to one environment wait for each other, nodes may have been down or draining, and work may have run before the record begins or outside of it.',
    ];
  return [];
}

function fitTable({ classes }: History, fits: readonly ClassFit[], paint: Painter): string[] {
  const heading = ['fitted', 'arrivals', 'index', 'p gaps', 'durations', 'D', 'p'];
  const rows = classes.slice(0, MOST_CLASSES).map(({ name }, i): Cell[] => {
    const { arrivals, durations, asRecorded } = fits[i]!;
    const goodness = durations.kind === 'family' ? durations.fit : null;
    return [
      { text: name, paint: paint.strong },
      { text: asRecorded ? 'replayed as recorded' : arrivalWords(arrivals) },
      { text: arrivals.dispersion === null ? NOTHING : arrivals.dispersion.index.toFixed(2) },
      { text: arrivals.gaps === null ? NOTHING : pWords(arrivals.gaps.p) },
      { text: durationWords(durations) },
      { text: goodness === null ? NOTHING : goodness.distance.toFixed(3) },
      { text: goodness === null ? NOTHING : pWords(goodness.p) },
    ];
  });
  const align: Align[] = ['left', 'left', 'right', 'right', 'left', 'right', 'right'];
  return columns(
    [heading.map((text) => ({ text, paint: paint.quiet })), ...rows],
    align,
    paint.columns,
    INDENT,
    1,
  );
}

function durationWords(fit: DurationFit): string {
  if (fit.kind === 'constant') return `always ${duration(fit.value)}`;
  if (fit.kind === 'family') return familyWords(fit.parameters);
  if (fit.rejected === null) return 'as recorded: too few to fit';
  return `as recorded: no ${fit.rejected.family} (D ${fit.rejected.fit.distance.toFixed(3)})`;
}

function familyWords(p: Parameters): string {
  switch (p.family) {
    case 'exponential':
      return `exponential, mean ${duration(p.mean)}`;
    case 'lognormal':
      return `lognormal, ${duration(p.median)}, p95 ${duration(p.p95)}`;
    case 'weibull':
      return `Weibull ${p.shape.toFixed(2)}, mean ${duration(p.mean)}`;
    case 'erlang':
      return `Erlang-${p.k}, mean ${duration(p.mean)}`;
  }
}

function pWords(p: number): string {
  return p < 0.01 ? '<0.01' : p.toFixed(2);
}

/** What the arrivals have in them, and what their tests mean for the fitted scenario. */
function fitRemarks({ classes }: History, fits: readonly ClassFit[]): string[] {
  const patterns = classes
    .flatMap(({ name }, i) => {
      const words = fits[i]!.asRecorded ? [] : patternWords(fits[i]!.arrivals);
      return words.length === 0 ? [] : [`${name}: ${words.join(', ')}`];
    })
    .slice(0, MOST_CLASSES);
  const named = (isSo: (fit: ClassFit) => boolean) =>
    classes
      .filter((_, i) => !fits[i]!.asRecorded && isSo(fits[i]!))
      .slice(0, MOST_CLASSES)
      .map(({ name }) => name);
  const bunched = named(isBunched);
  const regular = named(
    ({ arrivals: { dispersion } }) =>
      dispersion !== null && dispersion.p < NOT_POISSON_BELOW && dispersion.index < 1,
  );
  return [
    ...(patterns.length === 0 ? [] : [patterns.join(' · ')]),
    ...(bunched.length === 0
      ? []
      : [
          `In bunches (index above 1): ${list(bunched)}. Fitted arrivals wait less than these; trust the replay.`,
        ]),
    ...(regular.length === 0
      ? []
      : [`More even than chance (index below 1): ${list(regular)}. Fitted arrivals wait longer than these.`]),
  ];
}
