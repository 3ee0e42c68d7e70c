/** Task and request classes of the file to their places in a `Scenario`. */
import type { Micros } from '../engine/time.ts';
import type { Report } from './report.ts';
import { checkChildren, startedByOthers } from './resolve-children.ts';
import type { Places } from './resolve-places.ts';
import { middleOf } from './resolve-plan-times.ts';
import { resolveLimit, resolveNeeds } from './resolve-pools.ts';
import { checkWrites, flatLength, resolveSteps } from './resolve-steps.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type {
  Arrivals,
  BalancerSpec,
  GroupSpec,
  NodeSpec,
  RequestClassSpec,
  TaskClassSpec,
  Trace,
  ViaSpec,
  WorkerPoolSpec,
} from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import {
  type ArrivalsInput,
  MAX_CLASSES,
  MAX_FLAT_STEPS,
  type RequestClassInput,
  type TaskClassInput,
} from './schema-workload.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';
import { parseGrowth, parseRate, parseShare, parseSize, valueOf } from './units.ts';

/** The rows of a trace that a class asks for, or null after a mistake at the path. */
export type ReadTrace = (file: string, only: string | null, path: Path) => Trace | null;

/** Times the work of the file: more is a slip. */
const MOST_WORK = 1e6;

/** What the parts of this file share. */
interface Work {
  readonly file: ScenarioFile;
  readonly scale: number;
  readonly report: Report;
  readonly readTrace: ReadTrace;
}

/** What rates are stretched by: the scale, and what has grown since. Products only: the same bits everywhere (rule T5). */
function scaleOf({ workload: { scale, growth, growthMonths } }: ScenarioFile): number {
  const perMonth = valueOf(parseGrowth(growth));
  let grown = valueOf(parseShare(scale));
  for (let month = 0; month < growthMonths; month += 1) grown *= 1 + perMonth;
  return Math.min(grown, MOST_WORK);
}

function checkGrowth(file: ScenarioFile, report: Report): void {
  const { growth, growthMonths } = file.workload;
  const path = ['workload', 'growthMonths'];
  if (growthMonths > 0 && valueOf(parseGrowth(growth)) === 0)
    report.value(path, 'are months without growth; write beside it for example growth: 8%/month');
  if (scaleOf(file) === MOST_WORK) report.value(path, 'is a million times the work; take fewer months');
}

export function resolveTasks(
  file: ScenarioFile,
  nodes: readonly NodeSpec[],
  groups: readonly GroupSpec[],
  pools: readonly WorkerPoolSpec[],
  report: Report,
  readTrace: ReadTrace,
): TaskClassSpec[] {
  const work: Work = { file, scale: scaleOf(file), report, readTrace };
  checkGrowth(file, report);
  const classes = Object.entries(file.workload.tasks);
  if (classes.length > MAX_CLASSES)
    report.value(['workload', 'tasks'], `has ${classes.length} classes; at most ${MAX_CLASSES}`);
  const busy = new Map<number, number>();
  const started = startedByOthers(file);
  checkChildren(file, nodes, report);
  const names = classes.map(([name]) => name);
  return classes.map(([name, input]) => {
    const path = ['workload', 'tasks', name];
    const arrivals =
      input.arrivals === undefined ? null : resolveArrivals(input.arrivals, [...path, 'arrivals'], work);
    const needs = resolveNeeds(input, groups, file, [...path, 'needs'], report);
    const active = resolveActive(input, nodes, busy, needs, path, report);
    if (
      input.arrivals === undefined &&
      input.queued === 0 &&
      active.length === 0 &&
      !report.isDropped('arrivals') &&
      !started.has(name)
    ) {
      report.key(path, 'has no arrivals, nothing queued and nothing active; it would never run');
    }
    const flat = flatLength(input.steps);
    if (flat > MAX_FLAT_STEPS)
      report.value([...path, 'steps'], `are ${flat} steps with their repeats; at most ${MAX_FLAT_STEPS}`);
    const traced = arrivals?.kind === 'trace' ? arrivals.trace : null;
    // Of a trace that could not be read the mistake is told already.
    const broken = arrivals === null && input.arrivals !== undefined && 'trace' in input.arrivals;
    const from = broken ? 'unreadable' : traced;
    const steps = resolveSteps(
      input.steps,
      { trace: from, pools, classes: names },
      [...path, 'steps'],
      report,
    );
    return {
      name,
      kind: input.kind ?? 'other',
      arrivals,
      whenDown: input.whenDown ?? 'refuse',
      startedBy: input.startedBy ?? usuallyStartedBy(input),
      runCores: input.runCores,
      priority: input.priority,
      weight: input.weight ?? null,
      estimate: estimateOf(input, file, path, report),
      deadline: deadlineOf(input, file, path, report),
      projects: input.projects,
      needs,
      atMost: resolveLimit(input, path, report),
      retry: resolveTries(input, nodes, needs, path, report),
      resilient: input.resilient,
      queued: input.queued,
      active,
      steps,
    };
  });
}

/** Without one nobody knows whose turn it is where the shortest is next. */
function estimateOf(
  { estimate }: TaskClassInput,
  { dispatch }: ScenarioFile,
  path: Path,
  report: Report,
): number | null {
  if (estimate !== undefined) return micros(estimate);
  if (dispatch.order === 'shortest')
    report.key(path, 'has no estimate, by which order: shortest goes; write estimate: 5m');
  return null;
}

/** How often and where a task is tried again. */
function resolveTries(
  { retry }: TaskClassInput,
  nodes: readonly NodeSpec[],
  needs: TaskClassSpec['needs'],
  path: Path,
  report: Report,
): TaskClassSpec['retry'] {
  if (retry === undefined) return null;
  const able = nodes.filter(({ group }) => needs === null || needs.groups.includes(group));
  if (retry.on === 'another' && able.length === 1)
    report.value(
      [...path, 'retry', 'on'],
      `there is no other node than ${able[0]!.name} that may take these tasks; write on: any`,
    );
  return { atMost: retry.atMost, pause: micros(retry.pause), on: retry.on };
}

/** After the queue's time-out nothing is left in it that could expire. */
function deadlineOf(
  { deadline, resilient, retry }: TaskClassInput,
  { dispatch: { queueTimeout } }: ScenarioFile,
  path: Path,
  report: Report,
): Micros | null {
  if (deadline === undefined) return null;
  // What goes on or is tried again after its node stopped has its time in the queue anew.
  if (
    queueTimeout !== 'none' &&
    micros(deadline) >= micros(queueTimeout) &&
    !resilient &&
    retry === undefined
  )
    report.value(
      [...path, 'deadline'],
      `${deadline} is never reached: dispatch.queueTimeout ends what waits after ${queueTimeout}; make the deadline shorter`,
    );
  return micros(deadline);
}

export function resolveRequests(
  file: ScenarioFile,
  places: Places,
  balancers: readonly BalancerSpec[],
  report: Report,
  readTrace: ReadTrace,
): RequestClassSpec[] {
  const work: Work = { file, scale: scaleOf(file), report, readTrace };
  const classes = Object.entries(file.workload.requests);
  if (classes.length > MAX_CLASSES)
    report.value(['workload', 'requests'], `has ${classes.length} classes; at most ${MAX_CLASSES}`);
  if (
    classes.length > 0 &&
    file.loadBalancer === undefined &&
    Object.keys(file.loadBalancers ?? {}).length === 0
  ) {
    report.key(
      ['workload', 'requests'],
      'has requests but there is no load balancer; add loadBalancer: { at: … }',
    );
  }
  return classes.flatMap(([name, input]) => {
    const path = ['workload', 'requests', name];
    const { arrivals, users } = input;
    const isOpen = arrivals === undefined && (report.isDropped('arrivals') || report.isDropped('users'));
    if ((arrivals === undefined) === (users === undefined) && !isOpen) {
      report.key(
        path,
        arrivals === undefined
          ? 'has neither arrivals nor users; give one of them'
          : 'has arrivals and users; give one of them',
      );
    }
    const open = arrivals === undefined ? null : resolveArrivals(arrivals, [...path, 'arrivals'], work);
    const source =
      users !== undefined
        ? {
            kind: 'closed' as const,
            users: users.count,
            think: resolveDistribution(users.think, [...path, 'users', 'think'], report),
          }
        : open === null
          ? null
          : { kind: 'open' as const, arrivals: open };
    const from = places.at(input.from, [...path, 'from'], 'any');
    const cpu = resolveDistribution(input.cpu, [...path, 'cpu'], report);
    if (source === null) return [];
    const via = resolveVia(input.via, balancers, [...path, 'via'], report);
    const db = typeof input.db === 'number' ? { calls: input.db, writes: 0, transaction: false } : input.db;
    checkWrites(db, [...path, 'db', 'writes'], report);
    if (db.transaction && db.calls === 0)
      report.value([...path, 'db', 'transaction'], 'is a transaction of no calls; give it calls');
    const read = valueOf(parseSize(input.read));
    const timeout = micros(input.timeout);
    const retry = resolveRetry(input.retry, [...path, 'retry'], report);
    const outageBelow = valueOf(parseShare(input.outageBelow));
    const recovered = {
      within: valueOf(parseShare(input.recovered.within)),
      over: micros(input.recovered.over),
    };
    const calls = { dbCalls: db.calls, dbWrites: db.writes, transaction: db.transaction };
    return [{ name, source, from, via, cpu, ...calls, read, timeout, retry, outageBelow, recovered }];
  });
}

/** How clients try again; without a map they do not. */
function resolveRetry(
  input: RequestClassInput['retry'],
  path: Path,
  report: Report,
): RequestClassSpec['retry'] {
  if (input === undefined) return null;
  const [pause, upTo] = [micros(input.pause), micros(input.upTo)];
  if (input.backoff === 'exponential' && pause === 0)
    report.value([...path, 'pause'], '0s stays 0s however often it is doubled; write backoff: fixed');
  else if (input.backoff === 'exponential' && pause > upTo)
    report.value([...path, 'upTo'], `${input.upTo} is shorter than the first pause ${input.pause}`);
  const { attempts, backoff, jitter, demand, tokenBucket = null, breaker } = input;
  return {
    ...{ attempts, backoff, pause, upTo, jitter, demand, tokenBucket },
    patience: input.patience === undefined ? null : micros(input.patience),
    breaker: breaker === undefined ? null : { failures: breaker.failures, openFor: micros(breaker.openFor) },
  };
}

/** Names of balancers to indices; without `via` clients take the nearest. */
function resolveVia(
  via: RequestClassInput['via'],
  balancers: readonly BalancerSpec[],
  path: Path,
  report: Report,
): ViaSpec {
  if (via === undefined) return { kind: 'nearest' };
  const names = balancers.map(({ name }) => name);
  const indexOf = (name: string, at: Path): number[] => {
    const index = names.indexOf(name);
    if (index < 0)
      report.unknown(
        at,
        name,
        `there is no load balancer '${name}'; ${didYouMean(name, names)}load balancers are ${some(names)}`,
        [['loadBalancers']],
      );
    return index < 0 ? [] : [index];
  };
  const all = (list: readonly string[], at: Path): number[] =>
    list.flatMap((name, i) => {
      if (list.indexOf(name) < i) report.value([...at, i], `'${name}' is in it already; give each once`);
      return indexOf(name, [...at, i]);
    });
  if (typeof via === 'string') {
    const [balancer] = indexOf(via, path);
    return balancer === undefined ? { kind: 'nearest' } : { kind: 'address', balancer };
  }
  if (Array.isArray(via)) return { kind: 'service', balancers: all(via, path) };
  return {
    kind: 'dns',
    balancers: all(via.dns, [...path, 'dns']),
    ttl: micros(via.ttl),
    interval: micros(via.interval),
    fall: via.fall,
    rise: via.rise,
  };
}

/** Deployments and runbook runs at fixed times look like a schedule, unless the file says what people do (rule W4). */
function usuallyStartedBy({ kind, arrivals, whenDown }: TaskClassInput): 'people' | 'schedule' {
  const isFixed = arrivals !== undefined && ('every' in arrivals || 'at' in arrivals);
  const canBeScheduled = kind === 'deployment' || kind === 'runbook';
  return isFixed && canBeScheduled && whenDown === undefined ? 'schedule' : 'people';
}

function resolveActive(
  input: TaskClassInput,
  nodes: readonly NodeSpec[],
  busy: Map<number, number>,
  needs: TaskClassSpec['needs'],
  path: Path,
  report: Report,
) {
  return Object.entries(input.active).flatMap(([name, count]) => {
    const at = [...path, 'active', name];
    const node = nodes.findIndex((each) => each.name === name);
    if (node < 0) {
      const names = nodes.map((each) => each.name);
      report.unknown(
        at,
        name,
        `there is no node '${name}'; ${didYouMean(name, names)}nodes are ${some(names)}`,
        [['nodes']],
      );
      return [];
    }
    if (count === 0) return [];
    const { taskCap, state, group } = nodes[node]!;
    const sum = (busy.get(node) ?? 0) + count;
    busy.set(node, sum);
    if (needs !== null && !needs.groups.includes(group))
      report.value(at, `${name} does not offer ${needs.labels.join(' and ')}, which these tasks need`);
    else if (state === 'down') report.value(at, `${name} is down at the start; nothing runs on it`);
    else if (sum > taskCap)
      report.value(at, `${sum} tasks would run on ${name} at the start; its task cap is ${taskCap}`);
    return [{ node, count }];
  });
}

/** null after a mistake. Rates are scaled here. */
function resolveArrivals(
  input: ArrivalsInput,
  path: Path,
  { file, scale, report, readTrace }: Work,
): Arrivals | null {
  const rate = (text: string) => valueOf(parseRate(text)) * scale;
  if ('poisson' in input) return { kind: 'profile', from: [0], rate: [rate(input.poisson)], period: null };
  if ('every' in input) {
    const every = Math.max(1, Math.round(micros(input.every) / scale));
    return { kind: 'every', every, offset: micros(input.offset) };
  }
  if ('at' in input) {
    const times = input.at.map(micros).sort((a, b) => a - b);
    return { kind: 'at', times, count: input.count };
  }
  if ('profile' in input) {
    const from = input.profile.map(([time]) => micros(time));
    const period = input.period === undefined ? null : micros(input.period);
    checkProfile(from, period, path, report);
    if (period !== null) checkTurns(period, file, [...path, 'period'], report);
    return { kind: 'profile', from, rate: input.profile.map(([, each]) => rate(each)), period };
  }
  if ('bursts' in input) {
    const { on, off } = input.bursts;
    const at = [...path, 'bursts'];
    const onFor = resolveDistribution(input.bursts.onFor, [...at, 'onFor'], report);
    const offFor = resolveDistribution(input.bursts.offFor, [...at, 'offFor'], report);
    checkTurns(middleOf(onFor) + middleOf(offFor), file, at, report);
    return { kind: 'bursts', on: rate(on), off: rate(off), onFor, offFor };
  }
  const trace = readTrace(input.trace.file, input.trace.class ?? null, [...path, 'trace']);
  return trace === null ? null : { kind: 'trace', trace };
}

/** Rates that change more often would take hours to follow. */
const MOST_TURNS = 100_000_000;

function checkTurns(turn: Micros, file: ScenarioFile, path: Path, report: Report): void {
  if (micros(file.duration) > MOST_TURNS * turn)
    report.value(path, 'change the rate more than a hundred million times in the duration; make them longer');
}

function checkProfile(from: readonly number[], period: number | null, path: Path, report: Report): void {
  if (from[0] !== 0)
    report.value([...path, 'profile', 0], 'does not begin at 0s; the first rate holds from 0s');
  const back = from.findIndex((time, i) => i > 0 && time <= from[i - 1]!);
  if (back > 0)
    report.value([...path, 'profile', back], 'is not later than the one before; times of a profile rise');
  if (period !== null && period <= from[from.length - 1]!) {
    report.value(
      [...path, 'period'],
      'ends before the last time of the profile; the period is longer than that',
    );
  }
}
