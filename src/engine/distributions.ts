/**
 * Distributions of durations. A variate is a monotone function of one uniform (rule T6), so the same draw
 * means the same luck in every design; Erlang-k takes exactly k uniforms.
 */

import { draw } from './draw.ts';
import { exp, ln, pow } from './elementary.ts';
import type { Micros } from './time.ts';

/** A distribution in its resolved form; lengths in µs. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: Micros }
  | { readonly kind: 'uniform'; readonly min: Micros; readonly max: Micros }
  | { readonly kind: 'exponential'; readonly mean: Micros }
  /** exp(mu + sigma · z), mu the logarithm of the median in µs. */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'erlang'; readonly k: number; readonly mean: Micros }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: Micros }
  /** Bounded Pareto. */
  | { readonly kind: 'pareto'; readonly shape: number; readonly min: Micros; readonly max: Micros }
  | { readonly kind: 'triangular'; readonly min: Micros; readonly mode: Micros; readonly max: Micros }
  | { readonly kind: 'empirical'; readonly values: readonly Micros[]; readonly weights: readonly number[] };

/** 142 years in µs: no run is as long, and sums of a time and a length stay below 2^53. */
const LONGEST_DRAW: Micros = 4503599627370496;

const KIND = {
  constant: 0,
  exponential: 1,
  lognormal: 2,
  uniform: 3,
  weibull: 4,
  pareto: 5,
  triangular: 6,
  empirical: 7,
  erlang: 8,
} as const satisfies Record<Distribution['kind'], number>;

/**
 * Draws from a distribution. One class with plain fields for every kind, so that the call stays monomorphic in the
 * hot loop.
 */
export class Sampler {
  /** In `KIND`: numbers are compared faster than names. */
  readonly #kind: number;
  /** The parameters that the kind's formula needs, in its own order. */
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;
  readonly #values: readonly number[];
  readonly #cumulative: readonly number[];

  constructor(distribution: Distribution) {
    const { kind, a, b, c, values, cumulative } = parameters(distribution);
    this.#kind = KIND[kind];
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#values = values;
    this.#cumulative = cumulative;
  }

  /** Whether it is always the same length. */
  get isConstant(): boolean {
    return this.#kind === KIND.constant;
  }

  /** The n-th length, in whole µs, that a key draws for a purpose. */
  draw(high: number, low: number, purpose: number, n: number): Micros {
    if (this.#kind === KIND.constant) return this.#a;
    if (this.#kind === KIND.erlang) return this.#erlang(high, low, purpose, n);
    const u = draw(high, low, purpose, n);
    // Most are of these two: apart from the others they are compiled into one piece.
    if (this.#kind === KIND.exponential) return Math.min(exponential(u, this.#a), LONGEST_DRAW);
    if (this.#kind === KIND.lognormal) return Math.min(lognormal(u, this.#a, this.#b), LONGEST_DRAW);
    return Math.min(this.quantile(u), LONGEST_DRAW);
  }

  /** The length in whole µs at a probability strictly between 0 and 1. Erlang has no closed form and throws. */
  quantile(u: number): Micros {
    switch (this.#kind) {
      case KIND.constant:
        return this.#a;
      case KIND.exponential:
        return exponential(u, this.#a);
      case KIND.lognormal:
        return lognormal(u, this.#a, this.#b);
      case KIND.uniform:
        return Math.round(this.#a + (this.#b - this.#a) * u);
      case KIND.weibull:
        return Math.round(this.#b * pow(-ln(1 - u), 1 / this.#a));
      case KIND.pareto:
        return Math.round(this.#b / pow(1 - u * this.#c, 1 / this.#a));
      case KIND.triangular:
        return Math.round(this.#triangular(u));
      case KIND.empirical:
        return this.#empirical(u);
      default:
        throw new RangeError('an Erlang variate takes k uniforms');
    }
  }

  /** -mean/k · ln of a product of k uniforms, multiplied in parts so that it cannot underflow. */
  #erlang(high: number, low: number, purpose: number, n: number): Micros {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < this.#a; i += 1) {
      product *= draw(high, low, purpose + 64 * (i + 1), n);
      if (product < 1e-200) {
        sum -= ln(product);
        product = 1;
      }
    }
    return Math.min(Math.round((this.#b / this.#a) * (sum - ln(product))), LONGEST_DRAW);
  }

  #triangular(u: number): number {
    const [min, mode, max] = [this.#a, this.#b, this.#c];
    if (max === min) return min;
    if (u < (mode - min) / (max - min)) return min + Math.sqrt(u * (max - min) * (mode - min));
    return max - Math.sqrt((1 - u) * (max - min) * (max - mode));
  }

  #empirical(u: number): number {
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (u < this.#cumulative[middle]!) high = middle;
      else low = middle + 1;
    }
    return this.#values[low]!;
  }
}

function exponential(u: number, mean: Micros): Micros {
  return Math.round(-mean * ln(1 - u));
}

function lognormal(u: number, mu: number, sigma: number): Micros {
  return Math.round(exp(mu + sigma * normalQuantile(u)));
}

interface Parameters {
  readonly kind: Distribution['kind'];
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly values: readonly number[];
  readonly cumulative: readonly number[];
}

function parameters(d: Distribution): Parameters {
  const none = { kind: d.kind, a: 0, b: 0, c: 0, values: [], cumulative: [] };
  switch (d.kind) {
    case 'constant':
      return { ...none, a: d.value };
    case 'exponential':
      return { ...none, a: d.mean };
    case 'lognormal':
      return { ...none, a: d.mu, b: d.sigma };
    case 'uniform':
      return { ...none, a: d.min, b: d.max };
    case 'erlang':
      return { ...none, a: d.k, b: d.mean };
    case 'weibull':
      return { ...none, a: d.shape, b: d.scale };
    case 'pareto':
      return { ...none, a: d.shape, b: d.min, c: 1 - pow(d.min / d.max, d.shape) };
    case 'triangular':
      return { ...none, a: d.min, b: d.mode, c: d.max };
    case 'empirical':
      return { ...none, values: d.values, cumulative: cumulated(d.weights) };
  }
}

function cumulated(weights: readonly number[]): number[] {
  let total = 0;
  for (const weight of weights) total += weight;
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum / total;
  });
}

/**
 * The quantile of the standard normal distribution at 0 < p < 1, to about 1e-16.
 * M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477–484.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * nearCentre(r);
  }
  const tail = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const value = tail <= 5 ? inMiddle(tail - 1.6) : inTail(tail - 5);
  return q < 0 ? -value : value;
}

/** The quotient of two polynomials for p from 0.075 to 0.925. The coefficients are written out: a list would be looked up for each. */
function nearCentre(r: number): number {
  const above =
    ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
      45921.953931549871457) *
      r +
      13731.693765509461125) *
      r +
      1971.5909503065514427) *
      r +
      133.14166789178437745) *
      r +
    3.387132872796366608;
  const below =
    ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
      21213.794301586595867) *
      r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
    1.0;
  return above / below;
}

/** The same further out, to a probability of e^-25, */
function inMiddle(r: number): number {
  const above =
    ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
    1.42343711074968357734;
  const below =
    ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
    1.0;
  return above / below;
}

/** and beyond. */
function inTail(r: number): number {
  const above =
    ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
      0.026532189526576123093) *
      r +
      0.29656057182850489123) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
    6.6579046435011037772;
  const below =
    ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) *
      r +
      0.0148753612908506148525) *
      r +
      0.13692988092273580531) *
      r +
      0.59983220655588793769) *
      r +
    1.0;
  return above / below;
}
