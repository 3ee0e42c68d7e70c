/** Which distribution and which arrivals are taken, and what the tests say of them. */
import { describe, expect, test } from 'vitest';
import { PURPOSE } from '../../../src/engine/draw.ts';
import { ComponentKey } from '../../../src/engine/streams.ts';
import { fitArrivals } from '../../../src/study/fit/arrivals.ts';
import { fitDurations } from '../../../src/study/fit/durations.ts';
import { FAMILIES, type Fitted } from '../../../src/study/fit/families.ts';
import { goodness, ksDistance } from '../../../src/study/fit/goodness.ts';
import { normalCdf } from '../../../src/study/statistics/normal.ts';
import { testSeed } from '../../support/seed.ts';

/** Uniforms of a name, always the same. */
function uniforms(name: string): () => number {
  const key = new ComponentKey(`${testSeed}`, 0, name);
  let i = 0;
  return () => key.draw(PURPOSE.run, i++);
}

function sample(fitted: Fitted, n: number, name: string): number[] {
  const uniform = uniforms(name);
  return Array.from({ length: n }, () => fitted.draw(uniform));
}

const rising = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const exponential = FAMILIES.exponential([60])!;
const lognormal = FAMILIES.lognormal([30, 240])!;

describe('the Kolmogorov–Smirnov distance', () => {
  test('of three values from a uniform distribution, by hand', () => {
    const cdf = (x: number) => Math.min(1, Math.max(0, x));
    expect(ksDistance([0.1, 0.5, 0.6], cdf)).toBeCloseTo(1 - 0.6, 12);
    expect(ksDistance([0.5, 0.9, 0.95], cdf)).toBeCloseTo(0.9 - 1 / 3, 12);
  });

  test('its p-value is uniform when the family is right, though the parameters come from the values', () => {
    // 80 samples of 40: how many are below 0.05 and 0.5 is binomial; 4 standard deviations.
    const p = Array.from({ length: 80 }, (_, i) => {
      const values = rising(sample(exponential, 40, `level-${i}`));
      return goodness(FAMILIES.exponential(values)!, values, `level-${i}`).p;
    });
    for (const level of [0.05, 0.5]) {
      const below = p.filter((one) => one <= level).length;
      const deviation = Math.sqrt(80 * level * (1 - level));
      expect(Math.abs(below - 80 * level), `${below} below ${level}`).toBeLessThan(4 * deviation);
    }
  });

  test('agrees with the critical value of Lilliefors for an exponential: 1.094/√n at 5 %', () => {
    const values = rising(sample(exponential, 400, 'lilliefors'));
    const fitted = FAMILIES.exponential(values)!;
    const distance = ksDistance(values, fitted.cdf);
    const critical = 1.094 / Math.sqrt(400);
    const moved = { ...fitted, cdf: shifted(fitted, critical - distance, values) };
    const { p } = goodness(moved, values, 'critical');
    // 199 samples: ± 3 √(0.05 · 0.95 / 199) = 0.046.
    expect(p).toBeGreaterThan(0.004);
    expect(p).toBeLessThan(0.096);
  });
});

/** The distribution moved up or down so that its distance from the values grows by so much. */
function shifted(fitted: Fitted, by: number, values: readonly number[]): (x: number) => number {
  const n = values.length;
  const above = Math.max(...values.map((x, i) => fitted.cdf(x) - i / n));
  const below = Math.max(...values.map((x, i) => (i + 1) / n - fitted.cdf(x)));
  return (x) => fitted.cdf(x) + (above >= below ? by : -by);
}

describe('durations', () => {
  test.each(['exponential', 'lognormal', 'weibull', 'erlang'] as const)(
    '%s values are known for what they are',
    (name) => {
      const known = FAMILIES[name]([60, 90, 120, 240])!;
      const fit = fitDurations(sample(known, 2_000, `known-${name}`), name);
      expect(fit).toMatchObject({ kind: 'family', n: 2_000 });
      // An Erlang distribution is no other; a Weibull of shape 1 would be the exponential.
      expect(fit.kind === 'family' && fit.parameters.family).toBe(name);
      expect(fit.kind === 'family' && fit.fit.p).toBeGreaterThan(0.05);
    },
  );

  test('two peaks are no family: they stay as recorded, with the same mean', () => {
    const values = sample(lognormal, 500, 'peaks').map((x, i) => (i % 2 === 0 ? x : 3_000 + x));
    const fit = fitDurations(values, 'peaks');
    if (fit.kind !== 'empirical') throw new Error(fit.kind);
    expect(fit.rejected?.fit.p).toBeLessThan(0.05);
    expect(fit.values).toHaveLength(100);
    const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
    expect(mean(fit.values)).toBeCloseTo(mean(values), 6);
  });

  test('groups of a number that is no multiple keep the mean too', () => {
    const values = [...sample(lognormal, 250, 'groups').map((x) => x + 5_000), 1];
    const fit = fitDurations(values, 'groups');
    if (fit.kind !== 'empirical') throw new Error(fit.kind);
    const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
    expect(mean(fit.values)).toBeCloseTo(mean(values), 6);
    expect(rising(fit.values)).toEqual(fit.values);
  });

  test('few values stay as they are, equal ones are constant', () => {
    expect(fitDurations([3, 1, 2], 'few')).toEqual({
      kind: 'empirical',
      n: 3,
      values: [1, 2, 3],
      rejected: null,
    });
    expect(fitDurations([5, 5, 5], 'same')).toEqual({ kind: 'constant', n: 3, value: 5 });
  });

  test('a length that is less than a millisecond is no reason to fit nothing', () => {
    const values = [0, ...sample(exponential, 400, 'zero')];
    expect(fitDurations(values, 'zero')).toMatchObject({ kind: 'family', n: 401 });
  });

  test('the same values give the same answer', () => {
    const values = sample(lognormal, 200, 'same');
    expect(fitDurations(values, 'a')).toEqual(fitDurations([...values].reverse(), 'a'));
  });
});

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A Poisson process of a rate that changes with the hour, by thinning. */
function arrivals(hours: number, most: number, rateOf: (hour: number) => number, name: string): number[] {
  const uniform = uniforms(name);
  const times: number[] = [];
  for (let time = 0; ; ) {
    time -= Math.log(uniform()) / most;
    if (time >= hours * HOUR) return times;
    if (uniform() * most < rateOf(Math.floor(time / HOUR) % 24)) times.push(time);
  }
}

/** A record of whole hours. */
const all = (hours: number) => ({ from: 0, to: hours * HOUR });

describe('arrivals', () => {
  test('a Poisson process of one rate: its rate within 4 standard errors, and both tests content', () => {
    const times = arrivals(120, 20 / HOUR, () => 20 / HOUR, 'poisson');
    const { n, model, dispersion, gaps } = fitArrivals(times, all(120), 'poisson');
    if (model.kind !== 'poisson') throw new Error(model.kind);
    expect(model.rates).toHaveLength(1);
    expect(Math.abs(model.rates[0]! * HOUR - 20)).toBeLessThan(4 * Math.sqrt(20 / 120));
    expect(n).toBe(times.length);
    // 120 counts: the index has the deviation √(2/119).
    expect(Math.abs(dispersion!.index - 1)).toBeLessThan(4 * Math.sqrt(2 / 119));
    expect(dispersion!.p).toBeGreaterThan(0.001);
    expect(gaps!.p).toBeGreaterThan(0.01);
  });

  test('working hours give a rate for every hour of the day', () => {
    const rate = (hour: number) => (hour >= 8 && hour < 18 ? 40 / HOUR : 4 / HOUR);
    const times = arrivals(10 * 24, 40 / HOUR, rate, 'hours');
    const { model, dispersion, gaps } = fitArrivals(times, all(10 * 24), 'hours');
    if (model.kind !== 'poisson') throw new Error(model.kind);
    expect(model.rates).toHaveLength(24);
    for (const [hour, each] of model.rates.entries()) {
      const error = Math.sqrt(rate(hour) / (10 * HOUR));
      expect(Math.abs(each - rate(hour)), `hour ${hour}`).toBeLessThan(4 * error);
    }
    expect(dispersion!.p).toBeGreaterThan(0.001);
    expect(gaps!.p).toBeGreaterThan(0.01);
    // The rates give back what was counted.
    const expected = model.rates.reduce((sum, each) => sum + each * 10 * HOUR, 0);
    expect(expected).toBeCloseTo(times.length, 6);
  });

  test('a last day that is not whole has each hour as often as it has it', () => {
    const rate = (hour: number) => (hour < 12 ? 30 / HOUR : 3 / HOUR);
    const times = arrivals(60, 30 / HOUR, rate, 'half');
    const { model } = fitArrivals(times, all(60), 'half');
    if (model.kind !== 'poisson') throw new Error(model.kind);
    const counted = model.rates.reduce((sum, each, hour) => sum + each * (hour < 12 ? 3 : 2) * HOUR, 0);
    expect(counted).toBeCloseTo(times.length, 6);
  });

  test('the index of dispersion by hand: 20 counts of 2 vary not at all', () => {
    const times = Array.from({ length: 40 }, (_, i) => (i >> 1) * 2 * HOUR + (i % 2 === 0 ? 600 : 6_600) + i);
    const { dispersion } = fitArrivals(times, all(40), 'even');
    expect(dispersion!.index).toBe(0);
    // 19 degrees of freedom, each term of variance 2 + 1/2: 1 is √(19 / 2.5) deviations away.
    expect(dispersion!.p).toBeCloseTo(2 * normalCdf(-Math.sqrt(19 / 2.5)), 12);
  });

  test('what is not known at the ends of a record is no quiet time', () => {
    const known = { from: 9.5 * HOUR, to: 57.2 * HOUR };
    const within = (times: number[]) => times.filter((time) => time > known.from && time < known.to);
    const even = within(arrivals(60, 30 / HOUR, () => 30 / HOUR, 'ends'));
    const { model, dispersion } = fitArrivals(even, known, 'ends');
    if (model.kind !== 'poisson') throw new Error(model.kind);
    expect(model.rates).toEqual([even.length / (47.7 * HOUR)]);
    expect(dispersion!.p).toBeGreaterThan(0.001);
    // The hour from 9 is known by half on the first day, wholly on the second, by a fifth on the third.
    const hours = within(arrivals(60, 60 / HOUR, (hour) => (hour < 12 ? 60 : 6) / HOUR, 'ends'));
    const byHour = fitArrivals(hours, known, 'ends');
    if (byHour.model.kind !== 'poisson') throw new Error(byHour.model.kind);
    const nine = hours.filter((time) => Math.floor(time / HOUR) % 24 === 9).length;
    expect(byHour.model.rates[9]).toBeCloseTo(nine / ((0.5 + 1 + 0.2) * HOUR), 12);
    expect(byHour.dispersion!.p).toBeGreaterThan(0.001);
  });

  test('bunches are told: an index far above 1', () => {
    const times = arrivals(96, 4 / HOUR, () => 4 / HOUR, 'bunches')
      .filter((time) => time < 95 * HOUR)
      .flatMap((time) => [0, 1, 2, 3, 4].map((i) => time + i))
      .sort((a, b) => a - b);
    const { dispersion, gaps } = fitArrivals(times, all(96), 'bunches');
    expect(dispersion!.index).toBeGreaterThan(3);
    expect(dispersion!.p).toBeLessThan(1e-6);
    expect(gaps!.p).toBeLessThan(0.01);
  });

  test('a schedule is a grid', () => {
    const times = Array.from({ length: 96 }, (_, i) => 90 + i * HOUR + (i % 3) * 10);
    const { model } = fitArrivals(times, all(97), 'grid');
    expect(model).toMatchObject({ kind: 'every', offset: 90 });
    // Two of three gaps are 10 s longer than an hour: after 95 of them the median would be 15 minutes late.
    const last = model.kind === 'every' ? model.offset + 95 * model.every : Number.NaN;
    expect(Math.abs(last - times[95]!)).toBeLessThan(1);
  });

  test('a handful has a rate and nothing else', () => {
    expect(fitArrivals([10, 20, DAY - 1], all(24), 'few')).toEqual({
      n: 3,
      model: { kind: 'poisson', rates: [3 / DAY], batches: [], idle: [] },
      dispersion: null,
      gaps: null,
    });
  });

  test('all at one time is no rate to test', () => {
    const times = Array.from({ length: 40 }, () => 5);
    expect(fitArrivals(times, all(24), 'same').gaps).toBeNull();
  });
});
