/** Pools of workers, and the steps that run on them (rule W6). */
import type { Report } from './report.ts';
import type { TaskClassSpec, WorkerPoolSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';

export function resolveWorkers(file: ScenarioFile): WorkerPoolSpec[] {
  return Object.entries(file.workers).map(([name, { count, slots }]) => ({ name, count, slots }));
}

/** The pool that a step names; null: none, or a mistake that is told. */
export function poolOf(
  name: string | undefined,
  pools: readonly WorkerPoolSpec[],
  path: Path,
  report: Report,
): number | null {
  if (name === undefined) return null;
  const names = pools.map((pool) => pool.name);
  const index = names.indexOf(name);
  const there = names.length === 0 ? 'add workers: { … }' : `pools are ${some(names)}`;
  if (index === -1)
    report.unknown(path, name, `there is no pool of workers '${name}'; ${didYouMean(name, names)}${there}`, [
      ['workers'],
    ]);
  else if (pools[index]!.count === 0)
    report.value(path, `'${name}' has no worker; its count is 0, and the step would wait for ever`);
  return index === -1 ? null : index;
}

/** Pools that nothing runs on change nothing, which nobody may have meant. */
export function unusedPools(pools: readonly WorkerPoolSpec[], tasks: readonly TaskClassSpec[]): string[] {
  const used = new Set(tasks.flatMap(({ steps }) => poolsIn(steps)));
  return pools.flatMap(({ name }, pool) =>
    used.has(pool) ? [] : [`workers.${name}: no step runs on it; write on: ${name} beside a run`],
  );
}

function poolsIn(steps: TaskClassSpec['steps']): number[] {
  return steps.flatMap((step) => {
    if (step.do === 'repeat') return poolsIn(step.steps);
    return step.do === 'run' && step.on !== null ? [step.on] : [];
  });
}
