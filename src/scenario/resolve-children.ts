/** Classes whose tasks others start (rule W8): who starts whom, and what could never end. */
import type { Report } from './report.ts';
import type { NodeSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { StepInput } from './schema-steps.ts';

type Started = Extract<StepInput, { start: string }>;

function startsIn(steps: readonly StepInput[]): Started[] {
  return steps.flatMap((step) =>
    'start' in step ? [step] : 'repeat' in step ? startsIn(step.repeat.steps) : [],
  );
}

/** Names of the classes that some other starts. */
export function startedByOthers({ workload }: ScenarioFile): ReadonlySet<string> {
  const all = Object.values(workload.tasks).flatMap(({ steps }) => startsIn(steps));
  return new Set(all.map(({ start }) => start));
}

/** A class that starts itself, and parents that hold more slots, one for another, than there are. */
export function checkChildren(file: ScenarioFile, nodes: readonly NodeSpec[], report: Report): void {
  const classes = file.workload.tasks;
  const starts = new Map(Object.entries(classes).map(([name, { steps }]) => [name, startsIn(steps)]));
  const slots = nodes.reduce((sum, { taskCap }) => sum + taskCap, 0);
  /** Slots that a task and those it waits for hold at least at once; Infinity: without end. */
  const deepest = (name: string, above: readonly string[]): number => {
    if (above.includes(name)) return Number.POSITIVE_INFINITY;
    const own = classes[name]?.slots ?? 1;
    const below = (starts.get(name) ?? []).map(
      ({ start, exempt }) => (exempt ? 0 : own) + deepest(start, [...above, name]),
    );
    return Math.max(own, ...below);
  };
  for (const name of Object.keys(classes)) {
    const path = ['workload', 'tasks', name, 'steps'];
    const needed = deepest(name, []);
    if (needed === Number.POSITIVE_INFINITY)
      report.value(path, 'start tasks that start them again, without end; let one of them start nothing');
    else if (needed > slots && needed > classes[name]!.slots)
      report.value(
        path,
        `hold ${needed} slots at once, parents and children, and there are ${slots}: they would wait for ever; add slots or write exempt: true`,
      );
  }
}
