/** What is computed once is read the next time, to the last bit; what is damaged is computed again, never trusted. */
import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/measure/result.ts';
import { buildHash } from '../../src/node/build-hash.ts';
import { cacheFolder, ReplicationCache } from '../../src/node/cache.ts';
import { cachingRunner } from '../../src/node/caching-runner.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner, type Runner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { shipped } from '../scenarios/support.ts';
import { scenarioOf } from '../support/run.ts';

const QUEUE = `name: queue
duration: 10m
nodes: { n: { taskCap: 10 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { poisson: 8/s }, steps: [ { run: { exponential: 1s } } ] } } }
`;
const scenario = scenarioOf(QUEUE);
const result = simulate(scenario, { seed: '1', replication: 0 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hasim-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entries = () => readdirSync(folder).map((name) => join(folder, name));
const cacheOf = (build = 'a build') => new ReplicationCache(folder, build);

/** A runner that counts what it computes; every result says that it took many events, so that it is kept. */
function counting(): Runner & { computed: number[] } {
  const computed: number[] = [];
  return {
    computed,
    run: (of, seed, replications, onResult, signal) =>
      inlineRunner.run(
        of,
        seed,
        replications,
        (one) => {
          computed.push(one.replication);
          onResult({ ...one, events: 1_000_000 });
        },
        signal,
      ),
  };
}

describe('an entry', () => {
  test('gives back what was kept, to the last bit', () => {
    const bins = Number.NEGATIVE_INFINITY;
    const odd: RunResult = {
      ...result,
      series: { ...result.series, bins },
      values: { a: { sum: -0, per: Number.NaN }, b: { sum: 1e-310, per: 0.1 } },
    };
    cacheOf().write(scenario, odd);
    const read = cacheOf().read(scenario, '1', 0)!;
    expect(isDeepStrictEqual(read, odd)).toBe(true);
    expect(Object.is(read.values['a']!.sum, -0)).toBe(true);
    expect(JSON.stringify(read)).toBe(JSON.stringify(odd));
  });

  test('is of one scenario, seed, replication and program', () => {
    cacheOf().write(scenario, result);
    expect(cacheOf().read(scenario, '2', 0)).toBeNull();
    expect(cacheOf().read(scenario, '1', 1)).toBeNull();
    expect(cacheOf('another build').read(scenario, '1', 0)).toBeNull();
    expect(cacheOf().read(scenarioOf(QUEUE, ['nodes.n.taskCap=11']), '1', 0)).toBeNull();
    expect(cacheOf().read({ ...scenario, warmUp: 1 }, '1', 0)).toBeNull();
    expect(cacheOf().read(scenarioOf(QUEUE), '1', 0)).toEqual(result);
  });

  test('knows the rows of a trace and numbers that JSON has not', () => {
    const trace = (arrival: number[]): Scenario => ({
      ...scenario,
      tasks: [
        {
          ...scenario.tasks[0]!,
          arrivals: {
            kind: 'trace',
            trace: {
              file: 'a.csv',
              hash: 'h',
              rows: 2,
              arrival: Float64Array.from(arrival),
              duration: null,
              estimate: null,
              slots: null,
            },
          },
        },
      ],
    });
    cacheOf().write(trace([1, 2]), result);
    expect(cacheOf().read(trace([1, 2]), '1', 0)).toEqual(result);
    expect(cacheOf().read(trace([1, 3]), '1', 0)).toBeNull();
    cacheOf().write({ ...scenario, licence: Number.POSITIVE_INFINITY }, result);
    expect(cacheOf().read({ ...scenario, licence: null }, '1', 0)).toBeNull();
  });

  test('that is damaged anywhere, cut or in the place of another is none', () => {
    cacheOf().write(scenario, result);
    const [path] = entries();
    const whole = readFileSync(path!);
    for (const length of [0, 1, 31, 32, 33, whole.length >> 1, whole.length - 1]) {
      writeFileSync(path!, whole.subarray(0, length));
      expect(cacheOf().read(scenario, '1', 0)).toBeNull();
    }
    for (let at = 0; at < whole.length; at += 97) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path!, flipped);
      expect(cacheOf().read(scenario, '1', 0)).toBeNull();
    }
    writeFileSync(path!, whole);
    const other = { ...result, replication: 1 };
    cacheOf().write(scenario, other);
    const second = entries().find((each) => each !== path)!;
    copyFileSync(path!, second);
    expect(cacheOf().read(scenario, '1', 1)).toBeNull();
    expect(cacheOf().read(scenario, '1', 0)).toEqual(result);
  });

  test.each(['single-region.yaml', 'planning/ui-only-nodes.yaml'])('of %s takes at most 100 kB', (path) => {
    const flagship = shipped(path);
    const done = simulate(flagship, { seed: '1', replication: 0 });
    cacheOf().write(flagship, done);
    expect(statSync(entries()[0]!).size).toBeLessThan(100_000);
    // Numbers that came from another thread may be kept otherwise by the machine, and mean the same.
    cacheOf().write(flagship, structuredClone({ ...done, replication: 1 }));
    expect(statSync(entries()[0]!).size - statSync(entries()[1]!).size).toBeLessThan(100);
  });

  test('that would be larger is not kept', () => {
    const noise = Array.from({ length: 50_000 }, (_, i) => Math.sin(i));
    cacheOf().write(scenario, { ...result, series: { ...result.series, averages: { noise } } });
    expect(entries()).toEqual([]);
  });
});

describe('the cache', () => {
  test('is bounded: the oldest go first, and what was never finished goes too', () => {
    const cache = cacheOf();
    for (let replication = 0; replication < 10; replication += 1) {
      cache.write(scenario, { ...result, replication });
      const newest = entries().sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]!;
      utimesSync(newest, 1_000 + replication, 1_000 + replication);
    }
    const size = statSync(entries()[0]!).size;
    const before = readdirSync(folder);
    writeFileSync(join(folder, 'x-1.part'), 'half');
    utimesSync(join(folder, 'x-1.part'), 1, 1);
    writeFileSync(join(folder, 'y-2.part'), 'still being written');
    new ReplicationCache(folder, 'a build', { bytes: 6 * size }).trim();
    const known = before.map((_, replication) => cache.read(scenario, '1', replication) !== null);
    expect(known).toEqual([false, false, false, false, false, true, true, true, true, true]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual(['y-2.part']);
  });

  test('trims itself while it is written', () => {
    const cache = new ReplicationCache(folder, 'a build', { bytes: 1, writesBetweenTrims: 5 });
    for (let replication = 0; replication < 12; replication += 1)
      cache.write(scenario, { ...result, replication });
    expect(entries().length).toBe(2);
  });

  test('that cannot be written says so once and stops nobody', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const cache = new ReplicationCache(file, 'a build');
    expect(cache.trouble).toBeNull();
    cache.write(scenario, result);
    expect(cache.trouble).toContain(`${file} cannot be written`);
    expect(cache.read(scenario, '1', 0)).toBeNull();
  });

  test('is only a file: what else lies in its place is replaced, and never waited for', () => {
    const cache = new ReplicationCache(folder, 'a build');
    cache.write(scenario, result);
    const [entry] = readdirSync(folder);
    const path = join(folder, entry!);
    rmSync(path);
    mkdirSync(path);
    expect(cache.read(scenario, '1', 0)).toBeNull();
    cache.write(scenario, result);
    expect([cache.trouble, cache.read(scenario, '1', 0)]).toEqual([null, result]);
    expect(readdirSync(folder)).toEqual([entry]);
    rmSync(path);
    execFileSync('bash', ['-c', 'mkfifo "$0"', path]);
    expect(cache.read(scenario, '1', 0)).toBeNull();
    cache.write(scenario, result);
    expect(cache.read(scenario, '1', 0)).toEqual(result);
  });

  test('lies where the system keeps such files', () => {
    expect(cacheFolder({ HASIM_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(cacheFolder({ HASIM_CACHE: '', XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'hasim'));
    expect(cacheFolder({ LOCALAPPDATA: 'c' }, 'win32')).toBe(join('c', 'hasim', 'cache'));
    expect(cacheFolder({ LOCALAPPDATA: 'c' }, 'linux')).toMatch(/[\\/]\.cache[\\/]hasim$/);
  });

  test('knows the program: its hash is the same twice and of more than nothing', () => {
    expect(buildHash()).toBe(buildHash());
    expect(buildHash()).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a study', () => {
  test('that was broken off goes on where it stopped, and gives what an unbroken one gives', async () => {
    const unbroken = await replicate(scenario, counting(), fixed(6));
    const abort = new AbortController();
    const breaking = counting();
    const interrupted = replicate(scenario, cachingRunner(breaking, cacheOf()), fixed(6), {
      signal: abort.signal,
      onProgress: ({ done }) => {
        if (done === 3) abort.abort(new Error('Ctrl-C'));
      },
    });
    await expect(interrupted).rejects.toThrow('Ctrl-C');
    const second = counting();
    const resumed = await replicate(scenario, cachingRunner(second, cacheOf()), fixed(6));
    expect(breaking.computed).toEqual([0, 1, 2]);
    expect(second.computed).toEqual([3, 4, 5]);
    expect(JSON.stringify(resumed.results)).toBe(JSON.stringify(unbroken.results));
    expect(resumed.digest).toBe(unbroken.digest);
    expect(resumed.estimates).toEqual(unbroken.estimates);
    const third = counting();
    await replicate(scenario, cachingRunner(third, cacheOf()), fixed(6));
    expect(third.computed).toEqual([]);
  });

  test('computes a damaged replication again and mends its entry', async () => {
    await replicate(scenario, cachingRunner(counting(), cacheOf()), fixed(3));
    writeFileSync(entries()[1]!, 'damaged');
    const again = counting();
    const study = await replicate(scenario, cachingRunner(again, cacheOf()), fixed(3));
    expect(again.computed.length).toBe(1);
    expect(study.results.map(({ replication }) => replication)).toEqual([0, 1, 2]);
    const mended = counting();
    await replicate(scenario, cachingRunner(mended, cacheOf()), fixed(3));
    expect(mended.computed).toEqual([]);
  });

  test('does not keep what is computed again sooner than it is read', async () => {
    await replicate(scenario, cachingRunner(inlineRunner, cacheOf()), fixed(2));
    expect(result.events).toBeLessThan(20_000);
    expect(entries()).toEqual([]);
  });
});

/** Writes one replication after another until it is killed. */
const WRITER = `
import { ReplicationCache } from '${new URL('../../dist/node/cache.js', import.meta.url).href}';
const cache = new ReplicationCache(process.argv[1], 'a build');
const noise = Array.from({ length: 4000 }, (_, i) => Math.sin(i));
const scenario = { name: 'any' };
for (let replication = 0; ; replication += 1) {
  cache.write(scenario, { seed: '1', replication, noise });
  if (replication === 2) console.log('writing');
}`;

test('kill -9 in the middle of a write leaves whole entries and nothing that is taken for one', async () => {
  mkdirSync(folder, { recursive: true });
  let seen = 0;
  for (const wait of [0, 3, 8, 17, 31]) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, folder]);
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    await new Promise<void>((resolve) => setTimeout(resolve, wait));
    const dead = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await dead;
    const whole = readdirSync(folder).filter((name) => name.endsWith('.replication')).length;
    const cache = cacheOf();
    const read = Array.from({ length: whole }, (_, i) => cache.read({ name: 'any' } as Scenario, '1', i));
    expect(read.every((one, i) => one?.replication === i)).toBe(true);
    seen += whole;
  }
  expect(seen).toBeGreaterThanOrEqual(3);
});
