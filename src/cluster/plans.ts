/**
 * Recovery plans (rule F3): a list of steps with durations, in order, some alongside the one before. What a step brings
 * about is there when its time is over; nodes that it starts begin early enough to be ready then.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { PlanSpec, PlanStep } from '../scenario/scenario.ts';
import type { Addresses } from './addresses.ts';
import type { Failover } from './failover.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Node } from './node.ts';
import type { Outages } from './outages.ts';
import { unheard } from './outputs.ts';
import type { Service } from './service.ts';
import type { Spans } from './spans.ts';
import type { Storage } from './storage.ts';

export interface PlanParts {
  readonly sim: Simulation;
  readonly plans: readonly PlanSpec[];
  readonly nodes: readonly Node[];
  readonly balancers: readonly LoadBalancer[];
  readonly addresses: Addresses;
  readonly storage: Storage;
  readonly failover: Failover | null;
  readonly lifecycle: Lifecycle;
  readonly outages: Outages;
  readonly service: Service;
  readonly spans: Spans;
}

/** A plan that is being carried out. */
interface Course {
  readonly plan: PlanSpec;
  readonly cause: number;
  /** Steps under way, and the next to begin. */
  underWay: number;
  next: number;
  readonly spans: Map<number, number>;
}

export class Plans {
  readonly out = {
    /** A node that was stopped or crashed is to start; outages last. */
    startNode: unheard as (node: number) => void,
    /** A node is to get the address of the primary. */
    repointNode: unheard as (node: number) => void,
  };
  readonly #parts: PlanParts;
  readonly #courses: Course[] = [];
  readonly #ended: number;
  readonly #starts: number;
  readonly #builds: number;
  readonly #repoints: number;
  /** Ends of steps to come, as (course, step), by the argument of their event. */
  readonly #pending: { readonly course: Course; readonly step: number }[] = [];

  constructor(parts: PlanParts) {
    this.#parts = parts;
    const { sim } = parts;
    this.#ended = sim.handler('plan.step-ends', (index) => {
      const { course, step } = this.#pending[index]!;
      this.#endStep(course, step);
    });
    this.#starts = sim.handler('plan.starts-node', (node) => this.#start(node));
    this.#repoints = sim.handler('plan.repoints-node', (node) => this.out.repointNode(node));
    this.#builds = sim.handler('plan.builds-node', (node) => {
      parts.nodes[node]!.version = parts.lifecycle.version;
      this.#start(node);
    });
  }

  /** What a plan starts gets the address of the primary first (rule B10). */
  #start(node: number): void {
    if (!this.#parts.nodes[node]!.hostLost) this.out.repointNode(node);
    this.out.startNode(node);
  }

  /** Begins a plan; what it loses is counted for the timeline entry `cause`. */
  begin(plan: number, cause: number): void {
    const course: Course = { plan: this.#parts.plans[plan]!, cause, underWay: 0, next: 0, spans: new Map() };
    this.#courses.push(course);
    this.#goOn(course);
  }

  #goOn(course: Course): void {
    const { steps } = course.plan;
    while (course.next < steps.length && (course.underWay === 0 || steps[course.next]!.alongside)) {
      const step = course.next;
      course.next += 1;
      course.underWay += 1;
      this.#beginStep(course, step);
    }
  }

  #beginStep(course: Course, index: number): void {
    const { sim, nodes, spans } = this.#parts;
    const step = course.plan.steps[index]!;
    if (step.takes > 0) course.spans.set(index, spans.begin('plan', labelOf(step, nodes)));
    const begins = this.#beginningOf(step.do);
    for (const node of begins === null ? [] : step.nodes) {
      const early: Micros = Math.max(0, step.takes - nodes[node]!.spec.startTime);
      sim.after(early, begins!, node);
    }
    sim.after(step.takes, this.#ended, this.#pending.push({ course, step: index }) - 1);
  }

  /** What happens to each node of a step so early that it is ready when the step is over; null: nothing. */
  #beginningOf(step: PlanStep['do']): number | null {
    if (step === 'repoint') return this.#repoints;
    if (step === 'build') return this.#builds;
    return step === 'start' ? this.#starts : null;
  }

  #endStep(course: Course, index: number): void {
    const { spans } = this.#parts;
    this.#bringAbout(course.plan, course.plan.steps[index]!, course.cause);
    spans.end(course.spans.get(index) ?? -1);
    course.underWay -= 1;
    if (course.underWay === 0) this.#goOn(course);
  }

  /** Where the nodes stand that a plan starts: a backup is restored beside them; null: it starts none. */
  #placeOfNodes(plan: PlanSpec): number | null {
    const node = plan.steps.find((step) => step.do === 'start' || step.do === 'build')?.nodes[0];
    return node === undefined ? null : this.#parts.nodes[node]!.place;
  }

  #bringAbout(plan: PlanSpec, step: PlanStep, cause: number): void {
    const { nodes, balancers, addresses, storage, failover, lifecycle, outages, service } = this.#parts;
    switch (step.do) {
      case 'promote':
        if (step.what?.kind === 'replica') failover?.promote(step.what.replica, cause);
        else if (step.what?.kind === 'storage-replica') {
          storage.moveTo(step.what.replica);
          outages.storageMoved();
        }
        break;
      case 'restore':
        failover?.restoreBackup(cause, this.#placeOfNodes(plan));
        break;
      case 'stop':
        for (const node of step.nodes) lifecycle.stop(nodes[node]!);
        break;
      case 'setTaskCap':
        for (const node of step.nodes) lifecycle.setTaskCap(nodes[node]!, step.to ?? 0);
        break;
      case 'switch':
        if (step.what?.kind === 'balancer') {
          balancers[step.what.balancer]!.isInUse = true;
          addresses.switchTo(balancers[step.what.balancer]!);
          service.balancerChanged();
        }
        break;
      default:
    }
  }
}

function labelOf(step: PlanStep, nodes: readonly Node[]): string {
  if (step.nodes.length === 0) return step.do;
  const first = nodes[step.nodes[0]!]!.name;
  return step.nodes.length === 1 ? `${step.do} ${first}` : `${step.do} ${first} …`;
}
