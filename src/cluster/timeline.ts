/**
 * What happens at a time (rule F1): the entries of the scenario's timeline strike, last, and end. It is longer than other
 * files: what begins and what ends of each verb stand beside each other.
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Target, TimelineAction, TimelineEntry } from '../scenario/scenario.ts';
import { verbIs } from '../scenario/verbs.ts';
import type { Admission } from './admission.ts';
import { Degradation, type DegradationParts } from './degradation.ts';
import type { Cause, Lifecycle } from './lifecycle.ts';
import type { Maintenance } from './maintenance.ts';
import type { Node } from './node.ts';
import type { Observer, SpanKind } from './observer.ts';
import type { Outages, Struck } from './outages.ts';
import { forgotten, unheard } from './outputs.ts';
import type { Plans } from './plans.ts';
import type { Spans } from './spans.ts';
import type { Upgrade } from './upgrade.ts';

export interface TimelineParts extends DegradationParts {
  readonly sim: Simulation;
  /** As this replication has drawn them. */
  readonly entries: readonly TimelineEntry[];
  readonly duration: Micros;
  readonly lifecycle: Lifecycle;
  readonly maintenance: Maintenance;
  readonly outages: Outages;
  readonly plans: Plans;
  readonly upgrade: Upgrade;
  readonly admission: Admission;
  readonly spans: Spans;
  readonly observer: Observer;
}

/** A node that an entry holds down. */
interface Hold {
  readonly entry: number;
  readonly node: number;
  readonly cause: Cause;
  /** -1 for a node that was down from the beginning, or that a plan stopped. */
  readonly span: number;
}

export class Timeline {
  readonly out = {
    /** A node exists from now on: it can fail. */
    nodeAdded: unheard as (node: Node) => void,
    /** The operator submits again what was cancelled in the last `since` µs. */
    resubmit: unheard as (since: Micros, classes: readonly number[]) => void,
  };
  readonly #parts: TimelineParts;
  readonly #ends: Handler;
  /** Nodes held down by crashes and stops, until those end or the nodes are started. */
  #holds: Hold[];
  /** Drains without `for` of which some node still drains. */
  readonly #drains = new Set<number>();
  readonly #degradation: Degradation;
  /** What outages took, by entry. */
  readonly #struck = new Map<number, Struck>();
  readonly #spanOf = new Map<number, number>();

  constructor(parts: TimelineParts) {
    this.#parts = parts;
    this.#degradation = new Degradation(parts);
    const { sim, entries, nodes } = parts;
    this.#holds = nodes
      .filter((node) => node.state === 'down')
      .map((node) => ({ entry: -1, node: node.index, cause: 'host up', span: -1 }));
    const strikes = sim.handler('timeline.strikes', (entry) => this.#strike(entry));
    this.#ends = sim.handler('timeline.ends', (entry) => parts.lifecycle.together(() => this.#end(entry)));
    for (const [index, entry] of entries.entries())
      if (entry.at <= parts.duration) sim.at(entry.at, strikes, index);
  }

  #strike(index: number): void {
    const { sim, entries, observer } = this.#parts;
    const entry = entries[index]!;
    if (this.#isOfNobody(entry.action)) return;
    observer.faultBegan(sim.now, index);
    this.#parts.lifecycle.together(() => this.#begin(index, entry));
    if (entry.plan !== null) this.#parts.plans.begin(entry.plan, index);
    if (entry.for !== null) sim.after(entry.for, this.#ends, index);
    else if (!this.#goesOn(index, entry)) observer.faultEnded(sim.now, index);
  }

  #isOfNobody(action: TimelineAction): boolean {
    if (action.do !== 'outage' || action.byChance === undefined || action.target.kind !== 'node')
      return false;
    return !this.#parts.nodes[action.target.node]!.exists;
  }

  /** Whether an entry without `for` that has struck is not over, or tells itself when it is. */
  #goesOn(index: number, { action: { do: verb } }: TimelineEntry): boolean {
    if (verb === 'crash' || verb === 'stop') return this.#holds.some(({ entry }) => entry === index);
    if (verb === 'drain') {
      const drains = this.#drainsSome(index);
      if (drains) this.#drains.add(index);
      return drains;
    }
    return verbIs(verb, 'endsItself') || verbIs(verb, 'lasts');
  }

  #begin(index: number, entry: TimelineEntry): void {
    const { nodes, lifecycle, maintenance, outages, sim, observer, failover, admission, upgrade } =
      this.#parts;
    const { action } = entry;
    const over = (): void => {
      this.#parts.plans.faultOver(index);
      observer.faultEnded(sim.now, index);
    };
    switch (action.do) {
      case 'crash':
        for (const node of action.nodes) this.#hold(index, nodes[node]!, 'host lost');
        break;
      case 'stop':
        for (const node of action.nodes) this.#hold(index, nodes[node]!, 'host up');
        break;
      case 'start':
        for (const node of action.nodes) this.startNode(node);
        break;
      case 'repoint':
        for (const node of action.nodes) this.repointNode(node);
        break;
      case 'restart':
        maintenance.patch(action.nodes, false, action.takes, action.drain, over);
        break;
      case 'patch':
        maintenance.patch(action.nodes, action.oneByOne, action.takes, action.drain, over);
        break;
      case 'drain':
        for (const node of action.nodes) maintenance.drain(nodes[node]!, action.drain);
        break;
      case 'undrain':
        for (const node of action.nodes) maintenance.undrain(nodes[node]!);
        break;
      case 'setTaskCap':
        for (const node of action.nodes) lifecycle.setTaskCap(nodes[node]!, action.to);
        break;
      case 'addNode':
        lifecycle.add(nodes[action.node]!);
        this.out.nodeAdded(nodes[action.node]!);
        break;
      case 'removeNode':
        for (const node of action.nodes) this.#remove(nodes[node]!);
        break;
      case 'slow':
        this.#span(index, 'slow', `${nameOf(action.target, entry, nodes)} slow`);
        this.#degradation.begin(index, action);
        break;
      case 'errors':
        this.#span(index, 'slow', entry.name);
        this.#degradation.begin(index, action);
        break;
      case 'cut':
      case 'delay':
        this.#span(index, action.do === 'cut' ? 'cut' : 'slow', entry.name);
        outages.setPath(action, true);
        break;
      case 'outage':
        this.#span(index, 'down', `${nameOf(action.target, entry, nodes)} lost`);
        this.#struck.set(index, outages.strike(action.target));
        break;
      case 'failover':
        failover?.switchTo(action.replica, entry.name);
        break;
      case 'maintenance':
        this.#span(index, 'maintenance', 'maintenance mode');
        admission.changeMaintenance(1);
        break;
      case 'upgrade':
        upgrade.begin(action.schema, action.perNode, over, entry.name);
        break;
      case 'resubmit':
        this.out.resubmit(action.cancelledSince, action.classes);
        break;
      default:
        forgotten(action);
    }
  }

  #end(index: number): void {
    const { entries, nodes, maintenance, outages, observer, sim, admission } = this.#parts;
    const { action } = entries[index]!;
    this.#parts.plans.faultOver(index);
    this.#endSpan(index);
    switch (action.do) {
      case 'crash':
      case 'stop':
        for (const hold of this.#holds.filter((h) => h.entry === index)) this.#release(hold);
        break;
      case 'drain':
        for (const node of action.nodes) maintenance.undrain(nodes[node]!);
        break;
      case 'slow':
      case 'errors':
        this.#degradation.end(index, action);
        break;
      case 'cut':
      case 'delay':
        outages.setPath(action, false);
        break;
      case 'outage':
        outages.repair(this.#struck.get(index)!);
        break;
      case 'maintenance':
        admission.changeMaintenance(-1);
        break;
      case 'start':
      case 'restart':
      case 'undrain':
      case 'repoint':
      case 'patch':
      case 'addNode':
      case 'removeNode':
      case 'setTaskCap':
      case 'failover':
      case 'upgrade':
      case 'resubmit':
        break;
      default:
        forgotten(action);
    }
    observer.faultEnded(sim.now, index);
  }

  #remove(node: Node): void {
    const { lifecycle, maintenance, upgrade, spans } = this.#parts;
    if (node.exists) {
      lifecycle.remove(node);
      this.forgetNode(node);
      maintenance.noteGone(node);
      upgrade.noteDown(node);
    } else spans.ignored(`${node.name} was not removed: it is not there`);
  }

  #hold(entry: number, node: Node, cause: Cause): void {
    const { lifecycle, spans } = this.#parts;
    // Who comes later under this name is another machine (rule E1).
    if (!node.exists) return;
    const span = spans.begin('down', `${node.name} ${cause === 'host lost' ? 'crashed' : 'stopped'}`);
    this.#holds.push({ entry, node: node.index, cause, span });
    if (cause === 'host lost') lifecycle.bringDown(node, cause);
    else lifecycle.stop(node);
  }

  #release(hold: Hold): void {
    this.#holds = this.#holds.filter((other) => other !== hold);
    this.#parts.spans.end(hold.span);
    this.#parts.lifecycle.endCause(this.#parts.nodes[hold.node]!, hold.cause);
  }

  /** What is released before its entry ends: the entry is over with it, if it has no end and holds no other. */
  #releaseEarly(hold: Hold): void {
    const { entries, sim, observer } = this.#parts;
    this.#release(hold);
    const { entry } = hold;
    if (entry === -1 || entries[entry]!.for !== null || this.#holds.some((other) => other.entry === entry))
      return;
    observer.faultEnded(sim.now, entry);
  }

  /** A node drains no more: a drain without `for` is over when none of its nodes does. */
  noteUndrained(): void {
    const { sim, observer } = this.#parts;
    for (const entry of this.#drains) {
      if (this.#drainsSome(entry)) continue;
      this.#drains.delete(entry);
      observer.faultEnded(sim.now, entry);
    }
  }

  #drainsSome(entry: number): boolean {
    const { entries, nodes } = this.#parts;
    const { action } = entries[entry]!;
    return action.do === 'drain' && action.nodes.some((n) => nodes[n]!.exists && nodes[n]!.draining);
  }

  /** A plan stops a node, until it is started. */
  stopNode(node: number): void {
    const { nodes, lifecycle } = this.#parts;
    if (!nodes[node]!.exists) return;
    this.#holds.push({ entry: -1, node, cause: 'host up', span: -1 });
    lifecycle.stop(nodes[node]!);
  }

  /** A node is gone: what held it down went with it, and holds no other of its name (rule E1). */
  forgetNode({ index }: Node): void {
    for (const hold of this.#holds.filter((h) => h.node === index)) this.#releaseEarly(hold);
    this.noteUndrained();
  }

  /** Ends the crashes and stops of a node, its being down from the beginning, and its waiting for its watchdog. */
  startNode(node: number): void {
    for (const hold of this.#holds.filter((h) => h.node === node)) this.#releaseEarly(hold);
    this.#parts.lifecycle.wake(this.#parts.nodes[node]!);
  }

  /** Gives a node the address of the primary (rule B10). */
  repointNode(node: number): void {
    const { failover, lifecycle, nodes } = this.#parts;
    failover?.repoint(nodes[node]!);
    lifecycle.repointed(nodes[node]!);
  }

  #span(index: number, kind: SpanKind, label: string): void {
    this.#spanOf.set(index, this.#parts.spans.begin(kind, label));
  }

  #endSpan(index: number): void {
    const span = this.#spanOf.get(index);
    if (span !== undefined) this.#parts.spans.end(span);
    this.#spanOf.delete(index);
  }
}

function nameOf(target: Target, entry: TimelineEntry, nodes: readonly Node[]): string {
  switch (target.kind) {
    case 'node':
      return nodes[target.node]!.name;
    case 'nodes':
      return target.name;
    case 'zone':
      return `${target.region}/${target.zone}`;
    case 'region':
      return target.region;
    case 'database':
    case 'storage':
      return target.kind;
    default:
      return entry.name;
  }
}
