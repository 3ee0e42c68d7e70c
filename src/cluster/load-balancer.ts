/**
 * A load balancer (rules L1–L5, L11): which nodes are in its rotation, by probes or by what happens to requests, and which of
 * them the next request gets.
 */
import type { Handler, LaneNumber, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { BalancerSpec } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import { PassiveChecks } from './passive-checks.ts';
import { CHOOSE, type Choose, placeOf, type Rotation, without } from './policies/balancing.ts';
import { WeightedChoice } from './policies/weighted.ts';
import { asksForWork } from './probe-class.ts';
import { Tournament } from './tournament.ts';

/** Answers of a probe (fact 43, assumption 13). */
const ANSWER = { ok: 200, draining: 418, unavailable: 503, refused: 0 } as const;

export interface BalancerParts {
  readonly sim: Simulation;
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly database: Database;
}

export class LoadBalancer implements Rotation {
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
  readonly #network: Network;
  /** All nodes, by index, and those that it serves. */
  readonly #all: readonly Node[];
  readonly #served: readonly Node[];
  readonly #database: Database;
  readonly #choose: Choose;
  /** null: all its nodes weigh the same, at once (rule L11). */
  readonly #weighted: WeightedChoice | null;
  /** By node: what probes or requests say of it, and whether it is in rotation. */
  readonly #healthy: Uint8Array;
  #healthyNodes: number;
  readonly #inRotation: Uint8Array;
  readonly #failsOpen: boolean;
  readonly #least: Tournament;
  /** Probes in a row that went otherwise than the node's present standing. */
  readonly #streak: Int32Array;
  /** Since when a probe is under way and when it will be over (-1: none, not known), and what it was answered. */
  readonly #sent: Float64Array;
  readonly #over: Float64Array;
  readonly #answer: Int32Array;
  readonly #arrives: Handler;
  readonly #returns: Handler;
  readonly #probes: LaneNumber;
  /** Nodes work on its probes. */
  readonly #isWork: boolean;
  /** By node: when a verdict of its probes takes effect, and when the orchestrator tells that it is gone (-1: never). */
  readonly #leaves: readonly Timer[];
  readonly #told: readonly Timer[];
  /** null: it sends probes. */
  readonly #passive: PassiveChecks | null;

  constructor({ sim, network, nodes, database }: BalancerParts, spec: BalancerSpec, index: number) {
    this.#sim = sim;
    this.spec = spec;
    this.index = index;
    this.#network = network;
    this.#all = nodes;
    this.#served = spec.nodes.map((node) => nodes[node]!);
    this.#database = database;
    const hasWeights = spec.weights !== null || spec.slowStart !== null;
    this.#weighted = hasWeights ? new WeightedChoice(sim, spec, nodes.length) : null;
    this.#choose = this.#weighted?.choose ?? CHOOSE[spec.choice];
    this.connections = new Int32Array(nodes.length);
    // Without probes every node is tried (rule L3); with them those that are online.
    const isPassive = spec.probe.type === 'passive';
    const healthy = this.#served.filter((node) => (isPassive ? node.exists : node.isOnline));
    this.#failsOpen = spec.whenNoneHealthy === 'all';
    const first =
      healthy.length === 0 && this.#failsOpen ? this.#served.filter((node) => node.exists) : healthy;
    this.nodes = first.map(({ index }) => index);
    this.#healthy = flags(nodes.length, healthy);
    this.#healthyNodes = healthy.length;
    this.#inRotation = flags(nodes.length, first);
    this.#least = new Tournament(nodes.length);
    for (const { index } of first) this.#rank(index);
    this.#streak = new Int32Array(nodes.length);
    this.#sent = new Float64Array(nodes.length).fill(-1);
    this.#over = new Float64Array(nodes.length).fill(-1);
    this.#answer = new Int32Array(nodes.length);
    this.#arrives = sim.handler('probe.arrives', (node) => this.#probeArrives(nodes[node]!));
    this.#returns = sim.handler('probe.returns', (node) => {
      if (this.#over[node] === sim.now) this.#probeReturns(node);
    });
    const leave = sim.handler('balancer.takes-out', (node) => this.#setHealth(node, false));
    this.#leaves = nodes.map((node) => sim.timer(leave, node.index));
    const told = sim.handler('balancer.told', (node) => {
      if (!nodes[node]!.isOnline) this.#takeOut(node);
    });
    this.#told = nodes.map((node) => sim.timer(told, node.index));
    const probe = sim.handler('balancer.probes', (node) => this.#probe(nodes[node]!));
    this.#probes = sim.lane(spec.probe.interval, probe);
    this.#isWork = asksForWork(spec);
    this.#passive = isPassive
      ? new PassiveChecks(sim, spec.probe, nodes.length, (node, isHealthy) =>
          this.#setHealth(node, isHealthy),
        )
      : null;
    if (isPassive) return;
    this.#served.forEach((node, i) => {
      sim.at(Math.floor((i * spec.probe.interval) / this.#served.length), probe, node.index);
    });
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
    this.#sim.clearTimer(this.#leaves[node.index]!);
    this.#streak[node.index] = 0;
    this.#setHealth(node.index, node.exists && this.#passive !== null);
    if (this.#failsOpen && this.#healthyNodes === 0) this.#rebuild();
  }

  /** A node went down, with its host or without: what runs it tells of it in time (rule L8). */
  nodeDown(node: Node, isHostLost: boolean): void {
    const { orchestrator, nodes } = this.spec;
    const timer = this.#told[node.index]!;
    if (orchestrator === null || !nodes.includes(node.index) || this.#sim.isSet(timer)) return;
    this.#sim.setTimer(timer, this.#sim.now + (isHostLost ? orchestrator.hostLost : orchestrator.ended));
  }

  /** How a request ended at a node: a passive balancer goes by that (rule L3). */
  noteRequest(node: number, wentWell: boolean): void {
    // One that was removed meanwhile never comes back, however its last requests end (rule L1).
    if (this.#passive === null || !this.#all[node]!.exists) return;
    if (wentWell) this.#passive.wentWell(node);
    else if (this.#served.filter(({ exists }) => exists).length > 1) this.#passive.failed(node);
  }

  #probe(node: Node): void {
    this.#sim.arm(this.#probes, node.index);
    if (!this.isUp || !node.exists) return;
    // With a time-out as long as the interval the last one fails now, and this one is sent all the same.
    if (this.#over[node.index] === this.#sim.now) this.#probeReturns(node.index);
    if (this.#sent[node.index] !== -1) return;
    this.#sent[node.index] = this.#sim.now;
    this.#sim.after(wayThere(this.#roundTrip(node)), this.#arrives, node.index);
  }

  #probeArrives(node: Node): void {
    const sent = this.#sent[node.index]!;
    const roundTrip = this.#roundTrip(node);
    const silent = node.hostLost || this.#network.isLost(this.spec.place, node.place, sent);
    const isWorkedOn = !silent && node.isOnline && this.#isWork;
    const back = roundTrip - wayThere(roundTrip);
    if (silent || isWorkedOn) this.#answers(node.index, ANSWER.refused, Number.POSITIVE_INFINITY);
    else this.#answers(node.index, this.#answerOf(node), back);
    if (isWorkedOn) this.out.probeArrived(node, sent);
  }

  /** A probe is answered, and is over when that is back or at its time-out. */
  #answers(node: number, answer: number, back: Micros): void {
    const latest = this.#sent[node]! + this.spec.probe.timeout;
    const at = this.#sim.now + back;
    this.#answer[node] = at > latest ? ANSWER.refused : answer;
    const over = Math.max(this.#sim.now, Math.min(at, latest));
    this.#over[node] = over;
    this.#sim.at(over, this.#returns, node);
  }

  /** A node has worked on the probe that was sent at a time (rule L12). */
  probeAnswered(index: number, sent: Micros, isWell: boolean): void {
    const node = this.#all[index]!;
    this.#workEnds(node, sent, isWell ? this.#answerOf(node) : ANSWER.unavailable);
  }

  /** A node went down while it worked on a probe. */
  probeBroken(node: number, sent: Micros): void {
    this.#workEnds(this.#all[node]!, sent, ANSWER.refused);
  }

  /** Nobody waits for the answer to a probe that has timed out. */
  #workEnds(node: Node, sent: Micros, answer: number): void {
    if (this.#sent[node.index] !== sent) return;
    const roundTrip = this.#roundTrip(node);
    this.#answers(node.index, answer, roundTrip - wayThere(roundTrip));
  }

  #answerOf(node: Node): number {
    if (!node.isOnline) return ANSWER.refused;
    if (!this.#database.serves(node)) return ANSWER.unavailable;
    return node.draining ? ANSWER.draining : ANSWER.ok;
  }

  #probeReturns(node: number): void {
    const sent = this.#sent[node]!;
    this.#sent[node] = -1;
    this.#over[node] = -1;
    if (!this.isUp || !this.#all[node]!.exists) return;
    const answer = this.#network.isLost(this.#all[node]!.place, this.spec.place, sent)
      ? 0
      : this.#answer[node]!;
    const { type, fall, rise } = this.spec.probe;
    const healthy = type === 'http' ? answer === ANSWER.ok : answer !== ANSWER.refused;
    const leaves = this.#sim.isSet(this.#leaves[node]!);
    const wasHealthy = this.#healthy[node] === 1 && !leaves;
    if (healthy === wasHealthy) {
      this.#streak[node] = 0;
      return;
    }
    this.#streak[node]! += 1;
    if (this.#streak[node]! < (wasHealthy ? fall : rise)) return;
    this.#streak[node] = 0;
    if (!healthy && this.spec.probe.outAfter > 0)
      this.#sim.setTimer(this.#leaves[node]!, this.#sim.now + this.spec.probe.outAfter);
    else if (!healthy) this.#takeOut(node);
    else {
      this.#sim.clearTimer(this.#leaves[node]!);
      this.#setHealth(node, true);
    }
  }

  #takeOut(node: number): void {
    this.#sim.clearTimer(this.#leaves[node]!);
    this.#streak[node] = 0;
    this.#setHealth(node, false);
  }

  #setHealth(node: number, isHealthy: boolean): void {
    if ((this.#healthy[node] === 1) === isHealthy) return;
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

  #roundTrip(node: Node): Micros {
    return this.#network.roundTrip(this.spec.place, node.place);
  }
}

/** 1 for each of some nodes. */
function flags(size: number, nodes: readonly Node[]): Uint8Array {
  const all = new Uint8Array(size);
  for (const { index } of nodes) all[index] = 1;
  return all;
}
