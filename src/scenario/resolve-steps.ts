/** What a task does: the steps of a class, one after another. */
import type { Report } from './report.ts';
import { resolveDistribution } from './resolve-values.ts';
import { poolOf } from './resolve-workers.ts';
import type { Step, Trace, WorkerPoolSpec } from './scenario.ts';
import type { StepInput } from './schema-steps.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';
import { parseSize, valueOf } from './units.ts';

/** Steps after all repeats are written out. */
export function flatLength(steps: readonly StepInput[]): number {
  return steps.reduce(
    (sum, step) => sum + ('repeat' in step ? step.repeat.times * flatLength(step.repeat.steps) : 1),
    0,
  );
}

export function checkWrites(db: { calls: number; writes: number }, path: Path, report: Report): void {
  if (db.writes > db.calls)
    report.value(
      path,
      `${db.writes} writes are more than the ${db.calls} calls; writes are some of the calls`,
    );
}

/** What steps can be of: the trace that their tasks arrive from, and pools of workers. */
export interface StepSources {
  readonly trace: Trace | 'unreadable' | null;
  readonly pools: readonly WorkerPoolSpec[];
  /** Names of classes of tasks. */
  readonly classes: readonly string[];
}

export function resolveSteps(
  steps: readonly StepInput[],
  sources: StepSources,
  path: Path,
  report: Report,
): Step[] {
  checkKeeps(steps, path, report);
  return steps.map((step, i) => resolveStep(step, sources, [...path, i], report));
}

/** A connection is kept through steps of the same list that need none of their own. */
function checkKeeps(steps: readonly StepInput[], path: Path, report: Report): void {
  steps.forEach((step, i) => {
    if (!('db' in step) || typeof step.db === 'number' || step.db.keeps === 0) return;
    const { keeps, transaction } = step.db;
    const at = [...path, i, 'db', 'keeps'];
    const kept = steps.slice(i + 1, i + 1 + keeps);
    if (!transaction)
      report.value(at, 'keeps the connection of a transaction, and this is none; add transaction: true');
    else if (kept.length < keeps) report.value(at, 'keeps it longer than its list of steps goes on');
    else if (kept.some((each) => 'db' in each || 'repeat' in each))
      report.value(
        at,
        'reaches over a db or repeat step; a connection is kept through read, write, cpu and run steps',
      );
  });
}

function resolveStep(step: StepInput, sources: StepSources, path: Path, report: Report): Step {
  if ('db' in step) {
    if (typeof step.db === 'number')
      return { do: 'db', calls: step.db, writes: 0, transaction: false, keeps: 0 };
    checkWrites(step.db, [...path, 'db', 'writes'], report);
    return { do: 'db', ...step.db };
  }
  if ('read' in step) return { do: 'read', bytes: valueOf(parseSize(step.read)) };
  if ('write' in step) return { do: 'write', bytes: valueOf(parseSize(step.write)) };
  if ('cpu' in step) return { do: 'cpu', length: resolveDistribution(step.cpu, [...path, 'cpu'], report) };
  if ('repeat' in step) {
    const steps = resolveSteps(step.repeat.steps, sources, [...path, 'repeat', 'steps'], report);
    return { do: 'repeat', times: step.repeat.times, steps };
  }
  if ('start' in step) {
    const { classes } = sources;
    const taskClass = classes.indexOf(step.start);
    if (taskClass === -1)
      report.unknown(
        [...path, 'start'],
        step.start,
        `there is no class of tasks '${step.start}'; ${didYouMean(step.start, classes)}classes are ${some(classes)}`,
        [['workload', 'tasks']],
      );
    return { do: 'start', taskClass: Math.max(0, taskClass), count: step.count, exempt: step.exempt };
  }
  const on = poolOf(step.on, sources.pools, [...path, 'on'], report);
  if (typeof step.run === 'string' || !('from' in step.run))
    return { do: 'run', length: resolveDistribution(step.run, [...path, 'run'], report), on };
  const { trace } = sources;
  const traced = { do: 'run', length: 'trace', on } as const;
  if (trace === 'unreadable') return traced;
  if (trace === null)
    report.value([...path, 'run'], 'takes its length from a trace, but the tasks do not arrive from one');
  else if (trace.duration === null)
    report.value([...path, 'run'], `takes its length from ${trace.file}, which has no column duration`);
  return traced;
}
