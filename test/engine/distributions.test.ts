/** Rule T6: a variate is a monotone function of one uniform, with the mean and quantiles of its closed form. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, normalQuantile, Sampler } from '../../src/engine/distributions.ts';
import { draw, PURPOSE } from '../../src/engine/draw.ts';

interface Case {
  readonly name: string;
  readonly distribution: Distribution;
  readonly mean: number;
  readonly variance: number;
  readonly quantile: (u: number) => number;
}

const SIGMA = Math.log(90 / 25) / 1.6448536269514722;

/** Closed forms, each as in Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions. */
const CASES: readonly Case[] = [
  {
    name: 'constant',
    distribution: { kind: 'constant', value: 123_456 },
    mean: 123_456,
    variance: 0,
    quantile: () => 123_456,
  },
  {
    name: 'uniform',
    distribution: { kind: 'uniform', min: 2e6, max: 9e6 },
    mean: 5.5e6,
    variance: 49e12 / 12,
    quantile: (u) => 2e6 + 7e6 * u,
  },
  {
    name: 'exponential',
    distribution: { kind: 'exponential', mean: 3e6 },
    mean: 3e6,
    variance: 9e12,
    quantile: (u) => -3e6 * Math.log1p(-u),
  },
  {
    name: 'lognormal of median 25 s and p95 90 s',
    distribution: { kind: 'lognormal', mu: Math.log(25e6), sigma: SIGMA },
    mean: 25e6 * Math.exp(SIGMA ** 2 / 2),
    variance: 25e6 ** 2 * Math.exp(SIGMA ** 2) * Math.expm1(SIGMA ** 2),
    quantile: (u) => 25e6 * Math.exp(SIGMA * normalQuantile(u)),
  },
  {
    name: 'Weibull of shape 0.8',
    distribution: { kind: 'weibull', shape: 0.8, scale: 4e6 },
    // Γ(1 + 1/0.8) and Γ(1 + 2/0.8)
    mean: 4e6 * 1.1330030963193474,
    variance: 16e12 * (3.3233509704478426 - 1.1330030963193474 ** 2),
    quantile: (u) => 4e6 * (-Math.log1p(-u)) ** 1.25,
  },
  {
    name: 'bounded Pareto of shape 1.5',
    distribution: { kind: 'pareto', shape: 1.5, min: 1e6, max: 100e6 },
    mean: paretoMoment(1.5, 1e6, 100e6, 1),
    variance: paretoMoment(1.5, 1e6, 100e6, 2) - paretoMoment(1.5, 1e6, 100e6, 1) ** 2,
    quantile: (u) => 1e6 * (1 - u * (1 - 100 ** -1.5)) ** (-1 / 1.5),
  },
  {
    name: 'triangular',
    distribution: { kind: 'triangular', min: 1e6, mode: 2e6, max: 6e6 },
    mean: 3e6,
    variance: ((1 + 4 + 36 - 2 - 6 - 12) / 18) * 1e12,
    quantile: (u) => (u < 0.2 ? 1e6 + Math.sqrt(u * 5e12) : 6e6 - Math.sqrt((1 - u) * 20e12)),
  },
  {
    name: 'empirical',
    distribution: { kind: 'empirical', values: [1e6, 5e6, 7e6, 20e6], weights: [3, 0, 5, 2] },
    mean: 7.8e6,
    variance: (0.3 * 1 + 0.5 * 49 + 0.2 * 400 - 7.8 ** 2) * 1e12,
    quantile: (u) => (u < 0.3 ? 1e6 : u < 0.8 ? 7e6 : 20e6),
  },
];

/** E[X^n] of a Pareto distribution of index a, cut to [low, high]. */
function paretoMoment(a: number, low: number, high: number, n: number): number {
  const whole = (low ** a / (1 - (low / high) ** a)) * (a / (a - n));
  return whole * (1 / low ** (a - n) - 1 / high ** (a - n));
}

/** Lengths that successive keys draw. */
function lengths(sampler: Sampler, count: number): number[] {
  return Array.from({ length: count }, (_, key) => sampler.draw(key, 77, PURPOSE.run, key % 3));
}

/** Mean and variance, as normal scores of what they should be; of the variance by the fourth moment. */
function scores(values: readonly number[], mean: number, variance: number): [number, number] {
  const n = values.length;
  const average = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.map((value) => (value - mean) ** 2);
  const spread = squares.reduce((sum, square) => sum + square, 0) / n;
  const fourth = squares.reduce((sum, square) => sum + (square - spread) ** 2, 0) / n;
  return [(average - mean) / Math.sqrt(variance / n), (spread - variance) / Math.sqrt(fourth / n)];
}

/** 4.5 standard deviations: one suite in ten thousand. */
const LIMIT = 4.5;
const EDGES = [2 ** -53, 1e-9, 0.001, 0.2, 0.3, 0.5, 0.8, 0.95, 0.999, 1 - 1e-9, 1 - 2 ** -53];

/** Not `fc.double`, which draws among all doubles: nearly all of those are next to 0. */
const uniform = fc.nat({ max: 2 ** 31 - 1 }).map((n) => (n + 0.5) / 2 ** 31);

describe('T6: distributions', () => {
  it.each(CASES)(
    '$name: quantiles are those of the closed form, to the microsecond',
    ({ distribution, quantile }) => {
      const sampler = new Sampler(distribution);
      fc.assert(
        fc.property(fc.oneof(uniform, fc.constantFrom(...EDGES)), (u) => {
          const value = sampler.quantile(u);
          expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
          // Half a microsecond of rounding, and of the far tail what 1 − u has lost in a double.
          const exact = quantile(u);
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(0.5 + 1e-9 * exact);
        }),
      );
    },
  );

  it.each(CASES)('$name: mean and variance of what is drawn', ({ distribution, mean, variance }) => {
    const sampler = new Sampler(distribution);
    expect(sampler.isConstant).toBe(distribution.kind === 'constant');
    const values = lengths(sampler, 40_000);
    if (variance === 0) expect(new Set(values)).toEqual(new Set([mean]));
    else for (const score of scores(values, mean, variance)) expect(Math.abs(score)).toBeLessThan(LIMIT);
  });

  it.each(CASES)('$name: more luck is never a shorter length', ({ distribution }) => {
    const sampler = new Sampler(distribution);
    fc.assert(
      fc.property(uniform, uniform, (a, b) => {
        expect(sampler.quantile(Math.min(a, b))).toBeLessThanOrEqual(sampler.quantile(Math.max(a, b)));
      }),
    );
    expect(sampler.draw(1, 2, PURPOSE.cpu, 3)).toBe(sampler.quantile(draw(1, 2, PURPOSE.cpu, 3)));
  });

  it('a triangle may have its mode at an end, and be a point', () => {
    const at = (min: number, mode: number, max: number, u: number): number =>
      new Sampler({ kind: 'triangular', min, mode, max }).quantile(u);
    expect(at(0, 0, 100, 0.75)).toBe(50);
    expect(at(0, 100, 100, 0.25)).toBe(50);
    expect(at(7, 7, 7, 0.25)).toBe(7);
  });
});

describe('T6: Erlang', () => {
  it.each([1, 2, 5, 40])('of %i phases: mean, variance and the share below the mean', (k) => {
    const mean = 2e6;
    const values = lengths(new Sampler({ kind: 'erlang', k, mean }), 40_000);
    for (const score of scores(values, mean, mean ** 2 / k)) expect(Math.abs(score)).toBeLessThan(LIMIT);
    // P(X ≤ mean) = 1 − Σ_{i<k} e^{−k} k^i / i!
    let [term, above] = [Math.exp(-k), 0];
    for (let i = 0; i < k; i += 1) {
      above += term;
      term *= k / (i + 1);
    }
    const share = values.filter((value) => value > mean).length / values.length;
    expect(Math.abs(share - above) / Math.sqrt((above * (1 - above)) / values.length)).toBeLessThan(LIMIT);
  });

  it('of thousands of phases neither underflows nor drifts', () => {
    const values = lengths(new Sampler({ kind: 'erlang', k: 5000, mean: 1e9 }), 20);
    for (const value of values) expect(Math.abs(value / 1e9 - 1)).toBeLessThan(6 / Math.sqrt(5000));
  });

  it('is a sum: it has no quantile of one uniform', () => {
    expect(() => new Sampler({ kind: 'erlang', k: 2, mean: 1 }).quantile(0.5)).toThrow(RangeError);
  });
});

/** Quantiles at these doubles, to 17 digits: solved from erfc with 60 digits (mpmath 1.3). */
const NORMAL: readonly (readonly [p: number, z: number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [2 ** -53, -8.209536151601387],
  [1e-12, -7.034483825301132],
  [1e-6, -4.753424308822899],
  [0.001, -3.0902323061678136],
  [0.01, -2.326347874040841],
  [0.02425, -1.972961051311885],
  [0.05, -1.6448536269514726],
  [0.074, -1.4466320671589785],
  [0.076, -1.4325027208258116],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
  [0.49, -0.025068908258711057],
  [0.4999999, -2.5066282747031063e-7],
  [0.5000001, 2.506628273311648e-7],
  [0.6, 0.2533471031357997],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446006],
  [0.925, 1.4395314709384561],
  [0.975, 1.9599639845400538],
  [0.99, 2.3263478740408408],
  [0.999, 3.090232306167813],
  [0.999999, 4.753424308817087],
  [1 - 2 ** -40, 7.047700256664409],
  [1 - 2 ** -53, 8.209536151601387],
];

describe('the normal quantile', () => {
  it.each(NORMAL)('at %f is %f', (p, z) => {
    expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-15);
  });

  it('is 0 in the middle, and odd', () => {
    expect(normalQuantile(0.5)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 - 1 }), (n) => {
        const p = n / 2 ** 31;
        expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
      }),
    );
  });
});
