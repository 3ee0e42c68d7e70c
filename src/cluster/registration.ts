/**
 * The writes by which a node keeps its row in the database (rules D2–D4, Q8): check-ins, drains and clean stops, what it
 * does when it is ready, and the scan for orphans of nodes that never came back.
 */

import type { ComponentLuck, Luck } from '../engine/luck.ts';
import type { Handler, LaneNumber, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec } from '../scenario/scenario.ts';
import { type CallKind, callKind } from './calls.ts';
import type { Database } from './database.ts';
import { ANSWERED, type DatabaseCalls } from './database-calls.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import type { Registry } from './registry.ts';
import type { Rows } from './rows.ts';
import type { Spans } from './spans.ts';
import { STATE } from './tasks.ts';

const NONE = -1;

export interface RegistrationParts {
  readonly sim: Simulation;
  readonly luck: Luck;
  readonly spec: DispatchSpec;
  readonly nodes: readonly Node[];
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly registry: Registry;
  readonly rows: Rows;
  readonly spans: Spans;
}

export class Registration {
  readonly out = {
    /** A node has done what it does at its start. */
    ready: unheard as (node: Node) => void,
  };
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #calls: DatabaseCalls;
  readonly #registry: Registry;
  readonly #interval: Micros;
  readonly #luck: readonly ComponentLuck[];
  readonly #ordinal: Int32Array;
  /** By node: its next check-in, its first, how often the write at its start has failed, and when it is due again. */
  readonly #next: Float64Array;
  readonly #first: readonly Timer[];
  readonly #attempts: Int32Array;
  readonly #retry: readonly Timer[];
  readonly #checkIns: LaneNumber;
  /** The writes: of a check-in, the same at its start, of a change, a clean stop, and its orphans. */
  readonly #seen: CallKind;
  readonly #presented: CallKind;
  readonly #noted: CallKind;
  readonly #stopped: CallKind;
  readonly #cleaned: CallKind;

  constructor({ sim, luck, spec, nodes, database, calls, registry, rows, spans }: RegistrationParts) {
    this.#sim = sim;
    this.#database = database;
    this.#calls = calls;
    this.#registry = registry;
    this.#interval = spec.checkIn;
    this.#luck = nodes.map((node) => luck.of(`registration/${node.name}`));
    this.#ordinal = new Int32Array(nodes.length);
    this.#next = new Float64Array(nodes.length).fill(NONE);
    this.#attempts = new Int32Array(nodes.length);
    const checkIn = sim.handler('node.checks-in', (node) => this.#checkIn(nodes[node]!));
    this.#checkIns = sim.lane(spec.checkIn, checkIn);
    this.#first = nodes.map((node) => sim.timer(checkIn, node.index));
    const checkedIn = sim.handler('node.checked-in', (node) => registry.checkIn(nodes[node]!));
    const noted = sim.handler('node.noted', (node) => registry.noteDraining(nodes[node]!));
    const stopped = sim.handler('node.signed-off', (node) => registry.believeOffline(node));
    const ignored = sim.handler('node.write-over', () => {});
    const write = (committed: Handler, done = ignored): CallKind =>
      callKind(done, { writes: true, committed });
    this.#seen = write(checkedIn);
    this.#presented = write(
      checkedIn,
      sim.handler('node.started-up', (node) => this.out.ready(nodes[node]!)),
    );
    this.#noted = write(noted);
    this.#stopped = write(stopped);
    const cancelOrphans = sim.handler('node.cancels-orphans', (node) => this.#cancelOrphans(nodes[node]!));
    this.#retry = nodes.map((node) => sim.timer(cancelOrphans, node.index));
    const orphansCancelled = sim.handler('node.orphans-cancelled', (node) => {
      rows.cancelAll(nodes[node]!, STATE.orphan);
      rows.cancelAll(nodes[node]!, STATE.taken);
    });
    const answered = sim.handler('node.orphans-answered', (node) => this.#afterCleaning(nodes[node]!));
    this.#cleaned = write(orphansCancelled, answered);
    const scanned = sim.handler('orphans.scanned', (by) => {
      for (const node of nodes) {
        if (node.index === by || node.rows.size === 0) continue;
        if (registry.wasSeenWithin(node.index, spec.orphanAfter)) continue;
        if (rows.cancelUnseen(node))
          spans.noted(
            `the orphan scan took the tasks of ${node.name}, which was alive and worked on: the database had not seen it for longer than \`orphanAfter\``,
          );
      }
    });
    const scanning = write(scanned);
    const scan = sim.handler('orphans.scan', () => {
      sim.after(spec.orphanScan, scan, 0);
      const node = nodes.find((candidate) => candidate.isOnline && database.isReachedFrom(candidate));
      if (node !== undefined) this.#write(node, scanning);
    });
    sim.after(spec.orphanScan, scan, 0);
  }

  /** A node that is online at the start has checked in at a time of its first interval, and will again (rule D1). */
  firstCheckIn(node: Node, phase: Micros): void {
    const seen = phase % this.#interval;
    this.#registry.seenAtStart(node.index, seen);
    this.#sim.setTimer(this.#first[node.index]!, seen + this.#interval);
  }

  /** A node is ready: it cancels its orphans, checks in, and then begins to look (rule D4). */
  startUp(node: Node): void {
    this.#attempts[node.index] = 0;
    this.#cancelOrphans(node);
  }

  /** A node began or ended its drain, or its cap was set: one write. */
  note(node: Node): void {
    if (this.#database.isReachedFrom(node)) this.#write(node, this.#noted);
  }

  /** A node's row exists from now on. */
  register(node: Node): void {
    this.#registry.register(node);
  }

  /** A node's row is deleted. */
  unregister(node: Node): void {
    this.#registry.unregister(node);
  }

  /** A node's cap was set. */
  capChanged(node: Node): void {
    this.#registry.noteCap(node);
  }

  /** A node stops cleanly: one write says so (fact 50). */
  signOff(node: Node): void {
    if (this.#database.isReachedFrom(node)) this.#write(node, this.#stopped);
  }

  /** A node went down: it checks in no more. */
  nodeDown(node: Node): void {
    const index = node.index;
    this.#registry.nodeDown(index);
    this.#sim.clearTimer(this.#first[index]!);
    this.#sim.clearTimer(this.#retry[index]!);
    if (this.#next[index] !== NONE) this.#sim.disarm(this.#checkIns, this.#next[index]!);
    this.#next[index] = NONE;
  }

  #checkIn(node: Node): void {
    this.#next[node.index] = this.#sim.arm(this.#checkIns, node.index);
    this.#write(node, this.#seen);
  }

  #cancelOrphans(node: Node): void {
    this.#write(node, this.#cleaned);
  }

  #afterCleaning(node: Node): void {
    const index = node.index;
    if (this.#calls.ok) {
      this.#next[index] = this.#sim.arm(this.#checkIns, index);
      this.#write(node, this.#presented);
      return;
    }
    const { retryPauses } = this.#calls;
    const pause = retryPauses[Math.min(this.#attempts[index]!, retryPauses.length - 1)]!;
    this.#attempts[index]! += 1;
    this.#sim.setTimer(this.#retry[index]!, this.#sim.now + pause);
  }

  #write(node: Node, kind: CallKind): void {
    const key = this.#luck[node.index]!.at(this.#sim.now);
    const ordinal = this.#ordinal[node.index]!;
    this.#ordinal[node.index] = ordinal + 1;
    const call = this.#calls.call(node, kind, key, ordinal, node.index);
    if (call === ANSWERED) this.#sim.call(kind.done, node.index);
  }
}
