/** What the program is that computes replications. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { MODULES, PACKAGE } from './places.ts';

const FOLDERS = ['engine', 'scenario', 'cluster', 'measure'];

/**
 * The hash of everything that decides what a replication gives: the files of engine, scenario, cluster and measure,
 * `simulate`, and the versions of the packages that they use.
 */
export function buildHash(): string {
  const files = FOLDERS.flatMap((folder) => filesBelow(`${folder}/`));
  const simulate = readdirSync(MODULES).filter((name) => /^simulate\.[jt]s$/.test(name));
  const hash = createHash('sha256');
  for (const file of [...files, ...simulate])
    hash.update(`${file}\n`).update(readFileSync(new URL(file, MODULES)));
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as {
    dependencies: object;
  };
  return hash.update(JSON.stringify(dependencies)).digest('hex');
}

/** Programs only, in order of name: no declarations, no source maps. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(new URL(folder, MODULES), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return filesBelow(`${folder}${entry.name}/`);
    return /(?<!\.d)\.[jt]s$/.test(entry.name) ? [`${folder}${entry.name}`] : [];
  });
}
