/** Scenario files in folders, and baselines that are left of such. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { baselinePath } from './baseline-file.ts';
import { FileError } from './file-error.ts';

/**
 * The scenario files that a path stands for: itself, or of a folder everything in and below it that ends in .yaml
 * or .yml, in order of name; what begins with a dot is left out.
 *
 * @throws FileError for a folder without any
 */
export function scenarioFiles(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const files = filesBelow(path, SCENARIO);
  if (files.length === 0) throw new FileError(path, 'there is no scenario (*.yaml) in this folder');
  return files;
}

const SCENARIO = /\.ya?ml$/;
const BASELINE = /\.baseline\.json$/;

/** Baselines in and below a folder whose scenario is not beside them: it was renamed or deleted. */
export function strayBaselines(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const kept = new Set(filesBelow(folder, /\.(ya?ml|json)$/).map(baselinePath));
  return filesBelow(folder, BASELINE).filter((file) => !kept.has(file));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new FileError(folder, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function filesBelow(folder: string, ending: RegExp): string[] {
  const entries = entriesOf(folder).filter(({ name }) => !name.startsWith('.'));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}
