/** Two or more designs under the same work: what differs, by how much, and whether it is more than chance. */
import type { Causes } from '../../measure/kept-causes.ts';
import type { TaskTimes } from '../../measure/task-times.ts';
import { withClassesOf } from '../../scenario/metric-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { observe } from '../estimates/observation.ts';
import { sayCount } from '../estimates/reason.ts';
import { type CauseDifferences, type ClassPairs, differencesOf, pairsOf } from '../explain/differences.ts';
import { cutAlike } from '../replications/cut-alike.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { planStudies } from '../replications/orders.ts';
import {
  findWarmUp,
  type Progress,
  type ReplicateOptions,
  replicate,
  type Study,
} from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { fixed, requireReplications } from '../replications/stop-rule.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Effect, effectsOf } from './effect.ts';
import { type Resources, resourcesOf } from './resources.ts';
import { type SlowerTasks, slowerTasks } from './slower-tasks.ts';

/** What `compare` found. */
export interface Comparison {
  readonly baseline: Design;
  readonly candidates: readonly Candidate[];
  /** Replications of each design, the same numbers in all. */
  readonly replications: number;
  readonly seed: string;
}

/** One of the designs that are compared, with its results. */
export interface Design {
  readonly study: Study;
  readonly resources: Resources;
}

/** A design that is held against the baseline. */
export interface Candidate extends Design {
  /** By metric, those that both designs have, in order of the baseline's. */
  readonly effects: ReadonlyMap<string, Effect>;
  readonly answer: Answer;
  /** Which tasks became slower in the first replication, class by class, and where; where tasks were followed. */
  readonly slower?: readonly SlowerTasks[];
  /** By which causes the same work takes longer, class by class; where they were asked for. */
  readonly causes?: readonly CauseDifferences[];
  /** What to know before believing the comparison, in words. */
  readonly notes: readonly string[];
}

/** The times of `followTasks`, here or in another thread. */
export type Follow = (scenario: Scenario, seed: string, replication: number) => Promise<TaskTimes>;

/** `causesOf`, or the same in another thread. */
export type Attribute = (scenario: Scenario, seed: string, replication: number) => Promise<Causes>;

/** Whose tasks are followed: the first of all replications. */
export const FOLLOWED = 0;

export interface CompareOptions extends Omit<ReplicateOptions, 'onProgress'> {
  /** Of each design; one where nothing is left to chance. */
  readonly replications: number;
  /** δ as a share of the baseline's value: a difference within is "equivalent". Unless given, only none is. */
  readonly delta?: number;
  /** Follows the tasks of the first replication, for a comparison task by task. */
  readonly follow?: Follow;
  /** Attributes the work of all replications, for differences by cause. */
  readonly attribute?: Attribute;
  readonly onProgress?: (progress: Progress & { readonly design: number; readonly designs: number }) => void;
}

/**
 * Runs a baseline and candidates over the same replications (one, when none leaves anything to chance) and compares
 * them. Steady designs are all cut alike, by the longest warm-up that any of them needs.
 *
 * @param baseline what the others are held against
 * @param candidates designs for the same work
 * @param runner where replications are run: `inlineRunner`, or a `ThreadRunner`
 * @param options how many replications, and unless given the seed of the baseline
 * @returns each design with its resources, and each candidate with its effects by metric, in base units
 * @throws InternalError when a replication does not add up, from a `ThreadRunner` as `ReplicationFailed`
 * @throws DOMException when `options.signal` is aborted, or its reason
 * @throws ScenarioError when a steady design is too short to find its warm-up, or over before the start of another is
 * @throws RangeError for what is no number of replications, or no share
 */
export async function compare(
  baseline: Scenario,
  candidates: readonly Scenario[],
  runner: Runner,
  { replications, delta, follow, attribute, onProgress, ...rest }: CompareOptions,
): Promise<Comparison> {
  requireReplications(replications);
  if (delta !== undefined) requireDelta(delta);
  const designs = [baseline, ...candidates];
  // One seed for all, whatever the files say: the same work is the point.
  const seed = rest.seed ?? baseline.seed;
  const optionsOf = (design: number): ReplicateOptions => ({
    ...rest,
    seed,
    ...(onProgress && {
      onProgress: (progress) => onProgress({ ...progress, design, designs: designs.length }),
    }),
  });
  const cut = await cutAlike(designs, (design, i) => findWarmUp(design, runner, optionsOf(i)));
  const rule = fixed(designs.every(isDeterministic) ? 1 : replications);
  await planStudies(
    cut.map((scenario) => ({ scenario, replications: rule([]) })),
    runner,
    optionsOf(0),
  );
  const studies: Study[] = [];
  for (const [i, design] of cut.entries()) studies.push(await replicate(design, runner, rule, optionsOf(i)));
  const comparison = compareStudies(studies[0]!, studies.slice(1), delta);
  const followed = follow === undefined ? comparison : await taskByTask(comparison, follow);
  return attribute === undefined ? followed : causeByCause(followed, attribute);
}

async function taskByTask(comparison: Comparison, follow: Follow): Promise<Comparison> {
  const { baseline, candidates, seed } = comparison;
  const [before, ...after] = await Promise.all(
    [baseline, ...candidates].map(({ study }) => follow(study.scenario, seed, FOLLOWED)),
  );
  return {
    ...comparison,
    candidates: candidates.map((candidate, i) => ({ ...candidate, slower: slowerTasks(before!, after[i]!) })),
  };
}

/** Replication by replication, so that no more than one of each design is kept. */
async function causeByCause(comparison: Comparison, attribute: Attribute): Promise<Comparison> {
  const { baseline, candidates, seed } = comparison;
  const pairs: ClassPairs[][][] = candidates.map(() => []);
  for (const { replication } of baseline.study.results) {
    const [before, ...after] = await Promise.all(
      [baseline, ...candidates].map(({ study }) => attribute(study.scenario, seed, replication)),
    );
    after.forEach((causes, i) => {
      pairs[i]!.push(pairsOf(before!, causes));
    });
  }
  return {
    ...comparison,
    candidates: candidates.map((candidate, i) => ({ ...candidate, causes: differencesOf(pairs[i]!) })),
  };
}

function requireDelta(delta: number): void {
  if (!(delta >= 0)) throw new RangeError(`${delta} is no delta: it is a share such as 0.05`);
}

/**
 * Compares studies of the same replication numbers and seed, paired by replication, Holm over several candidates.
 *
 * @param baseline what the others are held against
 * @param candidates of the same replications and seed
 * @param delta δ as a share of the baseline's value; 0: nothing but no difference is equivalent
 * @returns as `compare`
 * @throws RangeError for studies that did not do the same work, or a δ that is no share
 */
export function compareStudies(baseline: Study, candidates: readonly Study[], delta = 0): Comparison {
  requireDelta(delta);
  for (const candidate of candidates) {
    const same =
      candidate.results.map((result) => result.replication).join() ===
      baseline.results.map((result) => result.replication).join();
    if (!same || candidate.seed !== baseline.seed)
      throw new RangeError('the designs were not run over the same seed and replications');
  }
  const exact = [baseline, ...candidates].every((study) => isDeterministic(study.scenario));
  const observations = [baseline, ...candidates].map((study) => observe(study.results, exact));
  const designs = [baseline, ...candidates].map(({ scenario }) => scenario);
  const effects = effectsOf(observations[0]!, observations.slice(1), { delta, exact });
  return {
    baseline: { study: baseline, resources: resourcesOf(baseline) },
    candidates: candidates.map((study, i) => ({
      study,
      resources: resourcesOf(study),
      effects: effects[i]!,
      answer: answerOf(withClassesOf(study.scenario, designs), effects[i]!),
      notes: notesOn(baseline.scenario, study.scenario),
    })),
    replications: baseline.results.length,
    seed: baseline.seed,
  };
}

/** Failures are drawn by the name of what fails (rule T4): other names, other luck. */
function notesOn(baseline: Scenario, candidate: Scenario): string[] {
  const [before, after] = [failing(baseline), failing(candidate)];
  const all = new Set([...before, ...after]);
  const common = [...before].filter((name) => after.has(name)).length;
  if (2 * common >= all.size) return [];
  return [
    `${candidate.name} and ${baseline.name} see different failures: of ${sayCount(all.size, 'name')} that can fail ${common === 1 ? '1 is' : `${common} are`} in both`,
  ];
}

function failing({ failures }: Scenario): Set<string> {
  return new Set(failures.flatMap(({ targets }) => targets.map(({ name }) => name)));
}
