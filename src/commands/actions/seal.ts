/** `--seal`: what a command read and wrote, in one archive that `hasim verify` runs again. */
import { isAbsolute } from 'node:path';
import { checkSealPath, writeSeal } from '../../node/seal.ts';
import type { SourceFile } from '../../scenario/layers.ts';
import { withoutFlags } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import type { OutputFlags } from '../options.ts';
import type { WhereFlags } from '../where.ts';
import type { ReadScenario } from './designs.ts';

/** Flags that are a matter of the machine that a result was made on. */
const OF_A_MACHINE = ['--seal', '--jobs', '--on'];

/** @throws UsageError, before any work, for a command that means something else elsewhere; FileError as `checkSealPath` */
export function checkSeal({ seal, words = [] }: OutputFlags & WhereFlags): void {
  if (seal === undefined) return;
  const absolute = withoutFlags(words, OF_A_MACHINE).find((word) => isAbsolute(word.split('=').at(-1)!));
  if (absolute !== undefined)
    throw new UsageError(
      `--seal: '${absolute}' is a place on this machine, and a seal is opened on another; name it from the folder that you are in`,
    );
  checkSealPath(seal);
}

/**
 * Seals a finished report, where that was asked for.
 *
 * @param more what was read beside the designs
 * @returns what to say of it
 */
export function sealed(
  { seal, words = [] }: OutputFlags & WhereFlags,
  designs: readonly ReadScenario[],
  reports: readonly string[],
  more: readonly SourceFile[] = [],
): string[] {
  if (seal === undefined) return [];
  const inputs = [...designs.flatMap(({ sources: { file, named } }) => [file, ...named]), ...more];
  const hash = writeSeal(seal, { words: withoutFlags(words, OF_A_MACHINE), inputs, reports });
  return [`sealed  ${seal}, SHA-256 ${hash}; hasim verify runs it again`];
}
