/** `hasim hunt`: a find in words, as JSON, and as a scenario that check holds to the promise for ever. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Place, terminal, widest } from './support.ts';

const TWO = `name: two
duration: 1h
regions: { r: [a, b] }
nodes: { a: { at: r/a, startTime: 0s, phase: 0s }, b: { at: r/b, startTime: 0s, phase: 0s } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1h }, steps: [ { run: 10s } ] } } }
promises: [ outage.tasks.longest <= 20s ]
`;
const HUNT = ['hunt', 'two.yaml', '--parts', 'nodes', '--budget', '60', '--jobs', '1'];

describe('a find', () => {
  test('is said in a sentence with its margin, kept, and fails check until the design keeps the promise', async () => {
    const place = new Place({ 'two.yaml': TWO });
    const { code, stdout } = await place.hasim(HUNT, terminal(80));
    expect(code).toBe(1);
    // A word of a shell is not broken: the timeline of the command is as long as it is.
    const lines = stdout.split('\n').filter((line) => !line.includes('timeline='));
    expect(widest(lines.join('\n'))).toBeLessThanOrEqual(100);
    const text = stdout.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'outage.tasks.longest <= 20s is broken by a lost for 30.0 s and b lost at the same time for 30.0 s: it is 30.0 s; with any one of them less it is kept.',
    );
    expect(text).toContain('a: lost for 20.0 s instead of 30.0 s the promise is kept');
    expect(text).toContain('Space: up to 3 faults of 2 nodes within 30 m 00 s');
    const [file] = place.list().filter((name) => name.includes('.find-'));
    expect(text).toContain(`kept as ${file}`);
    expect((await place.hasim(['check', file!])).code).toBe(1);
    const path = join(place.path, 'two.yaml');
    writeFileSync(path, TWO.replace('b: {', 'c: { at: r/a, startTime: 0s, phase: 0s }, b: {'));
    expect((await place.hasim(['check', file!])).code).toBe(0);
    expect(readFileSync(join(place.path, file!), 'utf8')).toContain('extends: "./two.yaml"');
  });

  test('as JSON, with the command that runs it, which breaks the promise again', async () => {
    const place = new Place({ 'two.yaml': TWO });
    const { stdout } = await place.hasim([...HUNT, '--json', '--no-keep']);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ schema: 'hasim.hunt/1', find: { share: 1, value: 30, margins: [20, 20] } });
    expect(place.list().filter((name) => name.includes('find'))).toEqual([]);
    const words = [...found.find.run.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain,
    );
    const run = await place.hasim([...words.slice(1), '--no-charts']);
    expect(run.stdout.replaceAll('\u00a0', ' ')).toMatch(/fail +outage.tasks.longest <= 20s: 30.0 s/);
  });
});

test('nothing found is exit code 0 and a bound', async () => {
  const place = new Place({ 'two.yaml': TWO });
  const { code, stdout } = await place.hasim([...HUNT, '--promise', 'recovery.tasks.rto < 5h', '--json']);
  expect(code).toBe(0);
  const { find, atMost, drawn, complete } = JSON.parse(stdout);
  expect({ find, drawn, complete }).toEqual({
    find: null,
    drawn: 57,
    complete: { singles: true, pairs: true },
  });
  expect(atMost).toBeCloseTo(1 - 0.05 ** (1 / 57), 10);
});

test.each([
  [['--parts', 'nods'], "--parts: 'nods' is none of nodes,"],
  [['--parts', 'replicas'], 'the scenario has no such part that could be lost'],
  [['--set', 'promises=[]'], 'nothing is promised'],
  [['--budget', '0'], '--budget is a whole number from 1'],
])('%j', async (more, words) => {
  const { code, stderr } = await new Place({ 'two.yaml': TWO }).hasim(['hunt', 'two.yaml', ...more]);
  expect(code).toBe(64);
  expect(stderr).toContain(words);
});
