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

/**
 * Draws from a distribution. One class with plain fields for every kind, so that the call stays monomorphic in the
 * hot loop.
 */
export class Sampler {
  readonly #kind: Distribution['kind'];
  /** The parameters that the kind's formula needs, in its own order. */
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;
  readonly #values: readonly number[];
  readonly #cumulative: readonly number[];

  constructor(distribution: Distribution) {
    const { kind, a, b, c, values, cumulative } = parameters(distribution);
    this.#kind = kind;
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#values = values;
    this.#cumulative = cumulative;
  }

  /** Whether it is always the same length. */
  get isConstant(): boolean {
    return this.#kind === 'constant';
  }

  /** The n-th length, in whole µs, that a key draws for a purpose. */
  draw(high: number, low: number, purpose: number, n: number): Micros {
    if (this.#kind === 'constant') return this.#a;
    if (this.#kind === 'erlang') return this.#erlang(high, low, purpose, n);
    return Math.min(this.quantile(draw(high, low, purpose, n)), LONGEST_DRAW);
  }

  /** The length in whole µs at a probability strictly between 0 and 1. Erlang has no closed form and throws. */
  quantile(u: number): Micros {
    switch (this.#kind) {
      case 'constant':
        return this.#a;
      case 'exponential':
        return Math.round(-this.#a * ln(1 - u));
      case 'lognormal':
        return Math.round(exp(this.#a + this.#b * normalQuantile(u)));
      case 'uniform':
        return Math.round(this.#a + (this.#b - this.#a) * u);
      case 'weibull':
        return Math.round(this.#b * pow(-ln(1 - u), 1 / this.#a));
      case 'pareto':
        return Math.round(this.#b / pow(1 - u * this.#c, 1 / this.#a));
      case 'triangular':
        return Math.round(this.#triangular(u));
      case 'empirical':
        return this.#empirical(u);
      case 'erlang':
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
    return q * (polynomial(r, CENTRE.above) / polynomial(r, CENTRE.below));
  }
  const tail = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const r = tail <= 5 ? tail - 1.6 : tail - 5;
  const { above, below } = tail <= 5 ? MIDDLE : FAR;
  const value = polynomial(r, above) / polynomial(r, below);
  return q < 0 ? -value : value;
}

/** Numerator and denominator by rising power. */
interface Rational {
  readonly above: Float64Array;
  readonly below: Float64Array;
}

const CENTRE: Rational = {
  above: Float64Array.of(
    3.387132872796366608,
    133.14166789178437745,
    1971.5909503065514427,
    13731.693765509461125,
    45921.953931549871457,
    67265.770927008700853,
    33430.575583588128105,
    2509.0809287301226727,
  ),
  below: Float64Array.of(
    1.0,
    42.313330701600911252,
    687.1870074920579083,
    5394.1960214247511077,
    21213.794301586595867,
    39307.89580009271061,
    28729.085735721942674,
    5226.495278852854561,
  ),
};
const MIDDLE: Rational = {
  above: Float64Array.of(
    1.42343711074968357734,
    4.6303378461565452959,
    5.7694972214606914055,
    3.64784832476320460504,
    1.27045825245236838258,
    0.24178072517745061177,
    0.0227238449892691845833,
    7.7454501427834140764e-4,
  ),
  below: Float64Array.of(
    1.0,
    2.05319162663775882187,
    1.6763848301838038494,
    0.68976733498510000455,
    0.14810397642748007459,
    0.0151986665636164571966,
    5.475938084995344946e-4,
    1.05075007164441684324e-9,
  ),
};
const FAR: Rational = {
  above: Float64Array.of(
    6.6579046435011037772,
    5.4637849111641143699,
    1.7848265399172913358,
    0.29656057182850489123,
    0.026532189526576123093,
    0.0012426609473880784386,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
  ),
  below: Float64Array.of(
    1.0,
    0.59983220655588793769,
    0.13692988092273580531,
    0.0148753612908506148525,
    7.868691311456132591e-4,
    1.8463183175100546818e-5,
    1.4215117583164458887e-7,
    2.04426310338993978564e-15,
  ),
};

function polynomial(r: number, c: Float64Array): number {
  return (
    ((((((c[7]! * r + c[6]!) * r + c[5]!) * r + c[4]!) * r + c[3]!) * r + c[2]!) * r + c[1]!) * r + c[0]!
  );
}
