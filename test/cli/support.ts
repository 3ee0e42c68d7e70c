/** The built program, run as users run it: a process of its own, in an empty folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { children, folders } from '../support/leftovers.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');

/** M/M/10 for ten minutes: 0.1 s of work in ten replications. */
export const SMALL = `name: small
question: How long do jobs wait?
duration: 10m
nodes: { n: { taskCap: 10 } }
dispatch: { policy: immediate }
workload:
  tasks:
    job: { arrivals: { poisson: 8/s }, steps: [ { run: { exponential: 1s } } ] }
expect:
  - tasks.queueWait.mean < 1s
`;

/** Nothing at random: five jobs of 10 s through two slots. */
export const EXACT = `name: exact
duration: 2m
nodes: { n: { taskCap: 2 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { at: [0s], count: 5 }, steps: [ { run: 10s } ] } } }
`;

/** Long enough to be interrupted: minutes a replication. */
export const ENDLESS = SMALL.replace('small', 'endless').replace('10m', '100d');

/** Nothing of the tester's own settings, and another language. */
const BARE = { NODE_OPTIONS: '', NO_COLOR: '', LANG: 'de_DE.UTF-8' };

/** Loaded before the program: its output is taken for a terminal so wide. */
export const terminal = (columns: number) => ({
  NODE_OPTIONS: `--import data:text/javascript,Object.assign(process.stdout,{isTTY:true,columns:${columns}})`,
  NO_COLOR: '1',
});

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What has come on stdout and stderr so far. */
  readonly soFar: () => string;
}

/** A folder that is empty but for these files, gone after the test. */
export class Place {
  readonly path = mkdtempSync(join(tmpdir(), 'hasim-cli-'));

  readonly #program: string;

  /** @param program another than the built one */
  constructor(files: Readonly<Record<string, string>> = {}, program = CLI) {
    this.#program = program;
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
    folders.push(this.path, `${this.path}-cache`);
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const child = spawn(process.execPath, [this.#program, ...args], {
      cwd: this.path,
      env: { ...process.env, ...BARE, HASIM_CACHE: `${this.path}-cache`, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const ended = new Promise<Ended>((done) => {
      child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
    });
    return { child, ended, soFar: () => stdout + stderr };
  }

  hasim(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  has(path: string): boolean {
    return existsSync(join(this.path, path));
  }

  /** What is in a folder, hidden files too; nothing where there is none. */
  list(path = '.'): string[] {
    return this.has(path) ? readdirSync(join(this.path, path)).sort() : [];
  }
}

/** Waits until something is true of a process; patience is for what will never be. */
export async function until(what: () => boolean, patience = 600_000): Promise<void> {
  const begun = Date.now();
  while (!what()) {
    if (Date.now() - begun > patience) throw new Error(`still not true after ${patience} ms`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** The longest line of a text, in characters. */
export function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}
