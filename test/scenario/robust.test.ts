/** Whatever a file holds, it is a scenario or it is told what is wrong with it; nothing else is thrown. */
import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { describePosition, ScenarioError } from '../../src/scenario/errors.ts';
import { draws } from '../support/draws.ts';
import { EVERYTHING, parse } from './support.ts';

const FULL = `${EVERYTHING}timeline: [ { at: 1h, patch: nodes, drain: {} }, { at: 2h, outage: west, plan: p } ]
failures: { f: { preset: zone-outage } }
plans: { p: [ { do: decide }, { do: promote, what: dr } ] }
expect: [ tasks.failed < 1 ]
`;

const PATHS = [
  'name',
  'duration',
  'regions',
  'regions.east',
  'network',
  'network.between',
  'network.between.east',
  'network.jitter',
  'loadBalancer',
  'loadBalancer.probe',
  'loadBalancer.preset',
  'nodes',
  'nodes.e',
  'nodes.e.count',
  'nodes.e.phase',
  'nodes.e.at',
  'database',
  'database.at',
  'database.preset',
  'database.read',
  'database.replicas',
  'database.replicas.dr',
  'storage',
  'storage.latency',
  'dispatch',
  'dispatch.queueTimeout',
  'workload',
  'workload.scale',
  'workload.tasks',
  'workload.tasks.deployment',
  'workload.tasks.deployment.arrivals',
  'workload.tasks.deployment.steps',
  'workload.tasks.deployment.steps.0',
  'workload.tasks.deployment.steps.2.repeat',
  'workload.requests.dashboard',
  'timeline',
  'timeline.0',
  'timeline.1.outage',
  'failures',
  'failures.f',
  'failures.f.what',
  'plans',
  'plans.p',
  'plans.p.1',
  'cost',
  'licence',
  'expect',
  'expect.0',
  'platform',
  'study',
  'seed',
  'overload',
];
const WORDS = [
  'east',
  'east/a',
  'e',
  'e-1',
  '8h',
  '10',
  '60/h',
  '5MB',
  '50%',
  'aws',
  'none',
  'ideal',
  'constructor',
  '__proto__',
  'on',
  '',
  '<a>',
];
const KEYS = [
  'at',
  'crash',
  'count',
  'poisson',
  'every',
  'lognormal',
  'median',
  'db',
  'repeat',
  'steps',
  'times',
  'do',
  'what',
  'that',
  'preset',
  'x',
];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...WORDS),
    fc.constantFrom(0, 1, -1, 1.5, 1e308, true, null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 3 }),
  ),
})).any;

property.prop([fc.array(fc.tuple(fc.constantFrom(...PATHS), value), { minLength: 1, maxLength: 3 })], {
  numRuns: draws(200),
})(
  'any value at any place',
  (changes) => {
    const set = changes.map(([path, what]) => `${path}=${JSON.stringify(what)}`);
    try {
      parse(FULL, set);
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
      for (const mistake of (error as ScenarioError).mistakes) {
        expect(mistake.text).not.toBe('');
        expect(mistake.text).not.toMatch(/undefined|\[object|Invalid input|NaN items/);
        expect(describePosition(mistake)).toMatch(/^(s\.yaml:\d+:\d+|set )/);
      }
    }
  },
  60_000,
);

property.prop([fc.nat(), fc.nat(), fc.string({ maxLength: 5 })], { numRuns: draws(200) })(
  'any text put anywhere',
  (from, length, text) => {
    const at = from % FULL.length;
    const broken = FULL.slice(0, at) + text + FULL.slice(at + (length % 12));
    try {
      parse(broken);
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
    }
  },
  60_000,
);
