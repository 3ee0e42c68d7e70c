/**
 * Looks (rules Q2, Q3): every node polls the shared queue on its own timer. A look is a chain of calls: is anything
 * pending; the queue lock; a write for each task taken; a write that frees the lock. Every decision is made when the
 * last answer is back, on the database as it is at that instant.
 *
 * Longer than other files: the steps of a look, each of which goes on to the next within one event, are one story.
 */

import type { ComponentLuck } from '../engine/luck.ts';
import type { Station } from '../engine/station.ts';
import type { Micros } from '../engine/time.ts';
import { type CallKind, callKind } from './calls.ts';
import { ANSWERED } from './database-calls.ts';
import type { Dispatcher, DispatchParts } from './dispatcher.ts';
import { LookTimes } from './look-times.ts';
import { NextTask } from './next-task.ts';
import type { Node } from './node.ts';
import type { LookMoment } from './observer.ts';
import { unheard } from './outputs.ts';
import type { MayTake } from './policies/may-take.ts';
import { Prefetched } from './prefetched.ts';
import { QueueLock } from './queue-lock.ts';
import { STATE, type Task } from './tasks.ts';
import { Together } from './together.ts';

const STAGE = { none: 0, peek: 1, ask: 2, take: 3, free: 4 } as const;

export class LookDispatch implements Dispatcher {
  readonly out = { idle: unheard as (node: Node) => void };
  /** The line for the queue lock; null where the database is ideal. */
  readonly line: Station | null;
  readonly #lock: QueueLock;
  readonly #parts: DispatchParts;
  readonly #next: NextTask;
  readonly #luck: readonly ComponentLuck[];
  /** Its calls, in their order; the first also where a row says running that does not run. */
  readonly #peek: CallKind;
  readonly #peekAndCancel: CallKind;
  readonly #ask: CallKind;
  readonly #take: CallKind;
  readonly #free: CallKind;
  readonly #times: LookTimes;
  readonly #prefetched: Prefetched;
  /** Slots and what is taken ahead for them, for each slot. */
  readonly #perSlot: number;
  readonly #mostPerLook: number;
  /** By node: where its look is, its next draw, the task it takes and when that arrived, how many it took. */
  readonly #stage: Uint8Array;
  readonly #ordinal: Int32Array;
  readonly #choice: (Task | null)[];
  readonly #choiceArrived: Float64Array;
  readonly #took: Int32Array;
  /**
   * Whether rows may say running where nothing runs: a take's answer was lost (rule Q3), or the node worked with a database
   * that was replaced (rule B10).
   */
  readonly #stale: Uint8Array;
  readonly #together = new Together(() => this.#times.workArrived());

  /** @param mayTake the policy */
  constructor(parts: DispatchParts, mayTake: MayTake) {
    const { sim, nodes, spec, database, calls, luck } = parts;
    this.#parts = parts;
    this.#next = new NextTask(parts, mayTake);
    this.#luck = nodes.map((node) => luck.of(`look/${node.name}`));
    this.#stage = new Uint8Array(nodes.length);
    this.#ordinal = new Int32Array(nodes.length);
    this.#choice = new Array<Task | null>(nodes.length).fill(null);
    this.#choiceArrived = new Float64Array(nodes.length);
    this.#took = new Int32Array(nodes.length);
    this.#perSlot = 1 + spec.prefetch;
    this.#mostPerLook = spec.perLook ?? Number.POSITIVE_INFINITY;
    this.#prefetched = new Prefetched(parts.rows, parts.queue, parts.observer, nodes.length);
    this.#stale = new Uint8Array(nodes.length);
    const answered = sim.handler('look.answered', (node) => this.#onAnswer(nodes[node]!));
    const taken = sim.handler('look.taken', (node) => this.#onTaken(nodes[node]!));
    const staleCancelled = sim.handler('look.cancels-lost', (node) => {
      this.#stale[node] = 0;
      parts.rows.cancelAll(nodes[node]!, STATE.orphan);
      parts.rows.cancelAll(nodes[node]!, STATE.taken);
    });
    this.#times = new LookTimes({
      ...{ sim, spec, nodes },
      begin: (node) => this.#look(node),
      seeEnds: (node) => {
        parts.registry.seeEnds(node);
        node.seeEnds();
      },
      pending: () => parts.queue.pending,
      hasWork: (node) => this.#next.for(node) !== null,
      hasRoom: (node) => this.#next.roomOn(node) + node.endedNow(sim.now) > 0,
    });
    this.#lock = new QueueLock({
      sim,
      spec,
      calls,
      nodes: nodes.length,
      isCutOff: (node) => !database.isReachedFrom(nodes[node]!),
      observer: parts.observer,
      waits: parts.waits,
    });
    this.line = database.isIdeal || !spec.lock ? null : this.#lock.line;
    const askLock = sim.handler('look.asks-for-lock', (call) => this.#lock.ask(calls.callerOf(call), call));
    const kind = (special: Parameters<typeof callKind>[1]) => callKind(answered, { of: 'look', ...special });
    this.#peek = kind({});
    this.#peekAndCancel = kind({ writes: true, committed: staleCancelled });
    this.#ask = kind({ writes: true, asksForLock: true, committed: askLock });
    this.#take = kind({ writes: true, committed: taken });
    this.#free = kind({ writes: true, arrived: this.#lock.freed });
  }

  /** A node's first look comes at a time (rule D1). */
  firstLook(node: Node, at: Micros): void {
    this.#times.first(node, at);
  }

  begin(): void {}

  together(act: () => void): void {
    this.#together.whenOver(act);
  }

  /** Tasks wait for the next look, unless they are pushed. */
  workArrived(): void {
    this.#together.offer();
  }

  /** What was taken ahead has it first; else it is seen by the next look. */
  slotFreed(node: Node): void {
    this.#noteStray(node);
    // What is next after one that has expired there is offered once it is known that the slot is free.
    this.#together.whenOver(() => {
      if (this.#perSlot > 1) this.#startPrefetched(node);
      this.#times.slotFreed(node);
    });
  }

  activeChanged(): void {}

  nodeReady(node: Node): void {
    this.#noteStray(node);
    this.#times.look(node);
  }

  nodeChanged(node: Node): void {
    if (this.#perSlot > 1) {
      if (node.draining || node.taskCap === 0) this.#prefetched.giveBack(node);
      else if (node.isOnline) this.#startPrefetched(node);
    }
    this.#times.mayTake(node);
    this.workArrived();
  }

  nodeDown(node: Node): void {
    const index = node.index;
    this.#times.nodeDown(node);
    this.#stage[index] = STAGE.none;
    this.#stale[index] = 0;
    if (node.looking) this.#tell(node, 'fails');
    node.looking = false;
    this.#lock.giveUp(index);
    this.#lock.holderIsGone(index);
    this.#lock.lookIsOver(index);
    this.#prefetched.giveBack(node);
  }

  reachChanged(node: Node, reaches: boolean): void {
    if (!reaches) this.#lock.holderIsGone(node.index);
    else if (this.#lock.isHeldForLook(node.index)) this.#lock.holderIsBack();
  }

  databaseDown(): void {
    this.#lock.reset();
  }

  /** What ends, or was to be cancelled, on a node that does not know the primary has its row there still. */
  #noteStray(node: Node): void {
    if (node.rows.size > 0 && !this.#parts.database.addresses.knowsPrimary(node)) this.#stale[node.index] = 1;
  }

  #look(node: Node): void {
    const index = node.index;
    if (!node.isOnline || node.draining || node.taskCap === 0 || node.looking) return;
    // The queue of a database that was replaced is not followed (rule B10).
    if (!this.#parts.database.addresses.knowsPrimary(node)) return;
    node.looking = true;
    this.#took[index] = 0;
    this.#tell(node, 'begins');
    this.#call(node, STAGE.peek, this.#stale[index] === 1 ? this.#peekAndCancel : this.#peek);
  }

  /** Makes the next call of a look. */
  #call(node: Node, stage: number, kind: CallKind): void {
    const index = node.index;
    this.#stage[index] = stage;
    const ordinal = this.#ordinal[index]!;
    this.#ordinal[index] = ordinal + 1;
    const { calls, sim } = this.#parts;
    const key = this.#luck[index]!.at(sim.now);
    const call = calls.call(node, kind, key, ordinal, index);
    if (call === ANSWERED) this.#onAnswer(node);
  }

  #onAnswer(node: Node): void {
    const stage = this.#stage[node.index];
    if (!this.#parts.calls.ok) {
      this.#giveUp(node, stage!);
      return;
    }
    if (stage === STAGE.peek) {
      if (this.#next.for(node) === null) this.#over(node);
      else if (!this.#parts.spec.lock) this.#decide(node);
      else this.#call(node, STAGE.ask, this.#ask);
      return;
    }
    if (stage === STAGE.free) {
      this.#over(node);
      return;
    }
    if (stage === STAGE.take) this.#start(node);
    this.#decide(node);
  }

  /** The first pending task, again and again, until the policy says stop. */
  #decide(node: Node): void {
    const { database, spec } = this.#parts;
    if (spec.lock && !database.isIdeal && !this.#lock.isHeldForLook(node.index)) {
      this.#over(node);
      return;
    }
    const mayTakeMore = !node.draining && this.#took[node.index]! < this.#mostPerLook;
    const task = mayTakeMore ? this.#next.takenBy(node) : null;
    if (task !== null) {
      this.#choice[node.index] = task;
      this.#choiceArrived[node.index] = task.arrived;
      this.#tell(node, 'takes', task);
      this.#call(node, STAGE.take, this.#take);
      return;
    }
    if ((mayTakeMore || node.draining) && this.#next.for(node) !== null) this.#tell(node, 'declines');
    if (spec.lock) {
      this.#times.takesNoMore(node);
      this.#call(node, STAGE.free, this.#free);
    } else this.#over(node);
  }

  /** A take is committed: the row says running here, if the task is still there to be taken. */
  #onTaken(node: Node): void {
    const task = this.#choice[node.index]!;
    const isThere = task.state === STATE.queued && task.arrived === this.#choiceArrived[node.index];
    if (isThere) {
      this.#parts.rows.take(task, node, STATE.taken);
      this.#took[node.index]! += 1;
      this.#times.hasTaken(node);
      this.#tell(node, 'taken', task);
    } else this.#choice[node.index] = null;
  }

  /** A take's answer is back: the task starts, unless a promotion or a restore has undone the take (rule B7). */
  #start(node: Node): void {
    const { sim, tasks, execution } = this.#parts;
    const task = this.#taken(node);
    this.#choice[node.index] = null;
    if (task === null) return;
    if (this.#perSlot > 1 && (node.prefetched.value > 0 || !node.hasRoomFor(task))) {
      this.#prefetched.add(sim.now, node, task);
      // It may have begun to drain since it took the task.
      if (node.draining || node.taskCap === 0) this.#prefetched.giveBack(node);
      return;
    }
    tasks.move(task, STATE.taken, STATE.running);
    execution.begin(task, node);
  }

  /** What a node has taken, if its row still says so; else null. */
  #taken(node: Node): Task | null {
    const task = this.#choice[node.index]!;
    const isSame = task !== null && task.arrived === this.#choiceArrived[node.index];
    return isSame && task.state === STATE.taken && task.node === node ? task : null;
  }

  /** What a node took ahead starts as it has slots. */
  #startPrefetched(node: Node): void {
    const { rows, execution } = this.#parts;
    for (let task = this.#prefetched.next(node); task !== null; task = this.#prefetched.next(node)) {
      rows.leavesPrefetched(task, node);
      execution.begin(task, node);
    }
  }

  #giveUp(node: Node, stage: number): void {
    const index = node.index;
    if (stage >= STAGE.ask) {
      this.#lock.giveUp(index);
      if (this.#lock.holder === index) this.#lock.holderIsGone(index);
    }
    if (stage === STAGE.take && this.#taken(node) !== null) this.#stale[index] = 1;
    this.#choice[index] = null;
    this.#tell(node, 'fails');
    this.#over(node);
  }

  #tell(node: Node, moment: LookMoment, task: Task | null = null): void {
    const { sim, observer } = this.#parts;
    observer.follower?.lookAt(sim.now, node.index, moment, task?.index ?? -1);
  }

  #over(node: Node): void {
    this.#tell(node, 'ends');
    this.#stage[node.index] = STAGE.none;
    this.#lock.lookIsOver(node.index);
    node.looking = false;
    const took = this.#took[node.index]!;
    this.#times.over(node, took, took === this.#mostPerLook);
    // The next of the tag of what was dropped can be taken now.
    if (this.#next.hasDropped) {
      this.#next.hasDropped = false;
      this.workArrived();
    }
    this.out.idle(node);
  }
}
