/** Priorities, patience, retrials, balancers and kinds of customers: formulas held against each other, and against Markov chains. */
import { describe, expect, test } from 'vitest';
import {
  inTurn,
  shorterOfTwo,
  shorterOfTwoOfMany,
  shortestQueue,
} from '../../../src/study/theory/balancing.ts';
import { meanOver, stationary } from '../../../src/study/theory/chain.ts';
import { byChain, byConvolution, inLineByKinds, sharedByKinds } from '../../../src/study/theory/closed.ts';
import { erlangB, mmc } from '../../../src/study/theory/markov.ts';
import { closedNetwork } from '../../../src/study/theory/networks.ts';
import { retrialLine } from '../../../src/study/theory/orbit.ts';
import { mmcPatience, retrial, waitsByBand } from '../../../src/study/theory/waiting.ts';

describe('a chain', () => {
  test('of births and deaths is M/M/c', () => {
    const chain = stationary(0, (n) => [
      ...(n < 300 ? [[n + 1, 2.4] as const] : []),
      ...(n > 0 ? [[n - 1, Math.min(n, 3)] as const] : []),
    ]);
    expect(meanOver(chain, (n) => Math.max(0, n - 3))).toBeCloseTo(mmc(2.4, 1, 3).queue, 8);
  });

  test('that goes only one way ends where it must', () => {
    const { states, shares } = stationary('on', (state) => [
      [state === 'on' ? 'off' : 'on', state === 'on' ? 1 : 3],
    ]);
    expect(states).toEqual(['on', 'off']);
    expect(shares[0]).toBeCloseTo(0.75, 12);
  });
});

describe('Cobham: who goes first', () => {
  test('three bands, as in a hospital: one server and two', () => {
    const one = [0.2381, 0.3247, 0.9091];
    const two = [0.02874, 0.03316, 0.04808];
    for (const [i, wait] of waitsByBand([0.2, 0.6, 1.2], 3, 1).entries())
      expect(wait).toBeCloseTo(one[i]!, 4);
    for (const [i, wait] of waitsByBand([0.2, 0.6, 1.2], 3, 2).entries())
      expect(wait).toBeCloseTo(two[i]!, 5);
  });

  test('one band is M/M/c, and bands together wait as long as without', () => {
    expect(waitsByBand([2.4], 1, 3)[0]).toBeCloseTo(mmc(2.4, 1, 3).wait, 12);
    const lambdas = [0.3, 0.9, 1.2];
    const together = waitsByBand(lambdas, 1, 3).reduce((sum, wait, i) => sum + wait * lambdas[i]!, 0) / 2.4;
    expect(together).toBeCloseTo(mmc(2.4, 1, 3).wait, 12);
  });
});

describe('patience', () => {
  test('M/M/1 + D by the formula of its own (Barrer 1957)', () => {
    for (const [rho, patience] of [
      [0.9, 2],
      [0.5, 1],
      [1.4, 3],
    ] as const) {
      const e = Math.exp(-(1 - rho) * patience);
      expect(mmcPatience(rho, 1, 1, patience).lost).toBeCloseTo(
        ((1 - rho) * rho * e) / (1 - rho ** 2 * e),
        12,
      );
    }
  });

  test('M/M/c + D also where as much arrives as can be served', () => {
    // The wait of a customer who finds one server has the density 1/(2 + τ) up to τ, beyond e^(τ − x)/(2 + τ).
    for (const patience of [0.5, 2]) {
      const { lost, wait } = mmcPatience(1, 1, 1, patience);
      expect(lost).toBeCloseTo(1 / (2 + patience), 12);
      expect(wait * (1 - lost)).toBeCloseTo(patience ** 2 / 2 / (2 + patience), 12);
    }
    // Four servers: 1/B(3, 4) = 71/32 and J = 1 + 1/4.
    expect(mmcPatience(4, 1, 4, 1).lost).toBeCloseTo(1 / (71 / 32 + 5), 12);
    expect(mmcPatience(4 + 1e-9, 1, 4, 1).lost).toBeCloseTo(1 / (71 / 32 + 5), 8);
  });

  test('without patience it is Erlang B, and with very much M/M/c', () => {
    expect(mmcPatience(3, 1, 4, 1e-9).lost).toBeCloseTo(erlangB(4, 3), 6);
    const { lost, wait } = mmcPatience(3, 1, 4, 50);
    expect(lost).toBeLessThan(1e-20);
    expect(wait).toBeCloseTo(mmc(3, 1, 4).wait, 10);
  });
});

describe('who comes again', () => {
  test('without a line: the formula is the chain of who is served and who is away', () => {
    const { response, attempts } = retrialLine({
      lambda: 0.6,
      mu: 1,
      servers: 1,
      places: 1,
      again: 0.4,
      most: 250,
    });
    const theory = retrial(0.6, 1, 0.4);
    expect(response).toBeCloseTo(theory.wait + 1, 7);
    expect(attempts).toBeCloseTo(theory.attempts, 7);
  });

  test('with a line that is never full it is M/M/c', () => {
    const { response, attempts } = retrialLine({
      lambda: 1.5,
      mu: 1,
      servers: 2,
      places: 150,
      again: 1,
      most: 1,
    });
    expect(response).toBeCloseTo(mmc(1.5, 1, 2).response, 7);
    expect(attempts).toBeCloseTo(1, 9);
  });
});

describe('a balancer', () => {
  test('in turn: the golden ratio, and one server is M/M/1', () => {
    expect(inTurn(2, 0.5)).toBeCloseTo((1 + Math.sqrt(5)) / 2, 12);
    expect(inTurn(1, 0.8)).toBeCloseTo(5, 10);
    expect(inTurn(4, 0.8)).toBeCloseTo(3.26738, 5);
  });

  test('least connections: of one server M/M/1; two, where the shorter is joined', () => {
    expect(shortestQueue(1, 0.5, 60)).toBeCloseTo(2, 8);
    expect(shortestQueue(2, 0.8, 40)).toBeCloseTo(2.95574, 5);
    expect(shortestQueue(3, 0.7, 15)).toBeCloseTo(shortestQueue(3, 0.7, 12), 3);
  });

  test('power of two: of two servers it is least connections; of three in between; of many the series', () => {
    expect(shorterOfTwo(2, 0.7, 15)).toBeCloseTo(shortestQueue(2, 0.7, 15), 9);
    expect(shorterOfTwo(3, 0.7, 12)).toBeGreaterThan(shortestQueue(3, 0.7, 12));
    expect([0.5, 0.7, 0.8, 0.9].map((load) => Number(shorterOfTwoOfMany(load).toFixed(4)))).toEqual([
      1.2657, 1.6145, 1.9474, 2.6141,
    ]);
  });
});

describe('closed networks', () => {
  test('by convolution are those of mean value analysis, and with several servers those of the chain', () => {
    const single = [
      { demand: 0.4, servers: 1 },
      { demand: 0.3, servers: 1 },
      { demand: 5, servers: Infinity },
    ];
    const { throughput, numbers } = byConvolution(12, single);
    const theory = closedNetwork(12, [
      { demand: 0.4, kind: 'queue' },
      { demand: 0.3, kind: 'queue' },
      { demand: 5, kind: 'delay' },
    ]);
    expect(throughput).toBeCloseTo(theory.throughput, 10);
    expect(numbers[1]).toBeCloseTo(theory.numbers[1]!, 10);
    const several = [
      { demand: 1, servers: 1 },
      { demand: 3, servers: 2 },
      { demand: 2, servers: Infinity },
    ];
    expect(byConvolution(6, several).throughput).toBeCloseTo(byChain(6, several).throughput, 9);
  });

  test('kinds of equal service wait in line as they share, and of unequal service they do not', () => {
    const equal = [
      { count: 3, think: 2, service: 1 },
      { count: 2, think: 5, service: 1 },
    ];
    const [shared, line] = [sharedByKinds(equal, 2), inLineByKinds(equal, 2)];
    for (const [i, { number }] of shared.entries()) expect(line[i]!.number).toBeCloseTo(number, 9);
    const unequal = [
      { count: 5, think: 6, service: 1 },
      { count: 2, think: 3, service: 2 },
    ];
    expect(inLineByKinds(unequal, 2).map(({ number }) => Number(number.toFixed(5)))).toEqual([
      1.02583, 0.87655,
    ]);
    expect(sharedByKinds(unequal, 2).map(({ number }) => Number(number.toFixed(5)))).toEqual([
      0.93523, 0.91052,
    ]);
  });
});
