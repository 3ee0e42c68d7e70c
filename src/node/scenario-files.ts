/** Scenario files in folders, and what else lies there: baselines without one, YAML of others. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { baselinePath } from './baseline-file.ts';
import { FileError } from './file-error.ts';
import { readText } from './read-text.ts';

/** What a path stands for. */
export interface Found {
  readonly scenarios: readonly string[];
  /** Baselines whose scenario is not beside them: it was renamed or deleted. */
  readonly strays: readonly string[];
  /** YAML files that are no scenarios. */
  readonly foreign: readonly string[];
  /** Folders that cannot be read, and one without any scenario. */
  readonly unreadable: readonly FileError[];
}

const YAML = /\.ya?ml$/;
const BASELINE = /\.baseline\.json$/;

/**
 * Of a file itself, whatever it holds; of a folder everything in and below it that ends in .yaml or .yml and says what
 * only a scenario says, in order of name. What begins with a dot and node_modules are left out.
 */
export function scenariosAt(path: string): Found {
  const nothing = { scenarios: [], strays: [], foreign: [], unreadable: [] };
  if (!isFolder(path)) return { ...nothing, scenarios: [path] };
  const { files, unreadable } = filesBelow(path);
  const kept = new Set(files.filter((file) => /\.(ya?ml|json)$/.test(file)).map(baselinePath));
  const strays = files.filter((file) => BASELINE.test(file) && !kept.has(file));
  const yaml = files.filter((file) => YAML.test(file));
  const foreign = yaml.filter(isForeign);
  const scenarios = yaml.filter((file) => !foreign.includes(file));
  const empty = scenarios.length === 0 && unreadable.length === 0;
  const none = empty ? [new FileError(path, 'there is no scenario (*.yaml) in this folder')] : [];
  return { scenarios, strays, foreign, unreadable: [...unreadable, ...none] };
}

/**
 * A file itself; of a folder all YAML in and below it, whatever it says.
 *
 * @throws FileError for a folder that cannot be read, or has none
 */
export function yamlAt(path: string): string[] {
  if (!isFolder(path)) return [path];
  const { files, unreadable } = filesBelow(path);
  const yaml = files.filter((file) => YAML.test(file));
  const none = new FileError(path, 'there is no YAML file (*.yaml) in this folder');
  if (unreadable.length > 0 || yaml.length === 0) throw unreadable[0] ?? none;
  return yaml;
}

/** Paths without those that lead to a file that another one before leads to. */
export function eachOnce(paths: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const path of paths) if (!first.has(resolve(path))) first.set(resolve(path), path);
  return [...first.values()];
}

/** What cannot be asked is no folder: reading it as a file says why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const MOST_BYTES = 1_000_000;
/** A scenario has these, or a file that it extends; a mistake in one of them leaves the other. */
const OF_A_SCENARIO = /^['"]?(?:workload|duration)['"]?\s*:|^['"]?extends['"]?\s*:.*\.(?:ya?ml|json)\b/m;
/** Written as `{ name: …, duration: … }`. */
const IN_BRACES = /^\s*\{[\s\S]*\b(?:workload|duration|extends)['"]?\s*:/;

/** Whether a file says nothing that a scenario says; what cannot be read says why when it is read as one. */
function isForeign(path: string): boolean {
  const file = readText(path, MOST_BYTES);
  return file.kind === 'text' && !OF_A_SCENARIO.test(file.text) && !IN_BRACES.test(file.text);
}

interface Files {
  readonly files: readonly string[];
  readonly unreadable: readonly FileError[];
}

function filesBelow(folder: string): Files {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const why = `cannot be read (${(error as NodeJS.ErrnoException).code})`;
    return { files: [], unreadable: [new FileError(folder, why)] };
  }
  const open = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  open.sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = open.map((entry): Files => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : { files: [path], unreadable: [] };
  });
  return {
    files: parts.flatMap(({ files }) => files),
    unreadable: parts.flatMap(({ unreadable }) => unreadable),
  };
}
