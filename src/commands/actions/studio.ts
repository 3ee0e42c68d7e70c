/** `hasim studio`: a page on loopback that edits one scenario file, until Ctrl-C. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { FileError } from '../../node/file-error.ts';
import { readText } from '../../node/read-text.ts';
import { Desk } from '../../node/studio/desk.ts';
import { type Opening, startStudio } from '../../node/studio/server.ts';
import { hasimVersion } from '../../node/version.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { nameFrom } from './init.ts';
import { print, say } from './output.ts';
import { starterScenario } from './starter.ts';
import type { StudioFlags } from './studio-flags.ts';

const MOST_BYTES = 1_000_000;

/** Serves until a signal comes, which is how it ends: that is no failure. */
export async function openStudio(flags: StudioFlags, signal: AbortSignal): Promise<ExitCode> {
  const { path, ...opening } = openingOf(flags.scenario);
  const desk = new Desk(path, flags.allowOutside);
  const studio = await startStudio(desk, opening, flags.port ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
      throw new UsageError(
        `port ${flags.port} cannot be had (${error.code}); leave --port out for a free one`,
      );
    throw error;
  });
  print(studio.address);
  say(`${path}: the page above edits it; only this machine can open it, by this address. Ctrl-C ends it.`);
  if (!flags.noOpen) open(studio.address);
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await studio.close();
  return EXIT.met;
}

/** The file, or a new one under a name that is free. */
function openingOf(scenario: string | undefined): Opening & { readonly path: string } {
  const version = hasimVersion();
  if (scenario === undefined) {
    const path = freeName();
    return { path, text: starterScenario(nameFrom(path)), onDisk: null, version };
  }
  const file = readText(scenario, MOST_BYTES);
  if (file.kind !== 'text') throw new FileError(scenario, file.why);
  return { path: scenario, text: file.text, onDisk: file.text, version };
}

function freeName(): string {
  for (let i = 1; ; i += 1) {
    const path = i === 1 ? 'scenario.yaml' : `scenario-${i}.yaml`;
    if (!existsSync(path)) return path;
  }
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Where there is no browser to open, the address is printed all the same. */
function open(address: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program!, [...args, address], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}
