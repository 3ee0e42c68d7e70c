/** Tasks that take several slots of a node (rule Q16): which could never run, and what cannot stand beside them. */
import type { Report } from './report.ts';
import type { NodeSpec, TaskClassSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';

/** Slots that no node has, and what says nothing or means nothing where tasks take several. */
export function checkSlots(
  file: ScenarioFile,
  nodes: readonly NodeSpec[],
  tasks: readonly TaskClassSpec[],
  report: Report,
): void {
  checkBackfill(file, tasks, report);
  const isWeighted = tasks.some(({ weight }) => weight !== null);
  tasks.forEach((task, c) => {
    const path = ['workload', 'tasks', task.name];
    const rows = rowSlots(task);
    if (rows !== null) {
      const trace = [...path, 'arrivals', 'trace'];
      const given = file.workload.tasks[task.name]!.slots;
      if (given > 1) report.value([...path, 'slots'], `the rows of ${rows.file} say it; leave slots out`);
      if (isWeighted)
        report.value(
          trace,
          `${rows.file} has slots, and classes have weights, which are of tasks that take the same`,
        );
      if (file.dispatch.share === 'projects' && task.priority !== 'normal')
        report.value(
          trace,
          `${rows.file} has slots, and its class shares by projects, whose tasks take the same`,
        );
    }
    const most = rows === null ? task.slots : rows.slots.reduce((a, b) => Math.max(a, b), 0);
    if (most === 1 || report.isLacking(['nodes'], ['timeline'], ['plans'])) return;
    const room = mostRoom(file, nodes, task, c);
    if (room >= most) return;
    const who = task.needs === null ? 'any node' : `a node that offers ${task.needs.labels.join(' and ')}`;
    if (rows === null)
      report.value(
        [...path, 'slots'],
        `a task takes ${most} slots, and ${who} has at most ${room} for it; it would never run: raise a taskCap`,
      );
    else
      report.value(
        [...path, 'arrivals', 'trace'],
        `${rows.file} has a task of ${most} slots, and ${who} has at most ${room} for it; it would never run: raise a taskCap`,
      );
  });
}

function rowSlots({ arrivals }: TaskClassSpec): { file: string; slots: Float64Array } | null {
  if (arrivals?.kind !== 'trace' || arrivals.trace.slots === null) return null;
  return { file: arrivals.trace.file, slots: arrivals.trace.slots };
}

/** The most slots that a node that may take a class ever has for it. */
function mostRoom(
  file: ScenarioFile,
  nodes: readonly NodeSpec[],
  { needs }: TaskClassSpec,
  c: number,
): number {
  const steps = Object.values(file.plans).flatMap((plan) => plan as readonly object[]);
  const set = [...file.timeline, ...steps].flatMap((entry) =>
    JSON.stringify(entry).includes('setTaskCap') && 'to' in entry ? [Number(entry.to)] : [],
  );
  const rooms = nodes
    .filter(({ group }) => needs === null || needs.groups.includes(group))
    .map(({ taskCap, reserve }) => {
      const kept = reserve.reduce((sum, { taskClass, slots }) => (taskClass === c ? sum : sum + slots), 0);
      return Math.max(taskCap, ...set) - kept;
    });
  return Math.max(0, ...rooms);
}

function checkBackfill({ dispatch }: ScenarioFile, tasks: readonly TaskClassSpec[], report: Report): void {
  if (dispatch.backfill === 'strict') return;
  const path = ['dispatch', 'backfill'];
  if (tasks.every((task) => task.slots === 1 && rowSlots(task) === null))
    report.value(
      path,
      'says who goes before a bigger task, and each takes one slot; write slots: 2 in a class',
    );
  if (dispatch.prefetch > 0)
    report.value(
      path,
      'is about what a node takes next, and with prefetch it has taken that already; leave one out',
    );
}
