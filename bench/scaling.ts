/**
 * Does the price of an event grow with the size of what is simulated? It may with the logarithm of the event
 * list, and with nothing else. Each kind of size has scenarios of its own that differ in that alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median, perEvent } from './jobs.ts';

export interface Scaled {
  readonly size: number;
  readonly tasks: number;
  readonly events: number;
  readonly nsPerEvent: number;
  readonly peakMemory: number;
}

/** Scenarios that differ in one size alone. */
export interface Series {
  readonly what: string;
  readonly sizes: readonly number[];
  readonly scenario: (size: number) => string;
}

/** So many tasks that a run is long against its own preparation. */
const TASKS = 200_000;

export const SERIES: readonly Series[] = [
  {
    what: 'nodes, a free slot takes at once',
    sizes: [10, 100, 1_000, 10_000],
    scenario: (nodes) => `
name: nodes-immediate
duration: ${Math.ceil(Math.max(TASKS / (8 * nodes), 10))}s
nodes: { n: { count: ${nodes}, taskCap: 10, cores: 10 } }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { job: { arrivals: { poisson: ${8 * nodes}/s }, steps: [ { run: { exponential: 1s } } ] } } }
`,
  },
  {
    what: 'nodes, each looks every 20 s',
    sizes: [10, 100, 1_000, 10_000],
    scenario: (nodes) => `
name: nodes-fair-share
duration: ${Math.ceil(Math.max(TASKS / (0.3 * nodes), 100))}s
nodes: { n: { count: ${nodes}, taskCap: 10, cores: 10 } }
dispatch: { policy: fair-share }
workload: { tasks: { job: { arrivals: { poisson: ${0.3 * nodes}/s }, steps: [ { run: { exponential: 10s } } ] } } }
`,
  },
  {
    what: 'events pending',
    sizes: [100, 1_000, 10_000, 100_000, 1_000_000],
    scenario: (pending) => `
name: events-pending
duration: ${2000 + 120 * rounds(pending)}ms
network: { sameZone: 0s }
nodes: { n: { count: 1000, at: local/a, taskCap: 1000, cores: 1024 } }
storage: { at: local/a, latency: { exponential: 100ms }, concurrency: 1000000, bandwidth: 100GB/s, perTransfer: 100GB/s }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { job: { queued: ${pending}, steps: [ { repeat: { times: ${rounds(pending)}, steps: [ { read: 1B } ] } } ] } } }
`,
  },
  {
    what: 'tasks in the queue',
    sizes: [100, 10_000, 1_000_000],
    scenario: (queued) => `
name: tasks-queued
duration: 3000s
nodes: { n: { count: 20, taskCap: 100, cores: 100 } }
dispatch: { policy: fair-share }
workload: { tasks: { job: { queued: ${queued}, arrivals: { poisson: 60/s }, steps: [ { run: { exponential: 10s } } ] } } }
`,
  },
];

/** As many operations in all at every size, but enough of each task that most are under way at once. */
function rounds(pending: number): number {
  return Math.max(4, 1_000_000 / pending);
}

/** Measures one series, smallest size first. */
export function measureScaling(series: Series, runs: number): Scaled[] {
  const folder = mkdtempSync(join(tmpdir(), 'hasim-bench-'));
  try {
    return series.sizes.map((size) => {
      const file = join(folder, `${size}.yaml`);
      writeFileSync(file, series.scenario(size));
      const outcome = measure({ scenario: file, duration: null, floor: null, warmUps: 1, runs });
      return {
        size,
        tasks: median(outcome.hasim.map((run) => run.answers.arrived)),
        events: median(outcome.hasim.map((run) => run.answers.events)),
        nsPerEvent: perEvent(outcome.hasim),
        peakMemory: outcome.peakMemory,
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
