/** `hasim verify`: what was sealed is run again, in a folder of its own, and every file of the report compared. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildHash } from '../../node/build-hash.ts';
import { isReported, openSeal, type Seal, sha256 } from '../../node/seal.ts';
import { hasimVersion } from '../../node/version.ts';
import { plural } from '../../report/words.ts';
import { some } from '../../scenario/suggest.ts';
import { commandLine } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { print, say } from './output.ts';

export interface VerifyFlags {
  readonly seal: string;
}

/** @returns `met` when the data of the report is the same to the last byte, else `failed` */
export async function verifySeal({ seal: path }: VerifyFlags, signal: AbortSignal): Promise<ExitCode> {
  const seal = openSeal(path);
  const { words, version, build } = seal.contents;
  say(`sealed by hasim ${version}: ${commandLine(words)}`);
  if (build !== buildHash())
    say(`Warning: this is hasim ${hasimVersion()} of another build; what its rules changed differs`);
  const top = mkdtempSync(join(tmpdir(), 'hasim-verify-'));
  try {
    layOut(seal, top);
    await runAgain(words, join(top, seal.contents.folder), top, signal);
    return judge(seal, top);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

/** Puts what was read where the command will look for it. */
function layOut({ contents, files }: Seal, top: string): void {
  mkdirSync(join(top, contents.folder), { recursive: true });
  for (const [name, content] of files) {
    if (isReported(contents, name)) continue;
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), content);
  }
}

/** In a process and with a cache of its own: nothing is taken from what was computed before. */
function runAgain(words: readonly string[], folder: string, top: string, signal: AbortSignal): Promise<void> {
  const { HASIM_ON: _, ...env } = process.env;
  const child = spawn(process.execPath, [process.argv[1]!, ...words], {
    cwd: folder,
    env: { ...env, HASIM_CACHE: join(top, '.cache') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => void child.kill();
  signal.addEventListener('abort', stop);
  return new Promise<void>((over, failed) => {
    child.on('error', failed);
    child.on('close', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) failed(signal.reason as Error);
      else over();
    });
  });
}

/** Pictures may be drawn otherwise on another system; what they show stands in the data. */
function judge({ contents }: Seal, top: string): ExitCode {
  const reported = Object.entries(contents.files).filter(([name]) => isReported(contents, name));
  const other = reported.filter(([name, hash]) => hashAt(join(top, name)) !== hash).map(([name]) => name);
  const data = other.filter((name) => !name.endsWith('.png'));
  const pictures = other.length - data.length;
  const drawn =
    pictures === 0 ? '' : `; ${plural(pictures, 'picture')} drawn otherwise, as on another system`;
  if (data.length > 0) {
    print(`NOT EQUAL: ${plural(data.length, 'file')} of ${reported.length} differ: ${some(data)}${drawn}`);
    return EXIT.failed;
  }
  print(`equal: ${plural(reported.length - pictures, 'file')} of the report, to the last byte${drawn}`);
  return EXIT.met;
}

function hashAt(path: string): string | null {
  try {
    return sha256(readFileSync(path));
  } catch {
    return null;
  }
}
