/** A checked file to the `Scenario` that the model runs: names to indices, units to numbers, all cross checks. */

import { groupsByClock, plansByClock } from './by-clock.ts';
import { type MetricSubjects, metricNames } from './catalogue.ts';
import { arrivalsTooLate } from './late-arrivals.ts';
import { parseLicence } from './licence.ts';
import type { Parts } from './names.ts';
import { checkNames, Lookup } from './names.ts';
import { plainText } from './plain-text.ts';
import type { Report } from './report.ts';
import type { ReadTrace } from './resolve-arrivals.ts';
import { checkWatched } from './resolve-autoscale.ts';
import { balancersOf, resolveBalancers } from './resolve-balancers.ts';
import { AS_LONG_AGAIN, resolveCalendar } from './resolve-calendar.ts';
import { resolveDispatch } from './resolve-dispatch.ts';
import { resolveExpectations, resolvePromises } from './resolve-expect.ts';
import { resolveFailures, resolvePlans } from './resolve-failures.ts';
import { nodeFigures, resolveNodes } from './resolve-nodes.ts';
import { Places } from './resolve-places.ts';
import { checkReserves, offersOf, resolveReserve } from './resolve-pools.ts';
import { resolveRequests } from './resolve-requests.ts';
import { checkSlots } from './resolve-slots.ts';
import { resolveDatabase, resolveStorage } from './resolve-stores.ts';
import { resolveTasks } from './resolve-tasks.ts';
import { resolveTimeline } from './resolve-timeline.ts';
import { micros } from './resolve-values.ts';
import { type Dates, resolveHolidays } from './resolve-week.ts';
import { resolveWorkers, unusedPools } from './resolve-workers.ts';
import {
  type BalancerSpec,
  type FilledFigure,
  type GroupSpec,
  hasLock,
  type NodeSpec,
  type RequestClassSpec,
  type Scenario,
} from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { parseShare, valueOf } from './units.ts';
import { verbIs } from './verbs.ts';

/** What a run needs; only to be used when the report has no mistakes. */
export function resolve(
  file: ScenarioFile,
  report: Report,
  readTrace: ReadTrace,
  figures: readonly FilledFigure[],
): Scenario {
  checkNames(file, report);
  const places = new Places(file, report);
  const { nodes, groups } = resolveNodes(file, places, report);
  addNodes(file, nodes, groups, places, report);
  const database = resolveDatabase(file, places, report);
  const storage = resolveStorage(file, places, report);
  const parts: Parts = {
    nodes,
    groups,
    balancers: balancersOf(file),
    database,
    storage,
    zones: places.zones,
  };
  const lookup = new Lookup(parts, report);
  const balancers = resolveBalancers(file, places, lookup, report);
  const workers = resolveWorkers(file);
  const duration = micros(file.duration);
  const dates = datesOf(file, duration, report);
  const tasks = resolveTasks(file, nodes, groups, workers, report, { readTrace, dates });
  checkSlots(file, nodes, tasks, report);
  checkReserves(file, groups, nodes, tasks, report);
  checkWatched(groups, nodes, tasks, Object.keys(file.workload.requests).length > 0, report);
  const requests = resolveRequests(file, places, balancers, report, { readTrace, dates });
  const plans = resolvePlans(file, lookup, report);
  report.notes.push(...arrivalsTooLate(tasks, requests, duration), ...unusedPools(workers, tasks));
  const timeline = resolveTimeline(file, {
    lookup,
    places,
    report,
    tasks,
    plans: new Map(plans.map((plan, i) => [plan.name, i])),
    dates,
  });
  const failures = resolveFailures(file, lookup, places.all, plans, report);
  connect(parts, balancers, requests, places);
  const partial: Omit<Scenario, 'expect' | 'promises'> = {
    name: file.name,
    question: plainText(file.question),
    seed: String(file.seed),
    duration,
    calendar: dates.calendar,
    study: file.study,
    warmUp: warmUpOf(file, report),
    network: places.network(file),
    places: places.all,
    balancers,
    nodes,
    groups: groupsByClock(groups, dates.calendar, AS_LONG_AGAIN * duration),
    workers,
    database,
    storage,
    dispatch: resolveDispatch(file, report),
    licence: parseLicence(file.licence, report),
    tasks,
    requests,
    timeline,
    failures,
    plans: plansByClock(plans, dates.calendar, AS_LONG_AGAIN * duration),
    cost: resolveCost(file.cost),
    overloadFailures: file.overload.failures,
    assumed: figures.filter(({ standing }) => standing !== 'documented'),
    documented: figures.filter(({ standing }) => standing === 'documented'),
  };
  const metrics = new Set(metricsOf(partial));
  return {
    ...partial,
    expect: resolveExpectations(file, metrics, duration, report),
    promises: resolvePromises(file.promises ?? [], promisableMetrics(partial), report),
  };
}

function datesOf(file: ScenarioFile, duration: number, report: Report): Dates {
  const isGiven = file.start !== undefined || report.isDropped('start');
  const known = { calendar: resolveCalendar(file.start, file, report), isGiven, duration };
  return { ...known, holidays: resolveHolidays(file, known, report) };
}

/** Metrics of any disaster, its own but no single fault's and those of all disruptions together, and of a year. */
export function promisableMetrics(scenario: Omit<Scenario, 'expect' | 'promises'>): Set<string> {
  const subjects = { ...subjectsOf(scenario), faults: ['any'], year: true };
  return new Set(metricNames(subjects).filter((name) => !name.startsWith('recovery.any.')));
}

/** All metrics that a scenario has, in the order of the catalogue. */
export function metricsOf(scenario: Omit<Scenario, 'expect' | 'promises'>): string[] {
  return metricNames(subjectsOf(scenario));
}

function subjectsOf(scenario: Omit<Scenario, 'expect' | 'promises'>): MetricSubjects {
  return {
    tasks: scenario.tasks.map((each) => each.name),
    requests: scenario.requests.map((each) => each.name),
    nodes: scenario.nodes.map((each) => each.name),
    workers: scenario.workers.map((each) => each.name),
    faults: scenario.timeline.filter((each) => verbIs(each.action.do, 'disrupts')).map((each) => each.name),
    failures: scenario.failures.map((each) => each.name),
    database: scenario.database !== null,
    storage: scenario.storage !== null,
    lock: hasLock(scenario),
    cost: scenario.cost !== null,
    scaling: scenario.groups.some(({ autoscale }) => autoscale !== null),
    year: false,
  };
}

function resolveCost(cost: ScenarioFile['cost']): Scenario['cost'] {
  if (cost === undefined) return null;
  return { ...cost, perHour: { ...cost.perHour, off: valueOf(parseShare(cost.perHour.off)) } };
}

/** Nodes that a timeline adds stand in the list, each a group of its own, absent until then. */
function addNodes(
  file: ScenarioFile,
  nodes: NodeSpec[],
  groups: GroupSpec[],
  places: Places,
  report: Report,
): void {
  for (const [i, entry] of file.timeline.entries()) {
    if (!('addNode' in entry)) continue;
    const input = entry.addNode;
    const path = ['timeline', i, 'addNode'];
    groups.push({
      name: input.name,
      members: [nodes.length],
      offers: offersOf(input.name, input.offers, file, [...path, 'offers'], report),
      autoscale: null,
    });
    nodes.push({
      ...nodeFigures(input),
      reserve: resolveReserve(input.reserve, file, [...path, 'reserve'], report),
      name: input.name,
      group: groups.length - 1,
      place: places.at(input.at, [...path, 'at'], 'zone'),
      phase: null,
      state: 'absent',
    });
  }
}

/** Every two parts that talk need a round trip (rule N2): said before the network is worked out. */
function connect(
  { nodes, groups, database, storage }: Parts,
  balancers: readonly BalancerSpec[],
  requests: readonly RequestClassSpec[],
  places: Places,
): void {
  const databases =
    database === null ? [] : [{ name: 'database', place: database.place }, ...database.replicas];
  const stores =
    storage === null || storage.local ? [] : [{ name: 'storage', place: storage.place }, ...storage.replicas];
  for (const node of nodes) {
    const name = `nodes.${groups[node.group]!.name}`;
    for (const part of [...databases, ...stores])
      places.talk(node.place, part.place, `${name} → ${part.name}`);
  }
  for (const balancer of balancers) {
    for (const index of balancer.nodes) {
      const { place, group } = nodes[index]!;
      places.talk(balancer.place, place, `${balancer.name} → nodes.${groups[group]!.name}`);
    }
  }
  for (const [i, one] of databases.entries()) {
    for (const other of databases.slice(i + 1))
      places.talk(one.place, other.place, `${one.name} → ${other.name}`);
  }
  for (const { name, from } of requests) {
    for (const balancer of balancers)
      places.talk(from, balancer.place, `requests.${name} → ${balancer.name}`);
  }
}

function warmUpOf(file: ScenarioFile, report: Report): number | null {
  if (file.study === 'steady' && file.timeline.length > 0) {
    report.value(
      ['study'],
      'is steady but there is a timeline; what happens at a time makes a study terminating',
    );
  }
  if (file.warmUp === undefined) return file.study === 'steady' ? null : 0;
  const warmUp = micros(file.warmUp);
  if (warmUp >= micros(file.duration))
    report.value(['warmUp'], `${file.warmUp} leaves nothing of the duration ${file.duration}`);
  return warmUp;
}
