/**
 * The ordered upgrade with its outage (rule A3, facts 71–73): drain all, wait until idle, stop all, migrate the schema,
 * start the first, then the rest together. A node that runs when the schema step begins aborts it.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Maintenance } from './maintenance.ts';
import type { Node } from './node.ts';
import type { Spans } from './spans.ts';

type Phase = 'none' | 'draining' | 'schema' | 'first' | 'rest';

export class Upgrade {
  readonly #sim: Simulation;
  readonly #nodes: readonly Node[];
  readonly #lifecycle: Lifecycle;
  readonly #maintenance: Maintenance;
  readonly #spans: Spans;
  #phase: Phase = 'none';
  #perNode: Micros = 0;
  #schema: Micros = 0;
  #span = -1;
  #whenOver: () => void = () => {};
  /** Nodes that take part, and those that are not ready yet. */
  #members: Node[] = [];
  #waiting = 0;
  readonly #migrated: number;
  readonly #started: number;

  constructor(
    sim: Simulation,
    nodes: readonly Node[],
    lifecycle: Lifecycle,
    maintenance: Maintenance,
    spans: Spans,
  ) {
    this.#sim = sim;
    this.#nodes = nodes;
    this.#lifecycle = lifecycle;
    this.#maintenance = maintenance;
    this.#spans = spans;
    this.#migrated = sim.handler('upgrade.schema-done', () => this.#migrationEnds());
    this.#started = sim.handler('upgrade.starts-node', (node) => lifecycle.endCause(nodes[node]!, 'host up'));
  }

  /** Begins, unless one is under way, which it then is part of. */
  begin(schema: Micros, perNode: Micros, whenOver: () => void): void {
    if (this.#phase !== 'none') {
      whenOver();
      return;
    }
    this.#phase = 'draining';
    this.#schema = schema;
    this.#perNode = perNode;
    this.#whenOver = whenOver;
    this.#span = this.#spans.begin('upgrade', 'upgrade');
    this.#members = this.#nodes.filter((node) => node.isOnline);
    for (const node of this.#members) this.#maintenance.drain(node, { upTo: null, then: 'wait' });
    this.noteIdle();
  }

  /** Some node may have become idle. */
  noteIdle(): void {
    if (this.#phase !== 'draining' || !this.#members.every((node) => node.isIdle || !node.isOnline)) return;
    this.#members = this.#members.filter((node) => node.isOnline);
    for (const node of this.#members) this.#lifecycle.stop(node);
    this.#phase = 'schema';
    const stillRuns = this.#nodes.some((node) => node.isOnline || node.state === 'starting');
    if (stillRuns || this.#members.length === 0) this.#abort();
    else this.#sim.after(this.#schema, this.#migrated, 0);
  }

  /** A node is online again. */
  noteReady(node: Node): void {
    if (this.#phase === 'none' || !this.#members.includes(node)) return;
    this.#maintenance.undrain(node);
    this.#waiting -= 1;
    if (this.#phase === 'first') {
      this.#phase = 'rest';
      this.#waiting = this.#members.length - 1;
      for (const other of this.#members) if (other !== node) this.#startSoon(other);
    }
    if (this.#phase === 'rest' && this.#waiting === 0) this.#over();
  }

  #migrationEnds(): void {
    this.#phase = 'first';
    this.#waiting = 1;
    this.#startSoon(this.#members[0]!);
  }

  /** `perNode` is the time until the node is ready, its start included. */
  #startSoon(node: Node): void {
    this.#sim.after(Math.max(0, this.#perNode - node.spec.startTime), this.#started, node.index);
  }

  /** Nothing was migrated: everything is started as it was (fact 73). */
  #abort(): void {
    this.#spans.end(this.#span);
    this.#spans.end(this.#spans.begin('upgrade', 'upgrade aborted: a node still ran'));
    this.#phase = 'rest';
    this.#waiting = this.#members.length;
    for (const node of this.#members) this.#lifecycle.endCause(node, 'host up');
    if (this.#waiting === 0) this.#over();
  }

  #over(): void {
    this.#spans.end(this.#span);
    this.#phase = 'none';
    this.#whenOver();
  }
}
