import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { consoleBlocks, Playground, pages } from '../../scripts/console-blocks.ts';
import { dataOf, madePages, PAGES } from '../../scripts/gallery-pages.ts';
import { loadScenario } from '../../src/node/load-scenario.ts';
import { scenariosAt } from '../../src/node/scenario-files.ts';
import { isDeterministic } from '../../src/study/replications/deterministic.ts';
import { ROOT, textOf } from './support.ts';

interface Command {
  readonly page: string;
  readonly text: string;
  /** After `hasim`, up to the next pipe, semicolon or redirection. */
  readonly words: readonly string[];
}

const COMMAND = /(?:npx )?hasim(?: .*)?$/;
const IN_BLOCK = new RegExp(`^(?:\\$ )?${COMMAND.source}`, 'gm');
const INLINE = /`((?:npx )?hasim [^`]*)`/g;

function commandsOf(page: string): Command[] {
  const text = textOf(page);
  const blocks = (text.match(/^```(?:console|sh|bash)\n[\s\S]*?^```$/gm) ?? []).flatMap(
    (block) => block.match(IN_BLOCK) ?? [],
  );
  const inline = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(INLINE)].map(([, one]) => one!);
  return [...blocks, ...inline].map((one) => ({ page, text: one, words: wordsOf(one) }));
}

/** The words of a shell command, single quotes taken off. */
function wordsOf(command: string): string[] {
  const [own] = command
    .replace(/^\$ /, '')
    .replace(/^npx /, '')
    .split(/;| \| | 2>&1| > /);
  const words = own!.match(/(?:'[^']*'|[^\s'])+/g) ?? [];
  return words.slice(1).map((word) => word.replaceAll("'", ''));
}

function help(...words: string[]): string {
  return execFileSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...words, '--help'], {
    encoding: 'utf8',
  });
}

const verbs = new Set([...help().matchAll(/^ {2}hasim (\w+)/gm)].map(([, verb]) => verb!));
const known = new Map<string, Set<string>>();

function flagsOf(verb: string): Set<string> {
  const flags = known.get(verb) ?? new Set(help(verb).match(/--[\w-]+/g) ?? []);
  known.set(verb, flags);
  return flags;
}

/** Values of a flag, given as its own word or after `=`. */
function valuesOf(words: readonly string[], flag: string): string[] {
  return words.flatMap((word, i) => (word === flag && words[i + 1] !== undefined ? [words[i + 1]!] : []));
}

/** Of a scenario, or a folder of them. */
const isPath = (word: string): boolean => /^scenarios\b/.test(word) && !/[<…*]|\.json$/.test(word);

const all = pages(ROOT).flatMap(commandsOf);

describe.each(all)('$page: $text', ({ words }) => {
  const [verb, ...rest] = words as [string, ...string[]];
  const isOption = verb?.startsWith('--');

  test('names a verb and flags that exist', () => {
    if (verb === undefined || isOption) return;
    expect(verbs).toContain(verb);
    for (const word of rest.filter((one) => one.startsWith('--'))) {
      expect([...flagsOf(verb)]).toContain(word.split('=')[0]);
    }
  });

  test('names scenarios that exist and can be read with these settings', () => {
    const set = valuesOf(rest, '--set');
    for (const path of rest.filter(isPath).flatMap((word) => scenariosAt(join(ROOT, word)).scenarios)) {
      expect(loadScenario(path, { set }).scenario.name).not.toBe('');
    }
  });
});

describe('what the pages show is what the program prints', () => {
  const playground = new Playground(ROOT);
  afterAll(() => playground.remove());

  /** Scenarios that leave nothing to chance take no time; `npm run docs:output` renews all blocks. */
  const isQuick = (command: string): boolean => {
    const words = wordsOf(command);
    // Of scenarios that a page has made itself nothing is known.
    if (words.some((word) => /\.ya?ml$/.test(word) && !isPath(word))) return false;
    const files = words.filter(isPath).flatMap((word) => scenariosAt(join(ROOT, word)).scenarios);
    return files.every((path) =>
      isDeterministic(loadScenario(path, { set: valuesOf(words, '--set') }).scenario),
    );
  };
  const shown = pages(ROOT).flatMap((page) =>
    consoleBlocks(textOf(page)).map((block) => ({ page, ...block })),
  );

  test.each(shown.filter(({ command }) => isQuick(command)))('$page: $command', ({ command, output }) => {
    expect(output, 'stale: run npm run docs:output').toBe(playground.outputOf(command));
  });

  test.each(PAGES.filter(({ command }) => isQuick(command)))(
    // A dot behind a name would ask for a field of it.
    '$name in reports/gallery is what its command writes, figure by figure',
    (page) => {
      const [made] = madePages([page], ROOT);
      const kept = dataOf(textOf(`reports/gallery/${page.name}.html`));
      expect(kept, 'stale: run npm run gallery').toEqual(dataOf(made!.html));
    },
  );

  test('every page for a kind of user shows the program at work', () => {
    const shows = new Set(shown.map(({ page }) => page));
    for (const page of ['README.md', 'docs/planning.md', 'docs/architect.md', 'docs/ci.md']) {
      expect(shows).toContain(page);
    }
    expect(shown.filter(({ output }) => output === '')).toEqual([]);
  });
});
