/**
 * Queues with Poisson arrivals and exponential service in closed form: Erlang's formulas and what follows from
 * them. Sources: Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed., chapters 2 and 3;
 * Cooper, Introduction to Queueing Theory, 2nd ed.
 */
import { ln } from '../../engine/elementary.ts';

/** What a queue does on average in the long run. Times in the unit of 1/rates. */
export interface QueueTheory {
  readonly utilisation: number;
  /** P(an arrival has to wait). */
  readonly waits: number;
  /** Mean time from arrival to start. */
  readonly wait: number;
  /** Mean time from arrival to end. */
  readonly response: number;
  /** Mean number waiting. */
  readonly queue: number;
}

/**
 * Erlang B: the share of arrivals that find all of `servers` busy and are lost, offered `load` = λ/μ Erlangs.
 * By the recursion B(n) = a·B(n−1) / (n + a·B(n−1)).
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Erlang C: the share of arrivals that wait in M/M/c, `load` = λ/μ below `servers`. */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** M/M/c, first come first served; `lambda` below `servers`·`mu`. M/M/1 is c = 1. */
export function mmc(lambda: number, mu: number, servers: number): QueueTheory {
  const waits = erlangC(servers, lambda / mu);
  const wait = waits / (servers * mu - lambda);
  return { utilisation: lambda / (servers * mu), waits, wait, response: wait + 1 / mu, queue: lambda * wait };
}

/**
 * The p-quantile of the wait in M/M/c, of all arrivals: P(W > t) = C·exp(−(cμ − λ)t), so it is 0 up to
 * p = 1 − C and ln(C/(1−p))/(cμ − λ) from there.
 */
export function mmcWaitQuantile(lambda: number, mu: number, servers: number, p: number): number {
  const waits = erlangC(servers, lambda / mu);
  return p <= 1 - waits ? 0 : ln(waits / (1 - p)) / (servers * mu - lambda);
}

/** The p-quantile of the time in system in M/M/1: exponential with rate μ − λ. */
export function mm1ResponseQuantile(lambda: number, mu: number, p: number): number {
  return -ln(1 - p) / (mu - lambda);
}

export interface LossTheory extends QueueTheory {
  /** Share of arrivals that find the system full and are lost. `wait` and `response` are of the others. */
  readonly lost: number;
}

/** M/M/c/K: at most `capacity` ≥ `servers` in system, waiting or served; any load. `waits` is of those let in. */
export function mmck(lambda: number, mu: number, servers: number, capacity: number): LossTheory {
  const states = birthDeath(
    capacity,
    () => lambda,
    (n) => Math.min(n, servers) * mu,
  );
  const lost = states[capacity]!;
  let busy = 0;
  let queue = 0;
  let wait = 0;
  states.forEach((p, n) => {
    busy += p * Math.min(n, servers);
    queue += p * Math.max(0, n - servers);
    if (n >= servers && n < capacity) wait += p;
  });
  const into = lambda * (1 - lost);
  return {
    lost,
    utilisation: busy / servers,
    waits: wait / (1 - lost),
    wait: queue / into,
    response: queue / into + 1 / mu,
    queue,
  };
}

export interface RepairTheory {
  /** Mean number of machines that work. */
  readonly working: number;
  /** Failures per unit of time, all machines together. */
  readonly rate: number;
  /** Mean wait of a failed machine for a repairer. */
  readonly wait: number;
  /** Share of repairers' time spent repairing. */
  readonly utilisation: number;
  /** P(exactly n machines are down), n = 0..machines. */
  readonly down: readonly number[];
}

/**
 * Machine repair (M/M/c//M): each of `machines` works for 1/`failure` on average, then waits for one of
 * `repairers`, who takes 1/`repair`. Also a closed loop of users who think (`failure` = 1/think time) and ask.
 */
export function machineRepair(
  machines: number,
  repairers: number,
  failure: number,
  repair: number,
): RepairTheory {
  const down = birthDeath(
    machines,
    (n) => (machines - n) * failure,
    (n) => Math.min(n, repairers) * repair,
  );
  let working = 0;
  let queue = 0;
  let busy = 0;
  down.forEach((p, n) => {
    working += p * (machines - n);
    queue += p * Math.max(0, n - repairers);
    busy += p * Math.min(n, repairers);
  });
  const rate = working * failure;
  return { working, rate, wait: queue / rate, utilisation: busy / repairers, down };
}

/** Stationary probabilities of 0..top under birth rates (n → n+1) and death rates (n → n−1). */
function birthDeath(top: number, birth: (n: number) => number, death: (n: number) => number): number[] {
  const weights = [1];
  let total = 1;
  for (let n = 1; n <= top; n += 1) {
    weights.push((weights[n - 1]! * birth(n - 1)) / death(n));
    total += weights[n]!;
    if (total > 1e200) {
      // Only the proportions matter.
      for (let i = 0; i <= n; i += 1) weights[i]! /= total;
      total = 1;
    }
  }
  return weights.map((weight) => weight / total);
}
