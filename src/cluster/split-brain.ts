/**
 * A primary that a plan replaced while nodes still know it (rule B10). `fenced`, it accepts nothing, and those nodes stay
 * out; with `serves` it goes on for them whenever it is up, and that is a split brain: two databases accept writes.
 */
import { Level } from '../engine/level.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Database } from './database.ts';
import type { DatabaseCalls } from './database-calls.ts';
import type { Host } from './database-hosts.ts';
import type { Network } from './network.ts';
import type { Node } from './node.ts';
import type { Spans } from './spans.ts';

export interface SplitBrainParts {
  readonly sim: Simulation;
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly spans: Spans;
}

export class SplitBrain {
  /** 1 while two databases accept writes. */
  readonly level: Level;
  readonly #database: Database;
  readonly #calls: DatabaseCalls;
  readonly #network: Network;
  readonly #nodes: readonly Node[];
  readonly #spans: Spans;
  /** Hosts that were primary when a plan made another one so. */
  readonly #replaced = new Set<number>();
  /** The one that serves on; -1: none. */
  #serving = -1;
  #span = -1;

  constructor({ sim, database, calls, network, nodes, spans }: SplitBrainParts) {
    this.level = new Level(sim, 0);
    this.#database = database;
    this.#calls = calls;
    this.#network = network;
    this.#nodes = nodes;
    this.#spans = spans;
  }

  /** A plan has replaced a primary. */
  replace(old: number, primary: number): void {
    this.#replaced.add(old);
    this.leads(primary);
  }

  /** A host is the primary, whatever replaced it before. */
  leads(primary: number): void {
    this.#replaced.delete(primary);
  }

  /** What decides whether a replaced primary is used has changed; whether one serves now that did not, or no more. */
  note(hosts: readonly Host[]): boolean {
    if (this.#replaced.size === 0 && this.#serving === -1) return false;
    const serving = [...this.#replaced].find(
      (host) => hosts[host]!.lost === 0 && this.#usersOf(host, hosts[host]!.place).length > 0,
    );
    if ((serving ?? -1) === this.#serving) return false;
    if (this.#serving !== -1) {
      this.#database.closeReplaced();
      this.#calls.interrupt(true);
      this.#spans.end(this.#span);
      this.level.add(-1);
    }
    this.#serving = serving ?? -1;
    if (serving === undefined) return true;
    const { place } = hosts[serving]!;
    const names = this.#usersOf(serving, place).map(({ name }) => name);
    const some = names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');
    this.#spans.noted(
      `split brain: ${some} went on with the database that a plan replaced, and two accepted writes until \`repoint\``,
    );
    this.#span = this.#spans.begin('split', 'split brain');
    this.level.add(1);
    this.#database.openReplaced(serving, place);
    return true;
  }

  /** Nodes that know a host and reach it, whatever state they are in. */
  #usersOf(host: number, place: number): Node[] {
    const { addresses } = this.#database;
    return this.#nodes.filter(
      (node) =>
        node.exists &&
        !node.hostLost &&
        addresses.knows(node, host) &&
        !this.#network.isCut(node.place, place),
    );
  }
}
