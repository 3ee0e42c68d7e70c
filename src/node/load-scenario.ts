/** Scenario files from disk. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ParsedScenario, parseScenario } from '../scenario/parse.ts';

export interface LoadOptions {
  /** `path=value`, later ones win. */
  readonly set?: readonly string[];
  /** Files named in the scenario may lie outside of its folder. */
  readonly allowOutside?: boolean;
}

/** Reads and checks a scenario file with everything that it names. Throws a `ScenarioError` with all its mistakes. */
export function loadScenario(path: string, options: LoadOptions = {}): ParsedScenario {
  const text = readFileSync(path, 'utf8');
  return parseScenario(
    { path, text },
    {
      set: options.set ?? [],
      read: (name, from) => {
        const named = join(dirname(from), name);
        return { path: named, text: readFileSync(named, 'utf8') };
      },
    },
  );
}
