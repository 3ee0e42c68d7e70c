/**
 * Report folders, written whole or not at all: everything goes into a temporary folder beside the target, which then
 * takes its place. A marker says that hasim made a folder; without it, only an empty one is written over.
 */
import { randomUUID } from 'node:crypto';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export interface ReportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The target exists and hasim did not make it: it stays as it is. */
export class FolderNotOurs extends Error {
  constructor(folder: string, what: string) {
    super(`${folder} is ${what}: nothing was written; choose another place with --out`);
    this.name = 'FolderNotOurs';
  }
}

const ABANDONED_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names of the files that hasim wrote, one a line: what else lies there is the user's and is kept. */
const MARKER = '.hasim-report';

/**
 * Throws unless the folder may be written: before hours of work rather than after.
 *
 * @throws FolderNotOurs for a file, a folder with something in it that has no marker, a mount, the current folder
 * @throws what the file system says when nothing can be written there
 */
export async function checkReportFolder(folder: string): Promise<void> {
  const before = await entriesOf(folder);
  if (before !== null) await checkReplaceable(folder);
  try {
    await rmdir(await mkdtemp(join(await nearest(dirname(resolve(folder))), '.hasim-')));
  } catch (error) {
    // What was tried would mean nothing to anybody.
    throw Object.assign(error as Error, { path: folder });
  }
}

/** Nothing can take the place of a mount, and whoever is in a folder would be in none when another takes its place. */
async function checkReplaceable(folder: string): Promise<void> {
  const target = await realpath(folder);
  if (target === process.cwd()) throw new FolderNotOurs(folder, 'the folder that you are in');
  const [own, parent] = await Promise.all([stat(target), stat(dirname(target))]);
  if (own.dev !== parent.dev) throw new FolderNotOurs(folder, 'a mount point');
}

async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

/**
 * Writes the files as the folder's content, in the place of an earlier report. Files that users have put beside an
 * earlier report stay. When anything fails, the folder is as it was.
 *
 * @throws FolderNotOurs as `checkReportFolder`
 */
export async function writeReportFolder(
  folder: string,
  files: AsyncIterable<ReportFile> | Iterable<ReportFile>,
): Promise<void> {
  const before = await entriesOf(folder);
  const target = before === null ? folder : await realpath(folder);
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
    for (const name of before?.users ?? []) {
      if (!names.includes(name)) await cp(join(target, name), join(fresh, name), { recursive: true });
    }
    await takePlace(fresh, target, before !== null);
  } catch (error) {
    // The temporary name would mean nothing to anybody, and a full disk names none.
    throw error instanceof Error && 'syscall' in error ? Object.assign(error, { path: folder }) : error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  await removeAbandoned(target);
}

/** What a process that was killed left half written of this report is nobody's after an hour. */
async function removeAbandoned(target: string): Promise<void> {
  const [parent, begin] = [dirname(target), `.${basename(target)}-`];
  for (const name of await readdir(parent)) {
    if (!name.startsWith(begin) || !UUID.test(name.slice(begin.length))) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
}

/** What lies in the folder that hasim did not write; null when there is no such folder. */
async function entriesOf(folder: string): Promise<{ readonly users: readonly string[] } | null> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    if (error.code === 'ENOTDIR') throw new FolderNotOurs(folder, 'a file');
    throw error;
  });
  if (entries === null) return null;
  if (entries.length === 0) return { users: [] };
  if (!entries.includes(MARKER)) throw new FolderNotOurs(folder, 'a folder that hasim did not make');
  const ours = new Set([MARKER, ...(await readFile(join(folder, MARKER), 'utf8')).split('\n')]);
  return { users: entries.filter((name) => !ours.has(name)) };
}

/** A folder cannot be renamed over one with files in it: the old one steps aside first, and back if that fails. */
async function takePlace(fresh: string, target: string, exists: boolean): Promise<void> {
  if (!exists) return rename(fresh, target);
  const aside = `${fresh}-before`;
  await rename(target, aside);
  try {
    await rename(fresh, target);
  } catch (error) {
    await rename(aside, target);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}
