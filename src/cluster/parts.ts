/**
 * The parts of a cluster, made in order: each takes only parts above it in this list. What a part tells those below it
 * goes out by its outputs, which `wiring.ts` connects.
 *
 * Longer than other files: a line for each part that another is given. Literals are written out, without spreads: V8 makes
 * the shape of an object with a spread anew in each run, and all code that knew the last one is compiled once more.
 */
import { Luck } from '../engine/luck.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { PlanStep, Scenario } from '../scenario/scenario.ts';
import { Addresses } from './addresses.ts';
import { Admission } from './admission.ts';
import { Attempts } from './attempts.ts';
import { Autoscaling } from './autoscaling.ts';
import { Children } from './children.ts';
import { CpuWork } from './cpu-work.ts';
import { Database } from './database.ts';
import { DatabaseCalls } from './database-calls.ts';
import { drawnEntries } from './drawn-entries.ts';
import { Execution } from './execution.ts';
import { Failover } from './failover.ts';
import { Failures } from './failures.ts';
import { Lifecycle } from './lifecycle.ts';
import { LoadBalancer } from './load-balancer.ts';
import { Losses } from './losses.ts';
import { Maintenance } from './maintenance.ts';
import { Network } from './network.ts';
import { Node } from './node.ts';
import type { Observer } from './observer.ts';
import { Outages } from './outages.ts';
import { Parents } from './parents.ts';
import { Plans } from './plans.ts';
import { DISPATCHERS } from './policies/dispatch-policy.ts';
import { Pools } from './pools.ts';
import { ProbeKeys } from './probe-class.ts';
import { Registration } from './registration.ts';
import { Registry } from './registry.ts';
import { Requests } from './requests.ts';
import { Resubmission } from './resubmission.ts';
import { Rows } from './rows.ts';
import { Service } from './service.ts';
import { Spans } from './spans.ts';
import { StepWork } from './step-work.ts';
import { Storage } from './storage.ts';
import { SystemTasks } from './system-tasks.ts';
import { TaskQueue } from './task-queue.ts';
import { TaskRetries } from './task-retries.ts';
import { TaskTable } from './tasks.ts';
import { Timeline } from './timeline.ts';
import { Upgrade } from './upgrade.ts';
import { Waits } from './waits.ts';
import { Workers } from './workers.ts';
import { Workload } from './workload.ts';

export interface ClusterOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replication: number;
  readonly sim: Simulation;
  readonly observer: Observer;
  /** Arrivals at or after this time are not made. */
  readonly arrivalsUntil: Micros;
}

/** All parts of a cluster. */
export type Parts = ReturnType<typeof makeParts>;

/** Makes the parts; nothing happens yet. */
export function makeParts({ scenario, seed, replication, sim, observer, arrivalsUntil }: ClusterOptions) {
  const luck = new Luck(seed, replication, scenario.history ?? null);
  // What there is: places, machines, the database and the store.
  const tasks = new TaskTable(sim, scenario.tasks.length);
  const network = new Network(sim, scenario.network);
  const cpuWork = new CpuWork();
  const pools = new Pools(scenario.tasks, scenario.nodes, scenario.groups, scenario.dispatch.backfill);
  const poolSize = scenario.database?.poolSize ?? 1;
  const cpuDone = cpuWork.done;
  const nodes = scenario.nodes.map(
    (spec, index) => new Node(sim, spec, index, { poolSize, cpuDone, lines: pools.of(spec) }),
  );
  const database = new Database(sim, scenario.database, network);
  const calls = new DatabaseCalls({ sim, database, spec: scenario.database, network, observer });
  const storage = new Storage({ sim, spec: scenario.storage, network, nodes, observer });
  const workers = new Workers(sim, scenario.workers, (index) => tasks.at(index));
  const spans = new Spans(sim, observer);

  // A task's way: the queue, who takes it, what it does.
  const registry = new Registry(sim, scenario.dispatch, nodes, pools.lines);
  const waits = new Waits(sim, nodes, pools, observer);
  const admission = new Admission(registry, scenario.licence);
  const spec = scenario.dispatch;
  const classes = scenario.tasks;
  const queue = new TaskQueue({ sim, tasks, pools, waits, observer, registry, spec, classes });
  const resubmits = scenario.timeline.some((entry) => entry.action.do === 'resubmit');
  const resubmission = new Resubmission(sim, tasks, resubmits);
  const retries = new TaskRetries({ sim, tasks, queue, observer, classes });
  const rows = new Rows({
    sim,
    tasks,
    queue,
    registry,
    resubmission,
    retries,
    observer,
    resilient: scenario.tasks.map((spec) => spec.resilient),
    canLose: canLose(scenario),
  });
  const children = new Children({ sim, tasks, queue, pools, nodes, observer, spec, classes });
  const parents = new Parents({ sim, nodes, tasks, children, rows, observer, waits });
  const limits = scenario.overloadFailures;
  const work = new StepWork({ sim, tasks, classes, limits, observer });
  const execution = new Execution({
    sim,
    tasks,
    classes,
    database,
    calls,
    storage,
    workers,
    parents,
    work,
    rows,
    observer,
    waits,
  });
  const dispatcher = DISPATCHERS[spec.policy]({
    sim,
    luck,
    observer,
    spec,
    classes,
    nodes,
    tasks,
    pools,
    queue,
    rows,
    registry,
    database,
    calls,
    execution,
    waits,
  });
  const registration = new Registration({
    sim,
    luck,
    spec,
    nodes,
    database,
    calls,
    registry,
    rows,
    spans,
  });

  // A request's way: whom its client knows, the balancer, the node.
  const isSwitchedTo = switchedTo(scenario);
  const balancers = scenario.balancers.map(
    (balancer, index) => new LoadBalancer({ sim, network, nodes, database }, balancer, index),
  );
  for (const balancer of balancers) balancer.isInUse = !isSwitchedTo.has(balancer.index);
  const { places } = scenario;
  const requestClasses = scenario.requests;
  const addresses = new Addresses({ sim, classes: requestClasses, balancers, network, places });
  const requests = new Requests({
    sim,
    classes: requestClasses,
    network,
    nodes,
    balancers,
    addresses,
    calls,
    storage,
    observer,
    probeKeys: new ProbeKeys(seed, replication),
  });
  const service = new Service({ sim, nodes, database, storage, balancers, observer, waits });

  // What happens to them: starts and ends, maintenance, faults, and what people do about them.
  const lifecycle = new Lifecycle({
    sim,
    luck,
    nodes,
    rows,
    execution,
    database,
    calls,
    dispatcher,
    registration,
    requests,
    service,
    balancers,
    spans,
  });
  const systemTasks = new SystemTasks({ sim, nodes, database, calls, luck: luck.of('system-tasks') });
  const maintenance = new Maintenance(sim, nodes, lifecycle, spans);
  const upgrade = new Upgrade({ sim, nodes, lifecycle, maintenance, database, registry, spans });
  const losses = new Losses({ sim, tasks, rows, execution, observer });
  const failover =
    scenario.database === null
      ? null
      : new Failover({ sim, database, calls, network, spec: scenario.database, nodes, spans });
  const outages = new Outages({ scenario, nodes, balancers, network, storage, failover, lifecycle, service });
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
    database,
    attempts: new Attempts(scenario.plans, luck),
  });
  const entries = drawnEntries(scenario.timeline, luck);
  const timeline = new Timeline({
    sim,
    entries,
    duration: scenario.duration,
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
    spans,
    observer,
  });
  const failures = new Failures({
    sim,
    luck,
    observer,
    specs: scenario.failures,
    nodes,
    outages,
    spans,
    plans,
  });
  const autoscaling = new Autoscaling({
    sim,
    luck,
    groups: scenario.groups,
    nodes,
    pools,
    queue,
    lifecycle,
  });

  // Where the work comes from.
  const workload = new Workload({
    sim,
    luck,
    observer,
    scenario,
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
    waits,
    until: arrivalsUntil,
  });
  return {
    tasks,
    cpuWork,
    waits,
    pools,
    nodes,
    database,
    calls,
    storage,
    workers,
    queue,
    retries,
    children,
    parents,
    work,
    rows,
    execution,
    dispatcher,
    registration,
    balancers,
    requests,
    service,
    lifecycle,
    systemTasks,
    maintenance,
    upgrade,
    losses,
    failover,
    plans,
    timeline,
    failures,
    autoscaling,
    workload,
    luck,
    spans,
  };
}

/** Balancers that a plan switches to: they are in no use before. */
function switchedTo({ plans }: Scenario): ReadonlySet<number> {
  return new Set(
    plans.flatMap(({ steps }) => steps.flatMap((step) => (step.do === 'switch' ? [step.balancer] : []))),
  );
}

/** Whether a plan of this scenario can lose commits. */
function canLose({ database, plans }: Scenario): boolean {
  return database !== null && plans.some(({ steps }) => steps.some((step) => LOSES[step.do]));
}

/** Steps of plans that go on from an older state of the database. */
const LOSES: Readonly<Record<PlanStep['do'], boolean>> = {
  promote: true,
  restore: true,
  decide: false,
  waitFor: false,
  repoint: false,
  start: false,
  stop: false,
  build: false,
  setTaskCap: false,
  verify: false,
  switch: false,
  wait: false,
};
