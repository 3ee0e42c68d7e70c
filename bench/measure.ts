/** The measuring process: `node measure.js <job as JSON>` prints the outcome as JSON. See `jobs.ts`. */
import { performance } from 'node:perf_hooks';
import type { Answers } from './floor/answers.ts';
import type { Job, Outcome, Timed } from './jobs.ts';
import { answersOf, load, run } from './product.ts';
import { WORKLOADS } from './workloads.ts';

function main(job: Job): Outcome {
  const scenario = load(job.scenario, job.duration);
  const beside = job.floor === null ? null : WORKLOADS[job.floor];
  const hasimRuns: Timed[] = [];
  const floorRuns: Timed[] = [];
  const promisesRuns: Timed[] = [];
  for (let i = 0; i < job.warmUps + job.runs; i += 1) {
    const hasim = timed(() => answersOf(run(scenario, i)));
    const loops = beside && {
      floor: timed(() => beside.floor(i, scenario.duration)),
      promises: timed(() => beside.promises(scenario.seed, i, scenario.duration)),
    };
    if (i < job.warmUps) continue;
    hasimRuns.push(hasim);
    if (loops === null) continue;
    floorRuns.push(loops.floor);
    promisesRuns.push(loops.promises);
  }
  // Node gives kilobytes.
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return {
    hasim: hasimRuns,
    floor: floorRuns,
    promises: promisesRuns,
    peakMemory,
    liveMemory: heapUsed + external,
  };
}

function timed(work: () => Answers): Timed {
  const begin = performance.now();
  const answers = work();
  return { answers, ms: performance.now() - begin };
}

process.stdout.write(JSON.stringify(main(JSON.parse(process.argv[2]!) as Job)));
