/**
 * Requests that a balancer sends to one of several equal servers, exponential of mean 1, Poisson arrivals of `load` for
 * each server: mean responses. Servers may serve in any order that keeps them busy.
 */
import { type Moves, meanOver, stationary } from './chain.ts';

/** Where an arrival goes: of servers in ascending order of their numbers, the share that joins the i-th. */
type Joins = (numbers: readonly number[]) => readonly number[];

/**
 * Join the shortest queue, of all servers: `least-connections`. By its Markov chain.
 * @param most customers at a server in the chain; what comes beyond is lost, so take enough
 */
export function shortestQueue(servers: number, load: number, most: number): number {
  return responseOf(servers, load, most, () => [1]);
}

/** The shorter queue of two different servers, drawn at random: `power-of-two`. By its Markov chain. */
export function shorterOfTwo(servers: number, load: number, most: number): number {
  const pairs = (servers * (servers - 1)) / 2;
  // The i-th is the shorter one of the pairs with those behind it.
  const joins = Array.from({ length: servers - 1 }, (_, i) => (servers - 1 - i) / pairs);
  return responseOf(servers, load, most, () => joins);
}

function responseOf(servers: number, load: number, most: number, joins: Joins): number {
  const changed = (numbers: readonly number[], i: number, by: number) =>
    numbers.map((n, j) => (j === i ? n + by : n)).sort((a, b) => a - b);
  const moves: Moves<readonly number[]> = (numbers) => [
    ...joins(numbers).flatMap((share, i) =>
      numbers[i]! < most ? [[changed(numbers, i, 1), share * load * servers] as const] : [],
    ),
    ...numbers.flatMap((n, i) => (n > 0 ? [[changed(numbers, i, -1), 1] as const] : [])),
  ];
  const chain = stationary(Array<number>(servers).fill(0), moves);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
  return meanOver(chain, sum) / (load * servers);
}

/**
 * The shorter queue of two of infinitely many servers: Σ load^(2^i − 2), i from 1 (Mitzenmacher, The Power of Two Choices in
 * Randomized Load Balancing, IEEE TPDS 2001).
 */
export function shorterOfTwoOfMany(load: number): number {
  let response = 0;
  for (let i = 1, term = 1; term > 1e-16; i += 1) {
    response += term;
    term = load ** (2 ** (i + 1) - 2);
  }
  return response;
}

/**
 * Each server in turn: each sees every n-th arrival, E_n/M/1. Response 1/(1 − σ) with σ = (nρ/(1 − σ + nρ))^n, the root below 1
 * (Kleinrock, Queueing Systems vol. 1, 6.4).
 */
export function inTurn(servers: number, load: number): number {
  let sigma = 0;
  for (let moved = 1; moved > 1e-15; ) {
    const next = ((servers * load) / (1 - sigma + servers * load)) ** servers;
    moved = Math.abs(next - sigma);
    sigma = next;
  }
  return 1 / (1 - sigma);
}
