/** How long a task waits for a look on lightly loaded nodes: fact 20, against its closed forms. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { S } from './support.ts';

/** 200 arrivals, 20.1 s apart: modulo 20 s they fall on the middles of 200 equal parts, each once. */
const ARRIVALS = 200;

/** Mean and longest wait of the run, in s. */
function waits(nodes: string, replication = 0): { mean: number; max: number } {
  const { result } = run(
    `
name: poll-waits
duration: 4020s
nodes: { ${nodes} }
dispatch: { policy: greedy }
workload: { tasks: { t: { arrivals: { every: 20.1s, offset: 50ms }, steps: [ { run: 1ms } ] } } }
`,
    { replication },
  );
  const sample = result.samples['tasks.queueWait']!;
  expect(sample.count).toBe(ARRIVALS);
  return { mean: sample.sum / sample.count / S, max: sample.max / S };
}

describe('the mean wait from arrival to the first look', () => {
  it.each([1, 2, 4, 5])(
    'fact 20: %i nodes with evenly spaced phases: 10/N s, exactly on this sample',
    (n) => {
      expect(waits(`n: { count: ${n}, phase: even }`).mean).toBe(10 / n);
    },
  );

  it.each([1, 2, 4])('fact 20: %i nodes started together: 10 s, however many there are', (n) => {
    expect(waits(`n: { count: ${n}, phase: 0s }`).mean).toBe(10);
  });

  it('fact 20: one node with a random phase: 10 s', () => {
    expect(waits('n: { count: 1 }').mean).toBeCloseTo(10, 1);
  });

  it.each([2, 3, 4])('fact 20: %i nodes with independent random phases: 20/(N + 1) s', (n) => {
    // A run's mean wait is half the sum of the squared gaps between phases, over 20 s. For uniform phases that has the
    // variance 400 (N − 1) / ((N + 1)² (N + 2) (N + 3)) s²; four standard errors of 50 runs.
    const runs = 50;
    let sum = 0;
    for (let replication = 0; replication < runs; replication += 1) {
      sum += waits(`n: { count: ${n} }`, replication).mean;
    }
    const variance = (400 * (n - 1)) / ((n + 1) ** 2 * (n + 2) * (n + 3));
    expect(Math.abs(sum / runs - 20 / (n + 1))).toBeLessThan(4 * Math.sqrt(variance / runs));
  });

  it('fact 20: never longer than 20 s', () => {
    for (let replication = 0; replication < 5; replication += 1) {
      expect(waits('n: { count: 3 }', replication).max).toBeLessThan(20);
    }
    // One node, sampled every 100 ms at the middles: 19.95 s is the longest there is.
    expect(waits('n: { count: 1, phase: 0s }').max).toBe(19.95);
  });
});
