/** A file written whole or not at all. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FileError } from './file-error.ts';

/**
 * The file that a path leads to: links are followed, so that they stay.
 *
 * @throws FileError for a link to nothing, and for what is no file and would be one afterwards: a pipe, a device
 */
export function fileBehind(path: string): string {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile()) return realpathSync(path);
  if (there !== undefined)
    throw new FileError(path, `is ${there.isDirectory() ? 'a folder' : 'no regular file'}`);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new FileError(path, 'is a symbolic link to nothing');
  return path;
}

/**
 * Before hours of work rather than after: whether a file may be written there later, and over nothing but its like. What
 * is there already and is something else, such as a scenario, stays.
 *
 * @param begin what a file of this kind begins with
 * @param kind as `no ZIP archive` names it
 * @throws FileError as `fileBehind`, and for a file that begins in another way
 */
export function checkOver(path: string, begin: string, kind: string): void {
  if (statSync(fileBehind(path), { throwIfNoEntry: false }) === undefined) return;
  const file = openSync(path, 'r');
  try {
    const first = Buffer.alloc(begin.length);
    const there = first.toString('latin1', 0, readSync(file, first));
    if (there !== '' && there !== begin)
      throw new FileError(path, `is there already and no ${kind}: nothing was written; name another file`);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes the content beside the file and puts it in its place; folders on the way are made. Who may read it stays as it was.
 *
 * @throws FileError as `fileBehind`
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const file = fileBehind(path);
  const fresh = `${file}.${randomUUID()}.part`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(fresh, content);
    const before = statSync(file, { throwIfNoEntry: false });
    if (before !== undefined) chmodSync(fresh, before.mode);
    renameSync(fresh, file);
  } catch (error) {
    // The temporary name would mean nothing to anybody, and a full disk names none.
    throw Object.assign(error as Error, { path });
  } finally {
    rmSync(fresh, { force: true });
  }
}
