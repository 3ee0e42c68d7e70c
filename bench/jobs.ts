/** What a measuring process is asked and what it answers; and asking it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answers } from './floor/answers.ts';
import type { WorkloadName } from './workloads.ts';

export interface Job {
  readonly scenario: string;
  /** µs; null: as the file says. */
  readonly duration: number | null;
  /** Whose floor runs beside hasim, turn by turn; null: hasim alone. */
  readonly floor: WorkloadName | null;
  /** Runs that are not counted, then runs that are. */
  readonly warmUps: number;
  readonly runs: number;
}

/** One run: its answers, and how long it took in ms. */
export interface Timed {
  readonly answers: Answers;
  readonly ms: number;
}

export interface Outcome {
  readonly hasim: readonly Timed[];
  /** Empty without a floor. */
  readonly floor: readonly Timed[];
  /** Of the floor with the promises; empty without a floor. */
  readonly promises: readonly Timed[];
  /** Bytes: the most that the process ever had in memory, Node itself included. */
  readonly peakMemory: number;
  /** Bytes still in use after the last run, garbage collected. */
  readonly liveMemory: number;
}

const PROGRAM = fileURLToPath(new URL('./measure.js', import.meta.url));
const MEGABYTE = 1_000_000;

/** Does a job in a process of its own, so that neither memory nor compiled code of one disturbs another. */
export function measure(job: Job): Outcome {
  const output = execFileSync(process.execPath, ['--expose-gc', PROGRAM, JSON.stringify(job)], {
    encoding: 'utf8',
    maxBuffer: 100 * MEGABYTE,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as Outcome;
}

/** The middle value; of an even number the upper one of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Median µs per task. */
export function perTask(runs: readonly Timed[]): number {
  return median(runs.map((run) => (run.ms * 1e3) / run.answers.arrived));
}

/** Median ns per event, each program counting its own. */
export function perEvent(runs: readonly Timed[]): number {
  return median(runs.map((run) => (run.ms * 1e6) / run.answers.events));
}
