/** Files of disasters from disk: those that ship with hasim, or a user's own. */
import { fileURLToPath } from 'node:url';
import { type Disaster, parseDisasters } from '../scenario/disasters/disaster.ts';
import { ScenarioError } from '../scenario/errors.ts';
import { FileError } from './file-error.ts';
import { PACKAGE } from './places.ts';
import { readText } from './read-text.ts';
import { yamlAt } from './scenario-files.ts';

/** The library of twenty-two. */
export const SHIPPED_DISASTERS = fileURLToPath(new URL('disasters', PACKAGE));

const MOST_BYTES = 1_000_000;

export interface DisasterFile {
  readonly path: string;
  readonly text: string;
  readonly disasters: readonly Disaster[];
}

/**
 * The disasters of a file, or of all files in and below a folder, in order of name.
 *
 * @throws FileError for what cannot be read, ScenarioError for what is no file of disasters or has a name twice
 */
export function readDisasters(path: string): DisasterFile[] {
  const taken = new Map<string, string>();
  return yamlAt(path).map((file) => {
    const read = readText(file, MOST_BYTES);
    if (read.kind === 'unreadable') throw new FileError(file, read.why);
    const mistake = (line: number, why: string) =>
      new ScenarioError([{ file, line, column: 1, path: '', text: why }]);
    if (read.kind === 'unfit') throw mistake(read.line, read.why);
    const disasters = parseDisasters({ path: file, text: read.text });
    for (const { name } of disasters) {
      const other = taken.get(name);
      if (other !== undefined) throw mistake(1, `'${name}' is a disaster of ${other} already`);
      taken.set(name, file);
    }
    return { path: file, text: read.text, disasters };
  });
}
