/**
 * The probes of a balancer (rules L2, L5, L12): sent to each of its nodes at an interval, answered at once or after the node
 * has worked on it, and after some in a row that say otherwise than before the node is taken out or back in.
 */
import type { Handler, LaneNumber, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { BalancerSpec } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import { asksForWork } from './probe-class.ts';

/** Answers of a probe (fact 43, assumption 13). */
const ANSWER = { ok: 200, draining: 418, unavailable: 503, refused: 0 } as const;

export interface ProbeParts {
  readonly sim: Simulation;
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly database: Database;
}

/** Who sends probes, and goes by what they say. */
export interface Prober {
  readonly spec: BalancerSpec;
  readonly isUp: boolean;
  /** How often it has been lost. */
  readonly losses: number;
  readonly out: { readonly probeArrived: (node: Node, sent: Micros) => void };
  isHealthy(node: number): boolean;
  judge(node: number, isHealthy: boolean): void;
}

export class Probes {
  readonly #parts: ProbeParts;
  readonly #prober: Prober;
  /** By node: probes in a row that went otherwise than its present standing. */
  readonly #streak: Int32Array;
  /** Since when a probe is under way and when it will be over (-1: none, not known), and what it was answered. */
  readonly #sent: Float64Array;
  readonly #over: Float64Array;
  /** By node: how often the balancer had been lost when that was sent. */
  readonly #losses: Int32Array;
  readonly #answer: Int32Array;
  /** By node: when that set out. */
  readonly #answeredAt: Float64Array;
  /** By node: the round trip with which the last one set out (rule N5). */
  readonly #roundTrip: Float64Array;
  /** When those were sent that come to a node after their time-out. */
  readonly #late: readonly Micros[][];
  readonly #arrives: Handler;
  readonly #arrivesLate: Handler;
  readonly #returns: Handler;
  readonly #lane: LaneNumber;
  /** Nodes work on them. */
  readonly #isWork: boolean;
  /** By node: when a verdict takes effect. */
  readonly #leaves: readonly Timer[];

  constructor(parts: ProbeParts, prober: Prober) {
    this.#parts = parts;
    this.#prober = prober;
    const { sim, nodes } = parts;
    const { spec } = prober;
    this.#streak = new Int32Array(nodes.length);
    this.#sent = new Float64Array(nodes.length).fill(-1);
    this.#over = new Float64Array(nodes.length).fill(-1);
    this.#losses = new Int32Array(nodes.length);
    this.#answer = new Int32Array(nodes.length);
    this.#answeredAt = new Float64Array(nodes.length);
    this.#roundTrip = new Float64Array(nodes.length);
    this.#isWork = asksForWork(spec);
    this.#arrives = sim.handler('probe.arrives', (node) => this.#arrivesAt(nodes[node]!));
    this.#late = nodes.map(() => []);
    this.#arrivesLate = sim.handler('probe.arrives-late', (node) => this.#worksLate(nodes[node]!));
    this.#returns = sim.handler('probe.returns', (node) => {
      if (this.#over[node] === sim.now) this.#comesBack(node);
    });
    const leave = sim.handler('balancer.takes-out', (node) => prober.judge(node, false));
    this.#leaves = nodes.map((node) => sim.timer(leave, node.index));
    const send = sim.handler('balancer.probes', (node) => this.#send(nodes[node]!));
    this.#lane = sim.lane(spec.probe.interval, send);
    spec.nodes.forEach((node, i) => {
      sim.at(Math.floor((i * spec.probe.interval) / spec.nodes.length), send, node);
    });
  }

  /** Nothing that probes have said of a node counts any more. */
  forget(node: number): void {
    this.#parts.sim.clearTimer(this.#leaves[node]!);
    this.#streak[node] = 0;
  }

  /** A node has worked on the probe that was sent at a time (rule L12). */
  answered(index: number, sent: Micros, isWell: boolean): void {
    const node = this.#parts.nodes[index]!;
    this.#workEnds(node, sent, isWell ? this.#answerOf(node) : ANSWER.unavailable);
  }

  /** A node went down while it worked on a probe. */
  broken(node: number, sent: Micros): void {
    this.#workEnds(this.#parts.nodes[node]!, sent, ANSWER.refused);
  }

  #send(node: Node): void {
    const { sim } = this.#parts;
    sim.arm(this.#lane, node.index);
    if (!this.#prober.isUp || !node.exists) return;
    // With a time-out as long as the interval the last one fails now, and this one is sent all the same.
    if (this.#over[node.index] === sim.now) this.#comesBack(node.index);
    if (this.#sent[node.index] !== -1) return;
    this.#sent[node.index] = sim.now;
    this.#losses[node.index] = this.#prober.losses;
    const roundTrip = this.#parts.network.roundTrip(this.#prober.spec.place, node.place);
    this.#roundTrip[node.index] = roundTrip;
    const way = wayThere(roundTrip);
    if (way <= this.#prober.spec.probe.timeout) {
      sim.after(way, this.#arrives, node.index);
      return;
    }
    // It has failed before it is there, where it is work all the same (rule L12).
    this.#answers(node.index, ANSWER.refused, Number.POSITIVE_INFINITY);
    if (!this.#isWork) return;
    this.#late[node.index]!.push(sim.now);
    sim.after(way, this.#arrivesLate, node.index);
  }

  #worksLate(node: Node): void {
    const sent = this.#late[node.index]!.shift()!;
    const isLost = node.hostLost || this.#parts.network.isLost(this.#prober.spec.place, node.place, sent);
    if (!isLost && node.isOnline) this.#prober.out.probeArrived(node, sent);
  }

  #arrivesAt(node: Node): void {
    const sent = this.#sent[node.index]!;
    const { spec, out } = this.#prober;
    const silent = node.hostLost || this.#parts.network.isLost(spec.place, node.place, sent);
    const isWorkedOn = !silent && node.isOnline && this.#isWork;
    if (silent || isWorkedOn) this.#answers(node.index, ANSWER.refused, Number.POSITIVE_INFINITY);
    else this.#answers(node.index, this.#answerOf(node), this.#wayBack(node));
    if (isWorkedOn) out.probeArrived(node, sent);
  }

  /** It is answered, and is over when that is back or at its time-out. */
  #answers(node: number, answer: number, back: Micros): void {
    const { sim } = this.#parts;
    const latest = this.#sent[node]! + this.#prober.spec.probe.timeout;
    const at = sim.now + back;
    this.#answer[node] = at > latest ? ANSWER.refused : answer;
    this.#answeredAt[node] = sim.now;
    const over = Math.max(sim.now, Math.min(at, latest));
    this.#over[node] = over;
    sim.at(over, this.#returns, node);
  }

  /** Nobody waits for the answer to a probe that has timed out. */
  #workEnds(node: Node, sent: Micros, answer: number): void {
    if (this.#sent[node.index] === sent) this.#answers(node.index, answer, this.#wayBack(node));
  }

  #answerOf(node: Node): number {
    if (!node.isOnline) return ANSWER.refused;
    if (!this.#parts.database.serves(node)) return ANSWER.unavailable;
    return node.draining ? ANSWER.draining : ANSWER.ok;
  }

  #comesBack(index: number): void {
    const { sim, network, nodes } = this.#parts;
    const { spec, isUp, losses } = this.#prober;
    const node = nodes[index]!;
    const latest = this.#sent[index]! + spec.probe.timeout;
    if (network.isLost(node.place, spec.place, this.#answeredAt[index]!)) {
      this.#answer[index] = ANSWER.refused;
      // An answer that was lost on its way back is missed at the time-out, and no sooner.
      if (sim.now < latest) {
        this.#over[index] = latest;
        sim.at(latest, this.#returns, index);
        return;
      }
    }
    this.#sent[index] = -1;
    this.#over[index] = -1;
    // What was under way through a balancer that was lost is lost, also when that is back (rule L4).
    if (!isUp || losses !== this.#losses[index] || !node.exists) return;
    const answer = this.#answer[index]!;
    const isWell = spec.probe.type === 'http' ? answer === ANSWER.ok : answer !== ANSWER.refused;
    this.#weigh(index, isWell);
  }

  /** One more probe that went well or did not: enough of them in a row are a verdict (rules L2, L5). */
  #weigh(node: number, isWell: boolean): void {
    const { sim } = this.#parts;
    const { fall, rise, outAfter } = this.#prober.spec.probe;
    const wasWell = this.#prober.isHealthy(node) && !sim.isSet(this.#leaves[node]!);
    if (isWell === wasWell) {
      this.#streak[node] = 0;
      return;
    }
    this.#streak[node]! += 1;
    if (this.#streak[node]! < (wasWell ? fall : rise)) return;
    this.forget(node);
    if (!isWell && outAfter > 0) sim.setTimer(this.#leaves[node]!, sim.now + outAfter);
    else this.#prober.judge(node, isWell);
  }

  #wayBack(node: Node): Micros {
    const roundTrip = this.#roundTrip[node.index]!;
    return roundTrip - wayThere(roundTrip);
  }
}
