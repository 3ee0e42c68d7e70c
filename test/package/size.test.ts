/** What an install of the package brings: how many packages, and how much on the disk besides the native canvas. */

import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../cli/support.ts';

interface Locked {
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
}

const { packages }: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);
const installed = Object.entries(packages)
  .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true)
  .map(([path]) => path)
  .filter((path) => lstatSync(join(ROOT, path), { throwIfNoEntry: false }) !== undefined);

/** In blocks of 4 kB, as disks count. */
function onDisk(path: string): number {
  const { size } = lstatSync(path);
  const own = Math.ceil(size / 4096) * 4096;
  if (!lstatSync(path).isDirectory()) return own;
  const inside = readdirSync(path).filter((name) => name !== 'node_modules');
  return inside.reduce((sum, name) => sum + onDisk(join(path, name)), own);
}

test('fewer than 100 packages, and below 50 MB with the package itself, besides the canvas', () => {
  expect(installed.length).toBeGreaterThan(30);
  expect(installed.length).toBeLessThan(100);
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const own = files.filter((name: string) => !name.startsWith('!'));
  const all = [...installed.filter((path) => !/canvas-[a-z]/.test(path)), ...own];
  const bytes = all.reduce((sum, path) => sum + onDisk(join(ROOT, path)), 0);
  expect(Math.round(bytes / 1e6)).toBeLessThan(50);
});

test('the queue comes in one file, with the licences of what is in it, and asks for no package', () => {
  const file = join(ROOT, 'dist/node/farm/queue-library');
  const imports = readFileSync(`${file}.js`, 'utf8').matchAll(/^import[^;]* from *["']([^"']+)["']/gm);
  for (const [, name] of imports) expect([name, isBuiltin(name!)]).toEqual([name, true]);
  const licences = readFileSync(`${file}.licences.txt`, 'utf8');
  for (const name of ['bullmq', 'ioredis', 'luxon', 'msgpackr'])
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+, MIT\n\n.{9}`, 'm'));
});
