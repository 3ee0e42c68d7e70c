/**
 * The only place where the parts of the model are put together. A cluster is made for one run of one scenario and holds
 * everything that run needs; nothing outlives it.
 */
import type { Level } from '../engine/level.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Station } from '../engine/station.ts';
import { ComponentKey, stream } from '../engine/streams.ts';
import type { Micros } from '../engine/time.ts';
import type { Scenario, Target } from '../scenario/scenario.ts';
import { Addresses } from './addresses.ts';
import { Admission } from './admission.ts';
import { Conservation } from './conservation.ts';
import { Database } from './database.ts';
import type { Dispatcher } from './dispatcher.ts';
import { Execution } from './execution.ts';
import { Failover } from './failover.ts';
import { Failures } from './failures.ts';
import { Lifecycle } from './lifecycle.ts';
import { LoadBalancer } from './load-balancer.ts';
import { LookDispatch } from './look.ts';
import { Losses } from './losses.ts';
import { Maintenance } from './maintenance.ts';
import { Network } from './network.ts';
import { Node } from './node.ts';
import type { Gauge, Tap } from './observer.ts';
import { Outages } from './outages.ts';
import { Plans } from './plans.ts';
import { MAY_TAKE } from './policies/dispatch-policy.ts';
import { ImmediateDispatch } from './policies/immediate.ts';
import { Registration } from './registration.ts';
import { Registry } from './registry.ts';
import { Requests } from './requests.ts';
import { Resubmission } from './resubmission.ts';
import { Rows } from './rows.ts';
import { Service } from './service.ts';
import { Spans } from './spans.ts';
import { Storage } from './storage.ts';
import { SystemTasks } from './system-tasks.ts';
import { TaskQueue } from './task-queue.ts';
import { STATE, TaskTable } from './tasks.ts';
import { Timeline } from './timeline.ts';
import { Upgrade } from './upgrade.ts';
import { QUEUE_WAITS, Waits } from './waits.ts';
import { Workload } from './workload.ts';

export interface ClusterOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replication: number;
  readonly sim: Simulation;
  readonly observer: Tap;
  /** Arrivals at or after this time are not made. */
  readonly arrivalsUntil: Micros;
}

export class Cluster {
  readonly sim: Simulation;
  readonly nodes: readonly Node[];
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly database: Database;
  readonly storage: Storage;
  readonly service: Service;
  readonly requests: Requests;
  /** null with `immediate`, which has none. */
  readonly lock: Station | null;
  /** 1 while two databases accept writes (rule B10). */
  readonly #split: Level | null;
  readonly #workload: Workload;
  readonly #waits: Waits;
  readonly #conservation: Conservation;

  constructor({ scenario, seed, replication, sim, observer, arrivalsUntil }: ClusterOptions) {
    this.sim = sim;
    const tasks = new TaskTable(sim, scenario.tasks.length);
    const network = new Network(sim, scenario.network);
    const cpuDone = sim.handler('cpu.done', (job) => {
      if ((job & 1) === 0) execution.capacityDone(job >> 1);
      else requests.capacityDone(job >> 1);
    });
    const poolSize = scenario.database?.poolSize ?? 1;
    const nodes = scenario.nodes.map((spec, i) => new Node(sim, spec, i, tasks, poolSize, cpuDone));
    const database = new Database(sim, scenario.database, network, observer);
    const storage = new Storage(sim, scenario.storage, network, nodes, observer);
    const spans = new Spans(sim, observer);
    const registry = new Registry(sim, scenario.dispatch, nodes);
    const waits = new Waits(sim, nodes.length);
    const admission = new Admission(registry, scenario.licence);
    const timedOut = sim.handler('task.timed-out', (task) => {
      rows.end(task, STATE.queued, 'timedOut');
      rows.offer();
    });
    const queue = new TaskQueue(sim, tasks, scenario.dispatch.queueTimeout, timedOut, waits);
    const activeChanged = sim.handler('node.active-changed', (node) =>
      dispatcher.activeChanged(nodes[node]!),
    );
    const offered = sim.handler('queue.offered', () => dispatcher.workArrived());
    const resubmits = scenario.timeline.some((entry) => entry.action.do === 'resubmit');
    const resubmission = new Resubmission(sim, tasks, resubmits);
    const rows = new Rows(
      sim,
      tasks,
      queue,
      nodes,
      registry,
      observer,
      activeChanged,
      offered,
      canLose(scenario) ? () => failover!.couldLoseSince : null,
      resubmission,
      scenario.tasks.map((spec) => spec.resilient),
    );
    const slotFreed = sim.handler('node.slot-freed', (node) => {
      dispatcher.slotFreed(nodes[node]!);
      sim.call(idle, node);
    });
    const execution = new Execution(
      sim,
      tasks,
      nodes,
      database,
      storage,
      scenario.tasks,
      scenario.overloadFailures,
      rows,
      observer,
      slotFreed,
      waits,
    );
    const idle = sim.handler('node.idle', (node) => {
      maintenance.noteIdle(nodes[node]!);
      upgrade.noteIdle();
    });
    const dispatcher: Dispatcher =
      scenario.dispatch.policy === 'immediate'
        ? new ImmediateDispatch(nodes, queue, rows, execution, database)
        : new LookDispatch(
            {
              sim,
              spec: scenario.dispatch,
              nodes,
              tasks,
              queue,
              rows,
              registry,
              database,
              execution,
              observer,
              waits,
            },
            MAY_TAKE[scenario.dispatch.policy],
            seed,
            replication,
            idle,
          );
    const startedUp = sim.handler('node.started-up', (node) => dispatcher.nodeReady(nodes[node]!));
    const registration = new Registration(
      sim,
      scenario.dispatch,
      nodes,
      database,
      registry,
      rows,
      seed,
      replication,
      startedUp,
      spans,
    );
    const rotationChanged = sim.handler('balancer.rotation-changed', (pair) => {
      const balancer = Math.floor(pair / nodes.length);
      const node = pair - balancer * nodes.length;
      service.rotationChanged(balancer, node, balancers[balancer]!.isInRotation(node));
    });
    const switchedTo = new Set(
      scenario.plans.flatMap(({ steps }) => steps.map(({ what }) => balancerOf(what))),
    );
    const balancers = scenario.balancers.map(
      (spec, i) => new LoadBalancer(sim, spec, i, network, nodes, database, rotationChanged),
    );
    for (const balancer of balancers) balancer.isInUse = !switchedTo.has(balancer.index);
    const addresses = new Addresses(sim, scenario.requests, balancers, network, scenario.places);
    const userFree = sim.handler('user.free', (user) => workload.userIsFree(user));
    const requests = new Requests(
      { sim, classes: scenario.requests, network, nodes, balancers, addresses, database, storage, observer },
      userFree,
    );
    const uiChanged = sim.handler('service.ui-changed', () => {
      if (service.uiUp) workload.releaseHeld();
    });
    const service = new Service(sim, nodes, database, storage, balancers, observer, uiChanged, waits);
    const becameReady = sim.handler('node.became-ready', (node) => {
      maintenance.noteReady(nodes[node]!);
      upgrade.noteReady(nodes[node]!);
      systemTasks.tryAgain();
    });
    const wentDown = sim.handler('node.went-down', (node) => {
      systemTasks.nodeDown(node);
      upgrade.noteDown(nodes[node]!);
      failover?.noteSplit();
    });
    const canDoMore = sim.handler('node.can-do-more', () => systemTasks.tryAgain());
    const lifecycle = new Lifecycle(
      {
        sim,
        seed,
        replication,
        nodes,
        tasks,
        rows,
        execution,
        database,
        dispatcher,
        registration,
        requests,
        service,
        balancers,
        spans,
      },
      becameReady,
      wentDown,
      canDoMore,
    );
    const systemTasks = new SystemTasks(
      sim,
      nodes,
      tasks,
      database,
      new ComponentKey(seed, replication, 'system-tasks'),
      (task) => workload.enqueue(task),
    );
    const maintenance = new Maintenance(sim, nodes, lifecycle, spans);
    const upgrade = new Upgrade(sim, nodes, lifecycle, maintenance, database, registry, spans);
    const losses = new Losses(sim, tasks, rows, execution, observer);
    const failover =
      scenario.database === null
        ? null
        : new Failover({
            sim,
            database,
            network,
            spec: scenario.database,
            nodes,
            spans,
            goesDown: () => dispatcher.databaseDown(),
            changed: () => {
              lifecycle.reachChanged();
              systemTasks.tryAgain();
            },
            losses: (horizon, lostAt, cause) => losses.loseSince(horizon, lostAt, cause),
          });
    const outages = new Outages({
      scenario,
      nodes,
      balancers,
      network,
      storage,
      failover,
      lifecycle,
      service,
    });
    this.#split = failover?.split.level ?? null;
    this.nodes = nodes;
    this.tasks = tasks;
    this.queue = queue;
    this.#waits = waits;
    this.database = database;
    this.storage = storage;
    this.service = service;
    this.requests = requests;
    this.lock = dispatcher instanceof LookDispatch && !database.isIdeal ? dispatcher.lock.line : null;
    const plans = new Plans({
      sim,
      plans: scenario.plans,
      nodes,
      balancers,
      addresses,
      storage,
      failover,
      lifecycle,
      outages,
      service,
      spans,
      startNode: (node) => timeline.startNode(node),
      repointNode: (node) => timeline.repointNode(node),
    });
    const timeline = new Timeline({
      sim,
      entries: scenario.timeline,
      nodes,
      lifecycle,
      maintenance,
      outages,
      database,
      storage,
      failover,
      plans,
      upgrade,
      admission,
      nodeAdded: (node) => failures.nodeAdded(node),
      resubmit: (since, classes) => workload.resubmit(since, classes),
      spans,
      observer,
    });
    const failures = new Failures(sim, scenario.failures, nodes, outages, spans, observer, seed, replication);
    const workload = new Workload(
      {
        sim,
        scenario,
        seed,
        replication,
        tasks,
        queue,
        rows,
        execution,
        requests,
        nodes,
        admission,
        service,
        systemTasks,
        resubmission,
        observer,
        waits,
      },
      arrivalsUntil,
      () => dispatcher.workArrived(),
    );
    for (const node of nodes) {
      if (!node.isOnline) continue;
      const phase = node.spec.phase ?? drawnPhase(scenario, node, seed, replication);
      registration.firstCheckIn(node, phase);
      if (dispatcher instanceof LookDispatch) dispatcher.firstLook(node, phase);
    }
    this.#workload = workload;
    workload.begin();
    dispatcher.begin();
    const stations = [
      database.servers,
      database.replacedServers,
      ...storage.units.map((unit) => unit.servers),
      ...nodes.map((node) => node.pool),
    ];
    if (this.lock !== null) stations.push(this.lock);
    const capacities = [
      ...nodes.flatMap((node) => [node.cpu, node.runs]),
      ...storage.units.map((unit) => unit.transfers),
    ];
    this.#conservation = new Conservation(sim, tasks, queue, waits, nodes, stations, capacities);
    sim.onCheck = () => this.check();
  }

  /** The areas of the parts: how long so many were busy, waiting, configured. */
  gauges(): Gauge[] {
    const { database, storage, queue, lock, nodes } = this;
    const waits = this.#waits;
    return [
      { name: 'queue', read: () => queue.length.area() },
      { name: 'database.busy', read: () => database.servers.busyArea() },
      { name: 'database.queue', read: () => database.servers.queueArea() },
      { name: 'storage.busy', read: () => sumOf(storage.units, (unit) => unit.servers.busyArea()) },
      { name: 'storage.transfers', read: () => sumOf(storage.units, (unit) => unit.transfers.usedArea()) },
      { name: 'split', read: () => this.#split?.area() ?? 0 },
      { name: 'strayCommits', read: () => database.strayCommits },
      { name: 'lock', read: () => lock?.busyArea() ?? 0 },
      ...QUEUE_WAITS.map((wait) => ({ name: `waiting.${wait}`, read: () => waits.area(wait) })),
      { name: 'waiting.held', read: () => waits.heldArea() },
      { name: 'waiting.connection', read: () => sumOf(nodes, ({ pool }) => pool.queueArea()) },
      { name: 'waiting.database', read: () => database.servers.queueArea() },
      {
        name: 'waiting.storage',
        read: () => sumOf(storage.units, (unit) => unit.servers.queueArea() + unit.transfers.slowedArea()),
      },
      {
        name: 'waiting.cpu',
        read: () => sumOf(nodes, ({ cpu, runs }) => cpu.slowedArea() + runs.slowedArea()),
      },
      ...nodes.flatMap((node) => [
        { name: `node.${node.name}.slots`, read: () => node.slotsWithinCap.area() },
        { name: `node.${node.name}.overCap`, read: () => node.slots.area() - node.slotsWithinCap.area() },
        { name: `node.${node.name}.online`, read: () => node.onlineSlots.area() },
        { name: `node.${node.name}.configured`, read: () => node.configuredSlots.area() },
        { name: `node.${node.name}.cpu`, read: () => node.cpu.usedArea() + node.runs.usedArea() },
        { name: `node.${node.name}.existing`, read: () => node.existing.area() },
        { name: `node.${node.name}.off`, read: () => node.off.area() },
      ]),
    ];
  }

  /** Whether work waits outside the queue for the user interface, or there is no slot free for what is in it. */
  holdsUpWork(): boolean {
    return this.#workload.holdsBack || !this.nodes.some((node) => this.service.offersSlot(node));
  }

  /** Tells of every task that is not over: its class, its arrival, and whether it has started. */
  forEachUnfinished(
    tell: (taskClass: number, arrived: Micros, started: boolean, crashed: Micros) => void,
  ): void {
    this.tasks.forEach((task) => {
      const { taskClass, arrived, hasStarted, state, orphanedAt } = this.tasks;
      const crashed = state[task] === STATE.orphan ? orphanedAt[task]! : -1;
      tell(taskClass[task]!, arrived[task]!, hasStarted[task] === 1, crashed);
    });
  }

  /** Throws an InternalError when something does not add up (section 11). */
  check(): void {
    this.#conservation.check();
  }
}

function sumOf<T>(parts: readonly T[], of: (part: T) => number): number {
  return parts.reduce((sum, part) => sum + of(part), 0);
}

/** The balancer that a plan's step is about; -1: it is about something else. */
function balancerOf(what: Target | null): number {
  return what?.kind === 'balancer' ? what.balancer : -1;
}

/** Whether a plan of this scenario can lose commits. */
function canLose({ database, plans }: Scenario): boolean {
  return database !== null && plans.some(({ steps }) => steps.some((step) => LOSES.has(step.do)));
}

const LOSES: ReadonlySet<string> = new Set(['promote', 'restore']);

/** Uniform over the interval of looks, by the node's own stream: drawn once, when it restarted last (facts 1, 2). */
function drawnPhase(scenario: Scenario, node: Node, seed: string, replication: number): Micros {
  return Math.floor(stream(seed, replication, `phase/${node.name}`).uniform() * scenario.dispatch.every);
}
