/** What a scenario's mistakes are in words, for whoever sees no file. */
import { ScenarioError } from '../../scenario/errors.ts';

export function mistakesOf(error: unknown): string[] {
  if (!(error instanceof ScenarioError)) return [error instanceof Error ? error.message : String(error)];
  return error.mistakes.map(({ path, text }) => (path === '' ? text : `${path}: ${text}`));
}
