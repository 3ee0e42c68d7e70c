/** `hasim yearly`: what rare failures cost in a year, of one design, for a terminal and as a document. */
import type { Estimate } from '../study/estimates/estimate.ts';
import { SERVICES } from '../study/yearly/losses.ts';
import { judgeYear, leastOf, unitOf, yearEstimates } from '../study/yearly/promised.ts';
import { YEAR_SECONDS, type Yearly, type YearlyFigure, type YearlyPart } from '../study/yearly/yearly.ts';
import { verdictWord } from './checked.ts';
import { judged } from './figures.ts';
import { commandLines } from './frame.ts';
import type { Painter } from './painter.ts';
import { downTo, upTo } from './rounding.ts';
import { type Cell, columns, paragraph } from './table.ts';
import { count, duration, list, number, percent, plural, withInterval } from './words.ts';

/** Below this what is left out is not worth a line. */
const WORTH_SAYING_SECONDS = 1e-3;

export interface YearlyContext {
  /** The command that repeats it. */
  readonly repeat: string;
  readonly notes: readonly string[];
  readonly paint: Painter;
}

/** What is told of each loss, in order. */
export const ROWS: readonly (readonly [loss: string, words: string])[] = [
  ['downtime.users', 'users not served'],
  ['downtime.tasks', 'no task can run'],
  ['downtime.ui', 'user interface down'],
  ['downtime.capacity', 'capacity missing'],
  ['tasks.notSucceeded', 'tasks that do not succeed'],
  ['tasks.cancelled', '  cancelled'],
  ['tasks.failed', '  failed'],
  ['tasks.timedOut', '  timed out in the queue'],
  ['tasks.expired', '  expired in the queue'],
  ['tasks.refused', '  refused'],
  ['tasks.lost', '  lost with committed data'],
  ['requests.notServed', 'requests without answer'],
  ['cost', 'money for running it'],
];
/** What stands beside each kind of fault, the most telling, and the heads of its columns. */
const OF_PARTS: readonly (readonly [loss: string, head: string])[] = [
  ['downtime.users', 'users out'],
  ['downtime.tasks', 'no task can run'],
  ['downtime.ui', 'UI down'],
  ['tasks.notSucceeded', 'tasks'],
  ['requests.notServed', 'requests'],
];

/** The answer first, then each loss with its interval, then what brings it about; without a line break at the end. */
export function yearlySummary(year: Yearly, { repeat, notes, paint }: YearlyContext): string {
  const told = ROWS.filter(([loss]) => shown(year, loss));
  const rows = told.map(([loss, words]): Cell[] => {
    const figure = year.losses.get(loss)!;
    return [
      { text: words },
      { text: said(loss, figure, year) },
      {
        text: loss.startsWith('downtime.')
          ? `available ${available(figure, year)}${loss === CAPACITY ? '' : `, ${ninesWords(figure, year)}`}`
          : '',
        paint: paint.quiet,
      },
    ];
  });
  const heading = (texts: readonly string[]): Cell[] => texts.map((text) => ({ text, paint: paint.quiet }));
  const beside = OF_PARTS.filter(([loss]) => year.losses.has(loss));
  const headings = heading(['by cause', 'a year', ...beside.map(([, head]) => head)]);
  const causes = (told: (figure: string) => string) => {
    const parts = year.parts.map((part): Cell[] => [
      { text: part.name },
      { text: part.perYear === null ? '' : twoDigits(part.perYear) },
      ...beside.map(([loss]) => ({ text: told(said(loss, part.losses.get(loss)!, year)) })),
    ]);
    const align = ['left', 'right', ...beside.map(() => 'right' as const)] as const;
    return columns([headings, ...parts], align, paint.columns, 2, 1);
  };
  // Half a figure is another one: where intervals find no room they are left to JSON.
  const whole = causes((figure) => figure);
  const isCut = whole.slice(1).some((line) => line.includes('…'));
  const bare = isCut ? ['Intervals of each cause are in the JSON document.'] : [];
  const remarks = [...bare, ...remarksOf(year), ...notes].flatMap((note) =>
    paragraph(note, paint.columns, 2),
  );
  return [
    ...paragraph(answer(year), paint.columns, 0).map(paint.strong),
    '',
    ...columns([heading(['in a year', '', '']), ...rows], ['left', 'right', 'left'], paint.columns, 2, 1),
    '',
    ...(isCut ? causes((figure) => figure.replace(/ ± .*$/, '')) : whole),
    '',
    ...remarks,
    ...commandLines('repeat  ', repeat, paint.columns),
  ].join('\n');
}

/** The same as data. */
export function yearlyJson(year: Yearly, version: string): object {
  const { scenario, seed, replications, losses, parts, leftOut, leftOutPairs } = year;
  const estimates = yearEstimates(year);
  const ofYear = (name: string) => estimates.get(`year.${name}`)!;
  return {
    schema: 'hasim.yearly/1',
    scenario: { name: scenario.name },
    engine: { version, seed, replications },
    availability: Object.fromEntries(
      SERVICES.filter((service) => losses.has(`downtime.${service}`)).map((service) => {
        const { value, low, high } = ofYear(`availability.${service}`);
        return [service, { value, low, high, nines: ninesJson(ofYear(`downtime.${service}`)) }];
      }),
    ),
    losses: Object.fromEntries(
      [...losses.keys()].map((name) => {
        const { value, unit, low, high } = ofYear(name);
        return [name, { value, unit, low, high }];
      }),
    ),
    parts: parts.map(({ name, perYear, losses }) => ({
      ...{ name, perYear },
      losses: partLossesJson(losses, perYear === null),
    })),
    promises: judgeYear(year).map(({ expectation, ...one }) => ({ that: expectation.text, ...one })),
    notAsBefore: year.notAsBefore,
    leftOut: { seconds: leftOut * YEAR_SECONDS, pairs: leftOutPairs },
  };
}

/** What a fault adds may be less than nothing; without faults nothing is lost less than not at all. */
function partLossesJson(losses: YearlyPart['losses'], withoutFaults: boolean): object {
  return Object.fromEntries(
    [...losses].map(([name, { value, half }]) => {
      if (half === null) return [name, { value, unit: unitOf(name), low: null, high: null }];
      const low = withoutFaults ? leastOf({ value, half }) : value - half;
      return [name, { value, unit: unitOf(name), low, high: value + half }];
    }),
  );
}

/** The answer in a sentence. */
export function answer(year: Yearly): string {
  const lost = year.losses.get('tasks.notSucceeded');
  const faults = year.parts.slice(1).filter(({ name }) => !isPair(year, name));
  const perYear = faults.reduce((sum, part) => sum + part.perYear!, 0);
  // Who runs no tasks asks for users.
  const isOfUsers = lost === undefined && year.losses.has('downtime.users');
  const loss = isOfUsers ? 'downtime.users' : 'downtime.tasks';
  const away = year.losses.get(loss)!;
  const up = isOfUsers ? 'users are served' : 'tasks can run';
  const down = isNothing(away.value)
    ? `${up} all the time${exceptLeftOut(year)}`
    : `${isOfUsers ? 'users are out' : 'no task can run'} for ${said(loss, away, year)}`;
  const gone =
    lost === undefined ? '' : `, and ${said('tasks.notSucceeded', lost, year)} tasks do not succeed`;
  return `In a year with ${twoDigits(perYear)} faults ${down}${gone}.`;
}

/** `4.1`, `0.02`: how often faults come is not known better. */
function twoDigits(x: number): string {
  const rounded = Number(x.toPrecision(2));
  return rounded >= 100 ? count(rounded) : `${rounded}`;
}

function isPair({ scenario }: Yearly, part: string): boolean {
  return !scenario.failures.some(({ name }) => name === part);
}

/** Outcomes that never came are not told one by one. */
export function shown({ losses }: Yearly, loss: string): boolean {
  const figure = losses.get(loss);
  if (figure === undefined) return false;
  const isDetail = loss.startsWith('tasks.') && loss !== 'tasks.notSucceeded';
  return !isDetail || !isNothing(figure.value);
}

/** `4 h 05 m ± 20 m`, `312 ± 40`, `48 200 EUR`. */
export function said(loss: string, { value, half }: YearlyFigure, { scenario }: Yearly): string {
  if (loss === 'cost') return `${withInterval(value, half, 'currency')} ${scenario.cost!.currency}`;
  if (loss.startsWith('downtime.')) return isNothing(value) ? '0' : withInterval(value, half, 's');
  return isNothing(value) && isNothing(half ?? 0) ? '0' : withInterval(value, half, 'count');
}

/** What cancels exactly leaves nothing but rounding. */
function isNothing(value: number): boolean {
  return Math.abs(value) < 1e-6;
}

/** Nothing was seen to be missing, which is not to say that nothing is. */
function exceptLeftOut(year: Yearly): string {
  return isWorthSaying(year) ? ` but for at most ${leftOutTime(year)} that is left out` : '';
}

function isWorthSaying({ leftOut }: Yearly): boolean {
  return leftOut * YEAR_SECONDS >= WORTH_SAYING_SECONDS;
}

function leftOutTime({ leftOut }: Yearly): string {
  return duration(leftOut * YEAR_SECONDS, null, upTo);
}

/** Of slots some are always missing: nines are of services. */
export const CAPACITY = 'downtime.capacity';

/** −log₁₀ of the share of the year that is missing; null: nothing is. */
function ninesOf(seconds: number): number | null {
  return seconds <= 0 ? null : -Math.log10(seconds / YEAR_SECONDS);
}

/** Of the time that is missing; its upper end holds what is left out. */
function ninesJson({ value, low, high }: Estimate): object {
  const end = (seconds: number | null) => (seconds === null ? null : ninesOf(seconds));
  return { value: ninesOf(value!), low: end(high), high: end(low) };
}

/** `3.3 nines`, `at least 7 nines`: with one decimal, as intervals allow no more. */
export function ninesWords({ value }: YearlyFigure, { leftOut }: Yearly): string {
  const nines = ninesOf(isNothing(value) ? leftOut * YEAR_SECONDS : value);
  if (nines === null) return 'all of it';
  const least = isNothing(value) ? 'at least ' : '';
  return `${least}${(Math.floor(10 * nines + 1e-9) / 10).toFixed(1)}\u00a0nines`;
}

/** With as many decimals as the interval of what is missing allows. */
export function available({ value, half }: YearlyFigure, year: Yearly): string {
  if (isNothing(value) && isWorthSaying(year)) return `at least ${percent(1 - year.leftOut, null, downTo)}`;
  const share = 1 - value / YEAR_SECONDS;
  if (half === null || half === 0) return percent(share);
  const missing = number((100 * value) / YEAR_SECONDS, (100 * half) / YEAR_SECONDS);
  const text = (100 * share).toFixed(missing.split('.')[1]?.length ?? 0);
  // What is not all is never said to be.
  return share < 1 && Number(text) === 100 ? percent(share) : `${text}\u00a0%`;
}

/** What is left out, what goes on after all is over, and what was promised. */
export function remarksOf(year: Yearly): string[] {
  return [...leftOutWords(year), ...notBackWords(year), ...promisesOf(year)];
}

/** `fail: year.availability.tasks > 99.9%: 99.6 %`. */
function promisesOf(year: Yearly): string[] {
  return judgeYear(year).map((one) => `${verdictWord(one)}: ${judged(one)}`);
}

/** What goes on when nothing is simulated any more is not in the sums. */
function notBackWords({ notAsBefore }: Yearly): string[] {
  if (notAsBefore.length === 0) return [];
  return [
    `After ${list(notAsBefore)} not all is as before an hour after repair and plan: what is missing from then on is not in these figures. Let the plan lead back (waitFor: fault, promote, repoint, switch), or what keeps it out end.`,
  ];
}

function leftOutWords(year: Yearly): string[] {
  const { leftOutPairs, replications } = year;
  const how = `Each line of causes is ${plural(replications, 'replication')} or two for each target, whichever is more, with and without the fault.`;
  if (!isWorthSaying(year)) return [how];
  const pairs =
    leftOutPairs.length === 0
      ? ''
      : `${plural(leftOutPairs.length, 'pair')} of faults that hardly ever meet, and `;
  return [`${how} Left out: ${pairs}three at once; together at most ${leftOutTime(year)} a year.`];
}
