/**
 * The ordered upgrade with its outage (rule A3, facts 71–73): drain all, wait until idle, stop all, migrate the schema,
 * start the first, then the rest together. A node that runs when the schema step begins aborts it, and so does a
 * database that is away; a node of another version than the schema is refused (fact 71).
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Database } from './database.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Maintenance } from './maintenance.ts';
import type { Node } from './node.ts';
import type { Registry } from './registry.ts';
import type { Spans } from './spans.ts';

type Phase = 'none' | 'draining' | 'schema' | 'first' | 'rest';

export interface UpgradeParts {
  readonly sim: Simulation;
  readonly nodes: readonly Node[];
  readonly lifecycle: Lifecycle;
  readonly maintenance: Maintenance;
  readonly database: Database;
  readonly registry: Registry;
  readonly spans: Spans;
}

export class Upgrade {
  readonly #sim: Simulation;
  readonly #nodes: readonly Node[];
  readonly #lifecycle: Lifecycle;
  readonly #maintenance: Maintenance;
  readonly #database: Database;
  readonly #registry: Registry;
  readonly #spans: Spans;
  #phase: Phase = 'none';
  #perNode: Micros = 0;
  #schema: Micros = 0;
  #span = -1;
  #whenOver: () => void = () => {};
  /** Nodes that take part; of these, those that it stopped and has not begun to start, and those that it waits for. */
  #members: readonly Node[] = [];
  #stopped: Node[] = [];
  readonly #waiting = new Set<Node>();
  readonly #migrated: Handler;
  readonly #started: Handler;

  constructor({ sim, nodes, lifecycle, maintenance, database, registry, spans }: UpgradeParts) {
    this.#sim = sim;
    this.#nodes = nodes;
    this.#lifecycle = lifecycle;
    this.#maintenance = maintenance;
    this.#database = database;
    this.#registry = registry;
    this.#spans = spans;
    this.#migrated = sim.handler('upgrade.schema-done', () => this.#migrationEnds());
    this.#started = sim.handler('upgrade.starts-node', (node) => this.#start(nodes[node]!));
  }

  /** Begins, unless one is under way or there is nothing to upgrade. @param what its name in the timeline */
  begin(schema: Micros, perNode: Micros, whenOver: () => void, what: string): void {
    const members = this.#nodes.filter((node) => node.isOnline);
    if (this.#phase !== 'none' || members.length === 0) {
      const why = this.#phase === 'none' ? 'no node is online' : 'an upgrade is under way';
      this.#spans.ignored(`${what} did nothing: ${why}`);
      whenOver();
      return;
    }
    this.#phase = 'draining';
    this.#schema = schema;
    this.#perNode = perNode;
    this.#whenOver = whenOver;
    this.#span = this.#spans.begin('upgrade', 'upgrade');
    this.#members = members;
    for (const node of this.#members) this.#maintenance.drain(node, { atLeast: 0, upTo: null, then: 'wait' });
    this.noteIdle();
  }

  /** Some node may have become idle. */
  noteIdle(): void {
    if (this.#phase !== 'draining' || !this.#members.every((node) => node.isIdle || !node.isOnline)) return;
    this.#phase = 'schema';
    this.#stopped = this.#members.filter((node) => node.isOnline);
    for (const node of this.#stopped) this.#lifecycle.stop(node);
    for (const node of this.#members) this.#maintenance.undrain(node);
    const stillRuns = this.#nodes.some((node) => node.isOnline || node.state === 'starting');
    // What the upgrade stopped has signed off; of the others the database knows what it saw last (fact 73).
    const seen = this.#nodes.find(
      (node) => !this.#stopped.includes(node) && this.#registry.isBelieved(node.index),
    );
    if (stillRuns) this.#abort('a node still ran');
    else if (this.#stopped.length > 0 && seen !== undefined)
      this.#abort(`${seen.name} was still seen running`);
    else if (this.#stopped.length === 0) this.#abort('no node was left');
    else if (!this.#database.isRunning) this.#abort('the database was away');
    else {
      this.#lifecycle.version += 1;
      this.#sim.after(this.#schema, this.#migrated, 0);
    }
  }

  /** A node is online again. */
  noteReady(node: Node): void {
    if (this.#waiting.delete(node)) this.#goOn();
  }

  /** A node is lost: nobody waits for it. */
  noteDown(node: Node): void {
    if (this.#phase === 'draining') this.noteIdle();
    else this.noteReady(node);
  }

  #migrationEnds(): void {
    if (!this.#database.isRunning) {
      this.#lifecycle.version -= 1;
      this.#abort('the database went away');
      return;
    }
    for (const node of this.#members) node.version = this.#lifecycle.version;
    this.#phase = 'first';
    this.#stopped = this.#stopped.filter(({ exists }) => exists);
    const first = this.#stopped.findIndex((node) => !node.hostLost);
    if (first !== -1) this.#startSoon(this.#stopped.splice(first, 1)[0]!);
    this.#goOn();
  }

  /** Once the first node is ready the rest, once these are the end. */
  #goOn(): void {
    if (this.#waiting.size > 0) return;
    if (this.#phase === 'first') {
      this.#phase = 'rest';
      for (const node of this.#stopped) this.#startSoon(node);
    }
    if (this.#waiting.size === 0) this.#over();
  }

  /** `perNode` is the time until the node is ready, its start included. Nobody waits for a node whose host is lost. */
  #startSoon(node: Node): void {
    if (!node.hostLost) this.#waiting.add(node);
    this.#sim.after(Math.max(0, this.#perNode - node.spec.startTime), this.#started, node.index);
  }

  /** Nobody waits for a node that something else holds down. */
  #start(node: Node): void {
    this.#lifecycle.endCause(node, 'host up');
    if (node.state !== 'starting') this.noteReady(node);
  }

  /** Nothing was migrated: everything is started as it was (fact 73). */
  #abort(why: string): void {
    this.#spans.end(this.#spans.begin('upgrade', `upgrade aborted: ${why}`));
    this.#spans.ignored(`upgrade aborted: ${why}`);
    this.#phase = 'rest';
    for (const node of this.#stopped) {
      this.#lifecycle.endCause(node, 'host up');
      if (node.state === 'starting') this.#waiting.add(node);
    }
    this.#goOn();
  }

  #over(): void {
    this.#spans.end(this.#span);
    this.#phase = 'none';
    this.#whenOver();
  }
}
