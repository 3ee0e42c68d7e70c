/** A bottleneck that was planted is the first that is named, in 20 of 20 seeds; what is not there is not. */
import { describe, expect, it } from 'vitest';
import { spokenBand } from '../../../src/report/explain/sentences.ts';
import { attribute } from '../../../src/study/explain/attributed.ts';
import { blames } from '../../../src/study/explain/explain.ts';
import { scenarioOf } from '../../support/run.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => `${i + 1}`);

/** Nothing in it is scarce. */
const BASE = `
name: base
duration: 20m
regions: { east: [a, b], west: [a] }
network: { sameZone: 0.5ms, crossZone: 1.2ms, between: { east: { west: 80ms } } }
nodes: { n: { count: 2, at: east/a, taskCap: 10, cores: 8 } }
database: { at: east/a, cores: 8, read: 0.5ms, write: 1ms, flush: 0.5ms }
storage: { at: east, latency: 1ms, bandwidth: 1GB/s, perTransfer: 250MB/s }
dispatch: { every: 5s }
workload:
  tasks:
    job:
      arrivals: { poisson: 120/h }
      steps:
        - db: { calls: 20, writes: 10 }
        - read: 100MB
        - cpu: { exponential: 200ms }
        - run: { exponential: 20s }
`;

const PLANTED: readonly (readonly [what: string, causes: readonly string[], set: readonly string[]])[] = [
  [
    'pool',
    ['connection'],
    [
      'database.pool={ size: 1, wait: 10m }',
      'database.read=300ms',
      'database.write=300ms',
      'nodes.n={ count: 1, at: east/a, taskCap: 40, cores: 8 }',
      'workload.tasks.job.arrivals.poisson=450/h',
    ],
  ],
  [
    'lock',
    ['lock'],
    [
      'nodes.n={ count: 12, at: west/a, taskCap: 2, cores: 8, phase: 0s }',
      'workload.tasks.job.arrivals={ at: [1m, 6m, 11m], count: 20 }',
      'workload.tasks.job.steps=[ { run: { exponential: 1s } } ]',
      'database.write=200ms',
    ],
  ],
  ['look', ['look'], ['dispatch.every=60s', 'workload.tasks.job.steps.3.run=10s']],
  ['commit', ['commit'], ['database.flush=3s']],
  ['storage transfer', ['transfer', 'transferShared'], ['storage.bandwidth=4MB/s']],
  ['storage transfer, one at a time', ['transfer'], ['storage.perTransfer=3MB/s']],
  ['CPU', ['cpu', 'cpuShared'], ['nodes.n.cores=1', 'workload.tasks.job.steps.2.cpu={ exponential: 40s }']],
  ['slots', ['slot'], ['nodes.n.taskCap=1', 'workload.tasks.job.steps.3.run={ exponential: 60s }']],
  [
    'distance',
    ['databaseWay'],
    ['nodes.n.at=west/a', 'workload.tasks.job.steps.0.db={ calls: 120, writes: 10 }'],
  ],
  [
    'database service',
    ['databaseService', 'databaseQueue'],
    ['database.cores=1', 'database.read=400ms', 'database.write=400ms'],
  ],
];

describe('named first', () => {
  it.each(PLANTED)('%s', (_, causes, set) => {
    const scenario = scenarioOf(BASE, set);
    const first = SEEDS.map((seed) => {
      const { classes, holders } = attribute(scenario, seed, 0);
      const held = holders.reduce((sum, each) => sum + each, 0) || 1;
      const [one] = classes;
      const shares = holders.map((each) => each / held);
      return blames(one!.bands[spokenBand(one!)], shares)[0]!.cause;
    });
    expect(first.filter((cause) => !causes.includes(cause))).toEqual([]);
  });
});
