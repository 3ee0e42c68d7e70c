/**
 * Looks (rules Q2, Q3): every node polls the shared queue on its own timer. A look is a chain of calls: is anything
 * pending; the queue lock; a write for each task taken; a write that frees the lock. Every decision is made when the
 * last answer is back, on the database as it is at that instant.
 */
import type { Simulation } from '../engine/simulation.ts';
import { ComponentKey } from '../engine/streams.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec } from '../scenario/scenario.ts';
import { type CallKind, callKind } from './calls.ts';
import { ANSWERED, type Database } from './database.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Execution } from './execution.ts';
import type { Node } from './node.ts';
import type { Tap } from './observer.ts';
import type { MayTake } from './policies/dispatch-policy.ts';
import { QueueLock } from './queue-lock.ts';
import type { Registry } from './registry.ts';
import type { Rows } from './rows.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

const STAGE = { none: 0, peek: 1, ask: 2, take: 3, free: 4 } as const;
const NOTHING = -1;

export interface LookParts {
  readonly sim: Simulation;
  readonly spec: DispatchSpec;
  readonly nodes: readonly Node[];
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly rows: Rows;
  readonly registry: Registry;
  readonly database: Database;
  readonly execution: Execution;
  readonly observer: Tap;
  readonly waits: Waits;
}

export class LookDispatch implements Dispatcher {
  readonly lock: QueueLock;
  readonly #parts: LookParts;
  readonly #mayTake: MayTake;
  readonly #keys: readonly ComponentKey[];
  readonly #idle: number;
  /** Its calls, in their order; the first also where a row says running that does not run. */
  readonly #peek: CallKind;
  readonly #peekAndCancel: CallKind;
  readonly #ask: CallKind;
  readonly #take: CallKind;
  readonly #free: CallKind;
  readonly #looks: number;
  /** By node: where its look is, its next draw, the task it takes and when that arrived, the lock's grant, its next look. */
  readonly #stage: Uint8Array;
  readonly #ordinal: Int32Array;
  readonly #choice: Int32Array;
  readonly #choiceArrived: Float64Array;
  readonly #grant: Float64Array;
  readonly #next: Float64Array;
  readonly #first: Int32Array;
  /** Whether a take's answer was lost, so that a row says running where nothing runs. */
  readonly #lostTake: Uint8Array;

  /**
   * @param mayTake the policy; @param phases time of each node's first look; @param idle handler told a node whose look
   * is over.
   */
  constructor(parts: LookParts, mayTake: MayTake, seed: string, replication: number, idle: number) {
    const { sim, nodes, spec, database } = parts;
    this.#parts = parts;
    this.#mayTake = mayTake;
    this.#idle = idle;
    this.#keys = nodes.map((node) => new ComponentKey(seed, replication, `look/${node.name}`));
    this.#stage = new Uint8Array(nodes.length);
    this.#ordinal = new Int32Array(nodes.length);
    this.#choice = new Int32Array(nodes.length).fill(NOTHING);
    this.#choiceArrived = new Float64Array(nodes.length);
    this.#grant = new Float64Array(nodes.length).fill(NOTHING);
    this.#next = new Float64Array(nodes.length).fill(NOTHING);
    this.#lostTake = new Uint8Array(nodes.length);
    const answered = sim.handler('look.answered', (node) => this.#onAnswer(nodes[node]!));
    const taken = sim.handler('look.taken', (node) => this.#onTaken(nodes[node]!));
    const lostCancelled = sim.handler('look.cancels-lost', (node) => {
      this.#lostTake[node] = 0;
      parts.rows.cancelAll(nodes[node]!, STATE.taken);
    });
    const look = sim.handler('node.looks', (node) => this.#look(nodes[node]!));
    this.#looks = sim.lane(spec.every, look);
    this.#first = Int32Array.from(nodes, (node) => sim.timer(look, node.index));
    this.lock = new QueueLock(
      sim,
      spec,
      database,
      nodes.length,
      (node) => !database.isReachedFrom(nodes[node]!),
      parts.observer,
      parts.waits,
    );
    const askLock = sim.handler('look.asks-for-lock', (call) => this.lock.ask(database.callerOf(call), call));
    this.#peek = callKind(answered);
    this.#peekAndCancel = callKind(answered, { writes: true, committed: lostCancelled });
    this.#ask = callKind(answered, { writes: true, asksForLock: true, committed: askLock });
    this.#take = callKind(answered, { writes: true, committed: taken });
    this.#free = callKind(answered, { writes: true, arrived: this.lock.freed });
  }

  /** A node's first look comes at a time (rule D1). */
  firstLook(node: Node, at: Micros): void {
    this.#parts.sim.setTimer(this.#first[node.index]!, at);
  }

  begin(): void {}

  /** Tasks wait for the next look; a slot that is free is seen by it. */
  workArrived(): void {}

  slotFreed(): void {}

  activeChanged(): void {}

  nodeReady(node: Node): void {
    this.#look(node);
  }

  nodeChanged(): void {}

  nodeDown(node: Node): void {
    const { sim } = this.#parts;
    const index = node.index;
    sim.clearTimer(this.#first[index]!);
    if (this.#next[index] !== NOTHING) sim.disarm(this.#looks, this.#next[index]!);
    this.#next[index] = NOTHING;
    this.#stage[index] = STAGE.none;
    this.#grant[index] = NOTHING;
    this.#lostTake[index] = 0;
    node.looking = false;
    this.lock.giveUp(index);
    this.lock.holderIsGone(index);
  }

  reachChanged(node: Node, reaches: boolean): void {
    if (this.lock.holder !== node.index) return;
    if (!reaches) this.lock.holderIsGone(node.index);
    else if (this.#holdsLock(node)) this.lock.holderIsBack(node.index);
  }

  databaseDown(): void {
    this.lock.reset();
  }

  #look(node: Node): void {
    const index = node.index;
    this.#next[index] = this.#parts.sim.arm(this.#looks, index);
    if (!node.isOnline || node.draining || node.taskCap === 0 || node.looking) return;
    // The queue of a database that was replaced is not followed (rule B10).
    if (!this.#parts.database.addresses.knowsPrimary(node)) return;
    node.looking = true;
    this.#call(node, STAGE.peek, this.#lostTake[index] === 1 ? this.#peekAndCancel : this.#peek);
  }

  /** Makes the next call of a look. */
  #call(node: Node, stage: number, kind: CallKind): void {
    const index = node.index;
    const key = this.#keys[index]!;
    this.#stage[index] = stage;
    const ordinal = this.#ordinal[index]!;
    this.#ordinal[index] = ordinal + 1;
    const { database } = this.#parts;
    const call = database.call(node, kind, key, ordinal, index);
    if (call === ANSWERED) this.#onAnswer(node);
  }

  #onAnswer(node: Node): void {
    const { database, queue } = this.#parts;
    const stage = this.#stage[node.index];
    if (!database.ok) {
      this.#giveUp(node, stage!);
      return;
    }
    if (stage === STAGE.peek) {
      if (queue.pending === 0 || node.occupiedSeen(this.#parts.sim.now) >= node.taskCap) this.#over(node);
      else this.#call(node, STAGE.ask, this.#ask);
      return;
    }
    if (stage === STAGE.free) {
      this.#over(node);
      return;
    }
    if (stage === STAGE.ask) this.#grant[node.index] = this.lock.grant;
    else this.#start(node);
    this.#decide(node);
  }

  /** The first pending task, again and again, until the policy says stop. */
  #decide(node: Node): void {
    const { queue, tasks, database } = this.#parts;
    if (!database.isIdeal && !this.#holdsLock(node)) {
      this.#over(node);
      return;
    }
    if (queue.pending > 0 && !node.draining && this.#policySays(node)) {
      this.#choice[node.index] = queue.head;
      this.#choiceArrived[node.index] = tasks.arrived[queue.head]!;
      this.#call(node, STAGE.take, this.#take);
    } else this.#call(node, STAGE.free, this.#free);
  }

  #policySays(node: Node): boolean {
    const { registry, queue, sim } = this.#parts;
    const isCounted = registry.isCounted(node.index);
    const own = node.occupiedSeen(sim.now);
    const active = registry.activeSeen + (isCounted ? node.ghosts.size : own);
    const capacity = registry.capacity + (isCounted ? 0 : node.taskCap);
    return this.#mayTake(own, node.taskCap, active, capacity, queue.pending);
  }

  /** A take is committed: the row says running here, if the task is still there to be taken. */
  #onTaken(node: Node): void {
    const { queue, tasks, rows } = this.#parts;
    const task = this.#choice[node.index]!;
    if (queue.holds(task) && tasks.arrived[task] === this.#choiceArrived[node.index]) {
      rows.take(task, node, STATE.taken);
    } else this.#choice[node.index] = NOTHING;
  }

  /** A take's answer is back: the task starts, unless a promotion or a restore has undone the take (rule B7). */
  #start(node: Node): void {
    const { tasks, rows, execution } = this.#parts;
    const task = this.#choice[node.index]!;
    const isTaken = this.#hasTaken(node, task);
    this.#choice[node.index] = NOTHING;
    if (!isTaken) return;
    tasks.move(task, STATE.taken, STATE.running);
    rows.start(task, node);
    execution.begin(task, node);
  }

  #hasTaken(node: Node, task: number): boolean {
    const { state, node: nodes, arrived } = this.#parts.tasks;
    const isSame = task !== NOTHING && arrived[task] === this.#choiceArrived[node.index];
    return isSame && state[task] === STATE.taken && nodes[task] === node.index;
  }

  #giveUp(node: Node, stage: number): void {
    const index = node.index;
    if (stage >= STAGE.ask) {
      this.lock.giveUp(index);
      if (this.lock.holder === index) this.lock.holderIsGone(index);
    }
    if (stage === STAGE.take && this.#hasTaken(node, this.#choice[index]!)) this.#lostTake[index] = 1;
    this.#choice[index] = NOTHING;
    this.#over(node);
  }

  #over(node: Node): void {
    this.#stage[node.index] = STAGE.none;
    this.#grant[node.index] = NOTHING;
    node.looking = false;
    this.#parts.sim.call(this.#idle, node.index);
  }

  #holdsLock(node: Node): boolean {
    return this.lock.holder === node.index && this.lock.grant === this.#grant[node.index];
  }
}
