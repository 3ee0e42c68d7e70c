/** Queues with service of any distribution: Pollaczek–Khinchine, processor sharing, M/D/c and exact G/G/c. */
import type { QueueTheory } from './markov.ts';

/**
 * M/G/1, first come first served, by Pollaczek–Khinchine: W = λ·E[S²]/(2(1−ρ)) = ρ·(1 + cv²)/2 · E[S]/(1−ρ).
 * M/M/1 is `cv` 1, M/D/1 `cv` 0. (Gross et al., Fundamentals of Queueing Theory, 4th ed., 5.1.)
 *
 * @param cv coefficient of variation of the service times
 */
export function mg1(lambda: number, meanService: number, cv: number): QueueTheory {
  const rho = lambda * meanService;
  const wait = (rho * meanService * (1 + cv * cv)) / (2 * (1 - rho));
  return { utilisation: rho, waits: rho, wait, response: wait + meanService, queue: lambda * wait };
}

/**
 * M/G/1 processor sharing: the mean response E[S]/(1−ρ) depends on the service distribution only by its mean
 * (Kleinrock, Queueing Systems vol. 2, 4.4), and of a job of length s it is s/(1−ρ).
 */
export function mg1Sharing(
  lambda: number,
  meanService: number,
): { response: number; number: number; slowdown: number } {
  const rho = lambda * meanService;
  return { response: meanService / (1 - rho), number: rho / (1 - rho), slowdown: 1 / (1 - rho) };
}

/**
 * Mean wait in M/D/c, exact: Crommelin (1932) by generating functions. In steps of one service time the number in
 * system is X' = (X − c)⁺ + Poisson(cρ); with z_k the c − 1 zeros of z^c = e^{cρ(z−1)} inside the unit circle,
 * E[X] = cρ + Σ 1/(1−z_k) − (c(c−1) − (cρ)²)/(2(c−cρ)), and the queue is E[X] − cρ.
 *
 * @param lambda below `servers`/`service`
 */
export function mdc(lambda: number, service: number, servers: number): Omit<QueueTheory, 'waits'> {
  const load = lambda * service;
  const rho = load / servers;
  let zeros = 0;
  for (let k = 1; k < servers; k += 1) zeros += realPartOfOneOver(k, servers, rho);
  const queue = zeros - (servers * (servers - 1) - load * load) / (2 * (servers - load));
  const wait = queue / lambda;
  return { utilisation: rho, wait, response: wait + service, queue };
}

/** Re 1/(1−z) at the zero z = e^{2πik/c}·e^{ρ(z−1)}, a contraction by at most ρ. */
function realPartOfOneOver(k: number, servers: number, rho: number): number {
  const angle = (2 * Math.PI * k) / servers;
  let [re, im] = [0, 0];
  for (let moved = 1; moved > 1e-15; ) {
    const size = Math.exp(rho * (re - 1));
    const turn = angle + rho * im;
    const next = [size * Math.cos(turn), size * Math.sin(turn)] as const;
    moved = Math.abs(next[0] - re) + Math.abs(next[1] - im);
    [re, im] = next;
  }
  return (1 - re) / ((1 - re) ** 2 + im ** 2);
}

/**
 * The waits of jobs in a G/G/c queue, first come first served, exactly: the recursion of Kiefer & Wolfowitz (1955).
 * Whole numbers stay whole.
 *
 * @param arrivals in order
 * @param services of the same jobs
 * @returns the wait of each job, in the same unit
 */
export function waitsOfFifo(
  arrivals: ArrayLike<number>,
  services: ArrayLike<number>,
  servers: number,
): Float64Array {
  const waits = new Float64Array(arrivals.length);
  /** When each server is free, ascending. */
  const free = new Float64Array(servers);
  for (let i = 0; i < arrivals.length; i += 1) {
    const start = Math.max(arrivals[i]!, free[0]!);
    waits[i] = start - arrivals[i]!;
    const end = start + services[i]!;
    let at = 0;
    while (at + 1 < servers && free[at + 1]! < end) {
      free[at] = free[at + 1]!;
      at += 1;
    }
    free[at] = end;
  }
  return waits;
}
