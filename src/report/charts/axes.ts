/** Axes that people can read: from 0, round steps, at most seven ticks, the unit in the title. */
import { clock } from '../instants.ts';

export interface Axis {
  readonly title: string;
  /** 0 unless said. */
  readonly min?: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
  /** What a value in base units is multiplied by to stand on the axis. */
  readonly factor: number;
  /** Labels stand in the middle of what they name, also at the ends. */
  readonly centred?: true;
}

const TIME_STEPS = [
  [1, 2, 5, 10, 15, 30].map((n) => [n, 's', 'seconds'] as const),
  [1, 2, 5, 10, 15, 30].map((n) => [n * 60, 'min', 'minutes'] as const),
  [1, 2, 3, 4, 6, 8, 12].map((n) => [n * 3_600, 'h', 'hours'] as const),
  [1, 2, 5, 7, 14, 30, 60, 120, 365].map((n) => [n * 86_400, 'd', 'days'] as const),
].flat();

/** Nobody says 180 min for three hours. */
const LONGEST_IN = { s: 180, min: 3 * 3_600, h: 3 * 86_400, d: Number.POSITIVE_INFINITY } as const;
const UNIT_SECONDS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;

/**
 * Simulated time from 0 to `seconds`: `0 h, 1 h …`; of a part that begins later, by the clock: `2:10, 2:20 …`.
 * @param most ticks, both ends counted
 */
export function timeAxis(seconds: number, most: number, from = 0): Axis {
  const length = seconds - from;
  const coarsest = TIME_STEPS.at(-1)!;
  const fits = ([size, unit]: (typeof TIME_STEPS)[number]) =>
    length / size <= most - 1 && (from > 0 || length < LONGEST_IN[unit]);
  const [step, unit, name] = TIME_STEPS.find(fits) ?? coarsest;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= seconds; at += step) ticks.push(at);
  const byTheClock = from > 0 && (unit === 's' || unit === 'min');
  return {
    title: `simulated time (${byTheClock ? CLOCK[unit].title : name})`,
    min: from,
    max: seconds,
    ticks,
    label: (value) =>
      byTheClock ? clock(value, CLOCK[unit].downTo) : `${plain(value / UNIT_SECONDS[unit])} ${unit}`,
    factor: 1,
  };
}

const CLOCK = {
  min: { title: 'hours:minutes', downTo: 'minute' },
  s: { title: 'hours:minutes:seconds', downTo: 'second' },
} as const;

/**
 * Values from 0 to at least `largest` in steps of 1, 2, 2.5 or 5 × 10^k.
 * @param most ticks, both ends counted
 */
export function valueAxis(title: string, largest: number, most: number, factor = 1): Axis {
  const top = largest * factor;
  const step = roundStep(top > 0 ? top : 1, most - 1);
  const count = Math.max(1, Math.ceil((top > 0 ? top : 1) / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, i) => i * step);
  return { title, max: count * step, ticks, label: plain, factor };
}

function roundStep(top: number, intervals: number): number {
  const least = top / intervals;
  const power = Number(`1e${least.toExponential().split('e')[1]}`);
  for (const digit of [1, 2, 2.5, 5]) {
    if (digit * power >= least * (1 - 1e-9)) return digit * power;
  }
  return 10 * power;
}

/** Shares on an axis in percent, from 0 to 100 whatever the values. */
export function shareAxis(title: string, most: number): Axis {
  const ticks = most >= 6 ? [0, 20, 40, 60, 80, 100] : most >= 5 ? [0, 25, 50, 75, 100] : [0, 50, 100];
  return { title: `${title} (%)`, max: 100, ticks, label: plain, factor: 100 };
}

/** Durations in the unit that fits the largest. */
export function durationAxis(title: string, largestSeconds: number, most: number): Axis {
  const [unit, factor] = durationUnit(largestSeconds);
  return valueAxis(`${title} (${unit})`, largestSeconds, most, factor);
}

function durationUnit(seconds: number): readonly [unit: string, factor: number] {
  if (seconds >= 3 * 86_400) return ['days', 1 / 86_400];
  if (seconds >= 3 * 3_600) return ['hours', 1 / 3_600];
  if (seconds >= 180) return ['min', 1 / 60];
  if (seconds >= 1) return ['s', 1];
  return seconds >= 0.001 ? ['ms', 1_000] : ['µs', 1e6];
}

/** Without the dust of binary fractions, digits grouped: 0.3, 12 500. */
export function plain(value: number): string {
  const text = String(Number(value.toPrecision(6)));
  const [whole, fraction] = text.split('.');
  const groups = Math.abs(value) >= 10_000 ? whole!.replace(/\B(?=(\d{3})+$)/g, '\u00a0') : whole!;
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Differences on both sides of 0, from at most `lowest` to at least `highest`. */
export function differenceAxis(title: string, lowest: number, highest: number, most: number): Axis {
  const step = roundStep(Math.max(highest, 0) - Math.min(lowest, 0) || 1, most - 2);
  const from = Math.floor(Math.min(lowest, 0) / step + 1e-9);
  const to = Math.ceil(Math.max(highest, 0) / step - 1e-9);
  const ticks = Array.from({ length: Math.max(1, to - from) + 1 }, (_, i) => (from + i) * step);
  const label = (value: number) => (value > 0 ? `+${plain(value)}` : plain(value).replace('-', '−'));
  return { title, min: ticks[0]!, max: ticks.at(-1)!, ticks, label, factor: 1 };
}

const RATIOS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000];

/** Ratios around 1 on a logarithmic axis: 0.5×, 1×, 2×, 5×; a point stands at log10 of its ratio. */
export function ratioAxis(title: string, lowest: number, highest: number, most: number): Axis {
  const first = Math.max(
    0,
    RATIOS.findLastIndex((ratio) => ratio <= Math.min(lowest, 1)),
  );
  const end = RATIOS.findIndex((ratio) => ratio >= Math.max(highest, 1));
  const within = RATIOS.slice(first, end === -1 ? RATIOS.length : end + 1);
  const every = Math.ceil(within.length / most);
  const one = within.indexOf(1);
  const shown = within.filter((_, i) => (i - one) % every === 0);
  const labels = new Map(shown.map((ratio) => [Math.log10(ratio), `${plain(ratio)}×`]));
  return {
    title,
    min: Math.log10(within[0]!),
    max: Math.log10(within.at(-1)!),
    ticks: [...labels.keys()],
    label: (value) => labels.get(value) ?? '',
    factor: 1,
  };
}

/** A tick with a text for each row, the first on top; a row stands at its number from below and a half. */
export function rowAxis(texts: readonly string[]): Axis {
  return {
    title: '',
    max: texts.length,
    ticks: texts.map((_, i) => i + 0.5),
    label: (value) => texts[texts.length - 1 - Math.floor(value)] ?? '',
    factor: 1,
  };
}
