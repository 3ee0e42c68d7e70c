/** A glance at work is short however much work there is: Ctrl-C is heard after it. */
import { expect, test } from 'vitest';
import { expectedEvents, roughEvents, SHORT_EVENTS } from '../../src/node/short-work.ts';
import { simulate } from '../../src/simulate.ts';
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
])('%s: seen without simulating the year, which would take hours', (_, text) => {
  expect(roughEvents(scenarioOf(text), 's', 1)).toBeGreaterThan(SHORT_EVENTS);
});

test('about how many events a replication has is told before it is run', () => {
  const long = scenarioOf(
    BASE.replace('JOB', 'arrivals: { poisson: 2/s }')
      .replace('365d', '6h')
      .replace('taskCap: 2', 'taskCap: 5'),
  );
  const { events } = simulate(long, { seed: 's', replication: 0 });
  expect(expectedEvents(long, 's') / events).toBeGreaterThan(0.5);
  expect(expectedEvents(long, 's') / events).toBeLessThan(2);
  // What is there at once at the start is no rate.
  const burst = BASE.replace('JOB', 'arrivals: { at: [0s], count: 9000 }');
  expect(expectedEvents(scenarioOf(burst), 's')).toBeLessThan(1e9);
});

test.each([
  ['arrivals', BASE.replace('JOB', 'arrivals: { every: 1us }')],
  ['looks', `${BASE.replace('JOB', 'arrivals: { every: 1h }')}dispatch: { policy: greedy, every: 1us }\n`],
])('%s every microsecond of a year are more than any machine does in hours', (_, text) => {
  expect(expectedEvents(scenarioOf(text), 's')).toBeGreaterThan(1e10);
});
