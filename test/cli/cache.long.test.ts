/** Nothing is computed twice, and nobody can tell from the output. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Place, SMALL, until } from './support.ts';

/** Some 38 000 events a replication: worth keeping. */
const LONG = SMALL.replace('10m', '40m').replace(/expect:.*/s, '');

function place() {
  const own = new Place({ 'small.yaml': LONG });
  const cache = join(own.path, 'cache');
  const hasim = (...args: string[]) =>
    own.hasim(['run', 'small.yaml', '--json', '--no-charts', ...args], { HASIM_CACHE: cache });
  const entries = () => own.list('cache').filter((name) => name.endsWith('.replication'));
  return { own, cache, hasim, entries };
}

describe('finished replications', () => {
  test('are kept and read, unless --no-cache: the output is the same to the byte', async () => {
    const { own, hasim, entries } = place();
    const computed = await hasim('--replications', '3', '--no-cache');
    expect(own.has('cache')).toBe(false);
    const first = await hasim('--replications', '3');
    expect(entries().length).toBe(3);
    const read = await hasim('--replications', '3');
    const mixed = await hasim('--replications', '5');
    // From five on the first one is also run with ties the other way round (rule T2).
    expect(entries().length).toBe(6);
    expect(read.stdout).toBe(computed.stdout);
    expect(first.stdout).toBe(computed.stdout);
    expect([first.code, read.code, mixed.code]).toEqual([0, 0, 0]);
    expect(mixed.stdout).toBe((await hasim('--replications', '5', '--no-cache')).stdout);
  });

  test('survive kill -9: an interrupted --replications 200 goes on where it stopped', async () => {
    const { own, cache, hasim, entries } = place();
    const { child, ended } = own.start(['run', 'small.yaml', '--no-charts', '--replications', '200'], {
      HASIM_CACHE: cache,
    });
    await until(() => entries().length >= 10, 120_000);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    const kept = entries();
    writeFileSync(join(cache, kept[0]!), 'half of');
    const resumed = await hasim('--replications', '10');
    expect(resumed.code).toBe(0);
    expect(entries()).toEqual(expect.arrayContaining(kept));
    expect(resumed.stdout).toBe((await hasim('--replications', '10', '--no-cache')).stdout);
  });

  test('cannot be kept: said on stderr, and everything else is as always', async () => {
    const { own } = place();
    writeFileSync(join(own.path, 'file'), '');
    const { code, stderr, stdout } = await own.hasim(
      ['run', 'small.yaml', '--json', '--no-charts', '--replications', '1'],
      {
        HASIM_CACHE: join(own.path, 'file'),
      },
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/^hasim: finished replications are not kept: .*file cannot be written \(E\w+\)$/m);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'hasim.result/1' });
  });
});
