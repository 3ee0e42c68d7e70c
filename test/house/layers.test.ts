import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * The lint forbids every import against the data's way through the house, and everything that would give other bits on
 * another machine. A rule that no longer fires looks like a clean project, so each is shown a file that breaks it.
 */
const root = resolve(import.meta.dirname, '../..');
const folders = ['engine', 'scenario', 'cluster', 'measure', 'study', 'report', 'node', 'commands', 'page'];
const mayImport: Record<string, readonly string[]> = {
  engine: [],
  scenario: ['engine/time.ts', 'engine/distributions.ts', 'engine/elementary.ts'],
  cluster: ['engine', 'scenario'],
  measure: ['engine', 'scenario', 'cluster/observer.ts'],
  study: ['engine', 'scenario', 'cluster', 'measure', 'simulate.ts'],
  report: ['scenario', 'measure', 'study'],
  node: ['engine', 'scenario', 'cluster', 'measure', 'study', 'report', 'page', 'simulate.ts'],
  commands: ['engine', 'scenario', 'cluster', 'measure', 'study', 'report', 'page', 'node', 'simulate.ts'],
  page: ['engine', 'scenario', 'cluster', 'measure', 'study', 'report', 'simulate.ts', 'index.ts'],
};
const packages: Record<string, readonly string[]> = {
  engine: ['seedrandom'],
  scenario: ['yaml', 'zod/mini', 'fastest-levenshtein'],
  cluster: [],
  measure: [],
  study: [],
  node: [
    'node:fs',
    'yaml',
    'zod/mini',
    'fastest-levenshtein',
    'seedrandom',
    'piscina',
    'preact',
    '@codemirror/view',
  ],
  page: ['preact', '@codemirror/view', 'yaml', 'zod/mini'],
  commands: [
    'node:fs',
    'yaml',
    'zod/mini',
    'fastest-levenshtein',
    'seedrandom',
    'piscina',
    'preact',
    '@codemirror/view',
  ],
};
const pure = ['engine', 'scenario', 'cluster', 'measure'];
const unrepeatable = [
  'Math.log(2)',
  'Math.exp(2)',
  'Math.pow(2, 3)',
  'Math.hypot(3, 4)',
  'Math.random()',
  '[1].map(Math.sin)',
  "Math['log'](2)",
  '2 ** 0.5',
  'Date.now()',
  'new Date()',
  'performance.now()',
  'new Intl.NumberFormat()',
  "'a'.localeCompare('b')",
  "'a'?.localeCompare('b')",
  '(5).toLocaleString()',
  'globalThis.Math.log(2)',
  'process.hrtime()',
  'crypto.randomUUID()',
  'console.log(1)',
];

let house: string;
let found: Set<string>;
const files = new Map<string, string[]>();

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'hasim-house-'));
  for (const part of ['biome.json', 'package.json', 'scripts/lint']) {
    cpSync(join(root, part), join(house, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir');
  for (const folder of folders) {
    for (const depth of ['', 'deep/'])
      files.set(`src/${folder}/${depth}x.ts`, importsOf(folder, depth !== ''));
  }
  for (const folder of [...pure, 'report']) {
    files.set(
      `src/${folder}/y.ts`,
      unrepeatable.map((code, i) => `export const x${i} = ${code};`),
    );
  }
  files.set(
    'src/scenario/zones.ts',
    unrepeatable.map((code, i) => `export const x${i} = ${code};`),
  );
  for (const [file, lines] of files) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${lines.join('\n')}\n`);
  }
  found = lint();
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('a folder imports what the table allows, and nothing else', () => {
  test.each(folders)('%s', (folder) => {
    for (const file of [`src/${folder}/x.ts`, `src/${folder}/deep/x.ts`]) {
      const lines = files.get(file) ?? [];
      const expected = lines.filter((line) => !isAllowed(folder, target(line)));
      const refused = lines.filter((_, i) => found.has(`${file}:${i + 1}`));
      expect(refused).toEqual(expected);
    }
  });
});

describe('nothing of a run depends on the machine', () => {
  test.each(pure)('%s', (folder) => {
    const passed = unrepeatable.filter((_, i) => !found.has(`src/${folder}/y.ts:${i + 1}`));
    expect(passed).toEqual([]);
  });

  test('one file asks the machine for time zones, and not for the time', () => {
    const passed = unrepeatable.filter((_, i) => !found.has(`src/scenario/zones.ts:${i + 1}`));
    expect(passed).toContain('new Intl.NumberFormat()');
    expect(passed).not.toContain('Date.now()');
    expect(passed).not.toContain('new Date()');
  });

  test('the report may use what it likes of arithmetic and language', () => {
    expect(found.has('src/report/y.ts:1')).toBe(false);
  });
});

/** One import a line, turn by turn as a value, a re-export and a type. */
function importsOf(folder: string, deep: boolean): string[] {
  const up = deep ? '../../' : '../';
  const targets = [
    './own.ts',
    './node.ts',
    ...folders
      .filter((other) => other !== folder)
      .flatMap((other) => [`${up}${other}/a.ts`, `${up}${other}/deep/a.ts`]),
    ...['engine/time.ts', 'engine/distributions.ts', 'cluster/observer.ts']
      .filter((f) => !f.startsWith(folder))
      .map((f) => up + f),
    ...['simulate.ts', 'index.ts', 'cli.ts'].map((f) => up + f),
    ...new Set(Object.values(packages).flat()),
    'fs',
  ];
  const forms = [
    (from: string) => `import '${from}';`,
    (from: string) => `export * from '${from}';`,
    (from: string, i: number) => `import type { T as T${i} } from '${from}'; export type U${i} = T${i};`,
  ];
  return targets.map((from, i) => forms[i % forms.length]?.(from, i) ?? '');
}

function target(line: string): string {
  return /'([^']+)'/.exec(line)?.[1] ?? '';
}

function isAllowed(folder: string, from: string): boolean {
  if (from.startsWith('./')) return true;
  // Without the `node:` it is another rule's business.
  if (from === 'fs') return folder === 'node' || folder === 'commands';
  if (!from.startsWith('.')) return packages[folder]?.includes(from) ?? false;
  const path = from.replace(/^(\.\.\/)+/, '');
  return (mayImport[folder] ?? []).some((allowed) => path === allowed || path.startsWith(`${allowed}/`));
}

/** `file:line` of everything that the rules in question object to. */
function lint(): Set<string> {
  const report = join(house, 'lint.txt');
  const rules = /title=(?:plugin|lint\/(?:style\/noRestricted(?:Imports|Globals)|suspicious\/noConsole)),/;
  try {
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/@biomejs/biome/bin/biome'),
        'lint',
        '--vcs-enabled=false',
        '--max-diagnostics=none',
        '--reporter=github',
        `--reporter-file=${report}`,
        'src',
      ],
      { cwd: house, stdio: 'ignore' },
    );
  } catch {
    // It fails over the violations, as it should.
  }
  const places = new Set<string>();
  for (const line of readFileSync(report, 'utf8').split('::error ')) {
    const at = /file=[^,]*?(src\/[^,]+),line=(\d+)/.exec(line);
    if (at && rules.test(line)) places.add(`${at[1]}:${at[2]}`);
  }
  return places;
}
