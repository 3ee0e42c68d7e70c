/** Autoscaling of the file to a checked rule: units by what is watched, and what can never work said. */
import type { AutoscaleSpec, PaceSpec, ScalingRule, Watched } from './autoscale.ts';
import type { Report } from './report.ts';
import { drainOf, micros, resolveDistribution } from './resolve-values.ts';
import type { GroupSpec, NodeSpec, TaskClassSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { Path } from './tree.ts';
import { parseShare, valueOf } from './units.ts';

type NodeInput = ScenarioFile['nodes'][string];
type AutoscaleInput = NonNullable<NodeInput['autoscale']>;

/** How many nodes of a group there are at the start, and how many there can be. */
export function nodeCounts({ count, autoscale }: NodeInput): { atStart: number; most: number } {
  if (autoscale === undefined) return { atStart: count ?? 1, most: count ?? 1 };
  const atStart = count ?? autoscale.schedule?.[0]?.[1] ?? autoscale.min;
  return { atStart, most: Math.max(autoscale.max, atStart) };
}

/** null: none. */
export function resolveAutoscale(node: NodeInput, path: Path, report: Report): AutoscaleSpec | null {
  const input = node.autoscale;
  if (input === undefined) return null;
  const { min, max } = input;
  if (min > max) report.value([...path, 'min'], `${min} is above max ${max}; write the smaller as min`);
  else if (node.count !== undefined && (node.count < min || node.count > max))
    report.value(
      [...path.slice(0, -1), 'count'],
      `${node.count} at the start is not between min ${min} and max ${max} of autoscale`,
    );
  return {
    min,
    max,
    every: micros(input.every),
    rule: resolveRule(input, path, report),
    boot:
      input.boot === undefined
        ? { kind: 'constant', value: micros(node.startTime) }
        : resolveDistribution(input.boot, [...path, 'boot'], report),
    bootFails: bootFails(input, path, report),
    jobs: input.jobs ?? null,
    drain: drainOf(input.drain, [...path, 'drain'], report),
  };
}

function bootFails({ bootFails: input }: AutoscaleInput, path: Path, report: Report): number {
  const share = valueOf(parseShare(input));
  if (share === 1)
    report.value([...path, 'bootFails'], '100% means that no node is ever ready; write a share below that');
  return share;
}

const NO_RULE: ScalingRule = { kind: 'schedule', from: [0], nodes: [1], period: null };

function resolveRule(input: AutoscaleInput, path: Path, report: Report): ScalingRule {
  const ways = (['target', 'steps', 'schedule'] as const).filter((way) => input[way] !== undefined);
  const isLacking = (...keys: readonly string[]) => report.isLacking(...keys.map((key) => [...path, key]));
  if (ways.length === 0 && isLacking('target', 'steps', 'schedule')) return NO_RULE;
  if (ways.length !== 1) {
    const text =
      ways.length === 0
        ? 'says neither target, steps nor schedule; write for example watch: work and target: 1'
        : `has ${ways.join(' and ')}; write one of them`;
    report.key(path, text);
    return NO_RULE;
  }
  if (input.schedule !== undefined) return schedule(input, path, report);
  const { watch } = input;
  if (watch === undefined) {
    if (isLacking('watch')) return NO_RULE;
    report.key([...path, ways[0]!], 'does not say of what; write watch: queue, work, wait, busy or cpu');
    return NO_RULE;
  }
  if (input.min === 0 && (watch === 'busy' || watch === 'cpu'))
    report.value(
      [...path, 'min'],
      `is 0, but no nodes have no ${watch === 'cpu' ? 'CPU' : 'slots'} to watch: it would never grow again; write 1, or watch queue, work or wait`,
    );
  if (input.target !== undefined) {
    return {
      kind: 'target',
      watch,
      target: valueIn(watch, input.target, [...path, 'target'], report),
      tolerance: valueOf(parseShare(input.tolerance)),
      up: paceOf(input.up, [...path, 'up'], report),
      down: paceOf(input.down, [...path, 'down'], report),
    };
  }
  return stepsOf(input, watch, path, report);
}

function stepsOf(input: AutoscaleInput, watch: Watched, path: Path, report: Report): ScalingRule {
  const steps = input.steps!.map((step, i) =>
    'above' in step
      ? {
          isAbove: true,
          at: valueIn(watch, step.above, [...path, 'steps', i, 'above'], report),
          nodes: step.add,
        }
      : {
          isAbove: false,
          at: valueIn(watch, step.below, [...path, 'steps', i, 'below'], report),
          nodes: step.remove,
        },
  );
  const ups = steps.filter(({ isAbove }) => isAbove).map(({ at }) => at);
  const downs = steps.filter(({ isAbove }) => !isAbove).map(({ at }) => at);
  if (Math.max(...downs) >= Math.min(...ups))
    report.value(
      [...path, 'steps'],
      'add and remove nodes at the same value; the highest `below` has to be under the lowest `above`',
    );
  return { kind: 'steps', watch, steps, cooldown: micros(input.cooldown) };
}

function schedule(input: AutoscaleInput, path: Path, report: Report): ScalingRule {
  const from = input.schedule!.map(([time]) => micros(time));
  const nodes = input.schedule!.map(([, count]) => count);
  const period = input.period === undefined ? null : micros(input.period);
  if (from[0] !== 0 && !report.isLacking([...path, 'schedule']))
    report.value([...path, 'schedule', 0], 'does not begin at 0s; say how many at the start');
  const back = from.findIndex((time, i) => i > 0 && time <= from[i - 1]!);
  if (back > 0) report.value([...path, 'schedule', back], 'is not later than the one before');
  if (period !== null && period <= from.at(-1)!)
    report.value([...path, 'period'], 'ends before the last time of the schedule');
  nodes.forEach((count, i) => {
    if (count < input.min || count > input.max)
      report.value(
        [...path, 'schedule', i],
        `asks for ${count} nodes, which is not between min ${input.min} and max ${input.max}`,
      );
  });
  return { kind: 'schedule', from, nodes, period };
}

/** Tasks are a number, slots and CPU a share, a wait a length. */
function valueIn(watch: Watched, value: string | number, path: Path, report: Report): number {
  const wrong = (text: string): number => {
    report.value(path, `${value} is not what ${watch} is measured in; ${text}`);
    return 1;
  };
  if (watch === 'queue' || watch === 'work')
    return typeof value === 'number' ? value : wrong('write a number of tasks such as 5');
  const isShare = typeof value === 'string' && value.endsWith('%');
  if (watch === 'wait')
    return typeof value === 'string' && !isShare ? micros(value) : wrong('write a length such as 2m');
  if (!isShare) return wrong('write a share such as 70%');
  const share = valueOf(parseShare(value));
  return share <= 1 ? share : wrong('more than 100% is never in use');
}

function paceOf(input: AutoscaleInput['up'], path: Path, report: Report): PaceSpec {
  const policies = input.policies.map(({ nodes, share, per }, i) => {
    if ((nodes === undefined) === (share === undefined))
      report.value([...path, 'policies', i], 'says how many nodes or which share of them, one of the two');
    return {
      nodes: nodes ?? null,
      share: share === undefined ? null : valueOf(parseShare(share)),
      per: micros(per),
    };
  });
  return { stabilise: micros(input.stabilise), policies, select: input.select };
}

/** Scalers that watch what their nodes have nothing to do with: it would not change, whatever they do. */
export function checkWatched(
  groups: readonly GroupSpec[],
  nodes: readonly NodeSpec[],
  tasks: readonly TaskClassSpec[],
  hasRequests: boolean,
  report: Report,
): void {
  const scaledTo0 = groups.findIndex(({ autoscale }) => autoscale?.min === 0);
  const isAlways = ({ autoscale, members }: GroupSpec): boolean =>
    autoscale === null ? members.some((node) => nodes[node]!.state !== 'absent') : autoscale.min > 0;
  if (scaledTo0 !== -1 && !groups.some(isAlways) && !report.isLacking(['nodes']))
    report.value(
      ['nodes', groups[scaledTo0]!.name, 'autoscale', 'min'],
      'is 0, and there are no other nodes: while there are none nobody can queue work (rule W4); keep one for users, such as server: { taskCap: 0 }',
    );
  groups.forEach(({ name, autoscale, members }, g) => {
    if (autoscale === null || report.isLacking(['nodes'], ['workload'])) return;
    const { rule, jobs } = autoscale;
    const path = ['nodes', name, 'autoscale'];
    const slots = nodes[members[0]!]?.taskCap ?? 0;
    const mayTake = tasks.some(({ needs }) => needs === null || needs.groups.includes(g));
    const why =
      slots === 0
        ? 'these nodes have a task cap of 0 and take no task'
        : mayTake
          ? null
          : 'these nodes may take no task of any class';
    if (why === null) return;
    if (jobs !== null) report.value([...path, 'jobs'], `counts tasks, but ${why}`);
    if (rule.kind === 'schedule' || (rule.watch === 'cpu' && hasRequests)) return;
    report.value(
      [...path, 'watch'],
      rule.watch === 'cpu'
        ? `is cpu, but ${why}, and there are no requests: it would watch what it does not change`
        : `is ${rule.watch}, but ${why}: it would watch what it does not change; write watch: cpu`,
    );
  });
}
