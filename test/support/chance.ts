/** What a policy leaves to chance, found by running it where nothing else is left to chance. */
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { SimulateOptions } from '../../src/simulate.ts';

/**
 * - `none`: every replication is the same.
 * - `turns`: replications differ, and one that goes on from the history of another (rule T9) is as that one was up to its
 *   end, and otherwise after it.
 * - `forgets`: it has not heard of histories: what is gone through again is not as it was, or goes on as it did.
 */
export type Chance = 'none' | 'turns' | 'forgets';

type Simulate = (scenario: Scenario, options: SimulateOptions) => { readonly digest: string };

/** Nodes that differ, work of two bands that waits for them; who takes what is up to the policy alone. */
export const taking = (policy: string): string => `
name: taking
duration: 20m
nodes: { a: { taskCap: 3, phase: 1s }, b: { taskCap: 2, phase: 2s }, c: { taskCap: 4, phase: 5s } }
dispatch: { policy: ${policy}, every: 7s }
workload:
  tasks:
    often: { arrivals: { every: 13s }, steps: [ { run: 97s } ] }
    urgent: { arrivals: { every: 31s }, priority: high, steps: [ { run: 41s } ] }
`;

/** Requests that come faster than one node answers them. */
export const serving = (choice: string): string => `
name: serving
duration: 2m
nodes: { a: { phase: 1s }, b: { phase: 2s }, c: { phase: 5s } }
dispatch: { policy: immediate }
loadBalancer: { choice: ${choice} }
workload: { requests: { page: { arrivals: { every: 500ms }, cpu: 3s } } }
`;

/** @param simulate of the model that has the policy: a test may have a copy of its own */
export function chanceOf(scenario: Scenario, simulate: Simulate): Chance {
  const digest = (replication: number, until: number | null) => {
    const history = until === null ? {} : { history: { replication: 0, until } };
    return simulate({ ...scenario, ...history }, { seed: '1', replication }).digest;
  };
  const first = digest(0, null);
  if (digest(1, null) === first) return 'none';
  const { duration } = scenario;
  const isGoneThrough = digest(1, 2 * duration) === first;
  const goOn = [first, digest(1, duration / 2), digest(2, duration / 2)];
  return isGoneThrough && new Set(goOn).size === goOn.length ? 'turns' : 'forgets';
}
