/** `--seal` and `hasim verify`: a result that proves itself elsewhere; whatever was changed in it is found. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, strToU8, type Unzipped, unzipSync, zipSync } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import type { SealContents } from '../../src/node/seal.ts';
import { sha256 } from '../../src/node/seal.ts';
import { EXACT, Place } from './support.ts';

const RUN = ['run', 'designs/small.yaml', '--allow-outside', '--no-charts', '--seal', 'a.zip'];
const INPUT = 'files/base.yaml';
const RESULT = 'files/reports/small/result.json';

let place: Place;
const at = (name: string) => join(place.path, name);

beforeEach(() => {
  place = new Place({ 'base.yaml': EXACT, 'designs/small.yaml': 'extends: ../base.yaml\nname: small\n' });
});

/** The seal with its entries changed; its list of checksums, too, where a forger would. */
function forge(change: (entries: Unzipped) => void, isListed: boolean): void {
  const entries = unzipSync(readFileSync(at('a.zip')));
  change(entries);
  if (isListed) {
    const contents = JSON.parse(strFromU8(entries['seal.json']!)) as SealContents;
    const files = Object.entries(entries).filter(([name]) => name !== 'seal.json');
    const listed = files.map(([name, content]) => [name.slice('files/'.length), sha256(content)]);
    entries['seal.json'] = strToU8(JSON.stringify({ ...contents, files: Object.fromEntries(listed) }));
  }
  writeFileSync(at('a.zip'), zipSync(entries));
}

function replaceIn(name: string, from: string, to: string): (entries: Unzipped) => void {
  return (entries) => {
    const text = strFromU8(entries[name]!);
    expect(text).toContain(from);
    entries[name] = strToU8(text.replace(from, to));
  };
}

test('a sealed run is run again elsewhere, and every file is the same; a forged result or input is not', async () => {
  const ran = await place.hasim(RUN);
  expect(ran.code).toBe(0);
  const original = readFileSync(at('a.zip'));
  expect(ran.stderr).toContain(`sealed  a.zip, SHA-256 ${sha256(original)}`);
  const entries = unzipSync(original);
  expect(Object.keys(entries)).toEqual(
    expect.arrayContaining(['seal.json', INPUT, 'files/designs/small.yaml', RESULT]),
  );
  expect(JSON.parse(strFromU8(entries['seal.json']!))).toMatchObject({
    words: ['run', 'designs/small.yaml', '--allow-outside', '--no-charts'],
    reports: ['reports/small'],
  });

  const elsewhere = new Place();
  writeFileSync(join(elsewhere.path, 'a.zip'), original);
  const verified = await elsewhere.hasim(['verify', 'a.zip']);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.stdout).toMatch(/^equal: \d+.files of the report, to the last byte\n$/);
  expect(verified.stderr).toContain('hasim run designs/small.yaml --allow-outside --no-charts');
  expect(existsSync(join(elsewhere.path, 'reports'))).toBe(false);

  forge(replaceIn(RESULT, '"value": 10', '"value": 11'), true);
  const result = await place.hasim(['verify', 'a.zip']);
  expect(result.code).toBe(1);
  expect(result.stdout).toMatch(/NOT EQUAL: 1.file of/);
  expect(result.stdout).toContain('result.json');

  writeFileSync(at('a.zip'), original);
  forge(replaceIn(INPUT, 'run: 10s', 'run: 11s'), true);
  expect((await place.hasim(['verify', 'a.zip'])).code).toBe(1);

  writeFileSync(at('a.zip'), original);
  forge(replaceIn(INPUT, 'run: 10s', 'run: 11s'), false);
  const changed = await place.hasim(['verify', 'a.zip']);
  expect(changed).toMatchObject({ code: 66 });
  expect(changed.stderr).toContain('base.yaml is not as it was sealed');
});

test('what is no seal, and a command that means something else elsewhere, are refused', async () => {
  writeFileSync(at('b.zip'), zipSync({ 'readme.txt': strToU8('hello') }));
  writeFileSync(at('c.zip'), 'no archive');
  for (const [name, why] of [
    ['b.zip', 'is no seal of hasim'],
    ['c.zip', 'is no ZIP archive'],
    ['d.zip', 'is not there'],
  ] as const) {
    const { code, stderr } = await place.hasim(['verify', name]);
    expect(stderr).toContain(`${name}: ${why}`);
    expect(code).toBe(66);
  }
  const absolute = await place.hasim(['run', at('base.yaml'), '--seal', 'a.zip']);
  expect(absolute.code).toBe(64);
  expect(absolute.stderr).toContain('is a place on this machine');
  expect(existsSync(at('a.zip'))).toBe(false);
});
