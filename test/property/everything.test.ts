/**
 * Random scenarios with every key of the format: they run to their end; without chance, whatever the seed, to the same
 * figures, which are the same with ties the other way round or are said to differ; and nothing is null that happened.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/measure/result.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { type Estimate, estimates } from '../../src/study/estimates/estimate.ts';
import { isDeterministic } from '../../src/study/replications/deterministic.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { draws } from '../support/draws.ts';
import { everyKey, TRACE, withoutChance } from '../support/random-everything.ts';
import { withUsedRows } from '../support/rows.ts';
import { schemaKeys } from '../support/schema-keys.ts';
import { testSeed } from '../support/seed.ts';

const RUNS = draws(80);
const ROWS = draws(60);

/** Keys that no drawn file has, with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  extends: 'what it does is done before anything else of the file is read: test/scenario/merge.test.ts',
};

function read(file: object): Scenario {
  const source = { path: 'random.yaml', text: JSON.stringify(file, null, 1) };
  return parseScenario(source, { read: (name) => ({ path: name, text: TRACE }) }).scenario;
}

/** The keys in a file as the schema names them. */
function keysIn(value: unknown, path: string, known: ReadonlyMap<string, boolean>, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue;
    const own = path === '' ? key : `${path}.${key}`;
    const at = !isList && known.has(own) ? own : `${path}.*`;
    found.add(at);
    // Steps in steps are the same keys.
    keysIn(each, at.replace(/(\.steps\.\*)\.repeat\.steps$/, '$1'.replace('.*', '')), known, found);
  }
}

const runOf = (scenario: Scenario, seed: string, ties: 'in-order' | 'reversed'): RunResult =>
  simulate(scenario, { seed, replication: 0, ties });

/** What has no value although something happened, and no reason that says what. */
function nullsIn(found: ReadonlyMap<string, Estimate>): string[] {
  return [...found].flatMap(([name, { value, reason, infinite, n }]) => {
    if (value !== null) return Number.isFinite(value) ? [] : [`${name} is ${value}`];
    if (reason === undefined || reason === '') return [`${name}: null without a reason`];
    if (infinite || n === 0) return [];
    return [`${name}: null of ${n}: ${reason}`];
  });
}

describe(`scenarios with every key of the format (seed ${testSeed})`, () => {
  it('leave no key out, but those with a reason', () => {
    const known = schemaKeys();
    const found = new Set<string>();
    for (const file of fc.sample(everyKey, { numRuns: 400, seed: testSeed })) keysIn(file, '', known, found);
    const missing = [...known.keys()].filter((key) => !found.has(key) && LEFT_OUT[key] === undefined);
    expect(missing).toEqual([]);
  });

  it(`run to their end: ${RUNS} of them`, () => {
    fc.assert(
      fc.property(everyKey, fc.string({ maxLength: 3 }), (file, seed) => {
        const scenario = read(file);
        const result = runOf(scenario, seed, 'in-order');
        expect(
          nullsIn(estimates({ ...scenario, warmUp: scenario.warmUp ?? 0 }, [result])).filter(isAboutMissing),
        ).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it(`are the same whatever stood in the rows that they use: ${ROWS} of them`, () => {
    fc.assert(
      fc.property(everyKey, fc.boolean(), (file, flag) => {
        const scenario = read(file);
        const run = () => runOf(scenario, 'a', 'in-order');
        const [one, other] = [run(), withUsedRows(flag, run)];
        if (!isDeepStrictEqual(other, one)) expect(other).toEqual(one);
      }),
      { numRuns: ROWS },
    );
  });

  it(`give what does not hang on the seed, nor on ties without a word: ${RUNS} without chance`, async () => {
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(withoutChance, async (file) => {
        const scenario = read(file);
        if (!isDeterministic(scenario)) return;
        exact += 1;
        const one = runOf(scenario, 'a', 'in-order');
        const other = runOf(scenario, 'b', 'in-order');
        const figures = ({ values, samples, spans, digest }: RunResult) => ({
          values,
          samples,
          spans,
          digest,
        });
        if (!isDeepStrictEqual(figures(one), figures(other))) expect(figures(other)).toEqual(figures(one));
        const study = await replicate(scenario, inlineRunner, fixed(1), { seed: 'a' });
        expect(nullsIn(study.estimates)).toEqual([]);
        const reversed = estimates(study.scenario, [runOf(study.scenario, 'a', 'reversed')]);
        const told = new Set(study.ties!.map(({ metric }) => metric));
        const silent = [...study.estimates].filter(([name, { value, infinite }]) => {
          const back = reversed.get(name)!;
          if (told.has(name) || name === 'run.events') return false;
          if (value === null || back.value === null)
            return value !== back.value || infinite !== back.infinite;
          return Math.abs(value - back.value) > 1.01 * Math.max(1, 0.02 * Math.abs(value));
        });
        expect(silent.map(([name]) => name)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(exact).toBeGreaterThan(RUNS / 20);
  });
});

/** With few samples a quantile may be withheld, with chance. */
function isAboutMissing(text: string): boolean {
  return !/needs \d+$/.test(text);
}
