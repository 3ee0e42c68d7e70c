/** A file written whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a text beside the file and puts it in its place; folders on the way are made. */
export function writeWhole(path: string, text: string): void {
  const fresh = `${path}.${randomUUID()}.part`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, path);
  } catch (error) {
    // The temporary name would mean nothing to anybody, and a full disk names none.
    throw Object.assign(error as Error, { path });
  } finally {
    rmSync(fresh, { force: true });
  }
}
