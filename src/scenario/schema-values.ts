/** The leaves of the scenario's grammar: values with units, numbers in a range, names, choices. */
import * as z from 'zod/mini';
import { chained } from './chained.ts';
import { DECIMAL_COMMA, thousandsIn } from './slips.ts';
import { didYouMean } from './suggest.ts';
import {
  PATTERNS,
  type Parsed,
  parseDuration,
  parseGrowth,
  parseRate,
  parseShare,
  parseSize,
  parseThroughput,
} from './units.ts';

/** What a name may look like: nodes, groups, regions, zones, balancers, replicas, plans, classes, faults. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Of zones: providers number theirs, so it may begin with a digit. */
const ZONE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** What is no name as one: `2nodes` as n-2nodes, `My first` as My-first. */
function asName(text: string): string {
  const letters = text.normalize('NFD').replace(/\p{M}/gu, '');
  const joined = letters.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
  return (/^[A-Za-z]/.test(joined) ? joined : `n-${joined}`).slice(0, 64).replace(/-+$/, '');
}

const A_NAME = 'a name begins with a letter and has up to 64 letters, digits, _ and -';

export function notAName(input: unknown): string {
  const suchAs = typeof input === 'object' ? '' : `, such as ${asName(String(input))}`;
  return `is not a name; ${A_NAME}${suchAs}`;
}

/** `10`, `'abc'`, `a map`: a value as a message shows it. */
export function shown(input: unknown): string {
  if (input === null) return 'nothing (null)';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a map';
  const thousands = typeof input === 'string' ? thousandsIn(input) : null;
  if (thousands !== null) return `'${input}' (it ${thousands})`;
  if (typeof input === 'string' && DECIMAL_COMMA.test(input))
    return `'${input}' (a decimal comma? write ${input.replace(',', '.')})`;
  if (typeof input === 'string') return `'${input.length > 40 ? `${input.slice(0, 40)}…` : input}'`;
  return String(input).replace('-', '−');
}

function quantity(
  parse: (text: string) => Parsed,
  pattern: string,
  right: string,
  check: (value: number) => string | null = () => null,
) {
  const wrong = (input: unknown): string | null => {
    if (input === undefined) return `missing; ${right}`;
    if (typeof input === 'number') return `${shown(input)} has no unit; ${right}`;
    if (typeof input !== 'string')
      return `${shown(input)} stands where a value with a unit belongs; ${right}`;
    const parsed = parse(input);
    if (!parsed.ok) return parsed.why;
    const why = check(parsed.value);
    return why === null ? null : `${input} ${why}; ${right}`;
  };
  const error = (issue: { input?: unknown }) => wrong(issue.input) ?? 'invalid';
  return chained(
    z.string({ error }).check(
      z.refine((text) => wrong(text) === null, { error }),
      z.meta({ pattern }),
    ),
  );
}

/** A duration from 0. */
export const duration = (what = 'a duration') =>
  quantity(parseDuration, PATTERNS.duration, `${what} is written like 10s, 1h30m or 0.5ms`);

/** As other programs write them: `exp(3m)`, `normal(3m, 1m)`. */
const DISTRIBUTION =
  /^(exp|exponential|log-?normal|normal|uniform|triangular|erlang|gamma|weibull|pareto)\b/i;

/** A duration from 0 where a distribution may stand as well: it is said how that is written. */
export const constantDuration = (what: string) =>
  quantity(
    (text) =>
      DISTRIBUTION.test(text)
        ? { ok: false, why: `'${text}' is a text; a distribution is a map such as { exponential: 25s }` }
        : parseDuration(text),
    PATTERNS.duration,
    `${what} is written like 10s, 1h30m or 0.5ms`,
  );

/** A duration above 0. */
export const positiveDuration = (what = 'a duration') =>
  quantity(
    parseDuration,
    PATTERNS.duration,
    `${what} is written like 10s, 1h30m or 0.5ms and above 0`,
    (value) => (value > 0 ? null : 'is no time at all'),
  );

export const size = () => quantity(parseSize, PATTERNS.size, 'a size is written like 200MB or 8MiB');

export const positiveSize = () =>
  quantity(parseSize, PATTERNS.size, 'a size is written like 200MB or 8MiB and above 0', (value) =>
    value > 0 ? null : 'is nothing',
  );

export const throughput = () =>
  quantity(parseThroughput, PATTERNS.throughput, 'a throughput is written like 250MB/s');

export const growth = () =>
  quantity(parseGrowth, PATTERNS.growth, 'a growth is written like 8%/month or 60%/year');

export const rate = () => quantity(parseRate, PATTERNS.rate, 'a rate is written like 60/h or 5/s');

/** A rate of at least 1/s up to `most` a second. */
export const positiveRate = (what: string, most: number) =>
  quantity(parseRate, PATTERNS.rate, `${what} are written like 300/s, from 1/s to ${most}/s`, (value) =>
    value >= 1 && value <= most ? null : 'is out of range',
  );

/** A share above 0 up to `most` (1 is 100 %). */
export const positiveShare = (most = 1) =>
  quantity(
    parseShare,
    PATTERNS.share,
    `a share is written like 50%, above 0% up to ${most * 100}%`,
    (value) => (value > 0 && value <= most ? null : 'is out of range'),
  );

/** A share from 0 to `most`. */
export const share = (most = 1) =>
  quantity(parseShare, PATTERNS.share, `a share is written like 50%, from 0% to ${most * 100}%`, (value) =>
    value <= most ? null : 'is out of range',
  );

/** A number that holds what is asked of it; the message is the same whatever it breaks. */
export function number(error: (issue: { input?: unknown }) => string, ...asked: z.core.$ZodCheck<number>[]) {
  return chained(z.number({ error }).check(...asked));
}

/** A whole number in a range, with what it is in the message: `−1 is below 0; a task cap is a whole number from 0 …`. */
export function whole(what: string, min: number, max: number, note = '') {
  const right = `${what} is a whole number from ${min}${note === '' ? '' : ` (${note})`} to ${max}`;
  const wrong = (input: unknown): string => {
    if (input === undefined) return `missing; ${right}`;
    if (typeof input === 'string' && /^\d+$/.test(input))
      return `'${input}' is a text; write ${input} without quotes`;
    if (typeof input !== 'number') return `${shown(input)} is not a number; ${right}`;
    if (input < min) return `${shown(input)} is below ${min}; ${right}`;
    if (input > max) return `${shown(input)} is above ${max}; ${right}`;
    return `${shown(input)} is not a whole number; ${right}`;
  };
  const error = (issue: { input?: unknown }) => wrong(issue.input);
  return number(error, z.int({ error }), z.minimum(min, { error }), z.maximum(max, { error }));
}

/** A number above 0 up to `max`. */
export function positive(what: string, max: number) {
  const right = `${what} is a number above 0 up to ${max}`;
  const wrong = (input: unknown): string => {
    if (input === undefined) return `missing; ${right}`;
    return `${shown(input)} is ${typeof input === 'number' ? 'out of range' : 'not a number'}; ${right}`;
  };
  const error = (issue: { input?: unknown }) => wrong(issue.input);
  return number(error, z.gt(0, { error }), z.maximum(max, { error }));
}

/** A number from 0. */
export function amount(what: string) {
  const error = (issue: { input?: unknown }) => `${shown(issue.input)} is not ${what}; write a number from 0`;
  return number(error, z.minimum(0, { error }), z.maximum(1e12, { error }));
}

/** One of a few words. */
export function choice<const T extends readonly [string, ...string[]]>(what: string, words: T) {
  const right = `${what} is ${words.length === 1 ? '' : 'one of '}${words.join(', ')}`;
  const error = ({ input }: { input?: unknown }) => {
    if (input === undefined) return `missing; ${right}`;
    const hint = typeof input === 'string' ? didYouMean(input, words) : '';
    return `${shown(input)} is not known; ${hint}${right}`;
  };
  return chained(z.enum(words, { error }));
}

/** Any text of `least` to `most` characters. */
export function text(what: string, most: number, least = 1) {
  const error = (issue: { input?: unknown }) => {
    if (issue.input === undefined) return `missing; ${what} is needed`;
    if (typeof issue.input !== 'string') return `${shown(issue.input)} is not a text; ${what} is a text`;
    return `is ${issue.input.length === 0 ? 'empty' : 'too long'}; ${what} has ${least} to ${most} characters`;
  };
  return chained(z.string({ error }).check(z.minLength(least, { error }), z.maxLength(most, { error })));
}

/** true or false. */
export function yesNo() {
  const error = (issue: { input?: unknown }) =>
    `${shown(issue.input)} is neither true nor false; write true or false`;
  return chained(z.boolean({ error }));
}

/** A name that something is given. */
export function name(what: string) {
  const error = (issue: { input?: unknown }) =>
    issue.input === undefined
      ? `missing; ${what} is needed`
      : `${shown(issue.input)} ${notAName(issue.input)}`;
  return chained(z.string({ error }).check(z.regex(NAME, { error })));
}

/** A zone: `a`, `us-east-1a`, or a number, as Azure's are. */
export function zone() {
  const what = 'a zone is a number or a name of up to 64 letters, digits, _ and -';
  const error = (issue: { input?: unknown }) => `${shown(issue.input)} is not a zone; ${what}`;
  const text = z.string({ error }).check(z.regex(ZONE, { error }));
  const digits = z
    .number({ error })
    .check(z.int({ error }), z.minimum(0, { error }), z.maximum(999, { error }));
  return chained(z.pipe(z.union([text, digits], { error: () => what }), z.transform(String)));
}
