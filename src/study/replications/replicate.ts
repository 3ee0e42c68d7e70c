/** Many replications of one scenario, and what they say together. */
import { combineDigests } from '../../engine/digest.ts';
import type { Micros } from '../../engine/time.ts';
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { requireReplication } from '../../simulate.ts';
import { type Estimate, estimates } from '../estimates/estimate.ts';
import { rareFailureWarnings } from '../yearly/rare.ts';
import { deadlockWarnings } from './deadlocks.ts';
import { designWarnings } from './design-warnings.ts';
import { isDeterministic } from './deterministic.ts';
import { Folding } from './folding.ts';
import { ignoredWarnings } from './ignored.ts';
import { runLengthWarnings } from './run-length-guard.ts';
import type { Runner, StopSignal, Ties } from './runner.ts';
import { REPLICATIONS, requireReplications, type StopRule } from './stop-rule.ts';
import { canTellTies, findTieDifferences, type TieDifference } from './ties.ts';
import { warmUpOf } from './warm-up.ts';

/** What replications of one scenario say together. */
export interface Study {
  /** As it was run: with the warm-up that was found. */
  readonly scenario: Scenario;
  readonly seed: string;
  /** In order of replication, whatever the order in which they ended; later ones without series, see `Folding`. */
  readonly results: readonly RunResult[];
  /** By metric, in the order of the results' own names. */
  readonly estimates: ReadonlyMap<string, Estimate>;
  /** Over the replications' digests in order. */
  readonly digest: string;
  /** What to know before believing the numbers, in words. */
  readonly warnings: readonly string[];
  /** Figures that differ with ties the other way round (rule T2); null: it was not tried. */
  readonly ties: readonly TieDifference[] | null;
}

export interface ReplicateOptions {
  /** Unless given, the scenario's. */
  readonly seed?: string;
  /** An `AbortSignal` that ends the work. */
  readonly signal?: StopSignal;
  /** Told of every replication that ends, and how many are asked for by now; `pilot` to find the warm-up. */
  readonly onProgress?: (progress: Progress) => void;
  /** Whether it is tried if ties decide, for one more replication; unless given, in scenarios without chance. */
  readonly triesTies?: boolean;
}

/** How far a study is. */
export interface Progress {
  readonly phase: 'pilot' | 'run';
  readonly done: number;
  readonly asked: number;
}

/**
 * Runs replications 0, 1, 2 … of a scenario until the rule asks for no more. A steady scenario without warm-up is
 * first run as a pilot to find it.
 *
 * @param scenario from `parseScenario` or `loadScenario`
 * @param runner where replications are run: `inlineRunner`, or a `ThreadRunner`
 * @param rule when it is enough: `fixed`, `precise` or `decided`
 * @param options unless given, the seed of the scenario
 * @returns results, and estimates by metric in base units: seconds, 1/s, bytes, shares, counts
 * @throws InternalError when a replication does not add up, from a `ThreadRunner` as `ReplicationFailed`
 * @throws DOMException when `options.signal` is aborted, or its reason
 * @throws Error when a runner of your own gives fewer or more results than it was asked for
 * @throws ScenarioError when a steady scenario is too short to find its warm-up
 * @throws RangeError when a rule of your own asks for none at all, or for what is no number of replications
 */
export async function replicate(
  scenario: Scenario,
  runner: Runner,
  rule: StopRule,
  options: ReplicateOptions = {},
): Promise<Study> {
  const ready = withWarmUp(scenario, await findWarmUp(scenario, runner, options));
  const seed = options.seed ?? scenario.seed;
  const results: RunResult[] = [];
  const folding = new Folding();
  const keep = (result: RunResult) => folding.keep(result);
  const runUntilEnough = async () => {
    for (let more = moreBy(rule, results); more > 0; more = moreBy(rule, results)) {
      const first = results.length;
      const numbers = Array.from({ length: more }, (_, i) => first + i);
      results.push(
        ...(await runAll(ready, seed, numbers, runner, options, { phase: 'run', done: first }, keep)),
      );
    }
  };
  const asked = moreBy(rule, []);
  // Many replications come first: one alone is short work, which is done here, while the threads would wait.
  const [, ties] = await Promise.all([runUntilEnough(), startTies(ready, seed, 0, asked, runner, options)]);
  return studyOf(ready, seed, results, await ties(results));
}

/**
 * Runs exactly one replication, by its number from 0.
 *
 * @param scenario from `parseScenario` or `loadScenario`
 * @param runner where it is run
 * @param replication its number, from 0
 * @param options unless given, the seed of the scenario
 * @returns a study of this one result
 * @throws RangeError for a replication that is not 0, 1, 2 …
 * @throws ScenarioError when a steady scenario is too short to find its warm-up
 */
export async function replicateOnly(
  scenario: Scenario,
  runner: Runner,
  replication: number,
  options: ReplicateOptions = {},
): Promise<Study> {
  requireReplication(replication);
  const ready = withWarmUp(scenario, await findWarmUp(scenario, runner, options));
  const seed = options.seed ?? scenario.seed;
  const [ties, results] = await Promise.all([
    startTies(ready, seed, replication, 1, runner, options),
    runAll(ready, seed, [replication], runner, options, { phase: 'run', done: 0 }),
  ]);
  return studyOf(ready, seed, results, await ties(results));
}

/** Whether it is tried if ties decide, when so many replications are asked for. */
export function triesTies(
  scenario: Scenario,
  asked: number,
  options: Pick<ReplicateOptions, 'triesTies'>,
): boolean {
  return (options.triesTies ?? isDeterministic(scenario)) && canTellTies(scenario, asked);
}

type FindTies = (results: readonly RunResult[]) => Promise<Study['ties']>;

/** Runs the first replication with ties the other way round, beside the others; what that says of all of them. */
async function startTies(
  scenario: Scenario,
  seed: string,
  first: number,
  asked: number,
  runner: Runner,
  { signal, ...options }: ReplicateOptions,
): Promise<FindTies> {
  if (!triesTies(scenario, asked, options)) return async () => null;
  const runReversed = (numbers: readonly number[]) =>
    runAll(
      scenario,
      seed,
      numbers,
      runner,
      signal ? { signal } : {},
      { phase: 'run', done: 0 },
      (x) => x,
      'reversed',
    );
  const [reversed] = await runReversed([first]);
  return (results) => findTieDifferences(scenario, results, reversed!, runReversed);
}

/**
 * What results of a scenario, in order of replication, say together.
 *
 * @param scenario as it was run, with its warm-up
 * @param seed with which it was run
 * @param results in order of replication
 * @param ties figures that differ with ties the other way round; null: it was not tried
 * @returns the study, as `replicate` gives it
 */
export function studyOf(
  scenario: Scenario,
  seed: string,
  results: readonly RunResult[],
  ties: Study['ties'] = null,
): Study {
  return {
    scenario,
    seed,
    results,
    estimates: estimates(scenario, results),
    digest: combineDigests(results.map((result) => result.digest)),
    warnings: [
      ...ignoredWarnings(results),
      ...deadlockWarnings(scenario, results),
      ...designWarnings(scenario),
      ...runLengthWarnings(scenario, results),
      ...rareFailureWarnings(scenario, results.length),
    ],
    ties,
  };
}

/**
 * The warm-up of a scenario: its own, 0 of a terminating one, else by MSER-5 on 10 pilot replications.
 *
 * @throws ScenarioError when it is too short to tell
 */
export async function findWarmUp(
  scenario: Scenario,
  runner: Runner,
  options: ReplicateOptions = {},
): Promise<Micros> {
  if (scenario.warmUp !== null) return scenario.warmUp;
  if (scenario.study === 'terminating') return 0;
  const numbers = Array.from({ length: REPLICATIONS }, (_, i) => i);
  const seed = options.seed ?? scenario.seed;
  const uncut = withWarmUp(scenario, 0);
  return warmUpOf(uncut, await runAll(uncut, seed, numbers, runner, options, { phase: 'pilot', done: 0 }));
}

/** The scenario with this much cut. */
export function withWarmUp(scenario: Scenario, warmUp: Micros): Scenario {
  return scenario.warmUp === warmUp ? scenario : Object.freeze({ ...scenario, warmUp });
}

/** How many more a rule wants: none only where there are some. */
function moreBy(rule: StopRule, results: readonly RunResult[]): number {
  const more = rule(results);
  if (results.length === 0 || !(more <= 0)) requireReplications(more);
  return more;
}

async function runAll(
  scenario: Scenario,
  seed: string,
  numbers: readonly number[],
  runner: Runner,
  { signal, onProgress }: ReplicateOptions,
  { phase, done }: Pick<Progress, 'phase' | 'done'>,
  keep: (result: RunResult) => RunResult = (result) => result,
  ties?: Ties,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  const onResult = (result: RunResult) => {
    results.push(keep(result));
    onProgress?.({ phase, done: done + results.length, asked: done + numbers.length });
  };
  await runner.run(scenario, seed, numbers, onResult, signal, ties);
  // Whoever waits for the rest would wait for ever.
  if (results.length !== numbers.length)
    throw new Error(`the runner gave ${results.length} of ${numbers.length} replications`);
  return results.sort((a, b) => a.replication - b.replication);
}
