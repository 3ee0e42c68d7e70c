/** The smallest or cheapest configuration that meets all goals, with the evidence for it. */
import { hashOf } from '../../scenario/hash.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Resources } from '../comparison/resources.ts';
import type { ReplicateOptions } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { settled } from '../replications/stop-rule.ts';
import { valuesAt } from '../sweep/vary.ts';
import { type Bound, boundOf } from './bounds.ts';
import { type SizeRequest, type Survey, surveyConfigurations } from './configurations.ts';
import { findHeadroom, type Headroom } from './headroom.ts';
import { measuredPrice } from './price.ts';
import { search } from './search.ts';
import { failsInWorse, type Trial, type TrialOptions, tryDesign } from './trial.ts';

/** A configuration that was run. */
export interface Configuration extends Trial {
  /** One an axis. */
  readonly values: readonly string[];
  readonly resources: Resources;
  /** All that it took, its warm-up and its losses included. */
  readonly replications: number;
}

export interface Sizing {
  readonly request: SizeRequest;
  /** Configurations of the grid. */
  readonly cells: number;
  /** null when none meets all goals with confidence. */
  readonly answer: Configuration | null;
  /** Smaller than the answer, and failed: each speaks for all below it. */
  readonly failing: readonly Configuration[];
  /** Smaller than the answer, and not decided when the replications ended. */
  readonly open: readonly Configuration[];
  /** [smaller, larger] where the larger one fails in what the smaller is better at. */
  readonly contradiction: readonly [Configuration, Configuration] | null;
  /** What was run to find the answer, in that order. */
  readonly trials: readonly Configuration[];
  /** What was run besides, to show what more or less money or size buys. */
  readonly shown: readonly Configuration[];
  /** Of the answer; null: there is none, or nothing arrives at a rate. */
  readonly headroom: Headroom | null;
  /** What stops the largest configuration; null when there is an answer. */
  readonly bound: Bound | null;
  /** All together, of the headroom too. */
  readonly replications: number;
  /** Over all of them, in the order in which they were run. */
  readonly digest: string;
}

export interface SizeOptions extends Omit<ReplicateOptions, 'triesTies'> {
  /** How many replications, for a scenario that expects the goals; unless given, until it is known whether it meets them. */
  readonly ruleOf?: TrialOptions['ruleOf'];
  /**
   * Besides what the answer takes: the headroom of the answer, and so many configurations for a chart; unless given, the
   * headroom.
   */
  readonly besides?: {
    readonly headroom: boolean;
    readonly shown: number;
    readonly ruleOf: TrialOptions['ruleOf'];
  };
  /** Told of every design before it is run. */
  readonly onTrial?: (what: string) => void;
}

/**
 * Finds the smallest or cheapest configuration that meets every goal: by theory first, then by simulation of as few
 * configurations as it takes.
 *
 * @param request from `sizeRequest`
 * @param runner where replications are run: `inlineRunner`, or a `ThreadRunner`
 * @param options unless given, the seed of the scenario
 * @returns the answer with its proof: what is smaller and failed, how far the load may rise (a multiple), or what stops even
 * the largest; judgements in base units: seconds, 1/s, bytes, shares, counts
 * @throws ScenarioError for a configuration that is no valid scenario, or is too short to find its warm-up
 * @throws InternalError when a replication does not add up, from a `ThreadRunner` as `ReplicationFailed`
 * @throws DOMException when `options.signal` is aborted, or its reason
 *
 * @example
 * const { answer } = await size(sizeRequest(text, { goals: ['tasks.queueWait.p95 < 5m'] }), inlineRunner);
 * console.log(answer?.values);
 */
export async function size(request: SizeRequest, runner: Runner, options: SizeOptions = {}): Promise<Sizing> {
  const { ruleOf: usualRule = settled, besides = { headroom: true, shown: 0, ruleOf: usualRule } } = options;
  const counted = counting(runner);
  const survey = await surveyConfigurations(request, options.signal, (design) =>
    measuredPrice(design, counted, options),
  );
  const trials = new Map<number, Configuration>();
  const digests: string[] = [];
  const tryOut = async (what: string, design: Scenario, ruleOf: TrialOptions['ruleOf']) => {
    options.onTrial?.(what);
    const trial = await tryDesign(design, counted, { ...options, ...request, ruleOf });
    digests.push(...trial.digests);
    return trial;
  };
  const run = async (cell: number, ruleOf: TrialOptions['ruleOf']) => {
    const values = valuesAt(request.axes, cell);
    const before = counted.replications();
    const trial = await tryOut(settingsOf(request, values), request.designOf(values, 1), ruleOf);
    const replications = counted.replications() - before;
    return { ...trial, values, resources: survey.resources[cell]!, replications };
  };
  const tried = (cell: number): Configuration => trials.get(cell)!;
  const found = await search(
    survey,
    async (cell) => {
      trials.set(cell, await run(cell, usualRule));
      return trials.get(cell)!.verdict;
    },
    (higher, lower) => failsInWorse(tried(higher), tried(lower)),
  );
  const answer = found.answer === null ? null : tried(found.answer);
  const shown: Configuration[] = [];
  for (const cell of answer === null ? [] : moreToShow(survey, trials, besides.shown))
    shown.push(await run(cell, besides.ruleOf));
  const underLoad = ({ values }: Configuration) =>
    findHeadroom(values, request, (design, load) =>
      tryOut(`${settingsOf(request, values)} under ${Math.round(100 * load)} % load`, design, usualRule),
    );
  const headroom = answer === null || !besides.headroom ? null : await underLoad(answer);
  return {
    request,
    cells: survey.order.length,
    answer,
    failing: found.failing.map(tried),
    open: found.open.map(tried),
    contradiction:
      found.contradiction === null ? null : [tried(found.contradiction[0]), tried(found.contradiction[1])],
    trials: [...trials.values()],
    shown,
    headroom,
    bound: answer === null ? boundOf(request, largestFailed(survey, trials)) : null,
    replications: counted.replications(),
    digest: hashOf(digests),
  };
}

/** `nodes.east.count=3 nodes.east.taskCap=10`: as it would be set. */
export function settingsOf({ axes }: Pick<SizeRequest, 'axes'>, values: readonly string[]): string {
  return axes.map(({ path }, i) => `${path}=${values[i]}`).join(' ');
}

/** Cells at equal steps from the smallest to the largest that were not run, `most` at the most. */
function moreToShow({ order }: Survey, tried: ReadonlyMap<number, unknown>, most: number): number[] {
  const steps = Math.min(most, order.length);
  const cells = Array.from({ length: steps }, (_, i) => {
    const rank = steps === 1 ? 0 : Math.round((i * (order.length - 1)) / (steps - 1));
    return order[rank]!;
  });
  return [...new Set(cells)].filter((cell) => !tried.has(cell));
}

/** Of those that failed the least wanted; without any failure the last that was run. */
function largestFailed({ order }: Survey, trials: ReadonlyMap<number, Configuration>): Configuration {
  const last = Array.from(order)
    .reverse()
    .flatMap((cell) => trials.get(cell) ?? []);
  return last.find(({ verdict }) => verdict === 'fail') ?? last[0]!;
}

/** A runner that counts what it hands over. */
function counting(runner: Runner): Runner & { readonly replications: () => number } {
  let replications = 0;
  return {
    replications: () => replications,
    ...(runner.plan && { plan: (...what) => runner.plan!(...what) }),
    run: (scenario, seed, numbers, onResult, signal) =>
      runner.run(
        scenario,
        seed,
        numbers,
        (result) => {
          replications += 1;
          onResult(result);
        },
        signal,
      ),
  };
}
