/** Each parameter of a scenario 10 % smaller and larger, one at a time, and what that does to a metric. */
import { ScenarioError } from '../../scenario/errors.ts';
import { hashOf } from '../../scenario/hash.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Estimate } from '../estimates/estimate.ts';
import { observe } from '../estimates/observation.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import type { Progress, ReplicateOptions } from '../replications/replicate.ts';
import type { Runner, StopSignal } from '../replications/runner.ts';
import { meansNothing, saturatedPart } from '../replications/saturation.ts';
import { fixed, usualReplications } from '../replications/stop-rule.ts';
import { type ReadWith, readerOf, turnEventLoop, wrongOption } from '../sweep/designs.ts';
import { needsPilot } from '../sweep/grid.ts';
import { type CheckedGrid, type GridCell, type GridRun, type Outcome, runGrid } from '../sweep/run-grid.ts';
import { whyUnknown } from '../sweep/run-sweep.ts';
import { type Change, changesOf, type Parameter, parametersOf } from './parameters.ts';
import { type Dependence, dependences, type MeasuredDesign, TENTH } from './sensitivity.ts';

/** On what a metric of a scenario depends. */
export interface Sensitivity {
  /** As it is. */
  readonly scenario: Scenario;
  readonly seed: string;
  readonly metric: string;
  /** Of the scenario as it is; it has a value. */
  readonly estimate: Estimate;
  /** The largest effect first. */
  readonly dependences: readonly Dependence[];
  readonly left: readonly LeftOut[];
  readonly replications: number;
  readonly digest: string;
}

/** A parameter that was not changed, and why. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

export interface SensitivityOptions extends Pick<ReplicateOptions, 'seed' | 'signal'> {
  /** Of each design; unless given ten, or one where nothing is left to chance. */
  readonly replications?: number;
  /** Told of every replication that ends, and in which design: `nodes.n.taskCap 9`. */
  readonly onProgress?: (progress: Progress, design: string) => void;
}

/**
 * Finds on which parameters of a scenario a metric depends, as `hasim sweep` does: each is made 10 % smaller
 * and larger, one at a time, with the same work.
 *
 * @param scenario its text, or who reads it with settings over its own, as `(set) => loadScenario(path, { set })`
 * @param metric by its name, such as `tasks.queueWait.mean`
 * @param runner where replications are run: `inlineRunner`, or a `ThreadRunner`
 * @param options unless given, the seed of the scenario
 * @returns the dependences, the largest effect first, in base units: seconds, 1/s, bytes, shares, counts
 * @throws ScenarioError for a scenario that is not valid, a metric that it does not have, or one that has no value in it
 * @throws RangeError for what is no number of replications
 * @throws InternalError when a replication does not add up, from a `ThreadRunner` as `ReplicationFailed`
 * @throws DOMException when `options.signal` is aborted, or its reason
 *
 * @example
 * const found = await sensitivity(text, 'tasks.queueWait.mean', inlineRunner);
 * for (const { parameter, influence, perTenth } of found.dependences) console.log(parameter.path, influence, perTenth);
 */
export async function sensitivity(
  scenario: string | ReadWith,
  metric: string,
  runner: Runner,
  options: SensitivityOptions = {},
): Promise<Sensitivity> {
  const readWith = readerOf(scenario);
  const base = readWith([]).scenario;
  const unknown = whyUnknown(metric, new Set(metricsOf(base)));
  if (unknown !== null) throw wrongOption('metric', [unknown]);
  const { seed, signal, onProgress, replications = usualReplications(base) } = options;
  const plan = await planSensitivity(readWith, metric, signal);
  const found = await measureSensitivity(base, plan, replications, seed, (take) =>
    runGrid(readWith, base.name, plan.grid, runner, {
      ...(seed === undefined ? {} : { seed }),
      ...(signal && { signal }),
      ruleOf: () => fixed(replications),
      take,
      onProgress: (progress, { label }) => onProgress?.(progress, label),
    }),
  );
  if (typeof found !== 'string') return found;
  const text = `${metric} ${found}: nothing can be said of what it depends on`;
  throw new ScenarioError([{ file: base.name, line: 0, column: 0, path: '', text }]);
}

/** What is going to be changed, before anything is run. */
export interface SensitivityPlan {
  readonly metric: string;
  readonly trials: readonly {
    readonly parameter: Parameter;
    readonly less: Change | null;
    readonly more: Change | null;
  }[];
  readonly left: readonly LeftOut[];
  /** The design as it is, then the sides that there are. */
  readonly grid: CheckedGrid;
}

/** What to change, each change as a design of its own through the checks of the scenario. */
export async function planSensitivity(
  readWith: ReadWith,
  metric: string,
  signal?: StopSignal,
): Promise<SensitivityPlan> {
  const { scenario, resolved } = readWith([]);
  const trials: SensitivityPlan['trials'][number][] = [];
  const left: LeftOut[] = [];
  const cells: GridCell[] = [{ label: scenario.name, set: [] }];
  const pilots = needsPilot(scenario) ? [0] : [];
  for (const parameter of parametersOf(resolved as object, scenario.assumed, metric)) {
    const [less, more] = [-TENTH, TENTH].map((by) => accepted(changesOf(parameter, by), readWith));
    const sides = [less, more].filter((side) => side !== null && side !== undefined);
    if (sides.length === 0) {
      const none = changesOf(parameter, TENTH).length === 0;
      left.push({ path: parameter.path, why: none ? 'they are 0' : 'the checks let nothing else through' });
      continue;
    }
    trials.push({ parameter, less: less!, more: more! });
    for (const side of sides) {
      if (pilots.length > 0) pilots.push(cells.length);
      cells.push({ label: `${parameter.path} ${side.written}`, set: side.set });
    }
    await turnEventLoop(signal);
  }
  return { metric, trials, left, grid: { cells, metrics: new Set(), pilots } };
}

/** The first change that gives a valid scenario; null when none does. */
function accepted(changes: readonly Change[], readWith: ReadWith): Change | null {
  for (const change of changes) {
    try {
      readWith(change.set);
      return change;
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
    }
  }
  return null;
}

/**
 * What was found; or why the metric says nothing in the scenario as it is.
 *
 * @param seed unless given, the scenario's
 * @param run runs the grid of the plan
 */
export async function measureSensitivity(
  scenario: Scenario,
  { metric, trials, left }: SensitivityPlan,
  replications: number,
  seed: string | undefined,
  run: (take: GridRun['take']) => Promise<void>,
): Promise<Sensitivity | string> {
  const all: MeasuredDesign[] = [];
  const digests: string[] = [];
  let estimate: Estimate | undefined;
  let exact = true;
  await run((outcome, i) => {
    const one = measuredIn(outcome, metric);
    all.push(one);
    digests.push(outcome.study?.digest ?? '');
    if (i === 0) estimate = outcome.study?.estimates.get(metric);
    exact &&= outcome.study === null || isDeterministic(outcome.study.scenario);
    return i > 0 || whyNothing(one) === null;
  });
  const why = whyNothing(all[0]!);
  if (why !== null) return why;
  let next = 1;
  const sideOf = (change: Change | null) => (change === null ? null : { change, measured: all[next++]! });
  const tried = trials.map(({ parameter, less, more }) => ({
    parameter,
    less: sideOf(less),
    more: sideOf(more),
  }));
  return {
    scenario,
    seed: seed ?? scenario.seed,
    metric,
    estimate: estimate!,
    dependences: dependences(all[0]!.observation!, tried, exact),
    left,
    replications,
    digest: hashOf(digests),
  };
}

function measuredIn({ study, tooShort }: Outcome, metric: string): MeasuredDesign {
  if (study === null) return { observation: null, saturated: null, tooShort };
  const full = saturatedPart(study);
  const saturated = meansNothing(metric, full) ? full : null;
  return {
    observation: observe(study.results, isDeterministic(study.scenario)).get(metric) ?? null,
    saturated,
    tooShort,
  };
}

function whyNothing({ observation, saturated, tooShort }: MeasuredDesign): string | null {
  if (tooShort !== null) return `is not known, ${tooShort}`;
  if (saturated !== null) return `only says how long was looked, as the scenario is saturated (${saturated})`;
  if (observation?.value != null) return null;
  return `has no value (${observation?.reason ?? 'no samples'})`;
}
