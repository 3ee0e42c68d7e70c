/** What can fail in a scenario: each target of each entry of `failures`, with how often and for how long (rule F2). */
import type { Micros } from '../../engine/time.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import { meanLength } from '../theory/mean-length.ts';

export interface Component {
  /** Index into `failures`. */
  readonly entry: number;
  readonly target: Target;
  /** From the repair until it is up again: the slowest start among its nodes, in µs. */
  readonly start: Micros;
  /** Faults in a µs while it exists, in the long run: 1 / (MTBF + MTTR + start). */
  readonly rate: number;
  /** Share of the time that it exists: 1 of all but machines of a group that scales. */
  readonly there: number;
  /** Share of the time that it is down. */
  readonly down: number;
}

/** The share of the time that a node exists, by its index. */
export type Presence = (node: number) => number;

/** Machines that a group begins with are taken to stay, and no other to come. */
export function asAtStart({ nodes }: Scenario): Presence {
  return (node) => (nodes[node]!.state === 'absent' ? 0 : 1);
}

/** Every component that fails on its own, in order of the file, but for nodes that are never there. */
export function componentsOf(scenario: Scenario, presence = asAtStart(scenario)): Component[] {
  return scenario.failures.flatMap((failure, entry) =>
    failure.targets.flatMap(({ target }): Component[] => {
      const there = target.kind === 'node' ? presence(target.node) : 1;
      if (there === 0) return [];
      const start = startOf(target, scenario);
      const downTime = meanLength(failure.for) + start;
      const rate = 1 / (meanLength(failure.every) + downTime);
      return [{ entry, target, start, rate, there, down: there * rate * downTime }];
    }),
  );
}

/**
 * The most by which a share of time can be wrong when faults are counted one by one and in pairs only: the effect of k
 * faults at once, beyond what fewer of them have, is at most 2^(k−1) on a share, so that Σ_{k≥3} 2^(k−1)·e_k(q), with
 * e_k the elementary symmetric polynomials of the shares of down time q.
 */
export function leftOutByThrees(components: readonly Component[]): number {
  const symmetric = [1, ...components.map(() => 0)];
  components.forEach(({ down }, n) => {
    for (let k = n + 1; k >= 1; k -= 1) symmetric[k]! += down * symmetric[k - 1]!;
  });
  return symmetric.reduce((sum, e, k) => (k < 3 ? sum : sum + 2 ** (k - 1) * e), 0);
}

function startOf(target: Target, { nodes, places }: Scenario): Micros {
  const struck = nodes.filter(({ place }, index) => {
    const { region, zone } = places[place]!;
    switch (target.kind) {
      case 'node':
        return index === target.node;
      case 'nodes':
        return target.nodes.includes(index);
      case 'zone':
        return region === target.region && zone === target.zone;
      case 'region':
        return region === target.region;
      default:
        return false;
    }
  });
  return struck.reduce((longest, { startTime }) => Math.max(longest, startTime), 0);
}
