/** Nodes and groups of the file to their places in a `Scenario`. */
import type { Micros } from '../engine/time.ts';
import type { Report } from './report.ts';
import { nodeCounts, resolveAutoscale } from './resolve-autoscale.ts';
import type { Places } from './resolve-places.ts';
import { offersOf, resolveReserve } from './resolve-pools.ts';
import { micros } from './resolve-values.ts';
import type { CacheSpec, GroupSpec, NodeSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { MAX_NODES } from './schema-nodes.ts';
import type { Path } from './tree.ts';
import { parseShare, valueOf } from './units.ts';

type NodeInput = ScenarioFile['nodes'][string];

/** Nodes in file order, groups with their members; a group with `count` gives `east-1…`, one without is the node. */
export function resolveNodes(
  file: ScenarioFile,
  places: Places,
  report: Report,
): { nodes: NodeSpec[]; groups: GroupSpec[] } {
  const nodes: NodeSpec[] = [];
  const groups: GroupSpec[] = [];
  const total = Object.values(file.nodes).reduce((sum, node) => sum + nodeCounts(node).most, 0);
  if (total > MAX_NODES) report.value(['nodes'], `${total} nodes are too many; at most ${MAX_NODES}`);
  if (total === 0 && !report.isLacking(['nodes']))
    report.value(['nodes'], 'has no node; a cluster has at least one');
  if (total > MAX_NODES) return { nodes, groups };
  for (const [name, input] of Object.entries(file.nodes)) {
    const path = ['nodes', name];
    const place = places.at(input.at, [...path, 'at'], 'zone');
    const phases = resolvePhases(input, file, [...path, 'phase'], report);
    const members: number[] = [];
    const reserve = resolveReserve(input.reserve, file, [...path, 'reserve'], report);
    const { atStart, most } = nodeCounts(input);
    for (let i = 0; i < most; i += 1) {
      members.push(nodes.length);
      nodes.push({
        ...nodeFigures(input),
        reserve,
        name: input.count === undefined && input.autoscale === undefined ? name : `${name}-${i + 1}`,
        group: groups.length,
        place,
        phase: phases[i] ?? null,
        state: i < atStart ? input.state : 'absent',
      });
    }
    groups.push({
      name,
      members,
      offers: offersOf(name, input.offers, file, [...path, 'offers'], report),
      autoscale: resolveAutoscale(input, [...path, 'autoscale'], report),
    });
  }
  return { nodes, groups };
}

/** What a node and an added node have alike. */
export function nodeFigures(
  input: Pick<
    NodeInput,
    | 'taskCap'
    | 'cores'
    | 'startTime'
    | 'speed'
    | 'endurance'
    | 'watchdog'
    | 'zeroCap'
    | 'serving'
    | 'cache'
    | 'burst'
  >,
) {
  return {
    taskCap: input.taskCap,
    cores: input.cores,
    startTime: micros(input.startTime),
    speed: valueOf(parseShare(input.speed)),
    endurance: micros(input.endurance),
    watchdog: micros(input.watchdog),
    zeroCap: input.zeroCap,
    serving: resolveServing(input.serving),
    cache: cacheOf(input.cache),
    burst: creditsOf(input.burst),
  };
}

/** null: all of its cores are its own. */
function creditsOf(input: NodeInput['burst']): NodeSpec['burst'] {
  if (input === undefined) return null;
  const atStart = valueOf(parseShare(input.atStart));
  return { baseline: valueOf(parseShare(input.baseline)), credits: micros(input.credits), atStart };
}

function resolveServing(input: NodeInput['serving']): NodeSpec['serving'] {
  if (input === undefined) return null;
  return { ...input, queue: input.queue === 'none' ? null : input.queue };
}

function resolvePhases(input: NodeInput, file: ScenarioFile, path: Path, report: Report): (Micros | null)[] {
  const count = nodeCounts(input).atStart;
  const { phase } = input;
  if (Array.isArray(phase)) {
    if (phase.length !== count)
      report.value(path, `has ${phase.length} times for ${count} nodes; give one for each`);
    return Array.from({ length: count }, (_, i) => (i < phase.length ? micros(phase[i]!) : null));
  }
  const every = micros(file.dispatch.every);
  return Array.from({ length: count }, (_, i) => {
    if (phase === 'random') return null;
    return phase === 'even' ? Math.floor((i * every) / count) : micros(phase);
  });
}

/** null: never cold. */
export function cacheOf(input: NodeInput['cache']): CacheSpec | null {
  return input === undefined ? null : { items: input.items, miss: micros(input.miss) };
}
