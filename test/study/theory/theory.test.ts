import { describe, expect, test } from 'vitest';
import { mdc, mg1, mg1Sharing, waitsOfFifo } from '../../../src/study/theory/general.ts';
import {
  erlangB,
  erlangC,
  machineRepair,
  mm1ResponseQuantile,
  mmc,
  mmck,
  mmcWaitQuantile,
} from '../../../src/study/theory/markov.ts';
import { availability, closedNetwork, kOfN, lookWait, tandem } from '../../../src/study/theory/networks.ts';
import { uniforms } from '../support.ts';

describe('Erlang', () => {
  test('B agrees with the printed tables', () => {
    // Offered traffic for a loss of 1 % and 5 %.
    for (const [servers, load] of [
      [5, 1.361],
      [10, 4.461],
      [20, 12.031],
      [100, 84.064],
    ] as const) {
      expect(erlangB(servers, load)).toBeCloseTo(0.01, 4);
    }
    expect(erlangB(10, 6.216)).toBeCloseTo(0.05, 4);
    expect(erlangB(1, 1)).toBe(0.5);
  });

  test('C: a third waits at M/M/2 half busy; 0.4092 at M/M/10 with 8 Erlangs', () => {
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 14);
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 14);
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 6);
  });
});

describe('M/M/c', () => {
  test('mean wait of M/M/10 at 80 % is 0.2046 services', () => {
    expect(mmc(8, 1, 10).wait).toBeCloseTo(0.2046, 4);
  });

  test('one server is M/M/1: ρ/(μ−λ)', () => {
    const theory = mmc(0.8, 1, 1);
    expect(theory.wait).toBeCloseTo(4, 12);
    expect(theory.response).toBeCloseTo(5, 12);
    expect(theory.queue).toBeCloseTo(3.2, 12);
    expect(theory.utilisation).toBe(0.8);
  });

  test('quantiles of the wait: P(W > t) = C·exp(−(cμ−λ)t)', () => {
    const t = mmcWaitQuantile(8, 1, 10, 0.95);
    expect(0.40918 * Math.exp(-2 * t)).toBeCloseTo(0.05, 6);
    expect(mmcWaitQuantile(8, 1, 10, 0.5)).toBe(0);
    expect(mm1ResponseQuantile(0.8, 1, 0.95)).toBeCloseTo(Math.log(20) / 0.2, 12);
  });

  test('with room for K only: M/M/1/K and Erlang B are its cases', () => {
    const rho = 0.8;
    expect(mmck(0.8, 1, 1, 5).lost).toBeCloseTo(((1 - rho) * rho ** 5) / (1 - rho ** 6), 14);
    expect(mmck(8, 1, 10, 10).lost).toBeCloseTo(erlangB(10, 8), 14);
    expect(mmck(8, 1, 10, 10).wait).toBe(0);
    // With much room it is M/M/c.
    const wide = mmck(8, 1, 10, 2000);
    expect(wide.wait).toBeCloseTo(mmc(8, 1, 10).wait, 10);
    expect(wide.waits).toBeCloseTo(erlangC(10, 8), 10);
    // Overloaded it loses what does not fit.
    expect(mmck(20, 1, 10, 50).lost).toBeCloseTo(0.5, 6);
    expect(mmck(5, 1, 1, 3000).lost).toBeCloseTo(0.8, 10);
  });
});

describe('general service', () => {
  test('Pollaczek–Khinchine: M/M/1 at cv 1, half of its wait at cv 0', () => {
    expect(mg1(0.8, 1, 1).wait).toBeCloseTo(mmc(0.8, 1, 1).wait, 12);
    expect(mg1(0.8, 1, 0).wait).toBeCloseTo(2, 12);
    expect(mg1(0.5, 1, 2).wait).toBeCloseTo(2.5, 12);
  });

  test('shared, the mean response is E[S]/(1−ρ)', () => {
    expect(mg1Sharing(0.8, 1).response).toBeCloseTo(5, 12);
    expect(mg1Sharing(0.8, 1).number).toBeCloseTo(4, 12);
  });

  test("M/D/c by generating functions agrees with Spitzer's identity", () => {
    for (const [servers, rho] of [
      [1, 0.5],
      [2, 0.5],
      [2, 0.8],
      [5, 0.9],
      [10, 0.8],
      [50, 0.7],
    ] as const) {
      expect(mdc(servers * rho, 1, servers).queue / spitzer(servers, rho)).toBeCloseTo(1, 9);
    }
  });

  test('M/D/1 is Pollaczek–Khinchine at cv 0; times scale', () => {
    expect(mdc(0.8, 1, 1).wait).toBeCloseTo(mg1(0.8, 1, 0).wait, 12);
    expect(mdc(80, 0.1, 10).wait).toBeCloseTo(mdc(8, 1, 10).wait / 10, 12);
  });

  test('M/D/c agrees with the recursion of Kiefer and Wolfowitz', () => {
    const uniform = uniforms(8);
    const runs = Array.from({ length: 30 }, () => {
      let now = 0;
      const arrivals = Float64Array.from({ length: 20_000 }, () => (now += -Math.log(uniform()) / 3.2));
      const waits = waitsOfFifo(arrivals, new Float64Array(20_000).fill(1), 4).subarray(1000);
      return waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    });
    const mean = runs.reduce((sum, run) => sum + run, 0) / 30;
    const s = Math.sqrt(runs.reduce((sum, run) => sum + (run - mean) ** 2, 0) / 29);
    // t(29, 0.9995) = 3.659
    expect(Math.abs(mean - mdc(3.2, 1, 4).wait)).toBeLessThan((3.659 * s) / Math.sqrt(30));
  });
});

/** E[queue] of M/D/c = Σ_n E[(A_n − nc)⁺]/n with A_n Poisson of mean ncρ (Spitzer 1956). */
function spitzer(servers: number, rho: number): number {
  let queue = 0;
  for (let n = 1; n < 20_000; n += 1) {
    const mean = n * servers * rho;
    const least = n * servers;
    let logP = -mean + least * Math.log(mean);
    for (let i = 2; i <= least; i += 1) logP -= Math.log(i);
    let p = Math.exp(logP);
    let beyond = 0;
    for (let a = least; p > 1e-18 || a < least + 2; a += 1) {
      beyond += (a - least) * p;
      p *= mean / (a + 1);
    }
    queue += beyond / n;
    if (beyond / n < 1e-13 * queue) return queue;
  }
  throw new Error('did not converge');
}

describe('the FIFO recursion', () => {
  test('by hand: two servers, four jobs', () => {
    expect([...waitsOfFifo([0, 1, 2, 3], [10, 3, 5, 1], 2)]).toEqual([0, 0, 2, 6]);
  });

  test('one server is Lindley', () => {
    const uniform = uniforms(4);
    const arrivals = Array.from({ length: 200 }, () => Math.floor(uniform() * 1000)).sort((a, b) => a - b);
    const services = arrivals.map(() => Math.floor(uniform() * 10));
    const waits = waitsOfFifo(arrivals, services, 1);
    for (let i = 1; i < 200; i += 1) {
      expect(waits[i]).toBe(
        Math.max(0, waits[i - 1]! + services[i - 1]! - (arrivals[i]! - arrivals[i - 1]!)),
      );
    }
  });

  test('more servers than jobs: nobody waits', () => {
    expect([...waitsOfFifo([0, 0, 0], [5, 5, 5], 3)]).toEqual([0, 0, 0]);
  });
});

describe('networks', () => {
  test('a tandem is the sum of its stations', () => {
    expect(
      tandem(1, [
        { mu: 2, servers: 1 },
        { mu: 1.5, servers: 1 },
      ]),
    ).toBeCloseTo(1 + 2, 12);
  });

  test('mean value analysis: Lazowska et al., Quantitative System Performance, the example of chapter 6', () => {
    const stations = [
      { demand: 0.605, kind: 'queue' },
      { demand: 2.1, kind: 'queue' },
      { demand: 1.35, kind: 'queue' },
      { demand: 15, kind: 'delay' },
    ] as const;
    expect(closedNetwork(1, stations).throughput).toBeCloseTo(1 / 19.055, 12);
    expect(closedNetwork(3, stations).throughput).toBeCloseTo(0.152, 3);
  });

  test('machine repair with one repairer is the closed network of a station and a delay', () => {
    const network = closedNetwork(7, [
      { demand: 2, kind: 'queue' },
      { demand: 10, kind: 'delay' },
    ]);
    const repair = machineRepair(7, 1, 1 / 10, 1 / 2);
    expect(repair.rate).toBeCloseTo(network.throughput, 12);
    expect(repair.wait).toBeCloseTo(network.response - 2, 12);
    expect(repair.working + repair.rate * (repair.wait + 2)).toBeCloseTo(7, 12);
  });

  test('as many repairers as machines: each is down as if alone', () => {
    const repair = machineRepair(4, 4, 1 / 90, 1 / 10);
    expect(repair.wait).toBe(0);
    expect(repair.working).toBeCloseTo(4 * 0.9, 12);
    const atLeastThree = repair.down[0]! + repair.down[1]!;
    expect(atLeastThree).toBeCloseTo(kOfN(3, 4, availability(90, 10)), 12);
  });

  test('2 of 3 at 90 % are up 97.2 % of the time', () => {
    expect(kOfN(2, 3, 0.9)).toBeCloseTo(0.972, 12);
    expect(kOfN(0, 3, 0.9)).toBeCloseTo(1, 12);
    expect(kOfN(3, 3, 0.9)).toBeCloseTo(0.729, 12);
  });

  test('fact 20: the wait for the next look', () => {
    expect([1, 2, 3, 4].map((n) => Number(lookWait(n, 20, 'random').toFixed(1)))).toEqual([10, 6.7, 5, 4]);
    expect([1, 2, 4].map((n) => lookWait(n, 20, 'even'))).toEqual([10, 5, 2.5]);
    expect(lookWait(4, 20, 'together')).toBe(10);
  });
});
