/**
 * A load balancer (rules L1, L4, L6, L8, L11): which nodes are in its rotation, as its probes or its requests say of them, and
 * which of them the next request gets.
 */
import type { Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { BalancerSpec } from '../scenario/scenario.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import { PassiveChecks } from './passive-checks.ts';
import { CHOOSE, type Choose, placeOf, type Rotation, without } from './policies/balancing.ts';
import { WeightedChoice } from './policies/weighted.ts';
import { type ProbeParts, type Prober, Probes } from './probes.ts';
import { Tournament } from './tournament.ts';

export class LoadBalancer implements Rotation, Prober {
  readonly out = {
    /** A node came into the rotation, or left it. */
    rotationChanged: unheard as (node: number, isIn: boolean) => void,
    /** A probe that was sent at a time has come to a node, which works on it (rule L12). */
    probeArrived: unheard as (node: Node, sent: Micros) => void,
  };
  readonly index: number;
  readonly spec: BalancerSpec;
  isUp = true;
  /** How often it was lost: what was under way through it before is lost with it (rule L4). */
  losses = 0;
  /** Clients use it: one that a plan switches to is not in use before. */
  isInUse = true;
  /** In rotation: the healthy ones; where none is, all or none of those that it serves (rule L6). */
  nodes: number[];
  last = -1;
  readonly connections: Int32Array;
  readonly #sim: Simulation;
  /** All nodes, by index, and those that it serves. */
  readonly #all: readonly Node[];
  readonly #served: readonly Node[];
  readonly #choose: Choose;
  /** null: all its nodes weigh the same, at once (rule L11). */
  readonly #weighted: WeightedChoice | null;
  /** By node: what probes or requests say of it, and whether it is in rotation. */
  readonly #healthy: Uint8Array;
  #healthyNodes: number;
  readonly #inRotation: Uint8Array;
  readonly #failsOpen: boolean;
  readonly #least: Tournament;
  /** By node: when the orchestrator tells that it is gone. */
  readonly #told: readonly Timer[];
  /** By node: 1 since that was told, until it is ready again. */
  readonly #isGone: Uint8Array;
  /** What says whether a node is healthy: one of these. */
  readonly #probes: Probes | null;
  readonly #passive: PassiveChecks | null;

  constructor(parts: ProbeParts, spec: BalancerSpec, index: number) {
    const { sim, nodes } = parts;
    this.#sim = sim;
    this.spec = spec;
    this.index = index;
    this.#all = nodes;
    this.#served = spec.nodes.map((node) => nodes[node]!);
    const hasWeights = spec.weights !== null || spec.slowStart !== null;
    this.#weighted = hasWeights ? new WeightedChoice(sim, spec, nodes.length) : null;
    this.#choose = this.#weighted?.choose ?? CHOOSE[spec.choice];
    this.connections = new Int32Array(nodes.length);
    // Without probes every node is tried (rule L3); with them, or where one says who is ready (L8), those that are online.
    const isPassive = spec.probe.type === 'passive';
    const isTried = isPassive && spec.orchestrator === null;
    const healthy = this.#served.filter((node) => (isTried ? node.exists : node.isOnline));
    this.#failsOpen = spec.whenNoneHealthy === 'all';
    const first =
      healthy.length === 0 && this.#failsOpen ? this.#served.filter((node) => node.exists) : healthy;
    this.nodes = first.map(({ index }) => index);
    this.#healthy = flags(nodes.length, healthy);
    this.#healthyNodes = healthy.length;
    this.#inRotation = flags(nodes.length, first);
    this.#least = new Tournament(nodes.length);
    for (const { index } of first) this.#rank(index);
    this.#isGone = Uint8Array.from(nodes, (node) => (spec.orchestrator === null || node.isOnline ? 0 : 1));
    const told = sim.handler('balancer.told', (node) => {
      if (nodes[node]!.isOnline) return;
      this.#probes?.forget(node);
      this.#passive?.forget(node);
      this.#isGone[node] = 1;
      this.judge(node, false);
    });
    this.#told = nodes.map((node) => sim.timer(told, node.index));
    const judge = (node: number, isHealthy: boolean): void => this.judge(node, isHealthy);
    this.#passive = isPassive ? new PassiveChecks(sim, spec.probe, nodes.length, judge) : null;
    this.#probes = isPassive ? null : new Probes(parts, this);
  }

  /** Whether a node that it serves is healthy in its eyes. */
  get hasHealthy(): boolean {
    return this.#healthyNodes > 0;
  }

  isInRotation(node: number): boolean {
    return this.#inRotation[node] === 1;
  }

  leastConnected(): number {
    return this.#least.winnerAfter(this.last);
  }

  /**
   * The node the next request goes to; -1: none in rotation (503).
   * @param user -1 for an open arrival. @param attempt of its client. @param tried nodes that this request has been to,
   * and does not go to again.
   */
  choose(
    keyHigh: number,
    keyLow: number,
    user: number,
    attempt: number,
    tried: readonly number[] = [],
  ): number {
    const rotation = tried.length === 0 ? this : without(this, tried);
    if (rotation.nodes.length === 0) return -1;
    this.last = this.#choose(rotation, keyHigh, keyLow, user, attempt);
    this.#passive?.chosen(this.last);
    return this.last;
  }

  /** It is lost, with all that was open through it (rule L4). */
  goDown(): void {
    this.isUp = false;
    this.losses += 1;
    this.connections.fill(0);
    for (const node of this.nodes) this.#rank(node);
  }

  /** A request goes to a node, or is over there. */
  connect(node: number, change: 1 | -1): void {
    this.connections[node]! += change;
    this.#rank(node);
  }

  /** A node was added or removed (rule L1): what sends probes has to find it healthy first. */
  membershipChanged(node: Node): void {
    if (!this.#served.includes(node)) return;
    this.#passive?.forget(node.index);
    this.#probes?.forget(node.index);
    // Who is told of those that are ready waits for that (rule L8).
    const isTold = node.exists && this.spec.orchestrator !== null;
    this.#isGone[node.index] = isTold ? 1 : 0;
    this.judge(node.index, node.exists && this.#passive !== null && !isTold);
    if (this.#failsOpen && this.#healthyNodes === 0) this.#rebuild();
    if (this.#passive !== null) this.#spareTheOnly(this.#passive);
  }

  /** The only node that it serves is not skipped, also when it was before the others went (rule L3). */
  #spareTheOnly(passive: PassiveChecks): void {
    const there = this.#served.filter(({ exists }) => exists);
    if (there.length !== 1 || this.#isGone[there[0]!.index] === 1) return;
    passive.forget(there[0]!.index);
    this.judge(there[0]!.index, true);
  }

  /** A node went down, with its host or without: what runs it tells of it in time (rule L8). */
  nodeDown(node: Node, isHostLost: boolean): void {
    const { orchestrator, nodes } = this.spec;
    const timer = this.#told[node.index]!;
    if (orchestrator === null || !nodes.includes(node.index)) return;
    // One that is down already is told of when it was to be; one that was back meanwhile is gone anew.
    if (this.#sim.isSet(timer) && !node.isOnline) return;
    this.#sim.setTimer(timer, this.#sim.now + (isHostLost ? orchestrator.hostLost : orchestrator.ended));
  }

  /** A node is ready: one of which an orchestrator has told comes back, at once where there are no probes (rule L8). */
  nodeReady({ index }: Node): void {
    if (this.#isGone[index] === 0) return;
    this.#isGone[index] = 0;
    if (this.#passive !== null) this.judge(index, true);
  }

  /** How a request ended at a node: a passive balancer goes by that (rule L3). */
  noteRequest(node: number, wentWell: boolean): void {
    // One that was removed, or is gone, does not come back by how its last requests end (rules L1, L8).
    if (this.#passive === null || !this.#all[node]!.exists || this.#isGone[node] === 1) return;
    if (wentWell) this.#passive.wentWell(node);
    else if (this.#served.filter(({ exists }) => exists).length > 1) this.#passive.failed(node);
  }

  /** A node has worked on the probe that was sent at a time (rule L12). */
  probeAnswered(node: number, sent: Micros, isWell: boolean): void {
    this.#probes?.answered(node, sent, isWell);
  }

  /** A node went down while it worked on a probe. */
  probeBroken(node: number, sent: Micros): void {
    this.#probes?.broken(node, sent);
  }

  isHealthy(node: number): boolean {
    return this.#healthy[node] === 1;
  }

  /** A node is healthy or not from now on. */
  judge(node: number, isHealthy: boolean): void {
    if (this.isHealthy(node) === isHealthy) return;
    this.#healthy[node] = isHealthy ? 1 : 0;
    this.#healthyNodes += isHealthy ? 1 : -1;
    // Few changes take or end the last healthy node: the others need no look at all nodes.
    if (this.#failsOpen && this.#healthyNodes <= 1) this.#rebuild();
    else this.#turn(node, isHealthy);
  }

  /** Takes a node into the rotation or out of it. */
  #turn(node: number, isIn: boolean): void {
    const { nodes } = this;
    const place = placeOf(nodes, node);
    if (isIn) nodes.splice(place, 0, node);
    else nodes.splice(place, 1);
    this.#note(node, isIn);
  }

  /** The rotation anew: the healthy ones, or without any, where it fails open, all that are there (rule L6). */
  #rebuild(): void {
    const open = this.#failsOpen && this.#healthyNodes === 0;
    const isIn = (node: number): boolean => (open ? this.#all[node]!.exists : this.#healthy[node] === 1);
    this.nodes = this.spec.nodes.filter(isIn);
    for (const node of this.spec.nodes) {
      if ((this.#inRotation[node] === 1) !== isIn(node)) this.#note(node, isIn(node));
    }
  }

  #note(node: number, isIn: boolean): void {
    this.#inRotation[node] = isIn ? 1 : 0;
    if (isIn) this.#weighted?.joined(node);
    this.#rank(node);
    this.out.rotationChanged(node, this.isInRotation(node));
  }

  #rank(node: number): void {
    this.#least.set(node, this.#inRotation[node] === 1 ? this.connections[node]! : Number.POSITIVE_INFINITY);
  }
}

/** 1 for each of some nodes. */
function flags(size: number, nodes: readonly Node[]): Uint8Array {
  const all = new Uint8Array(size);
  for (const { index } of nodes) all[index] = 1;
  return all;
}
