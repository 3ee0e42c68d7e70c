/**
 * Recovery plans (rules F3, F8): a list of steps with durations, in order, some alongside the one before. What a step
 * brings about is there when its time is over; nodes that it starts begin early enough to be ready then. An attempt that
 * fails is made again, until the plan is given up; a decision about a fault that is over abandons it.
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { PlanSpec, PlanStep, WaitSpec } from '../scenario/scenario.ts';
import type { Attempts } from './attempts.ts';
import type { Database } from './database.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import { type DeedParts, PlanDeeds } from './plan-deeds.ts';

export interface PlanParts extends DeedParts {
  readonly sim: Simulation;
  readonly plans: readonly PlanSpec[];
  readonly attempts: Attempts;
  readonly database: Pick<Database, 'isIdeal' | 'isRunning'>;
}

/** A plan that is being carried out. */
interface Course {
  readonly plan: PlanSpec;
  /** Its index. */
  readonly number: number;
  readonly cause: number;
  /** Steps under way, and the next to begin. */
  underWay: number;
  next: number;
  readonly spans: Map<number, number>;
  /** Attempts at a step that have failed. */
  readonly failed: Map<number, number>;
  /** Nothing more is begun. */
  isOver: boolean;
}

/** A step under way: its attempt fails, or it waits since a time. */
interface Pending {
  readonly course: Course;
  readonly step: number;
  readonly fails: boolean;
  readonly since: Micros;
}

export class Plans {
  readonly out = {
    /** A node is to stop, until it is started. */
    stopNode: unheard as (node: number) => void,
    /** A node that was stopped or crashed is to start; outages last. */
    startNode: unheard as (node: number) => void,
    /** A node is to get the address of the primary. */
    repointNode: unheard as (node: number) => void,
  };
  readonly #parts: PlanParts;
  readonly #deeds: PlanDeeds;
  readonly #courses: Course[] = [];
  readonly #ended: Handler;
  readonly #starts: Handler;
  readonly #builds: Handler;
  readonly #repoints: Handler;
  /** Ends of steps to come, as (course, step), by the argument of their event. */
  readonly #pending: Pending[] = [];
  readonly #looks: Handler;
  /** Causes that are over. */
  readonly #over = new Set<number>();

  constructor(parts: PlanParts) {
    this.#parts = parts;
    this.#deeds = new PlanDeeds(parts, (node) => this.out.stopNode(node));
    const { sim } = parts;
    this.#ended = sim.handler('plan.step-ends', (index) => this.#endAttempt(this.#pending[index]!));
    this.#looks = sim.handler('plan.looks', (index) => {
      const pending = this.#pending[index]!;
      const spec = pending.course.plan.steps[pending.step]!;
      if (spec.do === 'waitFor') this.#look(pending, spec);
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

  /** Begins a plan; what it loses is counted for the timeline entry `cause`, below 0: a failure by chance. */
  begin(plan: number, cause: number): void {
    const course: Course = {
      plan: this.#parts.plans[plan]!,
      number: plan,
      cause,
      underWay: 0,
      next: 0,
      spans: new Map(),
      failed: new Map(),
      isOver: false,
    };
    this.#courses.push(course);
    this.#goOn(course);
  }

  /** What a timeline entry or a failure did is over. */
  faultOver(cause: number): void {
    this.#over.add(cause);
  }

  #goOn(course: Course): void {
    const { steps } = course.plan;
    while (
      !course.isOver &&
      course.next < steps.length &&
      (course.underWay === 0 || steps[course.next]!.alongside)
    ) {
      const step = course.next;
      course.next += 1;
      course.underWay += 1;
      this.#beginStep(course, step);
    }
  }

  #beginStep(course: Course, step: number): void {
    const { sim, nodes, spans, attempts } = this.#parts;
    const spec = course.plan.steps[step]!;
    if (spec.do === 'waitFor') {
      course.spans.set(step, spans.begin('plan', `wait for ${spec.waits.what}`));
      this.#look({ course, step, fails: false, since: sim.now }, spec);
      return;
    }
    const { length, fails } = attempts.next(course.number, step, sim.now);
    if (length > 0) course.spans.set(step, spans.begin('plan', labelOf(spec, nodes)));
    if (!fails) this.#beginEarly(spec, length);
    sim.after(length, this.#ended, this.#pending.push({ course, step, fails, since: sim.now }) - 1);
  }

  /** What happens to each node of a step so early that it is ready when the step is over, in so long. */
  #beginEarly(step: PlanStep, length: Micros): void {
    if (step.do !== 'repoint' && step.do !== 'build' && step.do !== 'start') return;
    const begins = { repoint: this.#repoints, build: this.#builds, start: this.#starts }[step.do];
    for (const node of step.nodes) {
      const early: Micros = Math.max(0, length - this.#parts.nodes[node]!.spec.startTime);
      this.#parts.sim.after(early, begins, node);
    }
  }

  #endAttempt({ course, step, fails }: Pending): void {
    const spec = course.plan.steps[step]!;
    if (!fails) {
      this.#deeds.bringAbout(course.plan, spec, course.cause);
      if (spec.do === 'decide' && spec.unlessOver && this.#over.has(course.cause)) this.#abandon(course);
      this.#endStep(course, step);
      return;
    }
    // A plan that was given up or abandoned meanwhile has no more attempts.
    if (course.isOver) {
      this.#endStep(course, step);
      return;
    }
    const failed = (course.failed.get(step) ?? 0) + 1;
    course.failed.set(step, failed);
    if (failed === spec.tries) {
      this.#giveUp(course, spec, `${spec.do} failed ${failed === 1 ? 'once' : `${failed} times`}`);
      this.#endStep(course, step);
      return;
    }
    this.#endSpan(course, step);
    this.#beginStep(course, step);
  }

  /** Somebody who waits looks whether it is so. */
  #look(pending: Pending, spec: PlanStep & { readonly do: 'waitFor' }): void {
    const { course, step, since } = pending;
    const { sim } = this.#parts;
    const { what, every, upTo } = spec.waits;
    const isTooLong = upTo !== null && sim.now - since >= upTo;
    if (!this.#isSo(what, course.cause) && !isTooLong && !course.isOver) {
      const wait = upTo === null ? every : Math.min(every, since + upTo - sim.now);
      sim.after(wait, this.#looks, this.#pending.push(pending) - 1);
      return;
    }
    if (!this.#isSo(what, course.cause) && spec.otherwise !== null && !course.isOver)
      this.#giveUp(course, spec, `it waited for ${what} in vain`);
    this.#endStep(course, step);
  }

  #isSo(what: WaitSpec['what'], cause: number): boolean {
    const { service, database, storage } = this.#parts;
    switch (what) {
      case 'fault':
        return this.#over.has(cause);
      case 'tasks':
        return service.tasksUp;
      case 'ui':
        return service.uiUp;
      case 'database':
        return database.isIdeal || database.isRunning;
      case 'storage':
        return storage.isIdeal || storage.isUp;
    }
  }

  #abandon(course: Course): void {
    course.isOver = true;
    this.#parts.spans.noted(`${course.plan.name} was abandoned: the fault was over before the decision`);
  }

  #giveUp(course: Course, { otherwise }: PlanStep, why: string): void {
    const { spans, plans } = this.#parts;
    course.isOver = true;
    const then = otherwise === null ? '' : `; ${plans[otherwise]!.name} was begun`;
    spans.noted(`${course.plan.name} was given up: ${why}${then}`);
    if (otherwise !== null) this.begin(otherwise, course.cause);
  }

  #endStep(course: Course, step: number): void {
    this.#endSpan(course, step);
    course.underWay -= 1;
    if (course.underWay === 0) this.#goOn(course);
  }

  #endSpan(course: Course, step: number): void {
    this.#parts.spans.end(course.spans.get(step) ?? -1);
    course.spans.delete(step);
  }
}

function labelOf(step: PlanStep, nodes: readonly Node[]): string {
  const first = 'nodes' in step ? step.nodes[0] : undefined;
  if (first === undefined || !('nodes' in step)) return step.do;
  const { name } = nodes[first]!;
  return step.nodes.length === 1 ? `${step.do} ${name}` : `${step.do} ${name} …`;
}
