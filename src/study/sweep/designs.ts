/** A scenario that is read again for every design that is made of it, with other settings over its own each time. */
import { ScenarioError } from '../../scenario/errors.ts';
import { type ParsedScenario, parseScenario } from '../../scenario/parse.ts';

/**
 * Reads a scenario with these settings, `path=value`, over its own; of traces of many designs only one is kept at a time.
 *
 * @throws ScenarioError
 */
export type ReadWith = (set: readonly string[]) => Pick<ParsedScenario, 'scenario' | 'resolved'>;

/** How a scenario is read: of a text as `parseScenario` does it. */
export function readerOf(scenario: string | ReadWith): ReadWith {
  return typeof scenario === 'string' ? (set) => parseScenario(scenario, { set }) : scenario;
}

/** What is wrong with an option of a study, as a mistake without a place in a file. */
export function wrongOption(option: string, texts: readonly string[]): ScenarioError {
  return new ScenarioError(
    texts.map((text) => ({ file: `the option ${option}`, line: 0, column: 0, path: '', text })),
  );
}

/** Lets others have their turn between two designs, so that a signal is heard. */
export async function turnEventLoop(signal?: { throwIfAborted(): void }): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}
