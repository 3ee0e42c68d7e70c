/**
 * Nodes going down and coming up (rules D3, D4, B5). A node is down while any cause lasts; from the end of the last one
 * it takes its start time, and then it is ready if it reaches the database (fact 55).
 *
 * Longer than other files: what a node goes through from its start to its end is one story.
 */
import type { Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Database } from './database.ts';
import type { DatabaseCalls } from './database-calls.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Execution } from './execution.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import type { Registration } from './registration.ts';
import type { Requests } from './requests.ts';
import type { Rows } from './rows.ts';
import type { Service } from './service.ts';
import type { Spans } from './spans.ts';
import { STATE } from './tasks.ts';
import { type WatchdogParts, Watchdogs } from './watchdogs.ts';

/** Why a node is down: its host is lost and gives no answer, or its host is up and refuses (rule N4). */
export type Cause = 'host lost' | 'host up';

/** A boot that never ends. */
export const NEVER: Micros = -1;

export interface LifecycleParts extends WatchdogParts {
  readonly rows: Rows;
  readonly execution: Execution;
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly dispatcher: Dispatcher;
  readonly registration: Registration;
  readonly requests: Requests;
  readonly service: Service;
  readonly balancers: readonly LoadBalancer[];
  readonly spans: Spans;
}

export class Lifecycle {
  readonly out = {
    /** A node is online. */
    becameReady: unheard as (node: Node) => void,
    /** A node is not online any more. */
    wentDown: unheard as (node: Node) => void,
    /** The host of a node is lost, be the node down already. */
    hostLost: unheard as (node: Node) => void,
    /** Hosts of nodes are back, before what ran there starts. */
    hostsAreBack: unheard as () => void,
    /** Nodes may do what they could not. */
    canDoMore: unheard as () => void,
  };
  /** Of the schema: each upgrade makes it the next. */
  version = 0;
  readonly #parts: LifecycleParts;
  /** By node: causes that last, and those among them that lost the host. */
  readonly #causes: Int32Array;
  readonly #lost: Int32Array;
  readonly #starts: readonly Timer[];
  /** The span of a start that goes on, else -1. */
  readonly #startSpans: Int32Array;
  readonly #watchdogs: Watchdogs;
  /** 1 when it was told that the node stays out. */
  readonly #isStray: Uint8Array;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
    const { sim, nodes } = parts;
    this.#causes = Int32Array.from(nodes, (node) => (node.state === 'down' ? 1 : 0));
    this.#lost = new Int32Array(nodes.length);
    this.#isStray = new Uint8Array(nodes.length);
    const start = sim.handler('node.ready', (node) => this.#ready(nodes[node]!));
    this.#starts = nodes.map((node) => sim.timer(start, node.index));
    this.#startSpans = new Int32Array(nodes.length).fill(-1);
    const giveUp = (node: Node): void => this.#giveUp(node);
    const wake = (node: Node): void => this.wake(node);
    this.#watchdogs = new Watchdogs(parts, giveUp, wake);
  }

  /** A cause of being down begins. @param withHost its machine is gone, not only what ran on it (rule L8). */
  bringDown(node: Node, cause: Cause, withHost = false): void {
    const index = node.index;
    this.#causes[index]! += 1;
    if (cause === 'host lost') {
      this.#lost[index]! += 1;
      node.hostLost = true;
    }
    for (const balancer of this.#parts.balancers) balancer.nodeDown(node, withHost);
    this.#takeDown(node);
    if (cause === 'host lost') this.out.hostLost(node);
  }

  /** A cause ends: after the last one the node starts. */
  endCause(node: Node, cause: Cause): void {
    this.endCauses([node], cause);
  }

  /** A cause ends for several nodes at once. */
  endCauses(nodes: readonly Node[], cause: Cause): void {
    const held = nodes.filter(({ index }) => this.#causes[index] !== 0);
    for (const node of held) {
      this.#causes[node.index]! -= 1;
      if (cause === 'host lost') this.#lost[node.index]! -= 1;
      node.hostLost = this.#lost[node.index]! > 0;
    }
    if (cause === 'host lost') this.out.hostsAreBack();
    for (const node of held) {
      // What has not been added yet does not start because a fault of its place is over.
      if (this.#causes[node.index] === 0 && node.state !== 'absent') this.#start(node);
    }
  }

  /**
   * What happens to several nodes at one time, or comes of one event: queued tasks are offered when all of it has, or the
   * first node would take everything, and what joined the queue first would go before what is more urgent (rule F1).
   */
  together(act: () => void): void {
    this.#parts.dispatcher.together(act);
  }

  /** A clean stop: the database knows at once (fact 50). */
  stop(node: Node): void {
    const wasOnline = node.isOnline;
    this.together(() => {
      this.bringDown(node, 'host up');
      if (wasOnline) this.#parts.registration.signOff(node);
    });
  }

  /** Takes no tasks from now on, or takes them again; one write says so (rule D3). */
  setDraining(node: Node, draining: boolean): void {
    if (node.draining === draining) return;
    node.draining = draining;
    const { registration, dispatcher, service } = this.#parts;
    if (node.isOnline) registration.note(node);
    dispatcher.nodeChanged(node);
    service.nodeChanged(node);
  }

  /** Another task cap: from now on, or, from 0 and where that takes a restart, from the next start on (rule D1). */
  setTaskCap(node: Node, cap: number): void {
    const isUp = node.isOnline || node.state === 'starting';
    const takesRestart = isUp && node.spec.zeroCap === 'restart';
    node.capAfterRestart = takesRestart && !node.worksInBackground ? cap : -1;
    if (node.capAfterRestart > 0) {
      this.#parts.spans.noted(`${node.name} works with its new task cap only after a restart (fact 133)`);
      return;
    }
    if (!takesRestart) node.worksInBackground = cap > 0;
    node.setTaskCap(cap);
    const { registration, dispatcher, service } = this.#parts;
    registration.capChanged(node);
    dispatcher.nodeChanged(node);
    service.nodeChanged(node);
    this.out.canDoMore();
  }

  /**
   * A node that did not exist starts at once, or when what took its place is over; it has the version of the schema.
   *
   * @param boot how long its first start takes, where a scaler adds it; `NEVER`: it comes to nothing
   */
  add(node: Node, boot: Micros | null = null): void {
    const { registration, balancers, database } = this.#parts;
    database.addresses.repoint(node);
    node.version = this.version;
    node.burst?.empty();
    node.configuredSlots.add(node.taskCap);
    node.existing.add(1);
    node.state = 'down';
    node.noteState();
    for (const balancer of balancers) balancer.membershipChanged(node);
    registration.register(node);
    if (this.#causes[node.index] === 0) this.#start(node, boot);
  }

  /** A node that a scaler has added or found goes as cleanly. */
  giveBack(node: Node): void {
    this.remove(node);
    this.setDraining(node, false);
  }

  /**
   * A clean stop for good, and its row is deleted: no slots are configured, its tasks have failed (fact 48). A scaler can
   * add another machine of its name.
   */
  remove(node: Node): void {
    node.configuredSlots.add(-node.taskCap);
    node.existing.add(-1);
    node.noteState();
    for (const balancer of this.#parts.balancers) balancer.membershipChanged(node);
    this.stop(node);
    this.#parts.registration.unregister(node);
    this.#parts.rows.failAll(node);
    this.#causes[node.index]! -= 1;
    this.#watchdogs.forget(node);
    node.state = 'absent';
    node.noteState();
  }

  /** The database, the store or a path to them came up or went away. */
  reachChanged(): void {
    const { nodes, dispatcher, database, service } = this.#parts;
    const watchdogs = this.#watchdogs;
    for (const node of nodes) {
      const reaches = database.serves(node);
      if (node.isOnline && !reaches && !watchdogs.isEnduring(node)) {
        watchdogs.endure(node);
        dispatcher.reachChanged(node, false);
      } else if (reaches && watchdogs.isEnduring(node)) {
        watchdogs.noLongerEndures(node);
        dispatcher.reachChanged(node, true);
      }
    }
    this.together(() => {
      for (const node of nodes) service.nodeChanged(node);
      this.out.canDoMore();
      dispatcher.workArrived();
    });
  }

  /** A node has the address of the primary, and starts if it waits for its watchdog. */
  repointed(node: Node): void {
    this.#isStray[node.index] = 0;
    this.wake(node);
  }

  /** Starts a node that waits for its watchdog; no effect on others. */
  wake(node: Node): void {
    if (this.#watchdogs.isAwaited(node) && this.#causes[node.index] === 0) this.#start(node);
  }

  /** Running tasks of a node are cancelled now; no write is made (rule W1). */
  cancelRunning(node: Node): void {
    const { execution } = this.#parts;
    node.rows.visit((task) => {
      if (task.state === STATE.running) execution.finish(task, 'cancelled');
    });
    node.ghosts.visit((ghost) => execution.finish(ghost, 'cancelled'));
  }

  #takeDown(node: Node): void {
    if (node.state === 'down' || node.state === 'absent') return;
    const { sim, rows, execution, calls, dispatcher, registration, requests, service } = this.#parts;
    const index = node.index;
    const wasOnline = node.isOnline;
    node.state = 'down';
    node.noteState();
    sim.clearTimer(this.#starts[index]!);
    this.#endStartSpan(node);
    this.#watchdogs.noLongerEndures(node);
    calls.turnAwayAllOf(node);
    dispatcher.nodeDown(node);
    registration.nodeDown(node);
    node.rows.visit((task) => {
      const { state } = task;
      if (state === STATE.running) execution.stop(task);
      if (state !== STATE.orphan) rows.orphan(task, state);
    });
    node.ghosts.visit((ghost) => {
      execution.stop(ghost);
      rows.endGhost(ghost);
    });
    requests.nodeDown(node);
    calls.abandonAllOf(node);
    service.nodeChanged(node);
    this.out.wentDown(node);
    // What it looked for is for others now (rule Q12).
    if (wasOnline) dispatcher.workArrived();
  }

  #start(node: Node, boot: Micros | null = null): void {
    const { sim, spans } = this.#parts;
    const { index } = node;
    const length = boot ?? node.spec.startTime;
    this.#watchdogs.forget(node);
    if (node.capAfterRestart > 0) this.setTaskCap(node, node.capAfterRestart);
    node.worksInBackground = node.taskCap > 0;
    node.state = 'starting';
    node.noteState();
    // What a scaler adds is no event of its own: a day has hundreds.
    if (boot === null && length > 0)
      this.#startSpans[index] = spans.begin('starting', `${node.name} starting`);
    if (length !== NEVER) sim.setTimer(this.#starts[index]!, sim.now + length);
  }

  #endStartSpan({ index }: Node): void {
    this.#parts.spans.end(this.#startSpans[index]!);
    this.#startSpans[index] = -1;
  }

  #ready(node: Node): void {
    const { balancers, database, registration, dispatcher, service } = this.#parts;
    this.#endStartSpan(node);
    const fits = node.version === this.version;
    if (!fits)
      this.#parts.spans.ignored(`${node.name} did not start: an upgrade has left its version behind`);
    const isServed = database.serves(node);
    if (!isServed) this.#noteStray(node);
    if (!fits || !isServed) {
      node.state = 'down';
      node.noteState();
      this.#watchdogs.await(node);
      return;
    }
    node.state = 'online';
    node.noteState();
    for (const balancer of balancers) balancer.nodeReady(node);
    // What was held joins the queue before the node takes from it: the first of all is next (rule Q1).
    this.together(() => {
      service.nodeChanged(node);
      this.out.becameReady(node);
      dispatcher.nodeChanged(node);
    });
    // Last: over an ideal database it looks in this same instant, undrained and with what was held in the queue.
    if (node.isOnline) registration.startUp(node);
  }

  /** It knows a database that was replaced: told once (rule B10). */
  #noteStray(node: Node): void {
    const { database, spans } = this.#parts;
    if (database.addresses.knowsPrimary(node) || this.#isStray[node.index] === 1) return;
    this.#isStray[node.index] = 1;
    spans.noted(
      `${node.name} stays out: it knows the database that a plan replaced, until \`repoint\`, or with \`database.address: listener\``,
    );
  }

  /** No database for too long: the node stops, and its tasks are orphans (rule B5). */
  #giveUp(node: Node): void {
    for (const balancer of this.#parts.balancers) balancer.nodeDown(node, false);
    this.#takeDown(node);
    this.#watchdogs.await(node);
  }
}
