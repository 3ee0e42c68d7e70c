/** The grammar of dates: when a run starts, weeks of arrivals, holidays and other days. */
import * as z from 'zod/mini';
import { chained } from './chained.ts';
import { DATE, parseDate, WEEKDAYS } from './dates.ts';
import { keys, list, oneOf, pair } from './schema-shapes.ts';
import { choice, duration, positiveDuration, positiveShare, rate, shown, text } from './schema-values.ts';

export const start = oneOf('a start is written like 2026-03-23T00:00 Europe/Zurich', [
  text('a start', 100),
  keys('a start', {
    at: text('a time', 30).describe('What the clock on the wall says at the start.'),
    zone: text('a zone', 60).describe('The zone that the offsets are of.'),
    until: positiveDuration().describe('How far they are known.'),
    offsets: list(
      'offsets',
      pair('a time and an offset', duration('a time'), text('an offset', 9)),
      1,
    ).describe('From which simulated times on the clock is how far ahead of UTC.'),
  }),
]).describe(
  'Date, time and zone of the simulated time 0 (rule K1): results then say dates. As a map: with offsets that are worked out already, as resolved scenarios have it.',
);

const notADate = (input: unknown): string => {
  if (typeof input !== 'string') return `${shown(input)} is not a date; a date is written like 2026-03-29`;
  const day = parseDate(input);
  return typeof day === 'string' ? day : 'is not a date';
};

/** A date such as `2026-03-29` that exists. */
const date = () => {
  const error = (issue: { input?: unknown }) => notADate(issue.input);
  return chained(
    z.string({ error }).check(
      z.refine((value) => typeof parseDate(value) === 'number', { error }),
      z.meta({ pattern: DATE.source }),
    ),
  );
};

const day = () =>
  [
    rate(),
    list(
      'a day',
      z.tuple([duration('a time'), rate()], { error: 'is not a time with a rate; write [2h, 80/h]' }),
      1,
    ),
  ] as const;

const dayOfWeek = (what: string) =>
  oneOf(
    'a day is a rate such as 60/h, or times with rates such as [[0h, 5/h], [8h, 60/h], [18h, 5/h]]',
    day(),
  )
    .optional()
    .describe(what);

/** What a holiday or an exception may be like. */
const LIKE = [...WEEKDAYS, 'holiday'] as const;

export const week = keys('arrivals by the week', {
  week: keys('a week', {
    everyDay: dayOfWeek(
      'Days that nothing else is said of: times of the day, the first 0h, and the rate from then on.',
    ),
    workdays: dayOfWeek('Monday to Friday.'),
    weekend: dayOfWeek('Saturday and Sunday.'),
    mon: dayOfWeek('Monday; a day of its own is before workdays and weekend.'),
    tue: dayOfWeek('Tuesday.'),
    wed: dayOfWeek('Wednesday.'),
    thu: dayOfWeek('Thursday.'),
    fri: dayOfWeek('Friday.'),
    sat: dayOfWeek('Saturday.'),
    sun: dayOfWeek('Sunday.'),
    holiday: dayOfWeek('Days of `workload.holidays`. Default: as Sunday.'),
  }).describe('Rates by weekday and local time of the day (rule K3); the run needs a `start`.'),
  exceptions: chained(
    z.record(
      z.string().check(z.regex(DATE)),
      oneOf(
        'an exception is a rate, times with rates, a share such as 150%, or a day such as sun or holiday',
        [...day(), positiveShare(1000), choice('a day', LIKE)],
      ),
      {
        error: ({ code, input }: { code?: string | undefined; input?: unknown }) =>
          code === 'invalid_key'
            ? notADate(input).replace(/^'[^']*' /, '')
            : `${shown(input)} is not a map; exceptions are dates: { 2026-12-24: 30% }`,
      },
    ),
  )
    .optional()
    .describe(
      'Dates that are otherwise: a rate, a day of its own, a share of what it would be, or like another day.',
    ),
});

export const holidays = list('holidays', date(), 1, 1000)
  .optional()
  .describe('Dates on which a week has its `holiday` (rule K3).');

export type StartInput = z.output<typeof start>;
export type WeekInput = z.output<typeof week>;
export type DayInput = NonNullable<WeekInput['week']['everyDay']>;
