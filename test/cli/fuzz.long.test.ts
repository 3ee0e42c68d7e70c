/**
 * Shipped scenarios with their text broken at random, run by the built program as users would: it ends as documented,
 * says where in the file it is wrong, shows no stack and leaves no half report. Runs are bounded by events, not by time:
 * what a file asks for above that is not run here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describePosition, ScenarioError } from '../../src/scenario/errors.ts';
import { type ParsedScenario, parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';
import { LIBRARY } from '../scenarios/support.ts';
import { testSeed } from '../support/seed.ts';
import { Place, ROOT } from './support.ts';

const READ = 200;
const RUN = 6;
/** A second's work at most; what takes more is refused or interrupted elsewhere. */
const MOST_EVENTS = 300_000;

const texts = LIBRARY.map((path) => readFileSync(join(ROOT, path), 'utf8')).filter(
  (text) => !/^extends:|trace:/m.test(text),
);

const EXTREMES = [
  ...['0', '-1', '1e308', '9007199254740993', '.nan', '.inf', '0,35', '1e-9', 'true', '~', '""', '[]', '{}'],
  ...['1us', '0s', '1000h', '1e9h', '0/h', '1e12/s', '0B', '1e9GB', '0%', '101%', '1h30', '1 h', '-5m'],
  ...[
    '{ lognormal: { median: 1us, p95: 1000h } }',
    '{ uniform: [5s, 1s] }',
    '{ pareto: { shape: 0, min: 1s, max: 1s } }',
  ],
  ...[
    '*missing',
    '&a [*a]',
    '!!binary aGk=',
    '"\\u0000"',
    '__proto__',
    'constructor',
    'lost',
    'nodes',
    'east/',
    '/',
  ],
];

/** One change of a text: a value, a key, a line, a piece of it. */
const change = fc.record({
  kind: fc.constantFrom('value', 'value', 'value', 'key', 'drop', 'twice', 'indent', 'cut', 'letters'),
  where: fc.double({ min: 0, max: 0.999, noNaN: true }),
  what: fc.constantFrom(...EXTREMES),
  letters: fc.string({ maxLength: 4 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(text: string, { kind, where, what, letters }: Change): string {
  const lines = text.split('\n');
  const at = Math.floor(where * lines.length);
  const line = lines[at]!;
  const put = (...others: string[]) => [...lines.slice(0, at), ...others, ...lines.slice(at + 1)].join('\n');
  switch (kind) {
    case 'value':
      return put(line.replace(/([:,[{]\s*)([^\s,:{}[\]][^,{}[\]#]*)/, (_, before) => `${before}${what}`));
    case 'key':
      return put(line.replace(/[A-Za-z]+(?=:)/, what.replaceAll(/\W/g, '') || 'x'));
    case 'drop':
      return put();
    case 'twice':
      return put(line, line);
    case 'indent':
      return put(` ${line}`);
    case 'cut':
      return text.slice(0, Math.floor(where * text.length));
    case 'letters': {
      const from = Math.floor(where * text.length);
      return text.slice(0, from) + letters + text.slice(from + letters.length);
    }
  }
}

const broken = fc
  .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) => changes.reduce(changed, text));

/** Read; null when it was refused, as it must be: with places and words. */
function readOrRefused(text: string): ParsedScenario | null {
  try {
    return parseScenario({ path: 's.yaml', text }, { read: (name) => ({ error: `no file ${name}` }) });
  } catch (error) {
    expect(error, text).toBeInstanceOf(ScenarioError);
    for (const mistake of (error as ScenarioError).mistakes) {
      expect(describePosition(mistake)).toMatch(/^s\.yaml:\d+:\d+/);
      expect(mistake.text).not.toMatch(/undefined|\[object|Invalid input|\bat .*\.ts:/);
    }
    return null;
  }
}

/** Whether a run is within the bound; what breaks in it breaks here. */
function isWithinBound({ scenario }: ParsedScenario): boolean {
  try {
    simulate(
      { ...scenario, warmUp: scenario.warmUp ?? 0 },
      { seed: '1', replication: 0, mostEvents: MOST_EVENTS },
    );
    return true;
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('more than')) return false;
    throw error;
  }
}

describe(`broken scenario files (seed ${testSeed})`, () => {
  test(`${READ} are read or refused with their places, and run without an internal error`, () => {
    let [refused, ran] = [0, 0];
    fc.assert(
      fc.property(broken, (text) => {
        const parsed = readOrRefused(text);
        if (parsed === null) refused += 1;
        else if (isWithinBound(parsed)) ran += 1;
      }),
      { numRuns: READ },
    );
    expect(refused).toBeGreaterThan(READ / 10);
    expect(ran).toBeGreaterThan(READ / 20);
  });

  test(`${RUN} end with a documented exit code, and leave a whole report or none`, async () => {
    let done = 0;
    for (const text of fc.sample(broken, { numRuns: 20 * RUN, seed: testSeed })) {
      if (done === RUN) break;
      const parsed = readOrRefused(text);
      if (parsed !== null && !isWithinBound(parsed)) continue;
      done += 1;
      const place = new Place({ 's.yaml': text });
      const { code, stdout, stderr } = await place.hasim([
        'run',
        's.yaml',
        '--no-charts',
        '--replications',
        '1',
        '--out',
        'r',
      ]);
      expect([0, 1, 2, 4], text + stderr).toContain(code);
      expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+/m);
      if (parsed === null)
        expect({ code, where: /s\.yaml:\d+:\d+/.test(stderr) }).toEqual({ code: 2, where: true });
      const whole = ['.hasim-report', 'report.html', 'result.json', 'series.csv', 'summary.md'];
      expect(place.list('r')).toEqual(code === 2 ? [] : whole);
    }
    expect(done).toBe(RUN);
  });
});
