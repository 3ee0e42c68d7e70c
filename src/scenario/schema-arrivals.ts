/** The grammar of when tasks and requests arrive. */
import * as z from 'zod/mini';
import { week } from './schema-calendar.ts';
import { distribution } from './schema-distribution.ts';
import { keys, list, oneOf } from './schema-shapes.ts';
import { duration, name, positiveDuration, rate, text, whole } from './schema-values.ts';

export const arrivals = oneOf(
  'arrivals are one of { poisson: 60/h }, { every: 20m }, { at: [0s] }, { profile: [[0s, 10/h]] }, { week: { workdays: 60/h, weekend: 5/h } }, { bursts: … }, { trace: … }',
  [
    keys('poisson arrivals', { poisson: rate().describe('Mean rate; independent exponential gaps.') }),
    keys('regular arrivals', {
      every: positiveDuration().describe('Between two arrivals.'),
      offset: duration().default('0s').describe('Time of the first.'),
    }),
    keys('arrivals at given times', {
      at: list('at', duration('a time'), 1, 100_000).describe('Times.'),
      count: whole('count', 1, 1_000_000).default(1).describe('Arrivals at each of them.'),
    }),
    keys('arrivals by a profile', {
      profile: list(
        'a profile',
        z.tuple([duration('a time'), rate()], { error: 'is not a time with a rate; write [2h, 80/h]' }),
        1,
      ).describe('Times, the first 0s, and the rate from then on.'),
      period: positiveDuration()
        .optional()
        .describe('After which it begins again; without it the last rate goes on.'),
    }),
    week,
    keys('bursts of arrivals', {
      bursts: keys('bursts', {
        on: rate().describe('Rate while on.'),
        off: rate().default('0/h').describe('Rate while off.'),
        onFor: distribution('onFor').describe('How long it stays on; it begins with on.'),
        offFor: distribution('offFor').describe('How long it stays off.'),
      }).describe('A process that is on and off in turns.'),
    }),
    keys('arrivals from a trace', {
      trace: keys('a trace', {
        file: text('a path', 1000).describe(
          'CSV with the columns arrival and, if wanted, duration and class; relative to this file.',
        ),
        class: name('a class of the trace').optional().describe('Only rows of this class.'),
      }).describe('Recorded arrivals.'),
    }),
  ],
);

export type ArrivalsInput = z.output<typeof arrivals>;
