/** What a study is going to ask of its runner, said before it asks: so that it can be spread over machines. */
import type { Scenario } from '../../scenario/scenario.ts';
import { findWarmUp, type ReplicateOptions, triesTies, withWarmUp } from './replicate.ts';
import type { Order, Runner } from './runner.ts';

/** A study that runs so many replications, whatever they show. */
export interface PlannedStudy {
  readonly scenario: Scenario;
  readonly replications: number;
}

/** What `replicate` asks in any case, of a scenario with its warm-up. */
export function ordersOf(
  { scenario, replications }: PlannedStudy,
  options: Pick<ReplicateOptions, 'seed' | 'triesTies'> = {},
): Order[] {
  const seed = options.seed ?? scenario.seed;
  const numbers = Array.from({ length: replications }, (_, i) => i);
  const usual: Order = { scenario, seed, replications: numbers, ties: 'in-order' };
  const first: Order = { scenario, seed, replications: [0], ties: 'reversed' };
  return triesTies(scenario, replications, options) ? [first, usual] : [usual];
}

/** Tells a runner that wants to know of all studies that come; warm-ups that are not known are found first. */
export async function planStudies(
  studies: readonly PlannedStudy[],
  runner: Runner,
  options: ReplicateOptions = {},
): Promise<void> {
  if (runner.plan === undefined) return;
  const orders: Order[] = [];
  for (const { scenario, replications } of studies) {
    const ready = withWarmUp(scenario, await findWarmUp(scenario, runner, options));
    orders.push(...ordersOf({ scenario: ready, replications }, options));
  }
  await runner.plan(orders, 'all', options.signal);
}
