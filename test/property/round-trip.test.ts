/** A scenario is the same however it is written: as JSON, as YAML, or with everything filled in. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseScenario } from '../../src/scenario/parse.ts';
import { draws } from '../support/draws.ts';
import { randomFile } from '../support/random-scenario.ts';

const RUNS = draws(100);

function parsed(text: string) {
  return parseScenario({ path: 'random.yaml', text }, { read: () => ({ error: 'no files here' }) });
}

/** The same with the keys of every map the other way round, but for those whose order says something. */
function reordered(value: unknown, isOrdered = false): unknown {
  if (Array.isArray(value)) return value.map((each) => reordered(each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, reordered(each, ORDERED.has(key))]);
  return Object.fromEntries(isOrdered ? entries : entries.toReversed());
}
/** Names of things: nodes are tried in file order, classes draw in theirs. */
const ORDERED = new Set([
  'nodes',
  'loadBalancers',
  'replicas',
  'tasks',
  'requests',
  'workers',
  'failures',
  'plans',
  'regions',
  'active',
]);

it(`${RUNS} scenarios drawn at random, as JSON, YAML, filled in, and with keys in another order`, () => {
  fc.assert(
    fc.property(randomFile, (file) => {
      const { scenario, hash, resolved } = parsed(JSON.stringify(file));
      for (const text of [
        stringify(file),
        stringify(file, { collectionStyle: 'flow' }),
        stringify(reordered(file)),
      ]) {
        const again = parsed(text);
        expect(again.scenario).toEqual(scenario);
        expect(again.hash).toBe(hash);
      }
      // What is filled in is no default any more, but the same figure.
      const filled = parsed(stringify(resolved));
      const said = { assumed: [], documented: [] };
      expect({ ...filled.scenario, ...said }).toEqual({ ...scenario, ...said });
      expect(filled.hash).toBe(hash);
    }),
    { numRuns: RUNS },
  );
});
