/** When tasks and requests arrive: rates stretched by what the file says of its work, times of a trace. */
import type { Micros } from '../engine/time.ts';
import type { Report } from './report.ts';
import { middleOf } from './resolve-plan-times.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import { type Dates, profileByClock, resolveWeek } from './resolve-week.ts';
import type { Arrivals, Trace } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { ArrivalsInput } from './schema-arrivals.ts';
import type { Path } from './tree.ts';
import { parseGrowth, parseRate, parseShare, valueOf } from './units.ts';

/** The rows of a trace that a class asks for, or null after a mistake at the path. */
export type ReadTrace = (file: string, only: string | null, path: Path) => Trace | null;

/** What the arrivals of all classes are resolved with. */
export interface Work {
  readonly file: ScenarioFile;
  readonly scale: number;
  readonly report: Report;
  readonly sources: ArrivalSources;
}

/** Where arrivals come from that the file alone does not say. */
export interface ArrivalSources {
  readonly readTrace: ReadTrace;
  readonly dates: Dates;
}

/** Times the work of the file: more is a slip. */
const MOST_WORK = 1e6;

/** What rates are stretched by: the scale, and what has grown since. Products only: the same bits everywhere (rule T5). */
export function scaleOf({ workload: { scale, growth, growthMonths } }: ScenarioFile): number {
  const perMonth = valueOf(parseGrowth(growth));
  let grown = valueOf(parseShare(scale));
  for (let month = 0; month < growthMonths; month += 1) grown *= 1 + perMonth;
  return Math.min(grown, MOST_WORK);
}

export function checkGrowth(file: ScenarioFile, report: Report): void {
  const { growth, growthMonths } = file.workload;
  const path = ['workload', 'growthMonths'];
  if (growthMonths > 0 && valueOf(parseGrowth(growth)) === 0)
    report.value(path, 'are months without growth; write beside it for example growth: 8%/month');
  if (scaleOf(file) === MOST_WORK) report.value(path, 'is a million times the work; take fewer months');
}

/** null after a mistake. Rates are scaled here. */
export function resolveArrivals(
  input: ArrivalsInput,
  path: Path,
  { file, scale, report, sources: { readTrace, dates } }: Work,
): Arrivals | null {
  const rate = (text: string) => valueOf(parseRate(text)) * scale;
  if ('poisson' in input) return { kind: 'profile', from: [0], rate: [rate(input.poisson)], period: null };
  if ('every' in input) {
    const every = Math.max(1, Math.round(micros(input.every) / scale));
    return { kind: 'every', every, offset: micros(input.offset) };
  }
  if ('at' in input) {
    const times = input.at.map(micros).sort((a, b) => a - b);
    return { kind: 'at', times, count: input.count };
  }
  if ('profile' in input) {
    const from = input.profile.map(([time]) => micros(time));
    const period = input.period === undefined ? null : micros(input.period);
    checkProfile(from, period, path, report);
    if (period !== null) checkTurns(period, file, [...path, 'period'], report);
    const profile = {
      kind: 'profile' as const,
      from,
      rate: input.profile.map(([, each]) => rate(each)),
      period,
    };
    return profileByClock(profile, path, dates, report);
  }
  if ('week' in input) return resolveWeek(input, path, dates, rate, report);
  if ('bursts' in input) {
    const { on, off } = input.bursts;
    const at = [...path, 'bursts'];
    const onFor = resolveDistribution(input.bursts.onFor, [...at, 'onFor'], report);
    const offFor = resolveDistribution(input.bursts.offFor, [...at, 'offFor'], report);
    checkTurns(middleOf(onFor) + middleOf(offFor), file, at, report);
    return { kind: 'bursts', on: rate(on), off: rate(off), onFor, offFor };
  }
  const trace = readTrace(input.trace.file, input.trace.class ?? null, [...path, 'trace']);
  return trace === null ? null : { kind: 'trace', trace };
}

/** Rates that change more often would take hours to follow. */
const MOST_TURNS = 100_000_000;

function checkTurns(turn: Micros, file: ScenarioFile, path: Path, report: Report): void {
  if (micros(file.duration) > MOST_TURNS * turn)
    report.value(path, 'change the rate more than a hundred million times in the duration; make them longer');
}

function checkProfile(from: readonly number[], period: number | null, path: Path, report: Report): void {
  if (from[0] !== 0 && !report.isLacking([...path, 'profile']))
    report.value([...path, 'profile', 0], 'does not begin at 0s; the first rate holds from 0s');
  const back = from.findIndex((time, i) => i > 0 && time <= from[i - 1]!);
  if (back > 0)
    report.value([...path, 'profile', back], 'is not later than the one before; times of a profile rise');
  if (period !== null && period <= from[from.length - 1]!) {
    report.value(
      [...path, 'period'],
      'ends before the last time of the profile; the period is longer than that',
    );
  }
}
