/** A design and the same with something changed, replication by replication, with the same engine and random numbers. */
import { stringify } from 'yaml';
import type { RunResult } from '../../measure/result.ts';
import { compareAnswer } from '../../report/compare-facts.ts';
import { groupedDigest } from '../../report/facts.ts';
import { compareTopic } from '../../report/topics.ts';
import { type ParsedScenario, parseScenario } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';
import { compareStudies } from '../../study/comparison/compare.ts';
import { isDeterministic } from '../../study/replications/deterministic.ts';
import { findWarmUp, studyOf, withWarmUp } from '../../study/replications/replicate.ts';
import { inlineRunner } from '../../study/replications/runner.ts';
import { differencesOf, figuresOf } from '../compare-page.ts';
import { timeCharts } from '../over-time.ts';
import { observationsOf } from '../rows.ts';
import type { Found, Order, OrderedDesign } from './order.ts';

/** Runs are told of after so many replications: at once, then ever more rarely, as they say ever less that is new. */
const TOLD = [1, 2, 3, 5, 10, 20, 50, 100, 200];

/** Finished replications by design, so that only what is changed is run again. */
export class Memory {
  readonly #results = new Map<string, RunResult>();

  /** A replication of a design, run at most once. */
  result(key: string, scenario: Scenario, seed: string, replication: number): RunResult {
    const name = `${key} ${seed} ${replication}`;
    const known = this.#results.get(name) ?? simulate(scenario, { seed, replication });
    this.#results.set(name, known);
    return known;
  }
}

/**
 * What is known after the first replication, the second …, until all are done or `isWanted` says no.
 *
 * @throws ScenarioError with the mistakes of the changed design
 */
export async function* answers(order: Order, memory: Memory, isWanted: () => boolean): AsyncGenerator<Found> {
  const { seed } = order;
  const parsed = [order.original, order.changed].map(parsedOf);
  const [before, after] = await cutAlike(
    parsed.map(({ scenario }) => scenario),
    seed,
  );
  const of = isDeterministic(before!) && isDeterministic(after!) ? 1 : order.replications;
  const designs = [
    { key: parsed[0]!.hash, scenario: before!, name: order.original.name },
    { key: parsed[1]!.hash, scenario: after!, name: `${order.changed.name}, changed` },
  ];
  const results: RunResult[][] = designs.map(() => []);
  for (let done = 0; done < of; done += 1) {
    for (const [i, { key, scenario }] of designs.entries()) {
      results[i]!.push(memory.result(key, scenario, seed, done));
      // Whoever asks something else meanwhile is heard between two replications.
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      if (!isWanted()) return;
    }
    if (!TOLD.includes(done + 1) && done + 1 < of) continue;
    const studies = designs.map(({ scenario, name }, i) =>
      studyOf(Object.freeze({ ...scenario, name }), seed, results[i]!),
    );
    const comparison = compareStudies(studies[0]!, [studies[1]!]);
    const candidate = comparison.candidates[0]!;
    const charts = differencesOf(comparison, candidate, studies.map(observationsOf), 0).flatMap(
      ({ blocks }) => blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : [])),
    );
    yield {
      done: done + 1,
      of,
      answer: compareAnswer(comparison),
      figures: figuresOf(candidate),
      charts: [...charts, ...timeCharts(compareTopic(comparison))].map((chart) => ({
        ...chart,
        id: `changed-${chart.id}`,
      })),
      digests: [groupedDigest(studies[0]!.digest), groupedDigest(studies[1]!.digest)],
      yaml: order.changed.sources.named.some(({ path }) => !/\.ya?ml$/.test(path))
        ? ''
        : stringify(parsed[1]!.resolved),
    };
  }
}

function parsedOf({ sources: { file, named }, set }: OrderedDesign): ParsedScenario {
  const read = (name: string, from: string) =>
    named.find((one) => one.name === name && one.from === from) ?? { error: `${name} is not in this page` };
  return parseScenario(file, { set, read });
}

/** Steady designs without a warm-up of their own are cut by the longest that any needs. */
async function cutAlike(scenarios: readonly Scenario[], seed: string): Promise<Scenario[]> {
  let warmUp = 0;
  for (const scenario of scenarios)
    warmUp = Math.max(warmUp, await findWarmUp(scenario, inlineRunner, { seed }));
  return scenarios.map((scenario) => (scenario.study === 'steady' ? withWarmUp(scenario, warmUp) : scenario));
}
