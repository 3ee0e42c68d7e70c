/** The two workloads that everything is measured on: scenario, floor and peer in step. */
import type { Answers } from './floor/answers.ts';
import { clusterFloor } from './floor/cluster.ts';
import { clusterPromises } from './floor/cluster-promises.ts';
import { mmcFloor } from './floor/mmc.ts';
import { mmcPromises } from './floor/mmc-promises.ts';

export interface Workload {
  readonly name: WorkloadName;
  /** From the root of the repository, where npm runs its scripts. */
  readonly scenario: string;
  /** Mean arrivals per second. */
  readonly rate: number;
  readonly floor: (seed: number, duration: number) => Answers;
  /** The floor with hasim's promises. */
  readonly promises: (seed: string, replication: number, duration: number) => Answers;
  /** The same in SimPy. */
  readonly peer: string;
  /** Tasks of one run of the peer: about as long as a run of hasim is short. */
  readonly peerTasks: number;
}

export const WORKLOAD_NAMES = ['bench-mmc', 'bench-cluster'] as const;
export type WorkloadName = (typeof WORKLOAD_NAMES)[number];

export const WORKLOADS: Readonly<Record<WorkloadName, Workload>> = {
  'bench-mmc': {
    name: 'bench-mmc',
    scenario: 'bench/scenarios/bench-mmc.yaml',
    rate: 8,
    floor: mmcFloor,
    promises: mmcPromises,
    peer: 'bench/peers/mmc.py',
    peerTasks: 50_000,
  },
  'bench-cluster': {
    name: 'bench-cluster',
    scenario: 'bench/scenarios/bench-cluster.yaml',
    rate: 48,
    floor: clusterFloor,
    promises: clusterPromises,
    peer: 'bench/peers/cluster.py',
    peerTasks: 2_000,
  },
};
