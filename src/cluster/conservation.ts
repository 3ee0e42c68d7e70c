/** What must add up at every instant (section 11); checked every 65 536 events and at the end of every run, task by task at the end. */
import { InternalError } from '../engine/invariant.ts';
import type { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Station } from '../engine/station.ts';
import type { Node } from './node.ts';
import type { Pools } from './pools.ts';
import type { Storage } from './storage.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

export interface ConservationParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly waits: Waits;
  readonly pools: Pools;
  readonly nodes: readonly Node[];
  readonly storage: Storage;
  readonly stations: readonly Station[];
  readonly capacities: readonly SharedCapacity[];
}

export class Conservation {
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #queue: TaskQueue;
  readonly #waits: Waits;
  readonly #hasBigger: boolean;
  readonly #nodes: readonly Node[];
  readonly #storage: Storage;
  readonly #stations: readonly Station[];
  readonly #capacities: readonly SharedCapacity[];
  #lastTime = 0;

  constructor(parts: ConservationParts) {
    const { sim, tasks, queue, waits, pools, nodes, storage, stations, capacities } = parts;
    this.#sim = sim;
    this.#tasks = tasks;
    this.#queue = queue;
    this.#waits = waits;
    this.#hasBigger = pools.hasBigger;
    this.#nodes = nodes;
    this.#storage = storage;
    this.#stations = stations;
    this.#capacities = capacities;
  }

  /** Throws an InternalError when a sum is broken: no figure of the run can then be trusted. */
  check(): void {
    this.#require(this.#sim.now >= this.#lastTime, 'the clock went backwards');
    this.#lastTime = this.#sim.now;
    this.#tasks.requireConserved();
    let slots = 0;
    let rows = 0;
    let ahead = 0;
    for (const node of this.#nodes) {
      slots += node.slots.value + node.exempt;
      rows += node.rows.size;
      this.#require(node.slots.value >= 0, `slots of ${node.name} below 0`);
      this.#require(
        node.slots.isConserved(),
        `Little's law: slots of ${node.name}: the area is not the sum of the stays`,
      );
      this.#require(
        node.prefetched.isConserved(),
        `Little's law: tasks taken ahead by ${node.name}: the area is not the sum of the stays`,
      );
      ahead += node.prefetched.value;
      const { serving } = node;
      this.#require(
        serving === null || (serving.waiting.isConserved() && serving.busy.isConserved()),
        `Little's law: requests in ${node.name}: the area is not the sum of the stays`,
      );
      this.#require(node.slots.max <= node.mostSlots, `${node.slots.max} slots in use on ${node.name}`);
    }
    const [running, taken, orphans, prefetched, ghosts] = [
      STATE.running,
      STATE.taken,
      STATE.orphan,
      STATE.prefetched,
      STATE.ghost,
    ].map((s) => this.#tasks.countAll(s));
    this.#require(ahead === prefetched, `${ahead} tasks wait on nodes, ${prefetched} are taken ahead`);
    this.#require(
      slots === (this.#hasBigger ? this.#tasks.slotsIn(STATE.running, STATE.ghost) : running! + ghosts!),
      `the slots of running tasks and ghosts (${running} + ${ghosts}) are not those in use and given up for children (${slots})`,
    );
    const expected = running! + taken! + orphans! + prefetched!;
    this.#require(
      rows === expected,
      `rows that say running (${rows}) are not running + taken + orphans + taken ahead (${expected})`,
    );
    const queued = this.#tasks.countAll(STATE.queued);
    const length = this.#queue.length.value;
    this.#require(length === queued, `the queue has ${length} tasks, ${queued} are queued`);
    this.#require(
      this.#queue.length.isConserved(),
      "Little's law: the area of the queue is not the sum of the waits",
    );
    this.#require(
      this.#queue.length.hasArea(this.#waits.queueArea()),
      'what tasks in the queue waited for does not add up to their waits',
    );
    for (const station of this.#stations) {
      this.#require(
        station.isConserved(),
        `Little's law: at ${station.name} the area is not the sum of the stays`,
      );
    }
    this.#require(
      this.#storage.away.isConserved(),
      "Little's law: operations that wait for the store: the area is not the sum of the stays",
    );
    for (const capacity of this.#capacities) {
      this.#require(
        capacity.isConserved(),
        `utilisation law: ${capacity.name} was in use for more or less than its jobs were long`,
      );
    }
  }

  /** The same of what is known only by looking at each task, which a million that wait would make long. */
  checkTaskByTask(): void {
    let unstarted = 0;
    this.#tasks.visit(({ hasStarted }) => {
      if (!hasStarted) unstarted += 1;
    });
    this.#require(
      unstarted === this.#waits.unstarted,
      `${unstarted} tasks have not started, ${this.#waits.unstarted} by their lines`,
    );
  }

  #require(holds: boolean, invariant: string): void {
    if (!holds) throw new InternalError(`conservation: ${invariant}`, this.#sim);
  }
}
