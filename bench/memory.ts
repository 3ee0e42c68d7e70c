/** Is memory flat in the number of tasks? The same workload, longer and longer, each in a process of its own. */
import { measure } from './jobs.ts';
import type { Workload } from './workloads.ts';

export interface MemoryUse {
  readonly tasks: number;
  /** Bytes, Node itself included. */
  readonly peakMemory: number;
  /** Bytes in use when the run is over, garbage collected: what the run itself keeps. */
  readonly liveMemory: number;
  readonly seconds: number;
}

/** Peak memory by tasks, smallest number first; ten million only in full, as that takes minutes. */
export function measureMemory(workload: Workload, full: boolean): MemoryUse[] {
  const numbers = [100_000, 1_000_000, ...(full ? [10_000_000] : [])];
  return numbers.map((tasks) => {
    const duration = Math.round((tasks / workload.rate) * 1e6);
    const { hasim, peakMemory, liveMemory } = measure({
      scenario: workload.scenario,
      duration,
      floor: null,
      warmUps: 0,
      runs: 1,
    });
    return { tasks, peakMemory, liveMemory, seconds: hasim[0]!.ms / 1e3 };
  });
}
