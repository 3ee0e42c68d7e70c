/** What lies in a folder, with every way in which that goes wrong. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachOnce, scenariosAt } from '../../src/node/scenario-files.ts';
import { SMALLEST } from '../scenario/support.ts';

/** The superuser may read everything, so as somebody else. */
function asNobody<T>(act: () => T): T {
  if (process.getuid?.() !== 0) return act();
  process.seteuid!(65_534);
  try {
    return act();
  } finally {
    process.seteuid!(0);
  }
}

test('a folder that cannot be read hides none of the others', () => {
  const root = mkdtempSync(join(tmpdir(), 'hasim-files-'));
  try {
    for (const folder of ['open', 'shut']) {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, 'a.yaml'), SMALLEST);
    }
    chmodSync(root, 0o755);
    chmodSync(join(root, 'shut'), 0o700);
    if (process.getuid?.() !== 0) chmodSync(join(root, 'shut'), 0);
    const { scenarios, unreadable } = asNobody(() => scenariosAt(root));
    expect(scenarios).toEqual([join(root, 'open/a.yaml')]);
    expect(unreadable.map(({ message }) => message)).toEqual([
      `${join(root, 'shut')}: cannot be read (EACCES)`,
    ]);
  } finally {
    chmodSync(join(root, 'shut'), 0o700);
    rmSync(root, { recursive: true });
  }
});

test('the first of several names of a file is kept', () => {
  expect(eachOnce(['./a.yaml', 'b/../a.yaml', 'b.yaml', 'a.yaml'])).toEqual(['./a.yaml', 'b.yaml']);
});
