/** From when on a promise could not be kept any more: as text, table, CSV and JSON. */
import type { Calendar } from '../../scenario/calendar.ts';
import type { Jump, Moment, NoReturn } from '../../study/explain/no-return.ts';
import { csvOf } from '../csv.ts';
import { endOf, INDENT, wrapped } from '../frame.ts';
import { clockOf } from '../instants.ts';
import type { Painter } from '../painter.ts';
import { type Cell, columns, paragraph } from '../table.ts';
import { amount, list, percent } from '../words.ts';
import { wordsOf } from './timeline.ts';

export interface NoReturnContext {
  readonly folder: string;
  readonly repeat: string;
  readonly unit: string;
  readonly paint: Painter;
}

/** What happened at one time is named as far as this. */
const MOST_WORDS = 2;

/** Without a line break at the end. */
export function noReturnSummary(answer: NoReturn, { folder, repeat, unit, paint }: NoReturnContext): string {
  const { options, digest } = answer;
  return [
    ...paragraph(headline(answer), paint.columns, 0).map(paint.strong),
    '',
    ...wrapped(valueWords(answer, unit), paint.columns),
    '',
    ...columns(rowsOf(answer, paint), ['left', 'right', 'left', 'left'], paint.columns, INDENT, 1, [0, 1, 2]),
    '',
    ...wrapped(
      `Each line: the history of replication ${options.replication} up to then, and ${options.draws} times anew what comes after it (rule T9).`,
      paint.columns,
    ),
    ...endOf({ folder, repeat }, digest, paint.columns),
  ].join('\n');
}

function headline({ scenario, promise: { text }, value, decided, jumps, moments }: NoReturn): string {
  const ends = value === undefined ? 'is kept whatever comes' : 'cannot be kept any more';
  if (decided === null) return `Up to the end it is open whether ${text} is kept.`;
  if (decided.before === null) return `From the start ${text} ${ends}: nothing that is drawn decides it.`;
  const jump = jumps.find(({ to }) => to === decided.at);
  const why = jump === undefined ? '' : `: ${happeningWords(jump, scenario.calendar)}`;
  const before = `${percent(moments[0]!.share)} at the start, ${percent(decided.before.share)} just before`;
  return `From ${clockOf(decided.at.at, false, scenario.calendar)} on ${text} ${ends}${why}. It was missed with ${before}.`;
}

function valueWords({ options: { replication }, promise: { text }, value }: NoReturn, unit: string): string {
  if (value === undefined) return `Replication ${replication} keeps ${text}.`;
  const found = value === null ? 'it does not end' : `it is ${amount(value, unit)}`;
  return `Replication ${replication} misses ${text}: ${found}.`;
}

/** What began or ended there. */
export function happeningWords({ happenings }: Jump, calendar: Calendar | null): string {
  if (happenings.length === 0) return 'nothing that is told of, such as work that arrived';
  const more = happenings.length - MOST_WORDS;
  const words = happenings.slice(0, MOST_WORDS).map((one) => wordsOf(one, calendar));
  return list(more > 0 ? [...words, `${more} more`] : words);
}

function rowsOf({ scenario: { calendar }, moments, jumps }: NoReturn, { quiet }: Painter): Cell[][] {
  const heading = ['given up to', 'missed', '95 %', 'what happened there'].map((text) => ({
    text,
    paint: quiet,
  }));
  const isTold = (i: number) =>
    [moments[i - 1], moments[i + 1]].some((other) => other?.share !== moments[i]!.share);
  const rows = moments.flatMap((moment, i) => {
    if (!isTold(i)) return [];
    const jump = jumps.find(({ to }) => to === moment);
    const ends = `${percent(moment.low)} to ${percent(moment.high)}`;
    return [
      [
        { text: whenWords(moment, moments[i + 1], calendar) },
        { text: percent(moment.share) },
        { text: ends },
        { text: jump === undefined ? '' : happeningWords(jump, calendar) },
      ],
    ];
  });
  return [heading, ...rows];
}

/** The last µs before something is said as such. */
function whenWords({ at }: Moment, next: Moment | undefined, calendar: Calendar | null): string {
  return next?.at === at + 1 ? `before ${clockOf(next.at, false, calendar)}` : clockOf(at, false, calendar);
}

/** RFC 4180; times in seconds. */
export function noReturnCsv({ scenario: { calendar }, moments, jumps, options }: NoReturn): string {
  const rows = moments.map((moment) => {
    const jump = jumps.find(({ to }) => to === moment);
    const { at, missed, share, low, high } = moment;
    const figures = [at / 1e6, missed, options.draws, share, low, high].map(String);
    return [...figures, jump === undefined ? '' : happeningWords(jump, calendar)];
  });
  return csvOf([['at', 'missed', 'draws', 'share', 'low', 'high', 'what'], ...rows]);
}

/** `hasim.no-return/1`; times in seconds. @param version of hasim */
export function noReturnJson(answer: NoReturn, version: string): object {
  const { scenario, promise, options, digest, value, moments, jumps, decided } = answer;
  const { seed, replication, draws } = options;
  return {
    schema: 'hasim.no-return/1',
    engine: { version, seed, replication, draws },
    digest,
    scenario: scenario.name,
    promise: promise.text,
    isMissed: value !== undefined,
    value: value ?? null,
    decided: decided && { before: decided.before && decided.before.at / 1e6, at: decided.at.at / 1e6 },
    moments: moments.map(({ at, ...moment }) => ({ at: at / 1e6, ...moment })),
    jumps: jumps.map((jump) => ({
      ...{ from: jump.from.at / 1e6, to: jump.to.at / 1e6, by: jump.to.share - jump.from.share },
      happenings: jump.happenings.map((one) => ({ at: one.at / 1e6, text: wordsOf(one, scenario.calendar) })),
    })),
  };
}
