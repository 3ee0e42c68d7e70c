/** What goes over the queue is data, comes back as it was, and is bounded; addresses never show their password. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/commands/main.ts';
import { addressMistake, shownAddress } from '../../../src/node/farm/address.ts';
import { batchesOf } from '../../../src/node/farm/batches.ts';
import { checkedBatch, packScenario, unpackScenario } from '../../../src/node/farm/job.ts';
import { loadScenario } from '../../../src/node/load-scenario.ts';
import { ReplicationKeys } from '../../../src/node/replication-keys.ts';
import { scenariosAt } from '../../../src/node/scenario-files.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { ROOT } from '../../cli/support.ts';

test('every shipped scenario arrives as it was sent, traces included', () => {
  const keys = new ReplicationKeys('a build');
  const paths = scenariosAt(join(ROOT, 'scenarios')).scenarios;
  expect(paths.length).toBeGreaterThan(40);
  for (const path of paths) {
    const { scenario } = loadScenario(path);
    const arrived = unpackScenario(packScenario(scenario));
    expect(arrived, path).toEqual(scenario);
    expect(keys.ofScenario(arrived)).toBe(keys.ofScenario(scenario));
  }
});

test('what JSON has not: infinity, minus zero, rows of numbers', () => {
  const odd = { a: [Number.POSITIVE_INFINITY, -0, Number.NaN], rows: Float64Array.of(1.5, -0) };
  const arrived = unpackScenario(packScenario(odd as unknown as Scenario)) as unknown as typeof odd;
  expect(arrived).toStrictEqual(odd);
});

test('a text of zeros that would fill the memory is not unpacked', () => {
  const bomb = deflateRawSync(Buffer.alloc(2_000_000));
  expect(() => unpackScenario(bomb, 1_000_000)).toThrow(/larger than|Cannot create/);
});

const BATCH = {
  study: 'a-study',
  kept: '',
  scenario: '0'.repeat(64),
  seed: '1',
  ties: 'in-order',
  replications: [0, 1],
};

test.each([
  ['nothing', null],
  ['another thing', 'rm -rf'],
  ['a key that leads elsewhere', { ...BATCH, study: '../x' }],
  ['no hash', { ...BATCH, scenario: 'x' }],
  ['too many', { ...BATCH, replications: Array.from({ length: 501 }, (_, i) => i) }],
  ['no numbers', { ...BATCH, replications: ['0'] }],
  ['negative', { ...BATCH, replications: [-1] }],
  ['a seed without end', { ...BATCH, seed: 'x'.repeat(1001) }],
  ['other ties', { ...BATCH, ties: 'random' }],
])('a job that is %s is refused', (_, data) => {
  expect(checkedBatch(BATCH)).toBe(BATCH);
  expect(() => checkedBatch(data)).toThrow('no batch of replications');
});

describe('batches', () => {
  const numbers = Array.from({ length: 1_000 }, (_, i) => i);

  test('of 50 ms are a second long, so that 5 ms of the queue are half a percent', () => {
    const batches = batchesOf(numbers, { each: 50, threads: 4, waiting: 0 });
    expect(batches[0]).toHaveLength(20);
    expect(batches.flat()).toEqual(numbers);
  });

  test('long ones go one by one, and few are shared out', () => {
    expect(batchesOf(numbers, { each: 5_000, threads: 4, waiting: 0 })).toHaveLength(1_000);
    expect(batchesOf([0, 1, 2, 3], { each: 1, threads: 2, waiting: 0 })).toEqual([[0], [1], [2], [3]]);
    expect(batchesOf([0, 1, 2, 3], { each: 1, threads: 2, waiting: 4 })).toEqual([[0, 1, 2, 3]]);
  });
});

describe('addresses', () => {
  test('are shown without name and password', () => {
    expect(shownAddress('rediss://me:secret@farm.example:6380/2')).toBe('rediss://farm.example:6380/2');
  });

  test.each([
    ['farm', 'is no address'],
    ['http://farm', 'a queue is at redis://'],
    ['redis://', 'is no address|names no host'],
    ['redis://farm/a/b', 'may end with the number of a database'],
  ])('%s is refused', (address, why) => {
    expect(addressMistake(address)).toMatch(new RegExp(why));
    expect(addressMistake('redis://me:secret@farm:6379/0')).toBeNull();
  });

  test('a mistake on the command line never repeats the address', async () => {
    const write = process.stderr.write;
    let stderr = '';
    process.stderr.write = ((text: string) => (stderr += text) !== '') as typeof write;
    const code = await main(['run', 'x.yaml', '--on', 'http://me:secret@farm']).finally(() => {
      process.stderr.write = write;
    });
    expect({ code, stderr }).toEqual({ code: 64, stderr: expect.stringContaining('--on: the address') });
    expect(stderr).not.toContain('secret');
  });
});

test('BullMQ and ioredis are loaded only where a queue is asked for', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const importing = sources.filter((file) =>
    /^import (?!type).*farm\/(?:farm|queue-runner|farm-worker|connection|queue-library)\.ts'|^import (?!type).*'(?:bullmq|ioredis)'/m.test(
      readFileSync(join(ROOT, 'src', file), 'utf8'),
    ),
  );
  expect(importing).toEqual(['commands/actions/worker.ts']);
});
