/** The faults of `npm run mutants` still fit the sources and the tests they name; whether the tests notice is its work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../../scripts/mutants/all.ts';

const root = join(import.meta.dirname, '../..');

describe('mutants', () => {
  it('change text that stands exactly once in its file', () => {
    const misfits = MUTANTS.filter(
      ({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length !== 2,
    );
    expect(misfits.map(({ fault, file }) => `${file}: ${fault}`)).toEqual([]);
  });

  it('name a file of tests that is there', () => {
    const missing = MUTANTS.filter(({ test }) => !existsSync(join(root, 'test', test)));
    expect(missing.map(({ fault, test }) => `${test}: ${fault}`)).toEqual([]);
  });

  it('name a test, not a group of tests, which never turns red', () => {
    const groups = MUTANTS.filter(({ test, red }) => {
      const titles = readFileSync(join(root, 'test', test), 'utf8').matchAll(/describe\(\s*(['"`])(.*?)\1,/g);
      return [...titles].some(([, , title]) => title!.startsWith(red));
    });
    expect(groups.map(({ test, red }) => `${test}: ${red}`)).toEqual([]);
  });

  it('are at least 30, in engine, cluster and measure', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(30);
    for (const folder of ['engine', 'cluster', 'measure']) {
      expect(MUTANTS.some(({ file }) => file.startsWith(`src/${folder}/`))).toBe(true);
    }
  });

  it('have a test in every file of test/conformance', () => {
    const files = readdirSync(join(root, 'test/conformance')).filter((name) => name.endsWith('.test.ts'));
    const used = new Set(MUTANTS.map(({ test }) => test));
    expect(files.filter((name) => !used.has(`conformance/${name}`))).toEqual([]);
  });
});
