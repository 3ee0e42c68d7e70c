/** The same workloads in SimPy, on whichever Python of this machine has it. */
import { execFileSync, spawnSync } from 'node:child_process';
import type { Answers } from './floor/answers.ts';
import { median } from './jobs.ts';
import type { Workload } from './workloads.ts';

/** On Debian the second has the packages when another Python stands first on the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];

export interface PeerOutcome {
  readonly simpy: string;
  readonly python: string;
  readonly runs: readonly { readonly tasks: number; readonly seconds: number }[];
  /** Of the last run. */
  readonly answers: Partial<Answers>;
}

/** The command of a Python that has SimPy 3 or later; null when there is none. */
export function findPython(): string | null {
  const has = (python: string) => spawnSync(python, ['-c', 'import simpy'], { stdio: 'ignore' }).status === 0;
  return PYTHONS.find(has) ?? null;
}

/** Runs a workload in SimPy. */
export function measurePeer(python: string, workload: Workload, runs: number): PeerOutcome {
  const seconds = workload.peerTasks / workload.rate;
  const output = execFileSync(python, [workload.peer, String(seconds), String(runs)], { encoding: 'utf8' });
  return JSON.parse(output) as PeerOutcome;
}

/** Median µs per task. */
export function peerPerTask(outcome: PeerOutcome): number {
  return median(outcome.runs.map((run) => (run.seconds * 1e6) / run.tasks));
}
