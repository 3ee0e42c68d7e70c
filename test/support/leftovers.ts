import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';

/** Folders and processes of the test that runs: gone after it (clear.ts). */
export const folders: string[] = [];
export const children: ChildProcess[] = [];

export function clearLeftovers(): void {
  // Of a test that has failed, some may still be at work.
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
}
