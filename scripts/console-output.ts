/**
 * Renews what the documentation shows of the program: runs the command of every `console` block, in a folder that holds
 * nothing but the scenarios, and puts what it printed in the place of what stands there. Arguments: the pages, default
 * README.md and all of docs/.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const BLOCK = /^```console\n\$ (.*)\n[\s\S]*?^```$/gm;

const folder = mkdtempSync(join(tmpdir(), 'hasim-docs-'));
const bin = mkdtempSync(join(tmpdir(), 'hasim-bin-'));
try {
  cpSync('scenarios', join(folder, 'scenarios'), { recursive: true });
  const program = join(bin, 'hasim');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`);
  chmodSync(program, 0o755);
  for (const page of pages()) renew(page);
} finally {
  for (const made of [folder, bin]) rmSync(made, { recursive: true });
}

function pages(): string[] {
  const asked = process.argv.slice(2);
  if (asked.length > 0) return asked;
  const inDocs = readdirSync('docs').filter((name) => name.endsWith('.md'));
  return ['README.md', ...inDocs.map((name) => join('docs', name))];
}

function renew(page: string): void {
  const before = readFileSync(page, 'utf8');
  const after = before.replaceAll(BLOCK, (_block, command: string) => {
    return ['```console', `$ ${command}`, ...outputOf(command), '```'].join('\n');
  });
  if (after !== before) writeFileSync(page, after);
}

/** Lines of standard output; a command that is to show its messages says `2>&1`. */
function outputOf(command: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', command.replaceAll('npx hasim', 'hasim')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: '1' },
  });
  const text = stdout.trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => line.trimEnd());
}
