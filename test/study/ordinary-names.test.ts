/** Ordinary words are names like others, whatever measures are called. */
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/scenario/catalogue.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { scenarioOf } from '../support/run.ts';

const WORDS = [
  ...new Set(CATALOGUE.flatMap(({ pattern }) => pattern.split('.')).filter((word) => /^\w+$/.test(word))),
  'constructor',
  'toString',
].filter((word) => !['database', 'storage', 'nodes'].includes(word));

/** Every kind of thing that has metrics. */
const PARTS = ['balancer', 'group', 'node', 'replica', 'class', 'request', 'fault', 'failure'] as const;

/** Each part called by another word, the one so many words further on. */
const called = (first: number) => {
  const name = (what: (typeof PARTS)[number]) => WORDS[(first + 5 * PARTS.indexOf(what)) % WORDS.length]!;
  return `name: n
duration: 10m
regions: { r: [z] }
loadBalancers: { ${name('balancer')}: { at: r/z } }
nodes: { ${name('group')}: { at: r/z, count: 2, taskCap: 2, cores: 4 }, ${name('node')}: { at: r/z, taskCap: 2, cores: 4 } }
database: { at: r/z, cores: 2, replicas: { ${name('replica')}: { at: r/z, mode: sync } } }
workload:
  tasks: { ${name('class')}: { arrivals: { every: 1m }, steps: [ { run: 30s } ] } }
  requests: { ${name('request')}: { from: r, arrivals: { every: 10s }, cpu: 5ms } }
timeline: [ { at: 5m, crash: ${name('node')}, for: 1m, name: ${name('fault')} } ]
failures: { ${name('failure')}: { what: ${name('group')}, every: { exponential: 5m }, for: 30s } }
`;
};

test('whatever has metrics may be called like any measure', async () => {
  for (const first of WORDS.keys()) {
    const text = called(first);
    const study = await replicate(scenarioOf(text), inlineRunner, fixed(1));
    expect(study.estimates.size, text).toBeGreaterThan(50);
  }
});
