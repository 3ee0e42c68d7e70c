/** What a scenario's mistakes are in words, for whoever sees no file. */
import { ScenarioError } from '../../scenario/errors.ts';

export function mistakesOf(error: unknown): string[] {
  if (!(error instanceof ScenarioError)) return [error instanceof Error ? error.message : String(error)];
  return error.mistakes.map(({ file, line, path, text }) => {
    // What was set and names no path is told by itself.
    const what = path === '' && line === 0 ? file.replace(/^set /, '') : path;
    return what === '' ? text : `${what}: ${text}`;
  });
}
