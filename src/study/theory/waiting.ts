/** Customers who go first, who give up, and who come again. */
import { erlangB, erlangC, mmc } from './markov.ts';

/**
 * Mean waits by band, the first before the second and so on, what is served is finished: Cobham (1954) with `servers`,
 * W = C/(cμ) / ((1 − σ before)(1 − σ with)) (Gross et al., Fundamentals of Queueing Theory, 4th ed., 4.4).
 * @param lambdas of the bands; @param mu of each of the servers, the same for all bands
 */
export function waitsByBand(lambdas: readonly number[], mu: number, servers: number): number[] {
  const load = lambdas.reduce((sum, lambda) => sum + lambda, 0) / mu;
  const until = erlangC(servers, load) / (servers * mu);
  let before = 0;
  return lambdas.map((lambda) => {
    const within = before + lambda / (servers * mu);
    const wait = until / ((1 - before) * (1 - within));
    before = within;
    return wait;
  });
}

export interface PatienceTheory {
  /** The share of all who give up. */
  readonly lost: number;
  /** Mean wait of those who are served. */
  readonly wait: number;
}

/**
 * M/M/c + D: who has waited for `patience` gives up (Barrer 1957; as M/M/n + G in Zeltyn & Mandelbaum, Call Centers with
 * Impatient Customers, Queueing Systems 51, 2005): J = ∫ e^(λ·min(x,τ) − cμx) dx, and J with min(x,τ) before it.
 */
export function mmcPatience(lambda: number, mu: number, servers: number, patience: number): PatienceTheory {
  const slack = servers * mu - lambda;
  const beyond = Math.exp(-slack * patience) / (servers * mu);
  const j = patience * moment(0, slack * patience) + beyond;
  const waiting = patience ** 2 * moment(1, slack * patience) + patience * beyond;
  // The sum of what comes before the c-th customer, over its last term, is 1 / B(c − 1).
  const free = 1 / erlangB(servers - 1, lambda / mu);
  const lost = (1 + (lambda - servers * mu) * j) / (free + lambda * j);
  const all = (lambda * waiting) / (free + lambda * j);
  return { lost, wait: (all - patience * lost) / (1 - lost) };
}

/** ∫ x^power · e^(−ux) dx from 0 to 1; by its series where u is near 0, at which the closed form is 0 / 0. */
function moment(power: 0 | 1, u: number): number {
  if (Math.abs(u) >= 1) return (1 - Math.exp(-u) * (power === 0 ? 1 : 1 + u)) / u ** (power + 1);
  let [sum, term] = [0, 1];
  for (let k = 0; k < 20; k += 1) {
    sum += term / (k + power + 1);
    term *= -u / (k + 1);
  }
  return sum;
}

export interface RetrialTheory {
  /** Mean time from the first attempt to the start of service. */
  readonly wait: number;
  /** Attempts of a customer, the first among them. */
  readonly attempts: number;
}

/**
 * M/M/1/1 with customers who find the server busy and come again after exponential pauses: a mean orbit of
 * ρ²/(1 − ρ) + λρ/(θ(1 − ρ)) (Falin & Templeton, Retrial Queues, 1997, 1.2).
 * @param again rate θ at which each comes again
 */
export function retrial(lambda: number, mu: number, again: number): RetrialTheory {
  const wait = mmc(lambda, mu, 1).wait + lambda / mu / (1 - lambda / mu) / again;
  return { wait, attempts: 1 + again * wait };
}
