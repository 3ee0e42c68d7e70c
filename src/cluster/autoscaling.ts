/**
 * How many nodes of a group there are (rules E1–E4): a scaler looks so often, decides, adds nodes that were given back or
 * never there, and gives others back once they have drained. What it adds has the luck of its name (rule T4).
 */
import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { ComponentLuck, Luck } from '../engine/luck.ts';
import type { Handler, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { AutoscaleSpec, ScheduleRule, Watched } from '../scenario/autoscale.ts';
import type { GroupSpec } from '../scenario/scenario.ts';
import { everFits } from './bigger-tasks.ts';
import { type Lifecycle, NEVER } from './lifecycle.ts';
import { CORE, type Node } from './node.ts';
import { unheard } from './outputs.ts';
import type { Pools } from './pools.ts';
import { Pace, type ScalingView, stepChange, wantedNodes } from './scaling-rule.ts';
import type { TaskQueue } from './task-queue.ts';

export interface AutoscalingParts {
  readonly sim: Simulation;
  readonly groups: readonly GroupSpec[];
  readonly nodes: readonly Node[];
  readonly pools: Pools;
  readonly queue: TaskQueue;
  readonly lifecycle: Lifecycle;
  readonly luck: Luck;
}

/** One for each group that is scaled. */
interface Scaler {
  readonly spec: AutoscaleSpec;
  readonly members: readonly Node[];
  readonly boot: Sampler;
  readonly pace: Pace | null;
  /** By steps: when it changed something last. */
  changedAt: Micros;
}

/** What is kept of a node: its luck, its boots so far, the tasks that it started, whether it is to go, and since when. */
interface Member {
  readonly scaler: Scaler;
  readonly luck: ComponentLuck;
  readonly over: Timer;
  readonly drainStep: Timer;
  boots: number;
  started: number;
  goesSince: Micros;
  /** Of its slots and its CPU: what was used until the last look. */
  used: number;
}

const STAYS = -1;

export class Autoscaling {
  readonly out = {
    /** A node exists from now on: it can fail. */
    nodeAdded: unheard as (node: Node) => void,
    /** It is gone. */
    nodeGone: unheard as (node: Node) => void,
  };
  /** Nodes that were added and given back, and boots that came to nothing. */
  added = 0;
  givenBack = 0;
  bootsFailed = 0;
  readonly #sim: Simulation;
  readonly #pools: Pools;
  readonly #queue: TaskQueue;
  readonly #lifecycle: Lifecycle;
  readonly #scalers: readonly Scaler[];
  /** By node; null: it is in no group that is scaled. */
  readonly #members: readonly (Member | null)[];
  readonly #looks: Handler;

  constructor({ sim, groups, nodes, pools, queue, lifecycle, luck }: AutoscalingParts) {
    this.#sim = sim;
    this.#pools = pools;
    this.#queue = queue;
    this.#lifecycle = lifecycle;
    this.#looks = sim.handler('scaling.looks', (scaler) => this.#look(scaler));
    const bootFails = sim.handler('scaling.boot-fails', (node) => this.#bootFails(nodes[node]!));
    const drains = sim.handler('scaling.drains', (node) => this.#drainGoesOn(nodes[node]!));
    this.#scalers = groups.flatMap(({ autoscale: spec, members }): Scaler[] => {
      if (spec === null) return [];
      const pace = spec.rule.kind === 'target' ? new Pace(spec.rule) : null;
      const own = members.map((node) => nodes[node]!);
      return [
        { spec, members: own, boot: new Sampler(spec.boot), pace, changedAt: Number.NEGATIVE_INFINITY },
      ];
    });
    const scalerOf = new Map(this.#scalers.flatMap((scaler) => scaler.members.map((node) => [node, scaler])));
    this.#members = nodes.map((node): Member | null => {
      const scaler = scalerOf.get(node);
      if (scaler === undefined) return null;
      return {
        scaler,
        luck: luck.of(`scaling/${node.name}`),
        over: sim.timer(bootFails, node.index),
        drainStep: sim.timer(drains, node.index),
        ...{ boots: 0, started: 0, goesSince: STAYS, used: 0 },
      };
    });
    this.#scalers.forEach(({ spec }, index) => {
      sim.after(untilNext(spec, 0), this.#looks, index);
    });
  }

  /** A node has started a task: one that only does so many takes no more and goes (rule E4). */
  taskStarted(node: Node): void {
    const member = this.#members[node.index] ?? null;
    if (member === null) return;
    member.started += 1;
    const { jobs } = member.scaler.spec;
    if (jobs !== null && member.started >= jobs && member.goesSince === STAYS) this.#letGo(node, member);
  }

  /** A node may have become idle. */
  noteIdle(node: Node): void {
    const member = this.#members[node.index] ?? null;
    if (member === null || member.goesSince === STAYS || !node.isIdle || !node.draining) return;
    if (this.#sim.now >= member.goesSince + member.scaler.spec.drain.atLeast) this.#giveBack(node, member);
  }

  /** A node went down: what it was booting for, or to finish, is over. */
  noteDown(node: Node): void {
    const member = this.#members[node.index] ?? null;
    if (member !== null) this.#sim.clearTimer(member.over);
  }

  #look(index: number): void {
    const scaler = this.#scalers[index]!;
    const { spec } = scaler;
    this.#sim.after(untilNext(spec, this.#sim.now), this.#looks, index);
    this.#tidy(scaler);
    const staying = scaler.members.filter((node) => node.exists && this.#stays(node));
    const next = Math.min(spec.max, Math.max(spec.min, this.#next(scaler, staying)));
    const before = staying.length;
    const change = next > before ? this.#add(scaler, next - before) : -this.#shrink(staying, before - next);
    scaler.pace?.note(this.#sim.now, change);
    // What `min` or `max` does not allow is no change, and what they bring back is none by steps.
    if (change !== 0 && before >= spec.min && before <= spec.max) scaler.changedAt = this.#sim.now;
  }

  /** Nodes that were to go and are down are gone; those that somebody undrained stay, and who comes for one that was removed. */
  #tidy({ members }: Scaler): void {
    for (const node of members) {
      const member = this.#members[node.index]!;
      if (member.goesSince === STAYS) continue;
      if (node.exists && !node.isOnline) this.#giveBack(node, member);
      else if (!node.draining) {
        member.goesSince = STAYS;
        this.#sim.clearTimer(member.drainStep);
      }
    }
  }

  #stays(node: Node): boolean {
    return this.#members[node.index]!.goesSince === STAYS;
  }

  #next(scaler: Scaler, staying: readonly Node[]): number {
    const { rule, min, max } = scaler.spec;
    const { now } = this.#sim;
    if (rule.kind === 'schedule') return scheduled(rule, now);
    const nodes = staying.length;
    const value = this.#read(rule.watch, scaler, staying);
    // Outside its limits it comes back at once.
    if (nodes < min || nodes > max) return nodes;
    if (rule.kind === 'target') {
      const ready = staying.filter((node) => node.isOnline).length;
      const view: ScalingView = { nodes, ready, value };
      return scaler.pace!.next(now, nodes, Math.min(max, Math.max(min, wantedNodes(rule, view))));
    }
    const change = stepChange(rule, value);
    return now - scaler.changedAt < rule.cooldown ? nodes : nodes + change;
  }

  /** What is watched, over the nodes that stay. */
  #read(watch: Watched, scaler: Scaler, staying: readonly Node[]): number {
    if (watch === 'busy' || watch === 'cpu') return this.#meanUse(watch, scaler, staying);
    // What none of them has room for waits for other nodes (rule Q16).
    const lines = scaler.members[0]!.lines.filter((line) =>
      scaler.members.some((node) => everFits(node, line, this.#pools)),
    );
    if (watch === 'wait') {
      const heads = lines.map((line) => this.#queue.headOf(line)?.arrived ?? this.#sim.now);
      return this.#sim.now - Math.min(this.#sim.now, ...heads);
    }
    let slots = 0;
    for (const line of lines) slots += this.#queue.slotsPendingIn(line);
    if (watch === 'work') for (const node of scaler.members) slots += node.occupied;
    return slots;
  }

  /** Of the nodes that are ready, since the last look. */
  #meanUse(watch: 'busy' | 'cpu', { members, spec }: Scaler, staying: readonly Node[]): number {
    let used = 0;
    let capacity = 0;
    for (const node of members) {
      const member = this.#members[node.index]!;
      const now = watch === 'busy' ? node.slots.area() : node.cpu.usedArea() + node.runs.usedArea();
      if (node.isOnline && staying.includes(node)) {
        used += now - member.used;
        capacity += spec.every * (watch === 'busy' ? node.taskCap : node.spec.cores * CORE);
      }
      member.used = now;
    }
    return capacity === 0 ? 0 : used / capacity;
  }

  /** The first that are not there, in order; how many there were. */
  #add({ members, spec, boot }: Scaler, count: number): number {
    const added = members.filter(({ exists }) => !exists).slice(0, count);
    for (const node of added) {
      const member = this.#members[node.index]!;
      const { length, key, n } = member.luck.drawn(this.#sim.now, member.boots, boot, PURPOSE.boot);
      const fails = key.draw(PURPOSE.bootFails, n) < spec.bootFails;
      member.boots += 1;
      member.started = 0;
      this.added += 1;
      if (fails) this.#sim.setTimer(member.over, this.#sim.now + length);
      this.#lifecycle.add(node, fails ? NEVER : length);
      this.out.nodeAdded(node);
    }
    return added.length;
  }

  /** First those that are not ready, then those that have least to finish, of equals the last; how many there were. */
  #shrink(staying: readonly Node[], count: number): number {
    const toFinish = (node: Node): number => (node.isOnline ? node.occupied : -1);
    const byChoice = staying
      .filter((node) => !node.draining)
      .sort((a, b) => toFinish(a) - toFinish(b) || b.index - a.index);
    const going = byChoice.slice(0, count);
    for (const node of going) {
      this.#letGo(node, this.#members[node.index]!);
      this.noteIdle(node);
    }
    return going.length;
  }

  #letGo(node: Node, member: Member): void {
    const sim = this.#sim;
    const { now } = sim;
    member.goesSince = now;
    if (!node.isOnline) {
      this.#giveBack(node, member);
      return;
    }
    const { atLeast, upTo, then } = member.scaler.spec.drain;
    const cancels = upTo !== null && then === 'cancel';
    if (atLeast > 0 || cancels) sim.setTimer(member.drainStep, now + (atLeast > 0 ? atLeast : upTo!));
    this.#lifecycle.setDraining(node, true);
  }

  /** Its drain has lasted as long as it must, or may. */
  #drainGoesOn(node: Node): void {
    const member = this.#members[node.index]!;
    const { upTo, then } = member.scaler.spec.drain;
    this.noteIdle(node);
    // Somebody may have undrained it since the last look.
    if (!node.exists || !node.draining || upTo === null || then === 'wait') return;
    const end = member.goesSince + upTo;
    if (this.#sim.now < end) this.#sim.setTimer(member.drainStep, end);
    else {
      this.#lifecycle.cancelRunning(node);
      this.noteIdle(node);
    }
  }

  #bootFails(node: Node): void {
    this.bootsFailed += 1;
    this.#giveBack(node, this.#members[node.index]!);
  }

  #giveBack(node: Node, member: Member): void {
    if (!node.exists) return;
    this.#sim.clearTimer(member.over);
    this.#sim.clearTimer(member.drainStep);
    member.goesSince = STAYS;
    this.givenBack += 1;
    this.#lifecycle.giveBack(node);
    this.out.nodeGone(node);
  }
}

/** The number that holds at a time. */
function scheduled({ from, nodes, period }: ScheduleRule, now: Micros): number {
  const time = period === null ? now : now % period;
  return nodes[from.findLastIndex((each) => each <= time)]!;
}

/** Until the next look, which comes when a schedule changes its number at the latest. */
function untilNext({ rule, every }: AutoscaleSpec, now: Micros): Micros {
  if (rule.kind !== 'schedule') return every;
  const { from, period } = rule;
  const time = period === null ? now : now % period;
  const next = from.find((each) => each > time) ?? period;
  return next === null ? every : Math.min(every, next - time);
}
