/** Scenario files from disk, and the files that they name. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { ScenarioError } from '../scenario/errors.ts';
import type { ReadFile, SourceFile } from '../scenario/layers.ts';
import { type ParsedScenario, parseScenario } from '../scenario/parse.ts';
import type { Tree } from '../scenario/tree.ts';
import { FileError } from './file-error.ts';
import { readText } from './read-text.ts';

/** How a scenario file is read. */
export interface LoadOptions {
  /** `path=value`, later ones win. */
  readonly set?: readonly string[];
  /** Files named in the scenario may lie outside of its folder. */
  readonly allowOutside?: boolean;
  /**
   * Laid over everything else: a disaster.
   *
   * @internal
   */
  readonly over?: Tree;
}

/** A file that another names, and by which name. */
export interface NamedFile extends SourceFile {
  readonly name: string;
  readonly from: string;
}

/** A scenario that can be run, and the files that it was read from. */
export interface LoadedScenario extends ParsedScenario {
  /** The file and all that it names, as they were read. */
  readonly sources: { readonly file: SourceFile; readonly named: readonly NamedFile[] };
}

const MOST_BYTES = { scenario: 1_000_000, trace: 500_000_000 } as const;

/**
 * Reads and checks a scenario file with everything that it names. A file that it names and that cannot be read is a
 * mistake of the scenario.
 *
 * @param path of a YAML file
 * @param options settings over those of the file, and whether files that it names may lie outside of its folder
 * @returns the checked scenario, and what people should know of it
 * @throws FileError when the file cannot be read
 * @throws ScenarioError with all its mistakes
 */
export function loadScenario(path: string, options: LoadOptions = {}): LoadedScenario {
  const file = readText(path, MOST_BYTES.scenario);
  if (file.kind === 'unreadable') throw new FileError(path, file.why);
  if (file.kind === 'unfit') {
    throw new ScenarioError([{ file: path, line: file.line, column: 1, path: '', text: file.why }]);
  }
  const named: NamedFile[] = [];
  const read = noting(readerWithin(dirname(path), options.allowOutside ?? false), named);
  const { set = [], over } = options;
  const source = { path: normalize(path), text: file.text };
  const parsed = parseScenario(source, { set, read, ...(over === undefined ? {} : { over }) });
  return { ...parsed, sources: { file: source, named } };
}

/** The same reader, which writes down what it read. */
function noting(read: ReadFile, named: NamedFile[]): ReadFile {
  return (name, from, kind) => {
    const file = read(name, from, kind);
    if (!('error' in file)) named.push({ name, from, ...file });
    return file;
  };
}

/** Reads files named in others; without `allowOutside` only those whose real place is in the folder or below it. */
export function readerWithin(folder: string, allowOutside: boolean): ReadFile {
  const root = realpathSync(folder);
  return (name, from, kind) => {
    const path = isAbsolute(name) ? normalize(name) : join(dirname(from), name);
    if (!allowOutside && outside(root, realPlace(path))) {
      return {
        error: `'${name}' lies outside of the folder of this scenario; allow that with the option allowOutside`,
      };
    }
    const file = readText(path, MOST_BYTES[kind]);
    if (file.kind === 'text') return { path, text: file.text };
    return { error: `${path}: ${file.why}` };
  };
}

/** Where a path leads after all symbolic links; of one that is not there, as far as its folders are. */
function realPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPlace(folder), basename(path));
  }
}

function outside(root: string, real: string): boolean {
  const way = relative(root, real);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}
