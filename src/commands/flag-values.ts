/** What a flag's value may be, checked while the command line is read. */
import type { Options } from 'yargs';
import { parseShare } from '../scenario/units.ts';
import { UsageError } from './errors.ts';

/** An option without a value. */
export const flag = { type: 'boolean', default: false } as const satisfies Options;

/** An option with a value, given at most once unless it is repeatable. */
export function once<T>(
  name: string,
  read: (text: string) => T,
  { repeatable = false } = {},
): Options & { coerce: (text: string | string[]) => T } {
  return {
    type: 'string',
    requiresArg: true,
    coerce: (text) => {
      if (Array.isArray(text) && !repeatable) throw new UsageError(`--${name} is given ${text.length} times`);
      return read(text as string);
    },
  };
}

/** A text that is not empty. */
export function given(name: string): (text: string) => string {
  return (text) => {
    if (text === '') throw new UsageError(`--${name} is empty`);
    return text;
  };
}

/** A share above 0 and below 1, such as 5%. */
export function share(name: string, text: string): number {
  const read = parseShare(text);
  if (!read.ok) throw new UsageError(`--${name}: ${read.why}`);
  if (read.value <= 0 || read.value >= 1)
    throw new UsageError(`--${name} is between 0% and 100%, such as 5%; it is ${text}`);
  return read.value;
}

/** A whole number in a range. */
export function whole(name: string, text: string, least: number, most: number, or = ''): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}${or}; it is '${text}'`);
}
