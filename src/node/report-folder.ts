/**
 * Report folders, written whole or not at all: everything goes into a temporary folder beside the target, which then
 * takes its place. A marker says that hasim made a folder; without it, only an empty one is written over. Several
 * processes may write one folder at the same time: the last one's report stays.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { textOfMarkdown } from '../report/markdown-text.ts';

export interface ReportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The target exists and hasim did not make it: it stays as it is. */
export class FolderNotOurs extends Error {
  /**
   * @param folder that was to be written
   * @param what it is, such as `a file`
   */
  constructor(folder: string, what: string) {
    super(`${folder} is ${what}: nothing was written; choose another folder`);
    this.name = 'FolderNotOurs';
  }
}

const ABANDONED_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Of an earlier report that stepped aside; a process that is killed then leaves it so. */
const ASIDE = '-before';
/** Others that write the same folder are through after so many attempts, each a little later. */
const ATTEMPTS = 100;
const PAUSE_MS = 5;

/** Names of the files that hasim wrote, one a line: what else lies there is the user's and is kept. */
const MARKER = '.hasim-report';
/** Its first line is the title of the report. */
const SUMMARY = 'summary.md';

/**
 * Throws unless the folder may be written: before hours of work rather than after.
 *
 * @param folder to be written later
 * @returns what the report there is of, which would be replaced: its title, or the names of its files; null: there is none
 * @throws FolderNotOurs for a file, a folder with something in it that has no marker, a mount, the current folder
 * @throws what the file system says when nothing can be written there
 */
export async function checkReportFolder(folder: string): Promise<string | null> {
  await putBack(await placeOf(folder));
  const before = await entriesOf(folder);
  if (before !== null) await checkReplaceable(folder);
  try {
    await rmdir(await mkdtemp(join(await nearest(dirname(resolve(folder))), '.hasim-')));
  } catch (error) {
    // What was tried would mean nothing to anybody.
    throw Object.assign(error as Error, { path: folder });
  }
  return before === null || before.ours.length === 0 ? null : titleOf(folder, before.ours);
}

async function titleOf(folder: string, files: readonly string[]): Promise<string> {
  const summary = await readFile(join(folder, SUMMARY), 'utf8').catch(() => '');
  const title = /^# (.+)/.exec(summary)?.[1];
  return title === undefined ? files.join(', ') : textOfMarkdown(title);
}

/** Nothing can take the place of a mount, and whoever is in a folder would be in none when another takes its place. */
async function checkReplaceable(folder: string): Promise<void> {
  const target = await realpath(folder);
  if (target === process.cwd()) throw new FolderNotOurs(folder, 'the folder that you are in');
  const [own, parent] = await Promise.all([stat(target), stat(dirname(target))]);
  if (own.dev !== parent.dev) throw new FolderNotOurs(folder, 'a mount point');
}

/** Where a folder is or would be, after all symbolic links. */
async function placeOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return resolve(folder);
    const link = await readlink(folder).catch(() => null);
    if (link !== null) return placeOf(resolve(dirname(folder), link));
    return join(await placeOf(dirname(resolve(folder))), basename(folder));
  }
}

async function nearest(folder: string): Promise<string> {
  return folder === dirname(folder) || (await isThere(folder)) ? folder : nearest(dirname(folder));
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes the files as the folder's content, in the place of an earlier report. Files that users have put beside an
 * earlier report stay. When anything fails, the folder is as it was.
 *
 * @param folder made if need be
 * @param files as they become ready
 * @throws FolderNotOurs as `checkReportFolder`
 */
export async function writeReportFolder(
  folder: string,
  files: AsyncIterable<ReportFile> | Iterable<ReportFile>,
): Promise<void> {
  const target = await placeOf(folder);
  // Before files are made rather than after.
  await entriesOf(folder);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  const fresh = join(parent, `.${basename(target)}-${randomUUID()}`);
  await mkdir(fresh);
  try {
    const names: string[] = [];
    for await (const { name, content } of files) {
      await writeFile(join(fresh, name), content);
      names.push(name);
    }
    await writeFile(join(fresh, MARKER), `${names.join('\n')}\n`);
    await takePlace(fresh, target, new Set(names));
  } catch (error) {
    // The temporary name would mean nothing to anybody, and a full disk names none.
    throw error instanceof Error && 'syscall' in error ? Object.assign(error, { path: folder }) : error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  await removeAbandoned(target);
}

/**
 * Puts a finished folder into its place, with what users have put beside the report that is there. A folder cannot be
 * renamed over one with files in it: the old one steps aside first. Between any two of these steps another process may
 * take its own, so all is tried again when the folder is not as it was found.
 */
async function takePlace(fresh: string, target: string, own: ReadonlySet<string>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await putBack(target);
      const before = await entriesOf(target);
      for (const name of before?.users ?? []) {
        if (!own.has(name)) await copyOf(join(target, name), join(fresh, name));
      }
      return await swap(fresh, target, before !== null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (attempt === ATTEMPTS || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code ?? '')) throw error;
      await new Promise((next) => setTimeout(next, PAUSE_MS * attempt));
    }
  }
}

function copyOf(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, verbatimSymlinks: true });
}

async function swap(fresh: string, target: string, exists: boolean): Promise<void> {
  if (!exists) return rename(fresh, target);
  const aside = `${fresh}${ASIDE}`;
  await rename(target, aside);
  try {
    await rename(fresh, target);
  } catch (error) {
    // Unless another report has taken the place by now.
    await rename(aside, target).catch(() => {});
    throw error;
  }
  // To be removed under the name of what is nobody's: half of it must not be put back.
  await rename(aside, fresh).catch(() => {});
}

/** What a killed process left beside a report, whole names: half written, and stepped aside. */
async function leftBeside(target: string): Promise<{ readonly fresh: string[]; readonly aside: string[] }> {
  const [parent, begin] = [dirname(target), `.${basename(target)}-`];
  const names = await readdir(parent).catch(() => []);
  const ending = (end: string) =>
    names
      .filter((name) => name.startsWith(begin) && name.endsWith(end))
      .filter((name) => UUID.test(name.slice(begin.length, name.length - end.length)))
      .map((name) => join(parent, name));
  return { fresh: ending(''), aside: ending(ASIDE) };
}

/** Puts a report back that stepped aside for one that never came. A process that is still at it tries again. */
async function putBack(target: string): Promise<void> {
  if (await isThere(target)) return;
  const { aside } = await leftBeside(target);
  for (const path of aside) {
    try {
      return await rename(path, target);
    } catch {
      // Another process had it; perhaps there is one more.
    }
  }
}

/** What killed processes left of this report: what stepped aside has been replaced, half of one is nobody's after an hour. */
async function removeAbandoned(target: string): Promise<void> {
  const { fresh, aside } = await leftBeside(target);
  for (const path of aside) {
    const unnamed = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
    await rename(path, unnamed).catch(() => {});
    await rm(unnamed, { recursive: true, force: true });
  }
  for (const path of fresh) {
    // Another process may have finished it meanwhile.
    const stats = await stat(path).catch(() => null);
    if (stats !== null && Date.now() - stats.mtimeMs > ABANDONED_MS)
      await rm(path, { recursive: true, force: true });
  }
}

/** What lies in the folder that hasim wrote, and what it did not; null when there is no such folder. */
async function entriesOf(
  folder: string,
  attempts = ATTEMPTS,
): Promise<{ readonly ours: readonly string[]; readonly users: readonly string[] } | null> {
  const entries = await readdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    if (error.code === 'ENOTDIR')
      throw new FolderNotOurs(folder, (await isThere(folder)) ? 'a file' : 'in a file, which is no folder');
    throw error;
  });
  if (entries === null) return null;
  if (entries.length === 0) return { ours: [], users: [] };
  if (!entries.includes(MARKER)) throw new FolderNotOurs(folder, 'a folder that hasim did not make');
  const marker = await readFile(join(folder, MARKER), 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Another report has taken its place meanwhile.
    if (error.code === 'ENOENT' && attempts > 1) return null;
    throw error;
  });
  if (marker === null) return entriesOf(folder, attempts - 1);
  const ours = namesIn(marker);
  const known = new Set([MARKER, ...ours]);
  return { ours, users: entries.filter((name) => !known.has(name)) };
}

/** The names of the files that hasim wrote into a folder. */
export function reportedFiles(folder: string): string[] {
  return namesIn(readFileSync(join(folder, MARKER), 'utf8'));
}

function namesIn(marker: string): string[] {
  return marker.split('\n').filter((name) => name !== '');
}
