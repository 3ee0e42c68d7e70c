/** What the documentation shows of the program: `console` blocks, a command and what it prints. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const BLOCK = /^```console\n\$ (.*)\n([\s\S]*?)^```$/gm;

export interface ConsoleBlock {
  readonly command: string;
  readonly output: string;
}

/** The `console` blocks of a page, in order. */
export function consoleBlocks(markdown: string): ConsoleBlock[] {
  return [...markdown.matchAll(BLOCK)].map(([, command, output]) => ({ command: command!, output: output! }));
}

/** The page with every block's output replaced. */
export function renewed(markdown: string, outputOf: (command: string) => string): string {
  return markdown.replaceAll(
    BLOCK,
    (_block, command: string) => `\`\`\`console\n$ ${command}\n${outputOf(command)}\`\`\``,
  );
}

/** The pages that people read, as paths from the root of the repository. */
export function pages(root: string): string[] {
  const inDocs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs.map((name) => join('docs', name))];
}

/** A folder that holds nothing but the scenarios and disasters, and a `hasim` on its path. To be removed in the end. */
export class Playground {
  readonly folder = mkdtempSync(join(tmpdir(), 'hasim-docs-'));
  readonly #bin = mkdtempSync(join(tmpdir(), 'hasim-bin-'));

  constructor(root: string) {
    for (const shipped of ['scenarios', 'disasters'])
      cpSync(join(root, shipped), join(this.folder, shipped), { recursive: true });
    const program = join(this.#bin, 'hasim');
    const cli = resolve(root, 'dist/cli.js');
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
    chmodSync(program, 0o755);
  }

  /** What a command prints on standard output; one that is to show its messages says `2>&1`. */
  outputOf(command: string): string {
    const { stdout } = spawnSync('sh', ['-c', command.replaceAll('npx hasim', 'hasim')], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${this.#bin}${delimiter}${process.env.PATH}`, NO_COLOR: '1' },
    });
    const text = stdout.trimEnd();
    return text === '' ? '' : text.replaceAll(/[^\S\n]+$/gm, '').concat('\n');
  }

  remove(): void {
    for (const made of [this.folder, this.#bin]) rmSync(made, { recursive: true });
  }
}
