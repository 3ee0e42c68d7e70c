/** Task classes of the file to their places in a `Scenario`. */
import type { Micros } from '../engine/time.ts';
import type { Report } from './report.ts';
import { type ArrivalSources, checkGrowth, resolveArrivals, scaleOf, type Work } from './resolve-arrivals.ts';
import { checkChildren, startedByOthers } from './resolve-children.ts';
import { resolveLimit, resolveNeeds } from './resolve-pools.ts';
import { flatLength, resolveSteps } from './resolve-steps.ts';
import { micros } from './resolve-values.ts';
import type { GroupSpec, NodeSpec, TaskClassSpec, Trace, WorkerPoolSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { MAX_FLAT_STEPS } from './schema-steps.ts';
import type { TaskClassInput } from './schema-tasks.ts';
import { MAX_CLASSES } from './schema-workload.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';

export function resolveTasks(
  file: ScenarioFile,
  nodes: readonly NodeSpec[],
  groups: readonly GroupSpec[],
  pools: readonly WorkerPoolSpec[],
  report: Report,
  sources: ArrivalSources,
): TaskClassSpec[] {
  const work: Work = { file, scale: scaleOf(file), report, sources };
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
      slots: input.slots,
      estimate: estimateOf(input, file, from, path, report),
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

/** Deployments and runbook runs at fixed times look like a schedule, unless the file says what people do (rule W4). */
function usuallyStartedBy({ kind, arrivals, whenDown }: TaskClassInput): 'people' | 'schedule' {
  const isFixed = arrivals !== undefined && ('every' in arrivals || 'at' in arrivals);
  const canBeScheduled = kind === 'deployment' || kind === 'runbook';
  return isFixed && canBeScheduled && whenDown === undefined ? 'schedule' : 'people';
}

/** Without one nobody knows whose turn it is where the shortest is next. */
function estimateOf(
  { estimate }: TaskClassInput,
  { dispatch }: ScenarioFile,
  trace: Trace | 'unreadable' | null,
  path: Path,
  report: Report,
): number | null {
  if (estimate !== undefined) return micros(estimate);
  const says = trace === 'unreadable' || (trace !== null && (trace.estimate ?? trace.duration) !== null);
  if (dispatch.backfill === 'easy' && !says)
    report.key(path, 'has no estimate, by which backfill: easy goes; write estimate: 5m');
  if (dispatch.order === 'shortest')
    report.key(path, 'has no estimate, by which order: shortest goes; write estimate: 5m');
  return null;
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
    const sum = (busy.get(node) ?? 0) + count * input.slots;
    busy.set(node, sum);
    if (needs !== null && !needs.groups.includes(group))
      report.value(at, `${name} does not offer ${needs.labels.join(' and ')}, which these tasks need`);
    else if (state === 'down') report.value(at, `${name} is down at the start; nothing runs on it`);
    else if (state === 'absent') report.value(at, `${name} is not there at the start; nothing runs on it`);
    else if (sum > taskCap)
      report.value(
        at,
        `${sum} ${input.slots === 1 ? 'tasks would run' : 'slots would be taken'} on ${name} at the start; its task cap is ${taskCap}`,
      );
    return [{ node, count }];
  });
}
