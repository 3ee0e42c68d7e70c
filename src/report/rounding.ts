/**
 * To which place a number is rounded, and how. Decided on its decimal writing, so that no binary fraction moves a digit.
 */

/**
 * The place to which a number is rounded: that of the half-width's first digit, or of its second when the first is
 * a 1 (so ± 14 s and ± 9 s, ± 0.02 s), but never beyond four significant digits, which is as fine as the histograms
 * are; three significant digits when there is no half-width.
 */
export function resolution(value: number, halfWidth: number | null): number {
  const size = value === 0 ? 0 : powerOfTen(Math.abs(value));
  if (halfWidth === null || !(halfWidth > 0)) return size === 0 ? 1 : size / 100;
  const place = powerOfTen(halfWidth);
  return Math.max(halfWidth < 1.95 * place ? place / 10 : place, size / 1000);
}

/** 10 to the place of the first significant digit: 1 for 7, 10 for 42, 0.01 for 0.05. */
export function powerOfTen(value: number): number {
  return Number(`1e${exponentOf(value)}`);
}

/** Taken from the decimal writing, so that 1000 is 3 and not 2.999…. */
export function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** Decimals needed to show multiples of `place`. */
export function decimalsOf(place: number): number {
  return Math.min(12, Math.max(0, -exponentOf(place)));
}

export function roundTo(value: number, place: number): number {
  // Multiplying by a whole number where the place is below 1 keeps 0.3 from becoming 0.30000000000000004.
  if (place >= 1) return Math.round(value / place) * place;
  const parts = Math.round(1 / place);
  return Math.round(value * parts) / parts;
}

/** To a multiple of a place: the nearest, or the next to one side. */
export type Rounding = (value: number, place: number) => number;

/** The next multiple of `place` that is not below; what binary fractions add to one is forgiven. */
export function upTo(value: number, place: number): number {
  const rounded = roundTo(value, place);
  return rounded >= value - Math.abs(value) * FORGIVEN ? rounded : roundTo(rounded + place, place);
}

/** The next multiple of `place` that is not above. */
export function downTo(value: number, place: number): number {
  return -upTo(-value, place);
}

const FORGIVEN = 1e-9;
