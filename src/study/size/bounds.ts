/** What keeps even the largest configuration from meeting a goal: a bound that none of the varied figures moves. */

import type { LimitExpectation } from '../../scenario/expectation.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isUnmet } from '../estimates/gate.ts';
import { meanTaskTimes } from '../replications/expected-load.ts';
import type { SizeRequest } from './configurations.ts';
import { isUpperLimit } from './goals.ts';
import { variantsOf } from './losses.ts';
import { overloaded, untilLook } from './theory.ts';
import type { GoalJudgement, Trial } from './trial.ts';

export type BoundCause =
  /** A part does all that it can; `varied` when it is what may grow. */
  | { readonly kind: 'full'; readonly part: string; readonly varied: boolean }
  /** Tasks of a class take as long by themselves, in seconds. */
  | { readonly kind: 'alone'; readonly name: string; readonly seconds: number }
  /** A task waits for the next look of a node, in seconds. */
  | { readonly kind: 'look'; readonly seconds: number }
  /** Nothing works where a loss takes every node, or the only database. */
  | { readonly kind: 'lost'; readonly lost: string; readonly part: 'all nodes' | 'the database' }
  | { readonly kind: 'unknown' };

export interface Bound {
  /** The largest configuration that failed, and how. */
  readonly values: readonly string[];
  /** The goal that it misses; null where it is too full to be judged. */
  readonly judgement: GoalJudgement | null;
  readonly cause: BoundCause;
}

/** The bound that stops a configuration. */
export function boundOf(request: SizeRequest, trial: Trial & { readonly values: readonly string[] }): Bound {
  const { values, judgements } = trial;
  const judgement = judgements.find(({ verdict }) => isUnmet(verdict)) ?? judgements[0] ?? null;
  return { values, judgement, cause: causeOf(request, trial, judgement) };
}

function causeOf(
  request: SizeRequest,
  { values, saturated }: Trial & { readonly values: readonly string[] },
  judgement: GoalJudgement | null,
): BoundCause {
  const design = request.designOf(values, 1);
  const lost = judgement?.lost ?? null;
  const scenario = variantsOf(design, request.survive).find((each) => each.lost === lost)?.scenario ?? design;
  if (lost !== null) {
    const part = gone(scenario);
    if (part !== null) return { kind: 'lost', lost, part };
  }
  const part = saturated ?? overloaded(scenario);
  if (part !== null) return { kind: 'full', part, varied: isVaried(request, part, scenario) };
  if (judgement === null || !isUpperLimit(judgement.expectation)) return { kind: 'unknown' };
  return timeBound(scenario, judgement.expectation);
}

/** What a loss leaves nothing of. */
function gone({ nodes, timeline, database, places }: Scenario): 'all nodes' | 'the database' | null {
  if (nodes.every(({ state, taskCap }) => state !== 'online' || taskCap === 0)) return 'all nodes';
  const action = timeline[0]?.action;
  if (database === null || action?.do !== 'outage' || action.target.kind !== 'zone') return null;
  const { region, zone } = action.target;
  const isThere = (place: number) => places[place]!.region === region && places[place]!.zone === zone;
  const takesOver = database.replicas.some(({ mode, place }) => mode !== 'async' && !isThere(place));
  return isThere(database.place) && !takesOver ? 'the database' : null;
}

/** Whether what is varied adds to a part; of slots, to those of nodes that are not lost. */
function isVaried({ axes }: SizeRequest, part: string, { groups, nodes }: Scenario): boolean {
  const left = groups.filter(({ members }) => members.some((node) => nodes[node]!.state === 'online'));
  const places =
    part === 'slots' || part === 'queue' ? left.map(({ name }) => `nodes.${name}.`) : [`${part}.`];
  return axes.some(({ path }) => places.some((place) => path.startsWith(place)));
}

/** Measures of tasks that take a time. */
const OF_TIME: ReadonlySet<string> = new Set(['makespan', 'turnaround', 'duration', 'queueWait']);

/** A time that no number of slots shortens. */
function timeBound(scenario: Scenario, { metric, value }: LimitExpectation): BoundCause {
  const { family, subject, measure, statistic } = parseMetricName(metric)!;
  if (family !== 'tasks' || !OF_TIME.has(measure)) return { kind: 'unknown' };
  if (measure === 'queueWait') {
    const seconds = untilLook(scenario) / 1e6;
    return seconds >= value ? { kind: 'look', seconds } : { kind: 'unknown' };
  }
  const among = meanTaskTimes(scenario).filter(
    ({ name, share }) => share > 0 && (subject === null || name === subject),
  );
  const all = among.reduce((sum, { share }) => sum + share, 0);
  const longest = among
    .filter(({ share, mean }) => reaches(statistic, share / all, mean / 1e6, value))
    .sort((a, b) => b.mean - a.mean)[0];
  if (longest === undefined) return { kind: 'unknown' };
  return { kind: 'alone', name: longest.name, seconds: longest.mean / 1e6 };
}

/** Whether tasks that are such a share of all, and take so long, are enough by themselves to miss an upper limit. */
function reaches(statistic: string | null, share: number, seconds: number, limit: number): boolean {
  if (statistic === 'mean') return share * seconds >= limit;
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic ?? '');
  return seconds >= limit && (percentile === null || 100 * share > 100 - Number(percentile[1]));
}
