/** Designs run side by side in a browser, replication by replication, told of ever more rarely. */
import type { RunResult } from '../../measure/result.ts';
import { type ParsedScenario, parseScenario } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';
import { cutAlike } from '../../study/replications/cut-alike.ts';
import { isDeterministic } from '../../study/replications/deterministic.ts';
import { findWarmUp, type Study, studyOf } from '../../study/replications/replicate.ts';
import { inlineRunner } from '../../study/replications/runner.ts';
import type { OrderedDesign } from './order.ts';

/** Runs are told of after so many replications: at once, then ever more rarely, as they say ever less that is new. */
const TOLD = [1, 2, 3, 5, 10, 20, 50, 100, 200];
/** An afternoon of changes would fill the memory of the tab: the oldest go. */
const MOST_KEPT = 400;

/** Finished replications by design, so that only what is changed is run again. */
export class Memory {
  readonly #results = new Map<string, RunResult>();

  /** A replication of a design, run once as long as it is remembered. */
  result(key: string, scenario: Scenario, seed: string, replication: number): RunResult {
    // What is cut from the start may be what another design needs, which is not in its key.
    const name = `${key} ${seed} ${replication} ${scenario.warmUp}`;
    const known = this.#results.get(name) ?? simulate(scenario, { seed, replication });
    this.#results.delete(name);
    this.#results.set(name, known);
    const [oldest] = this.#results.keys();
    if (this.#results.size > MOST_KEPT) this.#results.delete(oldest!);
    return known;
  }
}

/** What is known after some replications: a study of each design. */
export interface Round {
  readonly done: number;
  readonly of: number;
  readonly studies: readonly Study[];
}

interface Named {
  /** As its study is to be called. */
  readonly name: string;
  readonly hash: string;
  readonly scenario: Scenario;
}

/** After the first replication of all designs, the second …, until all are done or `isWanted` says no. */
export async function* rounds(
  designs: readonly Named[],
  { seed, replications }: { readonly seed: string; readonly replications: number },
  memory: Memory,
  isWanted: () => boolean,
): AsyncGenerator<Round> {
  const ready = await cutAlike(
    designs.map(({ scenario }) => scenario),
    (scenario) => findWarmUp(scenario, inlineRunner, { seed }),
  );
  const of = ready.every(isDeterministic) ? 1 : replications;
  const results: RunResult[][] = designs.map(() => []);
  for (let done = 1; done <= of; done += 1) {
    for (const [i, scenario] of ready.entries()) {
      results[i]!.push(memory.result(designs[i]!.hash, scenario, seed, done - 1));
      // Whoever asks something else meanwhile is heard between two replications.
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      if (!isWanted()) return;
    }
    if (!TOLD.includes(done) && done < of) continue;
    const studies = ready.map((scenario, i) =>
      studyOf(Object.freeze({ ...scenario, name: designs[i]!.name }), seed, results[i]!),
    );
    yield { done, of, studies };
  }
}

/** A design as it is parsed, with the files that travel with it. */
export function parsedOf({ sources: { file, named }, set }: OrderedDesign): ParsedScenario {
  const read = (name: string, from: string) =>
    named.find((one) => one.name === name && one.from === from) ?? { error: `${name} is not in this page` };
  return parseScenario(file, { set, read });
}
