/** Files that belong together: all of them are written, or none. */
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileBehind } from './whole-file.ts';

export interface NamedText {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes all in the place of what is there; when one cannot be written, all are as they were.
 *
 * @throws FileError as `fileBehind`; what the file system says, with the path of the file that could not be written
 */
export function writeTogether(named: readonly NamedText[]): void {
  const files = named.map(({ path, text }) => ({ path: fileBehind(path), text }));
  const tag = randomUUID();
  const undo: (() => void)[] = [];
  let at = '';
  try {
    for (const { path, text } of files) {
      at = path;
      undo.push(() => rmSync(`${path}.${tag}.part`, { force: true }));
      writeFileSync(`${path}.${tag}.part`, text);
    }
    for (const { path } of files) {
      at = path;
      const aside = `${path}.${tag}.before`;
      const there = statSync(path, { throwIfNoEntry: false });
      if (there === undefined) undo.push(() => rmSync(path, { force: true }));
      else {
        renameSync(path, aside);
        undo.push(() => renameSync(aside, path));
      }
      renameSync(`${path}.${tag}.part`, path);
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw Object.assign(error as Error, { path: at });
  }
  for (const { path } of files) rmSync(`${path}.${tag}.before`, { force: true });
}
