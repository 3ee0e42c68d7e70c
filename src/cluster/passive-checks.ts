/**
 * What a balancer without probes makes of the requests that it sends (rule L3), as NGINX does: failures within
 * `failTimeout` add up, who has `maxFails` of them is skipped for `failTimeout`, and then gets one request as a trial each
 * `failTimeout` until one has gone well.
 */
import type { Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { BalancerSpec } from '../scenario/scenario.ts';

export class PassiveChecks {
  readonly #sim: Simulation;
  readonly #spec: BalancerSpec['probe'];
  /** Tells whether a node belongs into the rotation. */
  readonly #judge: (node: number, isHealthy: boolean) => void;
  /** By node: failures that count, when the last was, and when it was last tried after that or after `failTimeout`. */
  readonly #fails: Int32Array;
  readonly #failedAt: Float64Array;
  readonly #checkedAt: Float64Array;
  /** By node: when it is due for a trial. */
  readonly #trials: readonly Timer[];

  constructor(
    sim: Simulation,
    spec: BalancerSpec['probe'],
    nodes: number,
    judge: (node: number, isHealthy: boolean) => void,
  ) {
    this.#sim = sim;
    this.#spec = spec;
    this.#judge = judge;
    this.#fails = new Int32Array(nodes);
    this.#failedAt = new Float64Array(nodes).fill(-1);
    this.#checkedAt = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
    const trial = sim.handler('balancer.forgives', (node) => judge(node, true));
    this.#trials = Array.from({ length: nodes }, (_, node) => sim.timer(trial, node));
  }

  /** A request goes to a node: to one that was skipped as its only trial for now. */
  chosen(node: number): void {
    if (this.#sim.now - this.#checkedAt[node]! <= this.#spec.failTimeout) return;
    this.#checkedAt[node] = this.#sim.now;
    if (this.#fails[node]! >= this.#spec.maxFails) this.#skip(node);
  }

  wentWell(node: number): void {
    // Only the trial of a node, or the first success after failTimeout, makes its failures forgotten.
    if (this.#fails[node] === 0 || this.#failedAt[node]! >= this.#checkedAt[node]!) return;
    this.forget(node);
    this.#judge(node, true);
  }

  failed(node: number): void {
    this.#fails[node]! += 1;
    this.#failedAt[node] = this.#sim.now;
    this.#checkedAt[node] = this.#sim.now;
    if (this.#fails[node]! >= this.#spec.maxFails) this.#skip(node);
  }

  /** Nothing is held against a node any more. */
  forget(node: number): void {
    this.#fails[node] = 0;
    this.#sim.clearTimer(this.#trials[node]!);
  }

  #skip(node: number): void {
    // More than failTimeout later: a connection that fails just then is known before.
    const until: Micros = this.#sim.now + this.#spec.failTimeout + 1;
    this.#sim.setTimer(this.#trials[node]!, until);
    this.#judge(node, false);
  }
}
