/** What a collector saw, as the values, samples and series of a `RunResult`, by the names of the catalogue. */
import { REFUSAL_REASONS, REQUEST_OUTCOMES, type RefusalReason, TASK_OUTCOMES } from '../cluster/observer.ts';
import { InternalError } from '../engine/invariant.ts';
import { SECOND } from '../engine/time.ts';
import { hasLock, type NodeSpec, type Scenario } from '../scenario/scenario.ts';
import { beyond } from './beyond.ts';
import type { Collector } from './collector.ts';
import { costOf, HOURS_A_YEAR } from './cost.ts';
import { recoveries } from './recoveries.ts';
import type { Sample, Value } from './result.ts';
import { SampleBuilder } from './sample-builder.ts';
import type { RequestMeasures, TaskMeasures, WindowMeasures } from './window.ts';

interface Out {
  readonly values: Record<string, Value>;
  readonly samples: Record<string, Sample>;
}

/** Values and samples of all windows. */
export function metricsOf(collector: Collector): Out {
  const out: Out = { values: {}, samples: {} };
  for (const window of collector.windows) {
    putTasks(collector, window, out);
    putRequests(collector, window, out);
    putParts(collector, window, out);
  }
  putFailures(collector, out);
  putCost(collector, out);
  Object.assign(out.values, recoveries(collector));
  return out;
}

function count(sum: number): Value {
  return { sum, per: 1 };
}

/** All of a kind of work that its window has followed: what is not over when the run ends has not succeeded (rule W5). */
function followed({ ended, unfinished }: TaskMeasures | RequestMeasures): number {
  return Object.values(ended).reduce((sum, outcome) => sum + outcome, unfinished);
}

/** What a gauge grew by in a window. */
function grown(collector: Collector, window: WindowMeasures, gauge: string): number {
  const index = collector.gauges.indexOf(gauge);
  return (window.atTo[index] ?? 0) - (window.atFrom[index] ?? 0);
}

function putTasks(collector: Collector, window: WindowMeasures, out: Out): void {
  const { tasks } = collector.scenario;
  tasks.forEach((spec, c) => {
    const succeeded = grown(collector, window, `tasks.${spec.name}.succeeded`);
    putTaskMeasures(`tasks.${spec.name}`, window, [c], succeeded, out);
  });
  let succeeded = 0;
  for (const spec of tasks) succeeded += grown(collector, window, `tasks.${spec.name}.succeeded`);
  putTaskMeasures(
    'tasks',
    window,
    tasks.map((_, c) => c),
    succeeded,
    out,
  );
}

function putTaskMeasures(
  name: string,
  window: WindowMeasures,
  classes: readonly number[],
  successes: number,
  out: Out,
): void {
  const all = classes.map((c) => window.tasks[c]!);
  const sum = (of: (measures: TaskMeasures) => number): number => all.reduce((total, m) => total + of(m), 0);
  const put = (measure: string, value: Value): void => {
    out.values[`${name}.${measure}${window.suffix}`] = value;
  };
  put('arrived', count(sum((m) => m.arrived)));
  put('started', count(sum((m) => m.started)));
  for (const outcome of TASK_OUTCOMES) put(outcome, count(sum((m) => m.ended[outcome])));
  for (const reason of REFUSAL_REASONS) put(REFUSED_FOR[reason], count(sum((m) => m.refusedFor[reason])));
  put('orphaned', count(sum((m) => m.orphaned)));
  put('duplicated', count(sum((m) => m.duplicated)));
  put('ghosts', count(sum((m) => m.ghosts)));
  put('retries', count(sum((m) => m.retries)));
  put('resubmitted', count(sum((m) => m.resubmitted)));
  const unfinished = sum((m) => m.unfinished);
  put('unfinished', count(unfinished));
  put('deadlocked', count(sum((m) => m.deadlocked)));
  put('throughput', { sum: successes, per: (window.to - window.from) / SECOND });
  put('successRatio', { sum: sum((m) => m.ended.succeeded), per: sum(followed) });
  put('makespan', makespan(window, classes, unfinished));
  const sample = (measure: string, of: (measures: TaskMeasures) => SampleBuilder): void => {
    out.samples[`${name}.${measure}${window.suffix}`] = SampleBuilder.merge(all.map(of));
  };
  sample('queueWait', (m) => m.queueWait);
  sample('duration', (m) => m.duration);
  sample('turnaround', (m) => m.turnaround);
  sample('looksRunning', (m) => m.looksRunning);
}

/** Measures by reason. */
const REFUSED_FOR: Readonly<Record<RefusalReason, string>> = {
  licence: 'refusedByLicence',
  maintenance: 'refusedInMaintenance',
  ui: 'refusedWithoutUi',
};

function makespan(window: WindowMeasures, classes: readonly number[], unfinished: number): Value {
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (const c of classes) {
    if (window.firstArrivals[c]! >= 0) first = Math.min(first, window.firstArrivals[c]!);
    last = Math.max(last, window.lastEnds[c]!);
  }
  if (unfinished > 0) return beyond(unfinished, 'was not over', 'were not over');
  return last === -1 ? { sum: 0, per: 0 } : { sum: (last - first) / SECOND, per: 1 };
}

function putRequests(collector: Collector, window: WindowMeasures, out: Out): void {
  const { requests } = collector.scenario;
  if (requests.length === 0) return;
  const minutes = collector.users.minutesOf(window);
  let all = 0;
  requests.forEach((spec, c) => {
    const served = grown(collector, window, `requests.${spec.name}.served`);
    all += served;
    putRequestMeasures(`requests.${spec.name}`, window, [window.requests[c]!], served, out);
    if (minutes.requests[c] !== followed(window.requests[c]!))
      throw new InternalError(`requests of ${spec.name} are those of their minutes`, collector.sim);
    out.values[`requests.${spec.name}.outage${window.suffix}`] = count(minutes.outage[c]! / SECOND);
  });
  putRequestMeasures('requests', window, window.requests, all, out);
  out.values[`requests.outage${window.suffix}`] = count(minutes.anyOutage / SECOND);
  const time = window.to - window.from;
  out.values[`availability.users${window.suffix}`] = { sum: time - minutes.anyOutage, per: time };
}

function putRequestMeasures(
  name: string,
  window: WindowMeasures,
  all: readonly RequestMeasures[],
  served: number,
  out: Out,
): void {
  const put = (measure: string, value: Value): void => {
    out.values[`${name}.${measure}${window.suffix}`] = value;
  };
  const sum = (of: (measures: RequestMeasures) => number): number =>
    all.reduce((total, m) => total + of(m), 0);
  put('arrived', count(sum((m) => m.arrived)));
  put('attempts', count(sum((m) => m.arrived + m.retries)));
  for (const outcome of REQUEST_OUTCOMES) put(outcome, count(sum((m) => m.ended[outcome])));
  put('throughput', { sum: served, per: (window.to - window.from) / SECOND });
  const sent = sum(followed);
  put('errorRatio', { sum: sent - sum((m) => m.ended.served), per: sent });
  out.samples[`${name}.latency${window.suffix}`] = SampleBuilder.merge(all.map((m) => m.latency));
}

function putParts(collector: Collector, window: WindowMeasures, out: Out): void {
  const { scenario } = collector;
  const time = window.to - window.from;
  const put = (name: string, value: Value): void => {
    out.values[`${name}${window.suffix}`] = value;
  };
  const area = (gauge: string): number => grown(collector, window, gauge);
  put('queue.length.mean', { sum: area('queue'), per: time });
  put('queue.length.max', count(window.queueMax));
  if (hasLock(scenario) && scenario.database !== null) {
    put('queue.lock.utilisation', { sum: area('lock'), per: time });
    out.samples[`queue.lock.wait${window.suffix}`] = window.lockWait.build();
  }
  let busy = 0;
  let configured = 0;
  let online = 0;
  for (const node of scenario.nodes) {
    const own = `node.${node.name}`;
    const slots = area(`${own}.slots`);
    const slotsConfigured = area(`${own}.configured`);
    busy += slots;
    configured += slotsConfigured;
    online += area(`${own}.online`);
    put(`${own}.slots.utilisation`, { sum: slots, per: slotsConfigured });
    put(`${own}.slots.overCap`, { sum: area(`${own}.overCap`), per: time });
    put(`${own}.cpu.utilisation`, { sum: area(`${own}.cpu`), per: time * node.cores * CORE_UNITS });
    for (const measure of ['started', 'served', 'failed'])
      put(`${own}.${measure}`, count(area(`${own}.${measure}`)));
  }
  if (scenario.groups.some(({ autoscale }) => autoscale !== null)) putScaling(scenario, area, time, put);
  for (const wait of WAITING) put(`waiting.${wait}`, { sum: area(`waiting.${wait}`), per: time });
  put('slots.utilisation', { sum: busy, per: online });
  put('availability.tasks', { sum: area('up.tasks'), per: time });
  put('availability.ui', { sum: area('up.ui'), per: time });
  put('availability.capacity', { sum: area('up.slots'), per: configured });
  for (const { name, count: workers, slots } of scenario.workers) {
    const own = `workers.${name}`;
    put(`${own}.utilisation`, { sum: area(`${own}.busy`), per: time * workers * slots });
    put(`${own}.waiting.mean`, { sum: area(`${own}.waiting`), per: time });
  }
  if (scenario.database !== null) {
    put('database.utilisation', { sum: area('database.busy'), per: time * scenario.database.cores });
    const { poolSize } = scenario.database;
    put('database.pool.utilisation', { sum: area('pools'), per: nodeTime(scenario, area) * poolSize });
    put('database.queue.mean', { sum: area('database.queue'), per: time });
    put('database.splitBrain', count(area('split') / SECOND));
    put('database.strayCommits', count(area('strayCommits')));
    out.samples[`database.call${window.suffix}`] = window.databaseCall.build();
    out.samples[`database.pool.wait${window.suffix}`] = window.poolWait.build();
  }
  if (scenario.storage !== null) {
    put('storage.utilisation', storageUtilisation(collector, area, time));
    out.samples[`storage.op${window.suffix}`] = window.operation.build();
  }
}

function putScaling(
  { groups, nodes }: Scenario,
  area: (gauge: string) => number,
  time: number,
  put: (name: string, value: Value) => void,
): void {
  const scaled = nodes.filter(({ group }) => groups[group]!.autoscale !== null);
  const existing = scaled.reduce((sum, { name }) => sum + area(`node.${name}.existing`), 0);
  put('scaling.nodes', { sum: existing, per: time });
  for (const measure of ['added', 'givenBack', 'bootsFailed'])
    put(`scaling.${measure}`, count(area(`scaling.${measure}`)));
}

/** What work can wait for (rule F6), as the cluster tells its areas. */
const WAITING = [
  'slot',
  'node',
  'look',
  'lock',
  'tag',
  'held',
  'prefetched',
  'thread',
  'worker',
  'connection',
  'database',
  'storage',
  'cpu',
] as const;

/** CPUs count thousandths of a core. */
export const CORE_UNITS = 1000;

/** The times for which nodes existed, added up. */
function nodeTime({ nodes }: Scenario, area: (gauge: string) => number): number {
  return nodes.reduce((sum, { name }) => sum + area(`node.${name}.existing`), 0);
}

/** The busier of its two parts: the servers that give latency, and the bandwidth. Local disks are there while their nodes exist. */
function storageUtilisation({ scenario }: Collector, area: (gauge: string) => number, time: number): Value {
  const { concurrency, bandwidth, local } = scenario.storage!;
  const there = local ? nodeTime(scenario, area) : time;
  const servers = { sum: area('storage.busy'), per: there * concurrency };
  const transfers = { sum: area('storage.transfers'), per: there * bandwidth };
  return servers.sum / servers.per >= transfers.sum / transfers.per ? servers : transfers;
}

function putFailures(collector: Collector, out: Out): void {
  collector.scenario.failures.forEach((failure, f) => {
    out.values[`failures.${failure.name}.count`] = count(collector.failureCounts[f]!);
    out.values[`failures.${failure.name}.downtime`] = count(collector.failureDowntimes[f]! / SECOND);
  });
}

function putCost(collector: Collector, out: Out): void {
  const { scenario } = collector;
  const { cost } = scenario;
  if (cost === null) return;
  const window = collector.windows[0]!;
  const hours = (window.to - window.from) / SECOND / 3600;
  const hoursOf = (gauge: string) => grown(collector, window, gauge) / SECOND / 3600;
  const existed = ({ name }: NodeSpec) =>
    [hoursOf(`node.${name}.existing`), hoursOf(`node.${name}.off`)] as const;
  const total = costOf(scenario, cost, hours, existed);
  let successes = 0;
  for (const spec of scenario.tasks) successes += grown(collector, window, `tasks.${spec.name}.succeeded`);
  out.values['cost.perHour'] = { sum: total, per: hours };
  out.values['cost.perYear'] = { sum: total * HOURS_A_YEAR, per: hours };
  out.values['cost.perTask'] = { sum: total, per: successes };
}
