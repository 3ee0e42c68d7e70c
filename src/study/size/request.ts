/** What a sizing is asked, from plain values: goals and axes as they are written. */
import type { Scenario } from '../../scenario/scenario.ts';
import { parseGrowth, parseShare, valueOf } from '../../scenario/units.ts';
import { readAxes } from '../sweep/axes.ts';
import { type ReadWith, readerOf, wrongOption } from '../sweep/designs.ts';
import type { GridAxis } from '../sweep/vary.ts';
import { type Growth, type SizeRequest, sizeAxis } from './configurations.ts';
import { parseGoals } from './goals.ts';
import type { Survived } from './losses.ts';

export interface SizeQuestion {
  /** Limits in the grammar of expectations, all to be met at once: `tasks.queueWait.p95 < 5m`. */
  readonly goals: readonly string[];
  /** One an axis, `path=values`; unless given, the task cap of the group with most slots, up to four times what it is. */
  readonly vary?: readonly string[];
  /** The goals are met whichever node or zone is lost; unless given, nothing is. */
  readonly survive?: Survived;
  /** The cheapest by `cost.perHour`, not the smallest. */
  readonly cheapest?: boolean;
}

/**
 * What `size` is asked, from plain values.
 *
 * @param scenario its text, or who reads it with settings over its own, as `(set) => loadScenario(path, { set })`
 * @param question the goals, and what may change to meet them
 * @returns the request
 * @throws ScenarioError for a scenario that is not valid, no goals, goals that cannot be read or met, an axis that is not
 * there, `survive` of anything else, or `cheapest` without prices
 *
 * @example
 * const request = sizeRequest(text, { goals: ['tasks.queueWait.p95 < 5m'], vary: ['nodes.n.taskCap=1..20'] });
 */
export function sizeRequest(scenario: string | ReadWith, question: SizeQuestion): SizeRequest {
  const readWith = readerOf(scenario);
  const base = readWith([]);
  const { goals, vary = [], survive = null, cheapest = false } = question;
  if (survive !== null && survive !== 'node' && survive !== 'zone')
    throw wrongOption('survive', [`is node or zone; it is '${survive}'`]);
  if (goals.length === 0) throw wrongOption('goals', ["is missing, such as ['tasks.queueWait.p95 < 5m']"]);
  const read = parseGoals(goals, base.scenario);
  if (!read.ok)
    throw wrongOption(
      'goals',
      read.mistakes.map((mistake) => `'${mistake.goals.join("' and '")}': ${mistake.text}`),
    );
  if (cheapest && base.scenario.cost === null)
    throw wrongOption('cheapest', ['the scenario has no prices; write for example cost: { perHour: … }']);
  const texts = vary.length > 0 ? vary : [usualAxis(base.scenario)];
  const axes = readAxes(texts, base.resolved, base.scenario.name);
  if (!axes.ok) throw wrongOption('vary', [axes.why]);
  return requestFor(readWith, axes.axes, { goals: read.goals, survive, cheapest });
}

/** A request of what has been read. */
export function requestFor(
  readWith: ReadWith,
  gridAxes: readonly GridAxis[],
  asked: Pick<SizeRequest, 'goals' | 'survive' | 'cheapest'>,
): SizeRequest {
  const axes = gridAxes.map(sizeAxis);
  return {
    ...asked,
    axes,
    growth: growthOf(readWith([]).resolved),
    designOf: (values, load) =>
      designAt(
        readWith,
        axes.map(({ path }, i) => `${path}=${values[i]}`),
        load,
      ),
  };
}

/** The design with these settings, under so many times its load. */
function designAt(readWith: ReadWith, settings: readonly string[], load: number): Scenario {
  const design = readWith(settings);
  if (load === 1) return design.scenario;
  const { workload } = design.resolved as { readonly workload: { readonly scale: string } };
  const scale = Number((100 * load * valueOf(parseShare(workload.scale))).toPrecision(12));
  return readWith([...settings, `workload.scale=${scale}%`]).scenario;
}

/** By what the work of a scenario grows; null: it does not. */
export function growthOf(resolved: unknown): Growth | null {
  const { workload } = resolved as { workload: { growth: string; growthMonths: number } };
  const perMonth = valueOf(parseGrowth(workload.growth));
  return perMonth === 0 ? null : { perMonth, months: workload.growthMonths };
}

/** The task cap of the group with most slots, up to four times what it is. */
export function usualAxis(scenario: Scenario): string {
  const { name, cap } = largestGroup(scenario);
  return `nodes.${name}.taskCap=1..${Math.max(LEAST_CAP, 4 * cap)}`;
}

/** The same cap as it is: the design alone. */
export function presentAxis(scenario: Scenario): string {
  const { name, cap } = largestGroup(scenario);
  return `nodes.${name}.taskCap=${cap}`;
}

function largestGroup({ nodes, groups }: Scenario): { readonly name: string; readonly cap: number } {
  const slotsOf = (members: readonly number[]) =>
    members.reduce((sum, node) => sum + nodes[node]!.taskCap, 0);
  const largest = groups.reduce((most, group) =>
    slotsOf(group.members) > slotsOf(most.members) ? group : most,
  );
  return { name: largest.name, cap: nodes[largest.members[0]!]?.taskCap ?? 0 };
}

const LEAST_CAP = 20;
