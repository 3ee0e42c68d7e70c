/**
 * Operations on nodes that take several steps (rule D3): drain and wait until idle, restart, patch one after another.
 * They are rare, so each is a small object.
 */
import type { Handler, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DrainSpec } from '../scenario/scenario.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import type { Spans } from './spans.ts';

/** What goes on with one node: it drains until idle, is down for a while, starts; then `whenReady`. */
interface Restart {
  readonly takes: Micros;
  readonly drained: boolean;
  /** It drains until then at least. */
  readonly drainsTo: Micros;
  phase: 'draining' | 'down' | 'starting';
  /** When it is down no more. */
  downTo: Micros;
  span: number;
  readonly whenReady: () => void;
}

export class Maintenance {
  readonly out = { undrained: unheard as (node: Node) => void };
  readonly #sim: Simulation;
  readonly #nodes: readonly Node[];
  readonly #lifecycle: Lifecycle;
  readonly #spans: Spans;
  readonly #restarts: (Restart | null)[];
  /** Drains in force: until when running tasks may go on, and what to do then. */
  readonly #drainEnds: readonly Timer[];
  readonly #drainSpan: Int32Array;
  readonly #backUp: Handler;
  readonly #hasDrained: Handler;

  constructor(sim: Simulation, nodes: readonly Node[], lifecycle: Lifecycle, spans: Spans) {
    this.#sim = sim;
    this.#nodes = nodes;
    this.#lifecycle = lifecycle;
    this.#spans = spans;
    this.#restarts = nodes.map(() => null);
    const cancel = sim.handler('drain.cancels', (node) => lifecycle.cancelRunning(nodes[node]!));
    this.#drainEnds = nodes.map((node) => sim.timer(cancel, node.index));
    this.#drainSpan = new Int32Array(nodes.length).fill(-1);
    this.#hasDrained = sim.handler('drain.lasted', (node) => this.noteIdle(nodes[node]!));
    this.#backUp = sim.handler('restart.begins-start', (node) => this.#beginStart(nodes[node]!));
  }

  /** The node takes nothing; running tasks finish, or are cancelled after a time (facts 39, 40). */
  drain(node: Node, spec: DrainSpec): void {
    if (node.state === 'absent') return;
    this.#lifecycle.setDraining(node, true);
    if (this.#drainSpan[node.index] === -1) {
      this.#drainSpan[node.index] = this.#spans.begin('draining', `draining ${node.name}`);
    }
    if (spec.upTo !== null && spec.then === 'cancel') {
      this.#sim.setTimer(this.#drainEnds[node.index]!, this.#sim.now + spec.upTo);
    }
  }

  undrain(node: Node): void {
    this.#sim.clearTimer(this.#drainEnds[node.index]!);
    this.#lifecycle.setDraining(node, false);
    this.#spans.end(this.#drainSpan[node.index]!);
    this.#drainSpan[node.index] = -1;
    this.out.undrained(node);
  }

  /**
   * Restarts a node: with a drain when it is idle, without as a crash of a host that is up; undrained when ready.
   * A node that is already being restarted is left to that.
   */
  restart(node: Node, takes: Micros, drain: DrainSpec | null, whenReady: () => void): void {
    if (!node.exists) {
      whenReady();
      return;
    }
    if (this.#restarts[node.index] !== null || !node.isOnline) {
      const why = this.#restarts[node.index] === null ? 'down' : 'being restarted';
      this.#spans.ignored(`${node.name} was left out of a restart: it is ${why}`);
      whenReady();
      return;
    }
    const { now } = this.#sim;
    const lasts = drain?.atLeast ?? 0;
    this.#restarts[node.index] = {
      takes,
      drained: drain !== null,
      drainsTo: now + lasts,
      phase: 'draining',
      downTo: -1,
      span: -1,
      whenReady,
    };
    if (drain !== null) this.drain(node, drain);
    if (lasts > 0) this.#sim.after(lasts, this.#hasDrained, node.index);
    if (drain === null) this.#goDown(node);
    else this.noteIdle(node);
  }

  /** One node after another, or all at once. */
  patch(
    nodes: readonly number[],
    oneByOne: boolean,
    takes: Micros,
    drain: DrainSpec | null,
    whenDone: () => void,
  ): void {
    let left = nodes.length;
    const over = (): void => {
      left -= 1;
      if (left === 0) whenDone();
    };
    if (!oneByOne) {
      for (const index of nodes) this.restart(this.#nodes[index]!, takes, drain, over);
      return;
    }
    const next = (at: number): void => {
      if (at === nodes.length) return;
      this.restart(this.#nodes[nodes[at]!]!, takes, drain, () => {
        over();
        next(at + 1);
      });
    };
    next(0);
  }

  /** A node may have become idle. */
  noteIdle(node: Node): void {
    const restart = this.#restarts[node.index];
    if (restart?.phase !== 'draining' || !restart.drained || this.#sim.now < restart.drainsTo) return;
    if (node.isIdle && node.isOnline) this.#goDown(node);
  }

  /** A node is online again. */
  noteReady(node: Node): void {
    const restart = this.#restarts[node.index];
    if (restart == null) return;
    if (restart.phase === 'draining') {
      // It crashed while it drained, and has nothing left to wait for.
      this.noteIdle(node);
      return;
    }
    this.#restarts[node.index] = null;
    if (restart.drained) this.undrain(node);
    restart.whenReady();
  }

  /** A node was removed for good, or given back: neither its restart nor its drain goes on; what waited for that restart does. */
  noteGone(node: Node): void {
    this.#forgetRestart(node);
    this.undrain(node);
  }

  #forgetRestart(node: Node): void {
    const restart = this.#restarts[node.index];
    if (restart == null) return;
    this.#restarts[node.index] = null;
    if (restart.phase === 'down') {
      this.#spans.end(restart.span);
      this.#lifecycle.endCause(node, 'host up');
    }
    restart.whenReady();
  }

  #goDown(node: Node): void {
    const restart = this.#restarts[node.index]!;
    restart.phase = 'down';
    restart.downTo = this.#sim.now + restart.takes;
    restart.span = this.#spans.begin('down', `${node.name} restarting`);
    if (restart.drained) this.#lifecycle.stop(node);
    else this.#lifecycle.bringDown(node, 'host up');
    this.#sim.after(restart.takes, this.#backUp, node.index);
  }

  #beginStart(node: Node): void {
    const restart = this.#restarts[node.index];
    // What comes may be of a machine of this name that is gone.
    if (restart?.phase !== 'down' || restart.downTo !== this.#sim.now) return;
    restart.phase = 'starting';
    this.#spans.end(restart.span);
    this.#lifecycle.endCause(node, 'host up');
  }
}
