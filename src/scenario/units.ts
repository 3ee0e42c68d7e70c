/**
 * Numbers with units, strictly: `1h30m`, `0.5ms`, `8MB`, `250MB/s`, `60/h`, `99.9%`. A bare number where a unit
 * belongs is an error, and so is everything that libraries read in two ways (`P1DT2H`, `-5s`, `512 KiB`).
 */
import { exp, ln } from '../engine/elementary.ts';
import { DAY, HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';
import { slipIn, thousandsIn } from './slips.ts';

/** A value, or why the text is none: `what is wrong; what would be right`. */
export type Parsed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly why: string };

/** The longest duration a file may name: a hundred years, well inside the 285 of a safe integer of µs. */
export const LONGEST: Micros = 36_500 * DAY;

const DURATION_UNITS = ['d', 'h', 'm', 's', 'ms', 'us'] as const;
/** Unit → power of ten of µs, then a whole factor: 0.1 × 1000 is 100 exactly when the decimal point is moved. */
const DURATION_SCALE: Readonly<Record<string, readonly [number, number]>> = {
  d: [6, DAY / SECOND],
  h: [6, HOUR / SECOND],
  m: [6, MINUTE / SECOND],
  s: [6, 1],
  ms: [3, 1],
  us: [0, 1],
};
const COMMON_SLIPS: Readonly<Record<string, string>> = {
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  M: 'm',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  S: 's',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  H: 'h',
  day: 'd',
  days: 'd',
  D: 'd',
  msec: 'ms',
  µs: 'us',
  μs: 'us',
  usec: 'us',
  k: 'kB',
  K: 'kB',
  KB: 'kB',
  kb: 'kB',
  mb: 'MB',
  G: 'GB',
  gb: 'GB',
  kib: 'KiB',
  mib: 'MiB',
  gib: 'GiB',
  b: 'B',
};
const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 * 1024,
  GiB: 1024 * 1024 * 1024,
};
const RATE_UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const NUMBER = '(\\d{1,15}(?:\\.\\d{1,15})?)';
const AMOUNT = new RegExp(`^${NUMBER}\\s*(\\S*)$`);

/** The same as patterns of a JSON Schema, for editors. */
export const PATTERNS = {
  duration:
    '^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?(\\d+us)?$|^(\\d+(d|h|m|s|ms))*\\d+\\.\\d+(d|h|m|s|ms|us)$',
  size: '^\\d+(\\.\\d+)?(B|kB|MB|GB|KiB|MiB|GiB)$',
  throughput: '^\\d+(\\.\\d+)?(B|kB|MB|GB|KiB|MiB|GiB)/s$',
  rate: '^\\d+(\\.\\d+)?/(s|m|h|d)$',
  share: '^\\d+(\\.\\d+)?%$',
  growth: '^\\d+(\\.\\d+)?%/(month|year)$',
} as const;

const no = (why: string): Parsed => ({ ok: false, why });
const yes = (value: number): Parsed => ({ ok: true, value });

/** Says of what cannot be read what was most likely meant. */
const kindly =
  (parse: (text: string) => Parsed) =>
  (text: string): Parsed => {
    const thousands = thousandsIn(text);
    if (thousands !== null) return no(`'${text}' ${thousands}`);
    const parsed = parse(text);
    if (parsed.ok) return parsed;
    const slip = slipIn(text, (other) => parse(other).ok);
    return slip === null ? parsed : no(slip);
  };

/** A duration such as `1h30m`, `87ms`, `0.5ms` in µs, rounded to 1 µs once (rule T1). Only the last part may have decimals. */
export const parseDuration = kindly(strictDuration);

function strictDuration(text: string): Parsed {
  const right = 'a duration is written like 10s, 1h30m or 0.5ms';
  if (/^\d+(\.\d+)?$/.test(text))
    return no(`${text} has no unit; write ${text}s, ${text}m or ${text}h if you mean that`);
  const part = new RegExp(`${NUMBER}([^\\d.]*)`, 'y');
  let micros = 0;
  let lastUnit = -1;
  let decimals = false;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return no(`'${text}' is not a duration; ${right}`);
    const [, digits, unit] = found as unknown as [string, string, string];
    const order = DURATION_UNITS.indexOf(unit as 's');
    if (order < 0) return no(unknownUnit(text, unit, digits, 'time', 'us, ms, s, m, h or d'));
    if (order <= lastUnit) return no(`'${text}' has its units in the wrong order; ${right}`);
    if (decimals) return no(`'${text}' has decimals before its last part; ${right}`);
    const [power, factor] = DURATION_SCALE[unit]!;
    micros += Number(`${digits}e${power}`) * factor;
    lastUnit = order;
    decimals = digits.includes('.');
  }
  if (lastUnit < 0) return no(`'${text}' is not a duration; ${right}`);
  const value = Math.round(micros);
  return value <= LONGEST ? yes(value) : no(`'${text}' is longer than 100 years`);
}

/** A size such as `200MB` or `8MiB` in whole bytes. */
export const parseSize = kindly(strictSize);

function strictSize(text: string): Parsed {
  const right = 'a size is written like 200MB or 8MiB';
  const amount = splitAmount(text, right);
  if (typeof amount === 'string') return no(amount);
  const factor = SIZE_UNITS[amount.unit];
  if (factor === undefined)
    return no(unknownUnit(text, amount.unit, amount.digits, 'size', 'B, kB, MB, GB, KiB, MiB or GiB'));
  const bytes = Math.round(Number(amount.digits) * factor);
  return bytes <= 1e15 ? yes(bytes) : no(`'${text}' is more than 10^15 bytes`);
}

/** A throughput such as `250MB/s` in bytes per second. */
export const parseThroughput = kindly(strictThroughput);

function strictThroughput(text: string): Parsed {
  const right = 'a throughput is written like 250MB/s';
  if (!text.endsWith('/s')) return no(`'${text}' is not a throughput; ${right}`);
  const size = parseSize(text.slice(0, -2));
  if (!size.ok) return no(`'${text}' is not a throughput; ${right}`);
  return size.value > 0 ? size : no(`'${text}' lets nothing through; ${right}`);
}

/** A rate such as `60/h` in 1/s; at most a million a second. */
export const parseRate = kindly(strictRate);

function strictRate(text: string): Parsed {
  const right = 'a rate is written like 60/h or 5/s (/s, /m, /h, /d)';
  const amount = splitAmount(text, right);
  if (typeof amount === 'string') return no(amount);
  const per = amount.unit.startsWith('/') ? RATE_UNITS[amount.unit.slice(1)] : undefined;
  if (per === undefined) return no(`'${text}' is not a rate; ${right}`);
  const rate = Number(amount.digits) / per;
  return rate <= 1e6 ? yes(rate) : no(`'${text}' is more than a million a second`);
}

/** A share such as `99.9%`; 1 is 100 %. */
export const parseShare = kindly(strictShare);

function strictShare(text: string): Parsed {
  const right = 'a share is written like 99.9%';
  const amount = splitAmount(text, right);
  if (typeof amount === 'string') return no(amount);
  if (amount.unit !== '%') return no(`'${text}' is not a share; ${right}`);
  return yes(Number(`${amount.digits}e-2`));
}

/** The value of a text that the schema has let through. */
export function valueOf(parsed: Parsed): number {
  if (!parsed.ok) throw new RangeError(parsed.why);
  return parsed.value;
}

/**
 * The shortest text that reads back as the same µs, as files have it: `1h30m`, `87ms`, `0s`. Nothing is rounded, which
 * sets it apart from what is only said (`sayDuration` of study/estimates/reason.ts, `duration` of report/words.ts).
 */
export function formatDuration(micros: Micros): string {
  let rest = micros;
  let text = '';
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
    ['s', SECOND],
    ['ms', 1000],
    ['us', 1],
  ] as const) {
    const whole = Math.floor(rest / size);
    if (whole > 0) text += `${whole}${unit}`;
    rest -= whole * size;
  }
  return text === '' ? '0s' : text;
}

function splitAmount(text: string, right: string): { digits: string; unit: string } | string {
  const found = AMOUNT.exec(text);
  if (found === null) return `'${text}' is not a number with a unit; ${right}`;
  const [, digits, unit] = found as unknown as [string, string, string];
  if (unit === '') return `${text} has no unit; ${right}`;
  if (text !== digits + unit) return `'${text}' has a blank before its unit; write ${digits}${unit}`;
  return { digits, unit };
}

function unknownUnit(text: string, unit: string, digits: string, what: string, units: string): string {
  const shown = unit.trim();
  const meant = COMMON_SLIPS[shown] ?? (shown !== unit && /^[a-z]+$/i.test(shown) ? shown : undefined);
  if (shown === '') return `'${text}' ends without a unit; units of ${what} are ${units}`;
  const hint = meant === undefined ? '' : `did you mean ${digits}${meant}? `;
  return `'${shown}' in '${text}' is no unit of ${what}; ${hint}units are ${units}`;
}

/** A growth such as `8%/month` or `60%/year`, as the share by which a month is more than the one before. */
export const parseGrowth = kindly((text: string): Parsed => {
  const [, digits, per] = /^(\d{1,3}(?:\.\d{1,9})?)%\/(month|year)$/.exec(text) ?? [];
  if (digits === undefined)
    return no(`'${text}' is not a growth; it is written like 8%/month or 60%/year, up to 999%`);
  const share = Number(digits) / 100;
  return yes(per === 'month' ? share : exp(ln(1 + share) / 12) - 1);
});
