/** Valid lengths with long tails keep every law: what is abandoned leaves nothing behind in the sums. */
import { expect, test } from 'vitest';
import { run } from '../support/run.ts';

test.each([
  '{ uniform: [0s, 1000h] }',
  '{ lognormal: { median: 30ms, p95: 10m } }',
  '{ lognormal: { median: 1us, p95: 1000h } }',
  '{ pareto: { shape: 0.1, min: 1us, max: 36500d } }',
  '{ weibull: { shape: 0.05, mean: 1000h } }',
])('requests with cpu %s', (cpu) => {
  const { result } = run(`
name: tails
duration: 2h
loadBalancer: {}
nodes: { web: { count: 2, cores: 4 } }
workload: { requests: { page: { arrivals: { poisson: 5/s }, cpu: ${cpu}, timeout: 30s } } }
`);
  expect(result.events).toBeGreaterThan(1000);
});
