/** Networks of stations, availability of parts, and the wait for the next look. */
import { mmc } from './markov.ts';

/**
 * Mean response of Poisson arrivals through M/M/c stations one after another (Burke 1956: each sees Poisson
 * arrivals of the same rate).
 */
export function tandem(
  lambda: number,
  stations: readonly { readonly mu: number; readonly servers: number }[],
): number {
  return stations.reduce((sum, { mu, servers }) => sum + mmc(lambda, mu, servers).response, 0);
}

export interface ClosedStation {
  /** Visits × mean service of a customer in one round. */
  readonly demand: number;
  /** `queue`: one exponential server, FIFO or shared; `delay`: never a wait. */
  readonly kind: 'queue' | 'delay';
}

export interface ClosedTheory {
  /** Rounds per unit of time. */
  readonly throughput: number;
  /** Mean time of a round, without the delays of `delay` stations. */
  readonly response: number;
  /** Mean number at each station, in their order. */
  readonly numbers: readonly number[];
}

/**
 * A closed network of `customers` by exact mean value analysis (Reiser & Lavenberg 1980): an arrival sees the
 * network with one customer less, R_k(n) = D_k·(1 + Q_k(n−1)).
 */
export function closedNetwork(customers: number, stations: readonly ClosedStation[]): ClosedTheory {
  let numbers: readonly number[] = stations.map(() => 0);
  let throughput = 0;
  let response = 0;
  for (let n = 1; n <= customers; n += 1) {
    const times = stations.map(({ demand, kind }, k) =>
      kind === 'delay' ? demand : demand * (1 + numbers[k]!),
    );
    const round = times.reduce((sum, time) => sum + time, 0);
    throughput = n / round;
    numbers = times.map((time) => throughput * time);
    response = round - stations.reduce((sum, { demand, kind }) => sum + (kind === 'delay' ? demand : 0), 0);
  }
  return { throughput, response, numbers };
}

/** The share of time at which one part is up, from its mean time between failures and to repair. */
export function availability(meanUp: number, meanDown: number): number {
  return meanUp / (meanUp + meanDown);
}

/** P(at least k of n independent parts are up), each up a share `up` of the time. */
export function kOfN(k: number, n: number, up: number): number {
  // P(exactly i of the first parts are up), part by part.
  let exactly = [1];
  for (let part = 0; part < n; part += 1) {
    exactly = Array.from(
      { length: part + 2 },
      (_, i) => (exactly[i] ?? 0) * (1 - up) + (exactly[i - 1] ?? 0) * up,
    );
  }
  return exactly.slice(k).reduce((sum, p) => sum + p, 0);
}

/**
 * Mean wait for the next look of one of `nodes` that each look every `every`, at few tasks (fact 20): phases at
 * random every/(N+1), evenly spread every/2N, all together every/2.
 */
export function lookWait(nodes: number, every: number, phases: 'random' | 'even' | 'together'): number {
  if (phases === 'random') return every / (nodes + 1);
  return phases === 'even' ? every / (2 * nodes) : every / 2;
}
