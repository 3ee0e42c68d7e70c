/** `--shard`: what of a command line a part keeps, and where it is written. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildHash } from '../../node/build-hash.ts';
import { type PartHeader, PartWriter, type Shard } from '../../node/parts/part-file.ts';
import { hasimVersion } from '../../node/version.ts';
import { withoutFlags } from '../command-line.ts';
import type { OutputFlags } from '../options.ts';
import type { CheckFlags } from './check-flags.ts';

/** Where parts lie unless --out says otherwise. */
export const PART_FOLDER = join('reports', 'parts');

export function partFolder({ out }: Partial<Pick<OutputFlags, 'out'>>): string {
  return out ?? PART_FOLDER;
}

/** What a part says of itself, but for the work. */
export function partHeader(
  shard: Shard,
  build: string,
  words: readonly string[],
): Omit<PartHeader, 'schema' | 'work'> {
  return { ...shard, version: hasimVersion(), build, command: wholeCommand(words) };
}

/** Flags that are a matter of one part, or of the machine that it was made on. */
const OF_A_PART = ['--shard', '--out', '--jobs', '--junit', '--on'];
const OF_ITS_OUTPUT = ['--json', '--no-charts', '--no-cache'];

/** The command line that does the work of all parts. */
function wholeCommand(words: readonly string[]): string[] {
  return withoutFlags(words, OF_A_PART).filter((word) => !OF_ITS_OUTPUT.includes(word));
}

/** `check`: parts are whole scenarios, since how many replications one takes is decided on the way. */
export function ownPaths(paths: readonly string[], shard: Shard | undefined): readonly string[] {
  return shard === undefined ? paths : paths.filter((_, i) => i % shard.of === shard.part - 1);
}

/** The part that a check writes; what is parted are its files, by name and content. */
export function checkPart(paths: readonly string[], shard: Shard, flags: CheckFlags): PartWriter {
  const hash = createHash('sha256').update(`${shard.of}\n`);
  for (const path of paths) hash.update(`${path}\n`).update(contentOf(path));
  const header = partHeader(shard, buildHash(), flags.words ?? []);
  return new PartWriter(partFolder(flags), { ...header, work: hash.digest('hex') });
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
