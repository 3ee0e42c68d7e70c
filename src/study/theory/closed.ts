/** Closed networks with stations of several servers, and with customers of two kinds. */
import { type Moves, meanOver, type Stationary, stationary } from './chain.ts';

export interface Station {
  /** Visits × mean service of a customer in one round; exponential where it is a queue in order of arrival. */
  readonly demand: number;
  /** Infinity: a delay, never a wait. */
  readonly servers: number;
}

export interface ClosedNumbers {
  /** Rounds per unit of time. */
  readonly throughput: number;
  /** Mean number at each station, waiting and served. */
  readonly numbers: readonly number[];
}

/**
 * By the convolution algorithm (Buzen 1973; Bolch et al., Queueing Networks and Markov Chains, 8.1): G is the product of
 * the stations' series D^n / Π min(i, m), and a station holds n with the weight of its own term and the others' rest.
 */
export function byConvolution(customers: number, stations: readonly Station[]): ClosedNumbers {
  const series = stations.map(({ demand, servers }) => {
    const terms = [1];
    for (let n = 1; n <= customers; n += 1) terms.push((terms[n - 1]! * demand) / Math.min(n, servers));
    return terms;
  });
  const all = series.reduce(product);
  const numbers = series.map((own, k) => {
    const others = series.filter((_, i) => i !== k).reduce(product, [1, ...Array<number>(customers).fill(0)]);
    return own.reduce((sum, term, n) => sum + n * term * others[customers - n]!, 0) / all[customers]!;
  });
  return { throughput: all[customers - 1]! / all[customers]!, numbers };
}

function product(a: readonly number[], b: readonly number[]): number[] {
  return a.map((_, n) => {
    let sum = 0;
    for (let i = 0; i <= n; i += 1) sum += a[i]! * b[n - i]!;
    return sum;
  });
}

/** The same by the network's Markov chain, customers going round from each station to the next: a second, independent way. */
export function byChain(customers: number, stations: readonly Station[]): ClosedNumbers {
  const moves: Moves<readonly number[]> = (at) =>
    at.flatMap((n, k) => {
      if (n === 0) return [];
      const next = (k + 1) % stations.length;
      const to = at.map((m, i) => m - (i === k ? 1 : 0) + (i === next ? 1 : 0));
      return [[to, Math.min(n, stations[k]!.servers) / stations[k]!.demand] as const];
    });
  const chain = stationary([customers, ...stations.slice(1).map(() => 0)], moves);
  const numbers = stations.map((_, k) => meanOver(chain, (at) => at[k]!));
  const { demand, servers } = stations[0]!;
  return { throughput: meanOver(chain, (at) => Math.min(at[0]!, servers)) / demand, numbers };
}

/** Customers of one kind: so many, who think, then ask for service. Means; thinking may have any distribution. */
export interface Kind {
  readonly count: number;
  readonly think: number;
  readonly service: number;
}

export interface KindNumbers {
  /** Asking or served, not thinking. */
  readonly number: number;
  readonly throughput: number;
  readonly response: number;
}

/** Two kinds at `servers` that all share; services may have any distribution (Baskett et al. 1975). By the chain of both numbers. */
export function sharedByKinds(kinds: readonly Kind[], servers: number): KindNumbers[] {
  const moves: Moves<readonly number[]> = (at) => {
    const all = at.reduce((sum, n) => sum + n, 0);
    const share = all > servers ? servers / all : 1;
    return at.flatMap((n, k) => {
      const { count, think, service } = kinds[k]!;
      const to = (by: number) => at.map((m, i) => (i === k ? m + by : m));
      const coming = [to(1), (count - n) / think] as const;
      return n === 0 ? [coming] : [coming, [to(-1), (n * share) / service] as const];
    });
  };
  const chain = stationary(
    kinds.map(() => 0),
    moves,
  );
  return numbersOf(kinds, chain, (at, k) => at[k]!);
}

/** Kinds with exponential services of different means at `servers` in order of arrival: no product form. By the chain of the line. */
export function inLineByKinds(kinds: readonly Kind[], servers: number): KindNumbers[] {
  const numberIn = (line: readonly number[], kind: number) => line.filter((one) => one === kind).length;
  const moves: Moves<readonly number[]> = (line) => [
    ...kinds.map(({ count, think }, k) => [[...line, k], (count - numberIn(line, k)) / think] as const),
    ...line
      .slice(0, servers)
      .map((kind, i) => [line.filter((_, j) => j !== i), 1 / kinds[kind]!.service] as const),
  ];
  return numbersOf(kinds, stationary<readonly number[]>([], moves), numberIn);
}

function numbersOf<State>(
  kinds: readonly Kind[],
  chain: Stationary<State>,
  numberIn: (state: State, kind: number) => number,
): KindNumbers[] {
  return kinds.map(({ count, think }, k) => {
    const number = meanOver(chain, (state) => numberIn(state, k));
    const throughput = (count - number) / think;
    return { number, throughput, response: number / throughput };
  });
}
