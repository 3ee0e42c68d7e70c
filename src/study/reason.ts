/** The few words in which a missing number says why it is missing. */
import type { Micros } from '../engine/time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../engine/time.ts';

/** A duration as people say it, two units at most: `2 h 14 m`, `4 m 5 s`, `12.3 s`, `120 ms`, `15 µs`. */
export function sayDuration(micros: Micros): string {
  const pair = (big: Micros, bigName: string, small: Micros, smallName: string) => {
    const total = Math.round(micros / small);
    const rest = total % (big / small);
    return `${(total - rest) / (big / small)} ${bigName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
  };
  if (micros >= DAY) return pair(DAY, 'd', HOUR, 'h');
  if (micros >= HOUR) return pair(HOUR, 'h', MINUTE, 'm');
  if (micros >= MINUTE) return pair(MINUTE, 'm', SECOND, 's');
  if (micros >= SECOND) return `${Number((micros / SECOND).toPrecision(3))} s`;
  if (micros >= 1000) return `${Number((micros / 1000).toPrecision(3))} ms`;
  return `${Math.round(micros)} µs`;
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
