/** Maximum likelihood against closed forms, and against parameters that are known. */
import { describe, expect, test } from 'vitest';
import { PURPOSE } from '../../../src/engine/draw.ts';
import { ComponentKey } from '../../../src/engine/streams.ts';
import { FAMILIES, type Fitted, type Parameters } from '../../../src/study/fit/families.ts';
import { normalCdf } from '../../../src/study/statistics/normal.ts';
import { testSeed } from '../../support/seed.ts';

/** Rising draws of a fitted distribution. */
function sample(fitted: Fitted, n: number, name: string): number[] {
  const key = new ComponentKey(`${testSeed}`, 0, name);
  let i = 0;
  const values = Array.from({ length: n }, () => fitted.draw(() => key.draw(PURPOSE.run, i++)));
  return values.sort((a, b) => a - b);
}

/** Any values will do that give these parameters: the fit of two values for the families of two parameters. */
const KNOWN: Readonly<Record<string, Fitted>> = {
  exponential: FAMILIES.exponential([40, 80])!,
  lognormal: FAMILIES.lognormal([30, 240])!,
  weibull: FAMILIES.weibull([30, 240])!,
  erlang: FAMILIES.erlang([100, 140, 300])!,
};

describe('closed forms', () => {
  test('an exponential has the mean of the values', () => {
    const { parameters, logLikelihood } = FAMILIES.exponential([1, 2, 6])!;
    expect(parameters).toEqual({ family: 'exponential', mean: 3 });
    expect(logLikelihood).toBeCloseTo(-3 * (Math.log(3) + 1), 12);
  });

  test('a lognormal has mean and deviation of the logarithms', () => {
    const { parameters } = FAMILIES.lognormal([Math.exp(1), Math.exp(2), Math.exp(6)])!;
    expect(parameters).toMatchObject({ family: 'lognormal' });
    const { mu, sigma } = parameters as Parameters & { family: 'lognormal' };
    expect(mu).toBeCloseTo(3, 12);
    expect(sigma).toBeCloseTo(Math.sqrt(14 / 3), 12);
  });

  test('a Weibull distribution satisfies both equations of its likelihood', () => {
    const values = [3, 5, 8, 13, 21, 34];
    const { shape, scale } = FAMILIES.weibull(values)!.parameters as Parameters & { family: 'weibull' };
    const sum = (f: (x: number) => number) => values.reduce((all, x) => all + f(x), 0);
    expect(sum((x) => (x / scale) ** shape)).toBeCloseTo(6, 9);
    const slope = sum((x) => x ** shape * Math.log(x)) / sum((x) => x ** shape);
    expect(slope - 1 / shape).toBeCloseTo(sum(Math.log) / 6, 9);
  });

  test('an Erlang distribution of one phase is exponential, of many values around 100 it has many phases', () => {
    const one = FAMILIES.erlang([1, 2, 30])!;
    expect(one.parameters).toEqual({ family: 'erlang', k: 1, mean: 11 });
    expect(one.logLikelihood).toBeCloseTo(FAMILIES.exponential([1, 2, 30])!.logLikelihood, 9);
    const { k } = FAMILIES.erlang([90, 95, 100, 105, 110])!.parameters as Parameters & { family: 'erlang' };
    expect(k).toBe(100);
  });

  test('values of any size: microseconds and years', () => {
    for (const size of [1e-6, 1, 1e8]) {
      const { shape, scale } = FAMILIES.weibull([1, 2, 3, 4, 9].map((x) => x * size))!
        .parameters as Parameters & { family: 'weibull' };
      const plain = FAMILIES.weibull([1, 2, 3, 4, 9])!.parameters as Parameters & { family: 'weibull' };
      expect(shape).toBeCloseTo(plain.shape, 8);
      expect(scale / size).toBeCloseTo(plain.scale, 7);
    }
  });

  test('the normal distribution of the tables', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-8)).toBeCloseTo(6.22096057427178e-16, 28);
  });
});

describe.each(Object.entries(KNOWN))('%s', (name, known) => {
  const n = 4_000;
  const values = sample(known, n, name);
  const again = FAMILIES[known.parameters.family](values)!;

  test('its parameters come back within 4 standard errors', () => {
    for (const [key, error] of Object.entries(standardErrors(known.parameters, n))) {
      const [was, is] = [known.parameters, again.parameters].map((p) => p[key as never] as number);
      expect(Math.abs(is! - was!), `${key}: ${is} for ${was}`).toBeLessThan(4 * error);
    }
  });

  test('its distribution is that of its draws', () => {
    // Kolmogorov's distance of known parameters: 1.95/√n is passed once in a thousand samples.
    let largest = 0;
    for (const [i, x] of values.entries()) {
      largest = Math.max(largest, Math.abs(known.cdf(x) - (i + 0.5) / n));
    }
    expect(largest).toBeLessThan(1.95 / Math.sqrt(n) + 0.5 / n);
    expect(known.cdf(0)).toBe(0);
    expect(known.cdf(1e9)).toBeCloseTo(1, 9);
  });

  test('no other parameters are more likely', () => {
    const likelihood = (fitted: Fitted) =>
      values.reduce((sum, x) => {
        const h = x * 1e-4;
        return sum + Math.log((fitted.cdf(x + h) - fitted.cdf(x - h)) / (2 * h));
      }, 0);
    expect(likelihood(again)).toBeCloseTo(again.logLikelihood, -1);
    expect(likelihood(again)).toBeGreaterThanOrEqual(likelihood(known) - 0.01);
  });
});

/** Of the maximum likelihood estimates; a whole number of phases is off by less than one. */
function standardErrors(p: Parameters, n: number): Record<string, number> {
  const root = Math.sqrt(n);
  switch (p.family) {
    case 'exponential':
      return { mean: p.mean / root };
    case 'lognormal':
      return { mu: p.sigma / root, sigma: p.sigma / Math.sqrt(2 * n) };
    case 'weibull':
      return { shape: (0.78 * p.shape) / root, scale: (1.053 * p.scale) / (p.shape * root) };
    case 'erlang':
      return { k: Math.max(0.25, (p.k * Math.SQRT2) / root), mean: p.mean / Math.sqrt(p.k * n) };
  }
}
