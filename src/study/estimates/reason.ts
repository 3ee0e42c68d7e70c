/** The few words in which a missing number says why it is missing. */
import type { Micros } from '../../engine/time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../engine/time.ts';
import { two } from '../../scenario/dates.ts';

/**
 * A duration in a sentence of the study, two units at most: `2 h 14 m`, `4 m 05 s`, `12.3 s`, `120 ms`, `15 µs`. It goes
 * into JSON and CSV, with plain spaces, and has no interval to round by, only a direction: the figures of a report are
 * said by `duration` of report/words.ts, what a scenario file can take by `formatDuration` of scenario/units.ts.
 *
 * @param round to the last digit shown; `Math.floor` where it is said that something took longer
 */
export function sayDuration(micros: Micros, round: (x: number) => number = Math.round): string {
  const pair = (big: Micros, bigName: string, small: Micros, smallName: string) => {
    const total = round(micros / small);
    const rest = total % (big / small);
    return `${(total - rest) / (big / small)} ${bigName}${rest === 0 ? '' : ` ${two(rest)} ${smallName}`}`;
  };
  // Rounded before the units are chosen: 59.99 m is an hour, not 60 m.
  if (round(micros / MINUTE) * MINUTE >= DAY) return pair(DAY, 'd', HOUR, 'h');
  if (round(micros / SECOND) * SECOND >= HOUR) return pair(HOUR, 'h', MINUTE, 'm');
  if (threeDigits(micros / SECOND, round) >= 60) return pair(MINUTE, 'm', SECOND, 's');
  if (threeDigits(micros / 1000, round) >= 1000) return `${threeDigits(micros / SECOND, round)} s`;
  if (micros >= 1000) return `${threeDigits(micros / 1000, round)} ms`;
  return `${round(micros)} µs`;
}

/** A duration of at least this length, as it can be written into a file: `845d7h`. */
export function writeDuration(micros: Micros): string {
  return sayDuration(micros, Math.ceil).replaceAll(/ 0?/g, '');
}

function threeDigits(x: number, round: (x: number) => number): number {
  const perUnit = x >= 100 ? 1 : x >= 10 ? 10 : 100;
  return round(x * perUnit) / perUnit;
}

/** A share of 0..1 in percent, never rounded to 0 or 100 unless it is: `7.3 %`, `0.041 %`, `99.97 %`. */
export function sayShare(share: number): string {
  const percent = 100 * share;
  if (percent <= 50) return `${Number(percent.toPrecision(2))} %`;
  const rest = 100 - percent;
  const decimals = rest >= 1 || rest <= 0 ? 1 : 1 - Number(rest.toExponential(0).split('e')[1]);
  return `${Number(percent.toFixed(Math.min(decimals, 12)))} %`;
}

/** `1 replication`, `10 replications`. */
export function sayCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number to three digits: `58 k`, `584 k`, `2.4 M`. */
export function sayRoughly(count: number): string {
  const rounded = Number(count.toPrecision(3));
  if (rounded >= 1e6) return `${rounded / 1e6} M`;
  return rounded >= 1e4 ? `${rounded / 1e3} k` : `${rounded}`;
}
