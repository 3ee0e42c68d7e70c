/** Who may take which task (rule Q11): labels to groups of nodes, kept slots and limits of classes to their places. */
import type { Report } from './report.ts';
import type { GroupSpec, NodeSpec, TaskClassSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { TaskClassInput } from './schema-tasks.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';

/** What a group offers: its own name, and the labels that it is given. */
export function offersOf(
  name: string,
  labels: readonly string[],
  file: ScenarioFile,
  path: Path,
  report: Report,
): string[] {
  labels.forEach((label, i) => {
    if (Object.hasOwn(file.nodes, label))
      report.value(
        [...path, i],
        label === name
          ? `'${label}' is its own name, which it offers anyway; leave it out`
          : `'${label}' is the name of other nodes; needs: ${label} means these alone`,
      );
  });
  return [name, ...labels];
}

/** The groups whose nodes offer all that a class needs. */
export function resolveNeeds(
  input: TaskClassInput,
  groups: readonly GroupSpec[],
  file: ScenarioFile,
  path: Path,
  report: Report,
): TaskClassSpec['needs'] {
  if (input.needs === undefined) return null;
  const labels = typeof input.needs === 'string' ? [input.needs] : input.needs;
  const offered = [...new Set(groups.flatMap(({ offers }) => offers))];
  const unknown = labels.filter((label) => !offered.includes(label));
  labels.forEach((label, i) => {
    const isPool = Object.hasOwn(file.workers, label);
    const hint = isPool
      ? `a step runs on that pool of workers with on: ${label}; `
      : didYouMean(label, offered);
    if (unknown.includes(label))
      report.unknown(
        typeof input.needs === 'string' ? path : [...path, i],
        label,
        `no node offers '${label}'; ${hint}nodes offer ${some(offered)}`,
        [['nodes'], ['timeline']],
      );
  });
  const found = groups.flatMap(({ offers }, group) =>
    labels.every((label) => offers.includes(label)) ? [group] : [],
  );
  const isEmpty = found.every((group) => groups[group]!.members.length === 0);
  if (unknown.length === 0 && isEmpty && !report.isLacking(['nodes'])) {
    const names = found.map((group) => groups[group]!.name);
    report.value(
      path,
      names.length > 0
        ? `only ${some(names)} may take these tasks, which has no node; its count is 0`
        : `no nodes offer ${labels.join(' and ')} together; give one group of nodes both`,
    );
  }
  return { labels, groups: found };
}

/** How many tasks of a class run at once; `exclusivePer` is one of each. */
export function resolveLimit(input: TaskClassInput, path: Path, report: Report): TaskClassSpec['atMost'] {
  const counts = { project: input.projects, environment: input.environments, tenant: input.tenants };
  const tagged = (whats: readonly (keyof typeof counts)[]) =>
    whats.map((what) => ({ what, count: counts[what] }));
  const { atMost, exclusivePer } = input;
  if (atMost !== undefined && exclusivePer !== undefined)
    report.key(
      [...path, 'exclusivePer'],
      `stands beside atMost; write atMost: { tasks: 1, per: ${exclusivePer} } alone`,
    );
  if (atMost === undefined)
    return exclusivePer === undefined ? null : { tasks: 1, per: tagged([exclusivePer]) };
  if (typeof atMost === 'number') return { tasks: atMost, per: [] };
  const per = typeof atMost.per === 'string' ? [atMost.per] : (atMost.per ?? []);
  per.forEach((what, i) => {
    if (per.indexOf(what) < i) report.value([...path, 'atMost', 'per', i], `'${what}' is in it already`);
  });
  return { tasks: atMost.tasks, per: tagged(per) };
}

/** Slots of a node that are kept for classes. */
export function resolveReserve(
  input: Readonly<Record<string, number>>,
  file: ScenarioFile,
  path: Path,
  report: Report,
): NodeSpec['reserve'] {
  const classes = Object.keys(file.workload.tasks);
  return Object.entries(input).flatMap(([name, slots]) => {
    const taskClass = classes.indexOf(name);
    if (taskClass === -1)
      report.unknown(
        [...path, name],
        name,
        `there is no class of tasks '${name}'; ${didYouMean(name, classes)}classes are ${some(classes)}`,
        [['workload', 'tasks']],
      );
    return taskClass === -1 || slots === 0 ? [] : [{ taskClass, slots }];
  });
}

/** Slots that can never be used as they are kept: more than there are, or for a class that may not come. */
export function checkReserves(
  file: ScenarioFile,
  groups: readonly GroupSpec[],
  nodes: readonly NodeSpec[],
  tasks: readonly TaskClassSpec[],
  report: Report,
): void {
  const added = file.timeline.flatMap((entry, i) => ('addNode' in entry ? [['timeline', i, 'addNode']] : []));
  const paths: Path[] = [...Object.keys(file.nodes).map((name) => ['nodes', name]), ...added];
  groups.forEach(({ members }, g) => {
    const node = nodes[members[0]!];
    if (node === undefined) return;
    const path = [...paths[g]!, 'reserve'];
    const kept = node.reserve.reduce((sum, { slots }) => sum + slots, 0);
    if (kept > node.taskCap) report.value(path, `keeps ${kept} slots of a task cap of ${node.taskCap}`);
    for (const { taskClass } of node.reserve) {
      const { name, needs } = tasks[taskClass]!;
      if (needs !== null && !needs.groups.includes(g))
        report.value(
          [...path, name],
          `'${name}' needs ${needs.labels.join(' and ')}, which these nodes do not offer; the slots would stay empty`,
        );
    }
  });
}
