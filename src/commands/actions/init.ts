/** `hasim init`: a scenario to start from. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { FileError } from '../../node/file-error.ts';
import { fileBehind, writeWhole } from '../../node/whole-file.ts';
import { commandLine } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { InitFlags } from './init-flags.ts';
import { print } from './output.ts';
import { starterScenario } from './starter.ts';

/**
 * Writes the starter and says what to do with it.
 *
 * @throws UsageError as `checkNewScenario`, and when the file is there and is not to be overwritten
 */
export async function writeStarter({ file, force }: InitFlags): Promise<ExitCode> {
  checkNewScenario(file);
  if (!existsSync(dirname(file))) throw new FileError(file, 'cannot be written (there is no such folder)');
  if (!force && existsSync(file)) throw isThere(file);
  writeWhole(file, starterScenario(nameFrom(file)));
  print(`${file} written\n\n  ${commandLine(['run', file])}`);
  return EXIT.met;
}

/** @throws UsageError when the name is that of a folder, or of no file of YAML; FileError as `fileBehind` */
export function checkNewScenario(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(
      `${file} is a folder; name a file in it, such as ${file.replace(/\/$/, '')}/scenario.yaml`,
    );
  if (!['.yaml', '.yml'].includes(extname(file)))
    throw new UsageError(`${file}: the name of a scenario ends in .yaml, such as ${file}.yaml`);
  fileBehind(file);
}

/** Why a file is not written. */
export function isThere(file: string): UsageError {
  return new UsageError(`${file} is there already; overwrite it with --force, or name another`);
}

/** A scenario's name from that of its file: other characters become dashes, and it begins with a letter. */
export function nameFrom(file: string): string {
  const stem = basename(file, extname(file))
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '');
  return stem.slice(0, 64) || 'scenario';
}
