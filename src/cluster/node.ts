/** A node: its state, its task slots, its CPU and its database connections (rules D1–D4). */
import { Burst } from '../engine/burst.ts';
import { Level } from '../engine/level.ts';
import { Population } from '../engine/population.ts';
import { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import type { Micros } from '../engine/time.ts';
import type { BurstSpec, NodeSpec } from '../scenario/scenario.ts';
import { ColdCache } from './cold-cache.ts';
import { KeptSlots } from './kept-slots.ts';
import { Serving } from './serving.ts';
import { TaskList } from './task-list.ts';
import type { Task } from './tasks.ts';

/** What one core is: capacities and demands are in thousandths (rule C1). */
export const CORE = 1000;

export type NodeState = 'absent' | 'down' | 'starting' | 'online';

export interface NodeParts {
  /** Connections to the database that it keeps. */
  readonly poolSize: number;
  /** Is told of the job that its CPU has done. */
  readonly cpuDone: (job: number) => void;
  /** The lines of the queue that it may take from (rule Q11). */
  readonly lines: readonly number[];
}

export class Node {
  readonly index: number;
  readonly name: string;
  readonly place: number;
  readonly spec: NodeSpec;
  /** The lines of the queue that it may take from (rule Q11). */
  readonly lines: readonly number[];
  state: NodeState;
  /** Takes no tasks, runs those it has (fact 39). */
  draining = false;
  taskCap: number;
  /** A cap that it works with from its next start; -1: none. */
  capAfterRestart = -1;
  /** It does background work: its cap was above 0, as far as its process knows (facts 61, 133). */
  worksInBackground: boolean;
  /** Of its software: it only runs on a schema of the same (fact 71). */
  version = 0;
  /** The largest cap it ever had, or what ran on it at time 0: it never has more slots in use. */
  mostSlots: number;
  /** Its host is lost and gives no answer; a node that is only stopped refuses (rule N4). */
  hostLost = false;
  /** A look or the calls after a start are under way. */
  looking = false;
  /** Tasks whose row says running here: those with a slot, takes under way or lost, orphans. */
  readonly rows: TaskList;
  /** What it works on though the rows are over, or others' (rule Q10). */
  readonly ghosts: TaskList;
  readonly slots: Population;
  /** Slots that tasks on it have given up while they wait for children (rule W8), and those of them that are ghosts. */
  exempt = 0;
  exemptGhosts = 0;
  /** Tasks taken beyond its slots, which wait here for one (rule Q12). */
  readonly prefetched: Population;
  /** Slots that are kept for classes; null: none (rule Q11). */
  readonly kept: KeptSlots | null;
  /** Slots in use above a cap that was lowered. */
  readonly slotsOverCap: Level;
  /** Slots of tasks that ended here at one instant: a look of that instant does not see it yet (rule Q3). */
  #endedAt: Micros = -1;
  #ended = 0;
  readonly configuredSlots: Level;
  /** Its cap while it is online, else 0. */
  readonly onlineSlots: Level;
  /** 1 while it exists: from its addition to its removal. */
  readonly existing: Level;
  /** 1 while it exists and is down. */
  readonly off: Level;
  /** What its CPU does itself, at its speed; and what runs on targets, which asks for some of the CPU at theirs. */
  readonly cpu: SharedCapacity;
  readonly runs: SharedCapacity;
  readonly pool: Station;
  /** Connections of it that are open, and since which time the database is up (rule B11). */
  connections: number;
  connectedSince = 0;
  /** Its CPU credits; null: all of its cores are its own (rule C4). */
  readonly burst: Burst | null;
  /** null: it is never cold (rule C3). */
  readonly cache: ColdCache | null;
  /** The share of requests that it answers with an error, and after how long; null: none (rule L13). */
  errors: { readonly share: number; readonly takes: Micros } | null = null;
  /** Requests in it, where it works on so many at once; null: on all (rule L10). */
  readonly serving: Serving | null;

  constructor(sim: Simulation, spec: NodeSpec, index: number, { poolSize, cpuDone, lines }: NodeParts) {
    this.index = index;
    this.name = spec.name;
    this.place = spec.place;
    this.spec = spec;
    this.lines = lines;
    this.state = spec.state;
    this.taskCap = spec.taskCap;
    this.mostSlots = spec.taskCap;
    this.worksInBackground = spec.taskCap > 0;
    this.rows = new TaskList();
    this.ghosts = new TaskList();
    this.slots = new Population(sim);
    this.prefetched = new Population(sim);
    this.kept = spec.reserve.length === 0 ? null : new KeptSlots(spec.reserve);
    this.slotsOverCap = new Level(sim);
    this.configuredSlots = new Level(sim, spec.state === 'absent' ? 0 : spec.taskCap);
    this.onlineSlots = new Level(sim, spec.state === 'online' ? spec.taskCap : 0);
    this.existing = new Level(sim, spec.state === 'absent' ? 0 : 1);
    this.off = new Level(sim, spec.state === 'down' ? 1 : 0);
    this.cpu = new SharedCapacity(sim, `cpu/${spec.name}`, spec.cores * CORE, cpuDone);
    this.cpu.setSpeed(spec.speed);
    this.runs = new SharedCapacity(sim, `cpu/${spec.name}`, spec.cores * CORE, cpuDone);
    this.cpu.shareWith(this.runs);
    this.burst = spec.burst === null ? null : this.#credits(sim, spec, spec.burst);
    this.pool = new Station(sim, `pool/${spec.name}`, poolSize);
    const isWarm = spec.state === 'online';
    this.connections = isWarm ? poolSize : 0;
    this.cache = spec.cache === null ? null : new ColdCache(spec.cache, isWarm);
    this.serving = spec.serving === null ? null : new Serving(sim, spec.serving);
  }

  #credits(sim: Simulation, { name, cores, state }: NodeSpec, spec: BurstSpec): Burst {
    const capacity = cores * CORE;
    const burst = new Burst(sim, `credits/${name}`, {
      capacity,
      baseline: spec.baseline * capacity,
      most: spec.credits * CORE,
      atStart: spec.atStart * spec.credits * CORE,
    });
    burst.setFills(state !== 'absent' && state !== 'down');
    for (const shared of [this.cpu, this.runs]) shared.drawFrom(burst);
    burst.onLimit = () => {
      this.cpu.noteLimit();
      this.runs.noteLimit();
    };
    return burst;
  }

  /** Slots of the tasks that run here in the database's eyes. */
  get active(): number {
    return this.rows.slots - (this.exempt - this.exemptGhosts);
  }

  /** What it has as it knows itself, in slots: its rows and its ghosts. */
  get occupied(): number {
    return this.rows.slots + this.ghosts.slots - this.exempt;
  }

  /** The same as a look of this instant sees it: what ends in the same instant still runs. */
  occupiedSeen(now: Micros): number {
    return this.occupied + this.endedNow(now);
  }

  endedNow(now: Micros): number {
    return this.#endedAt === now ? this.#ended : 0;
  }

  /** A task that ran here has ended. */
  noteEnd(now: Micros, { taskClass, slots }: Task): void {
    this.kept?.noteEnd(taskClass, slots, now);
    this.#ended = this.endedNow(now) + slots;
    this.#endedAt = now;
  }

  /** A look that comes of what has ended in this instant sees it (rule Q12). */
  seeEnds(): void {
    this.#ended = 0;
    this.kept?.seeEnds();
  }

  /** How long work that asks for so much takes with nobody else here, at the node's own speed or, on targets, at theirs. */
  lengthAlone(demand: number, length: Micros, atOwnSpeed: boolean): Micros {
    const share = Math.min(1, (this.spec.cores * CORE) / demand);
    return Math.ceil(length / (share * (atOwnSpeed ? this.spec.speed : 1)));
  }

  /** A task has its slots again after its children, above the cap if there are none free (fact 28). */
  takeSlotsAgain(task: Task): void {
    // A look may be taking a task for the slots that were free until now.
    this.mostSlots = Math.max(this.mostSlots, this.occupied + (this.looking ? this.taskCap : 0));
    this.takeSlots(task);
  }

  /** Whether as many slots are free as a task takes. */
  hasRoomFor({ slots }: Task): boolean {
    return this.slots.value + slots <= this.taskCap;
  }

  /** A task has its slots from now. */
  takeSlots({ slots }: Task): void {
    if (slots === 1) this.slots.enter();
    else this.slots.enterTogether(slots);
    this.#noteSlots();
  }

  /** A task gives them up. */
  freeSlots({ slots, slotSince }: Task): void {
    if (slots === 1) this.slots.leave(slotSince);
    else this.slots.leaveTogether(slots, slotSince);
    this.#noteSlots();
  }

  setTaskCap(cap: number): void {
    if (this.exists) this.configuredSlots.add(cap - this.taskCap);
    this.taskCap = cap;
    this.mostSlots = Math.max(this.mostSlots, cap);
    this.noteState();
    this.#noteSlots();
  }

  #noteSlots(): void {
    const over = this.slots.value - this.taskCap;
    if (over > 0 || this.slotsOverCap.value > 0)
      this.slotsOverCap.add(Math.max(0, over) - this.slotsOverCap.value);
  }

  /** After a change of its state or its cap. */
  noteState(): void {
    this.burst?.setFills(this.state === 'online' || this.state === 'starting');
    this.off.add((this.exists && this.state === 'down' ? 1 : 0) - this.off.value);
    this.onlineSlots.add((this.isOnline ? this.taskCap : 0) - this.onlineSlots.value);
  }

  /** It was there at the start or was added, and has not been removed. */
  get exists(): boolean {
    return this.existing.value === 1;
  }

  get isOnline(): boolean {
    return this.state === 'online';
  }

  /** No running task and no look under way (rule D3). */
  get isIdle(): boolean {
    return this.slots.value === 0 && this.exempt === 0 && !this.looking;
  }
}
