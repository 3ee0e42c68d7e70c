/** A glance at work is short however much work there is: Ctrl-C is heard after it. */
import { expect, test } from 'vitest';
import { isShortWork } from '../../src/node/short-work.ts';
import { scenarioOf } from '../support/run.ts';

const BASE = `
name: much
duration: 365d
nodes: { n: { count: 2, taskCap: 2 } }
workload: { tasks: { job: { JOB, steps: [ { run: 1s } ] } } }
`;

test.each([
  ['arrivals every microsecond', BASE.replace('JOB', 'arrivals: { every: 1us }')],
  ['a million queued', BASE.replace('JOB', 'arrivals: { every: 1h }, queued: 1000000')],
  [
    'failures every microsecond',
    `${BASE.replace('JOB', 'arrivals: { every: 1h }')}failures: { f: { what: n, every: { exponential: 1us }, for: 1us } }\n`,
  ],
])('%s: seen within a second', (_, text) => {
  const scenario = scenarioOf(text);
  const begun = performance.now();
  expect(isShortWork(scenario, 's', 1)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(3000);
});
