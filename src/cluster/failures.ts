/** Stochastic failures (rule F2): each target is up and in repair in turn, by draws keyed by its own name. */
import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { ComponentLuck, Luck } from '../engine/luck.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { FailureSpec, Target } from '../scenario/scenario.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import type { Outages, Struck } from './outages.ts';
import type { Plans } from './plans.ts';
import type { Spans } from './spans.ts';

interface Source {
  readonly failure: number;
  readonly index: number;
  readonly name: string;
  readonly target: Target;
  readonly plan: number | null;
  readonly luck: ComponentLuck;
  readonly upTime: Sampler;
  readonly repairTime: Sampler;
  ordinal: number;
  /** How often it was added again: what was to strike it before is off. */
  life: number;
  since: number;
  struck: Struck | null;
  span: number;
  /** Its fault's number among causes of plans, below those of the timeline's entries; of no meaning without a plan. */
  cause: number;
}

export interface FailureParts {
  readonly sim: Simulation;
  readonly specs: readonly FailureSpec[];
  readonly nodes: readonly Node[];
  readonly outages: Outages;
  readonly spans: Spans;
  readonly plans: Plans;
  readonly observer: Observer;
  readonly luck: Luck;
}

export class Failures {
  readonly #sim: Simulation;
  readonly #nodes: readonly Node[];
  readonly #outages: Outages;
  readonly #spans: Spans;
  readonly #plans: Plans;
  readonly #observer: Observer;
  readonly #sources: Source[];
  /** Faults so far that a plan answers. */
  #faults = 0;
  readonly #strikes: Handler;
  readonly #repaired: Handler;

  constructor({ sim, specs, nodes, outages, spans, plans, observer, luck }: FailureParts) {
    this.#sim = sim;
    this.#nodes = nodes;
    this.#outages = outages;
    this.#spans = spans;
    this.#plans = plans;
    this.#observer = observer;
    this.#sources = specs.flatMap((spec, failure) =>
      spec.targets.map(({ name, target }, index) => ({
        failure,
        index,
        name,
        target,
        plan: spec.plan,
        luck: luck.of(`failures/${spec.name}/${name}`),
        upTime: new Sampler(spec.every),
        repairTime: new Sampler(spec.for),
        ordinal: 0,
        life: 0,
        since: 0,
        struck: null,
        span: -1,
        cause: 0,
      })),
    );
    this.#strikes = sim.handler('failure.strikes', (source) => this.#strike(source));
    this.#repaired = sim.handler('failure.repaired', (source) => this.#repair(source));
    this.#sources.forEach((source, index) => {
      if (this.#isThere(source)) this.#schedule(index, 0);
      else source.life = -1;
    });
  }

  /** A node was added: from its start on it can fail. */
  nodeAdded(node: Node): void {
    this.#sources.forEach((source, index) => {
      const { target } = source;
      if (target.kind !== 'node' || target.node !== node.index || source.struck !== null) return;
      source.life += 1;
      if (source.life > 0) source.ordinal += 1;
      this.#schedule(index, node.spec.startTime);
    });
  }

  /** What does not exist yet, or any more, does not fail. */
  #isThere({ target }: Source): boolean {
    return target.kind !== 'node' || this.#nodes[target.node]!.exists;
  }

  /** The next fault, after an up time that begins when the target has started (rule F2). */
  #schedule(index: number, start: Micros): void {
    const source = this.#sources[index]!;
    const since = this.#sim.now + start;
    const { length } = source.luck.drawn(since, source.ordinal, source.upTime, PURPOSE.upTime);
    this.#sim.after(start + Math.max(1, length), this.#strikes, index + source.life * this.#sources.length);
  }

  #strike(which: number): void {
    const index = which % this.#sources.length;
    const source = this.#sources[index]!;
    if (!this.#isThere(source) || which !== index + source.life * this.#sources.length) return;
    source.since = this.#sim.now;
    // Told first: what goes down with it is its own.
    this.#observer.failureBegan(this.#sim.now, source.failure, source.index);
    source.struck = this.#outages.strike(source.target);
    source.span = this.#spans.begin('down', `${source.name} down`);
    if (source.plan !== null) {
      this.#faults += 1;
      source.cause = -this.#faults;
      this.#plans.begin(source.plan, source.cause);
    }
    const { repairTime, ordinal } = source;
    const { length } = source.luck.drawn(source.since, ordinal, repairTime, PURPOSE.repairTime);
    this.#sim.after(length, this.#repaired, index);
  }

  #repair(index: number): void {
    const source = this.#sources[index]!;
    source.ordinal += 1;
    if (source.plan !== null) this.#plans.faultOver(source.cause);
    const struck = source.struck!;
    source.struck = null;
    this.#outages.repair(struck);
    this.#spans.end(source.span);
    this.#observer.failureEnded(this.#sim.now, source.failure, source.index, source.since);
    this.#schedule(index, startTimeOf(struck, this.#nodes));
  }
}

/** How long what was struck takes to be up after its repair: the slowest start among its nodes. */
function startTimeOf(struck: Struck, nodes: readonly Node[]): Micros {
  const there = struck.nodes.filter((node) => nodes[node]!.exists);
  return there.reduce((longest, node) => Math.max(longest, nodes[node]!.spec.startTime), 0);
}
