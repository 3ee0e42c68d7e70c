/**
 * Nodes without a database (rule B5): one that endures it for longer than it can gives up, and its watchdog starts it at one
 * of its checks.
 */
import type { Luck } from '../engine/luck.ts';
import type { Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Node } from './node.ts';

export interface WatchdogParts {
  readonly sim: Simulation;
  readonly luck: Luck;
  readonly nodes: readonly Node[];
}

export class Watchdogs {
  readonly #sim: Simulation;
  readonly #endurance: readonly Timer[];
  readonly #checks: readonly Timer[];
  /** When the watchdog of each node checks first: nodes are not in step. */
  readonly #phases: readonly Micros[];
  /** 1 while a node waits for its watchdog. */
  readonly #waits: Uint8Array;

  /** @param giveUp a node has endured it for too long; @param check of the watchdog of a node that waits for it */
  constructor(
    { sim, luck, nodes }: WatchdogParts,
    giveUp: (node: Node) => void,
    check: (node: Node) => void,
  ) {
    this.#sim = sim;
    this.#phases = nodes.map(({ name, spec }) => Math.floor(luck.phase(`watchdog/${name}`) * spec.watchdog));
    this.#waits = new Uint8Array(nodes.length);
    const givesUp = sim.handler('node.gives-up', (node) => giveUp(nodes[node]!));
    this.#endurance = nodes.map((node) => sim.timer(givesUp, node.index));
    const checks = sim.handler('node.watchdog', (node) => check(nodes[node]!));
    this.#checks = nodes.map((node) => sim.timer(checks, node.index));
  }

  /** A node has no database while it is online. */
  isEnduring({ index }: Node): boolean {
    return this.#sim.isSet(this.#endurance[index]!);
  }

  endure({ index, spec }: Node): void {
    // One µs more: exactly so long is not longer.
    this.#sim.setTimer(this.#endurance[index]!, this.#sim.now + spec.endurance + 1);
  }

  /** It has a database again, or is down. */
  noLongerEndures({ index }: Node): void {
    this.#sim.clearTimer(this.#endurance[index]!);
  }

  /** A node that is down will be started at the next check of its watchdog. */
  await({ index, spec }: Node): void {
    const { now } = this.#sim;
    const first = this.#phases[index]!;
    const next = first + (Math.floor((now - first) / spec.watchdog) + 1) * spec.watchdog;
    this.#waits[index] = 1;
    this.#sim.setTimer(this.#checks[index]!, next);
  }

  isAwaited({ index }: Node): boolean {
    return this.#waits[index] === 1;
  }

  /** It starts without its watchdog, or is gone. */
  forget({ index }: Node): void {
    this.#waits[index] = 0;
    this.#sim.clearTimer(this.#checks[index]!);
  }
}
