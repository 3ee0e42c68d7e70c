/** A real job log replayed on three slots: the waits are exactly those of the recursion of Kiefer and Wolfowitz. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';

const LOG = readFileSync(new URL('../fixtures/nasa-ipsc-1993.csv', import.meta.url), 'utf8');
const SLOTS = 3;

/** Each job starts when it has arrived and a slot is free: the one that is free first. In whole seconds. */
function kieferWolfowitz(jobs: readonly (readonly [arrival: number, duration: number])[]): number[] {
  const free = new Array<number>(SLOTS).fill(0);
  return jobs.map(([arrival, duration]) => {
    free.sort((a, b) => a - b);
    const start = Math.max(arrival, free[0]!);
    free[0] = start + duration;
    return start - arrival;
  });
}

it('12 000 jobs of the NASA Ames iPSC/860 log as a G/G/3 queue, to the microsecond', () => {
  const { scenario } = parseScenario(
    {
      path: 'nasa.yaml',
      text: `
name: nasa
duration: 8000000s
nodes: { n: { taskCap: ${SLOTS} } }
database: ideal
storage: ideal
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { job: { arrivals: { trace: { file: ./log.csv } }, steps: [ { run: { from: trace } } ] } } }
`,
    },
    { read: (path) => ({ path, text: LOG }) },
  );
  const result = simulate(scenario, { seed: '1', replication: 0 });
  const jobs = LOG.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number) as [number, number]);
  const waits = kieferWolfowitz(jobs);
  const sum = waits.reduce((total, wait) => total + wait, 0);
  expect(sum).toBeGreaterThan(0);
  const sample = result.samples['tasks.queueWait']!;
  expect([sample.count, sample.never, sample.unfinished]).toEqual([jobs.length, 0, 0]);
  // Whole seconds are multiples of 2^6 µs, so that their sums are exact in a double past 2^53, too.
  expect(sample.sum).toBe(sum * 1e6);
  expect(sample.max).toBe(Math.max(...waits) * 1e6);
  expect(sample.min).toBe(Math.min(...waits) * 1e6);
  expect(result.samples['tasks.duration']!.sum).toBe(jobs.reduce((total, [, each]) => total + each, 0) * 1e6);
});
