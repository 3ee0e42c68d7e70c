/** Every shipped scenario says what it asks, where its figures are from and what must come out, and runs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIBRARY, once, shipped } from './support.ts';

const inFolder = (path: string) => path.replace(/^scenarios[\\/]/, '');

const SET = /--set\s+([\w.*-]+=)(?:'([^']*)'|([^\s'`]*[^\s'`.,:;)]))/;

/** What comments offer: `--set path=value`, which may go on in the next line; those beside each other belong together. */
function offered(text: string): string[][] {
  const comments = (text.match(/(?<=^ *# ?).*$/gm) ?? []).join(' ');
  return (comments.match(new RegExp(`${SET.source}(?:\\s+${SET.source})*`, 'g')) ?? []).map((together) =>
    [...together.matchAll(new RegExp(SET, 'g'))].map(([, path, quoted, bare]) => path! + (quoted ?? bare!)),
  );
}

it('the scenarios that other parts name are there', () => {
  for (const path of [
    'single-region',
    'multi-zone',
    'cross-region-hot-hot',
    'balance-worked-example',
    'operations/node-crash-no-return',
    'operations/node-reboot',
    'operations/rolling-os-patch',
    'planning/two-big',
    'planning/four-small',
    'planning/ui-only-nodes',
  ]) {
    expect(LIBRARY.map(inFolder)).toContain(`${path}.yaml`);
  }
});

it('what comments offer to change is found', () => {
  expect(offered("# With more: --set a.b=1 --set\n# c=2. Or\n#   --set d={}, --set e='{ f: 1 }'")).toEqual([
    ['a.b=1', 'c=2'],
    ['d={}'],
    ['e={ f: 1 }'],
  ]);
  const all = LIBRARY.flatMap((path) => offered(readFileSync(path, 'utf8')));
  expect(all.length).toBeGreaterThan(20);
});

describe.each(LIBRARY)('%s', (path) => {
  const text = readFileSync(path, 'utf8');
  const scenario = shipped(inFolder(path));

  it('has a question, named sources and expectations', () => {
    expect(scenario.question).toMatch(/\?$/);
    expect(text).toMatch(/^# .*\n/);
    // An outside reader cannot look up our numbers.
    expect(text).not.toMatch(/\b(fact|assumption) \d/);
    expect(text).toMatch(/Octopus docs|^# Source: /m);
    expect(scenario.expect).not.toEqual([]);
  });

  it('can be changed as its comments say', () => {
    for (const set of offered(text)) expect(() => shipped(inFolder(path), ...set), `${set}`).not.toThrow();
  });

  it('is named as its file', () => {
    expect(path).toMatch(new RegExp(`[\\\\/]${scenario.name}\\.yaml$`));
  });

  // What each promises is held by `npm run check:scenarios`, on all cores.
  it('runs, and gives the same digest twice', () => {
    expect(once(scenario).digest).toBe(once(scenario).digest);
  });
});
