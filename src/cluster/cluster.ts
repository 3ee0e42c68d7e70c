/** A cluster is made for one run of one scenario and holds everything that run needs; nothing outlives it. */
import type { Luck } from '../engine/luck.ts';
import type { Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Conservation } from './conservation.ts';
import type { Node } from './node.ts';
import type { Gauge } from './observer.ts';
import { type ClusterOptions, makeParts, type Parts } from './parts.ts';
import type { Requests } from './requests.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE } from './tasks.ts';
import { QUEUE_WAITS } from './waits.ts';
import { wire } from './wiring.ts';

export class Cluster {
  readonly #parts: Parts;
  readonly #conservation: Conservation;

  constructor(options: ClusterOptions) {
    const { scenario, sim } = options;
    const parts = makeParts(options);
    this.#parts = parts;
    wire(parts);
    const {
      tasks,
      nodes,
      database,
      storage,
      workers,
      queue,
      waits,
      pools,
      registration,
      dispatcher,
      workload,
      luck,
    } = parts;
    for (const node of nodes) {
      if (!node.isOnline) continue;
      const phase = node.spec.phase ?? drawnPhase(scenario, node, luck);
      registration.firstCheckIn(node, phase);
      dispatcher.firstLook(node, phase);
    }
    workload.begin();
    dispatcher.begin();
    const stations = [
      database.servers,
      database.replacedServers,
      ...storage.units.map((unit) => unit.servers),
      ...nodes.map((node) => node.pool),
      ...workers.stations,
    ];
    if (dispatcher.line !== null) stations.push(dispatcher.line);
    const capacities = [
      ...nodes.flatMap((node) => [node.cpu, node.runs]),
      ...storage.units.map((unit) => unit.transfers),
    ];
    this.#conservation = new Conservation({
      sim,
      tasks,
      queue,
      waits,
      pools,
      nodes,
      storage,
      stations,
      capacities,
    });
    sim.onCheck = () => this.#conservation.check();
  }

  get queue(): TaskQueue {
    return this.#parts.queue;
  }

  get requests(): Requests {
    return this.#parts.requests;
  }

  /** The areas of the parts: how long so many were busy, waiting, configured. */
  gauges(): Gauge[] {
    const { database, calls, storage, workers, queue, dispatcher, failover, nodes, waits, autoscaling } =
      this.#parts;
    return [
      { name: 'queue', read: () => queue.length.area() },
      { name: 'database.busy', read: () => database.servers.busyArea() },
      { name: 'database.queue', read: () => database.servers.queueArea() },
      { name: 'storage.busy', read: () => sumOf(storage.units, (unit) => unit.servers.busyArea()) },
      { name: 'storage.transfers', read: () => sumOf(storage.units, (unit) => unit.transfers.usedArea()) },
      { name: 'split', read: () => failover?.split.level.area() ?? 0 },
      { name: 'strayCommits', read: () => calls.strayCommits },
      { name: 'scaling.added', read: () => autoscaling.added },
      { name: 'scaling.givenBack', read: () => autoscaling.givenBack },
      { name: 'scaling.bootsFailed', read: () => autoscaling.bootsFailed },
      { name: 'lock', read: () => dispatcher.line?.busyArea() ?? 0 },
      ...QUEUE_WAITS.map((wait) => ({ name: `waiting.${wait}`, read: () => waits.area(wait) })),
      { name: 'waiting.held', read: () => waits.heldArea() },
      { name: 'pools', read: () => sumOf(nodes, ({ pool }) => pool.busyArea()) },
      { name: 'waiting.prefetched', read: () => sumOf(nodes, ({ prefetched }) => prefetched.area()) },
      { name: 'waiting.connection', read: () => sumOf(nodes, ({ pool }) => pool.queueArea()) },
      {
        name: 'waiting.thread',
        read: () => sumOf(nodes, ({ serving }) => serving?.waiting.area() ?? 0),
      },
      { name: 'waiting.worker', read: () => sumOf(workers.stations, (pool) => pool.queueArea()) },
      { name: 'waiting.database', read: () => database.servers.queueArea() },
      {
        name: 'waiting.storage',
        read: () =>
          storage.away.area() +
          sumOf(storage.units, (unit) => unit.servers.queueArea() + unit.transfers.slowedArea()),
      },
      {
        name: 'waiting.cpu',
        read: () => sumOf(nodes, ({ cpu, runs }) => cpu.slowedArea() + runs.slowedArea()),
      },
      ...workers.stations.flatMap((pool) => [
        { name: `${pool.name}.busy`, read: () => pool.busyArea() },
        { name: `${pool.name}.waiting`, read: () => pool.queueArea() },
      ]),
      ...nodes.flatMap((node) => [
        { name: `node.${node.name}.slots`, read: () => node.slots.area() - node.slotsOverCap.area() },
        { name: `node.${node.name}.overCap`, read: () => node.slotsOverCap.area() },
        { name: `node.${node.name}.online`, read: () => node.onlineSlots.area() },
        { name: `node.${node.name}.configured`, read: () => node.configuredSlots.area() },
        { name: `node.${node.name}.cpu`, read: () => node.cpu.usedArea() + node.runs.usedArea() },
        { name: `node.${node.name}.existing`, read: () => node.existing.area() },
        { name: `node.${node.name}.off`, read: () => node.off.area() },
      ]),
    ];
  }

  /** What is asked of work that waits outside the queue for the user interface, or for which no slot is free. */
  heldUpWork(): {
    slots: () => readonly number[];
    isOutside: () => boolean;
    isFull: (fewerThan: readonly number[] | null) => boolean;
  } {
    const { workload, waits } = this.#parts;
    return {
      slots: () => waits.ableSlots(),
      isOutside: () => workload.holdsBack,
      isFull: (fewerThan) => waits.isFull(fewerThan),
    };
  }

  /** Tells of every task that is not over: its class, its arrival, and whether it has started, and is stuck (rule W8). */
  forEachUnfinished(
    tell: (taskClass: number, arrived: Micros, started: boolean, crashed: Micros, stuck: boolean) => void,
  ): void {
    const deadlocked = this.#parts.children.deadlocked();
    this.#parts.tasks.visit((task) => {
      const { taskClass, arrived, hasStarted, state, orphanedAt } = task;
      tell(taskClass, arrived, hasStarted, state === STATE.orphan ? orphanedAt : -1, deadlocked.has(task));
    });
  }

  /** At the end of a run: throws an InternalError when something does not add up (section 11). */
  check(): void {
    this.#conservation.check();
    this.#conservation.checkTaskByTask();
  }
}

function sumOf<T>(parts: readonly T[], of: (part: T) => number): number {
  return parts.reduce((sum, part) => sum + of(part), 0);
}

/** Uniform over the interval of looks, by the node's own luck: drawn once, when it restarted last (facts 1, 2). */
function drawnPhase(scenario: Scenario, node: Node, luck: Luck): Micros {
  return Math.floor(luck.phase(`look/${node.name}`) * scenario.dispatch.every);
}
