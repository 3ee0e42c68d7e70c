/** Shares of what the parts can do: of slots that are there, of all connections, workers and disks, of the busier half of a store. */
import { expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';

/** 100 s; what is given once more takes the place of what stands here. */
function shares(parts: string, tasks: string, ...metrics: string[]): number[] {
  const { result } = run(`
name: parts
duration: 100s
dispatch: { policy: immediate, queueTimeout: none }
${parts.includes('database:') ? '' : 'database: ideal'}
${parts.includes('storage:') ? '' : 'storage: ideal'}
${parts}
workload: { tasks: { ${tasks} } }
`);
  return metrics.map((metric) => valueOf(result, metric));
}

it('slots are those of nodes that are online, capacity is of all that are configured', () => {
  expect(
    shares(
      'nodes: { a: { taskCap: 1 }, b: { taskCap: 3, state: down } }',
      't: { queued: 9, steps: [ { run: 50s } ] }',
      'slots.utilisation',
      'availability.capacity',
    ),
  ).toEqual([1, 0.25]);
});

it('connections are those of the pools of all nodes', () => {
  // One task makes ten reads of a second each, one after another, of two pools of two connections.
  const [share] = shares(
    `nodes: { n: { count: 2, taskCap: 1 } }
network: { sameZone: 0us }
database: { read: 1s, cores: 4, pool: { size: 2 } }`,
    't: { queued: 1, steps: [ { db: 10 } ] }',
    'database.pool.utilisation',
  );
  expect(share).toBeCloseTo(10 / (100 * 4), 3);
});

it('workers are all that they can do at a time', () => {
  const parts = 'nodes: { n: { taskCap: 9 } }\nworkers: { linux: { count: 2, slots: 3 } }';
  const tasks = 't: { queued: 3, steps: [ { run: 50s, on: linux } ] }';
  expect(shares(parts, tasks, 'workers.linux.utilisation')).toEqual([(3 * 50) / (100 * 6)]);
});

it('a store is as busy as the busier of its two halves, its servers and its bandwidth', () => {
  const store = (more: string, step: string) =>
    shares(
      `nodes: { n: { taskCap: 9 } }\nnetwork: { sameZone: 0us }\nstorage: { at: local, roundTrips: 0, ${more} }`,
      `t: { queued: 1, steps: [ ${step} ] }`,
      'storage.utilisation',
    )[0]!;
  // 300 MB at 10 MB/s are half a minute; a latency of 20 s holds one of two servers.
  expect(store('latency: 0s, bandwidth: 10MB/s', '{ read: 300MB }')).toBeCloseTo(0.3, 3);
  expect(store('latency: 20s, concurrency: 2, bandwidth: 100GB/s', '{ read: 1MB }')).toBeCloseTo(0.1, 3);
});

it('a store is as busy in each bin as the busier of its two halves', () => {
  const { result } = run(`
name: bins
duration: 60s
dispatch: { policy: immediate }
database: ideal
network: { sameZone: 0us }
nodes: { n: { taskCap: 9 } }
storage: { at: local, roundTrips: 0, latency: 0s, bandwidth: 10MB/s }
workload: { tasks: { t: { queued: 1, steps: [ { read: 300MB } ] } } }
`);
  const busy = result.series.averages['storage.utilisation']!;
  expect(busy[3]).toBeCloseTo(1, 6);
  expect(busy.at(-1)).toBe(0);
});

it('up to 16 nodes are drawn one by one, more as their sum', () => {
  const drawn = (count: number) => {
    const { result } = run(`
name: many
duration: 10s
dispatch: { policy: immediate }
nodes: { n: { count: ${count}, taskCap: 1 } }
workload: { tasks: { t: { queued: 3, steps: [ { run: 1h } ] } } }
`);
    const { averages } = result.series;
    const shown = Object.keys(averages).filter((name) => /^node\..*busy$/.test(name)).length;
    return [shown, averages['slots.busy']!.at(-1)];
  };
  expect([drawn(16), drawn(17)]).toEqual([
    [16, 3],
    [0, 3],
  ]);
});

it('local disks are as many as there are nodes', () => {
  const disks = (count: number) =>
    shares(
      `nodes: { n: { count: ${count}, taskCap: 1 } }
storage: { preset: local-disk, latency: 0s, bandwidth: 10MB/s, perTransfer: 10MB/s }`,
      't: { queued: 1, steps: [ { read: 300MB } ] }',
      'storage.utilisation',
    )[0]!;
  expect(disks(1)).toBeCloseTo(0.3, 3);
  expect(disks(2)).toBeCloseTo(0.15, 3);
});

it('disks and pools of nodes that do not exist are no capacity', () => {
  // Two of three machines exist for an hour, one that is added for the last tenth of it.
  const file = `name: absent
duration: 1h
nodes: { n: { count: 2, taskCap: 1 } }
storage: { preset: local-disk, latency: 0s, bandwidth: 10MB/s, perTransfer: 10MB/s }
database: { read: 10s, write: 0s, flush: 0s, pool: { size: 1 } }
dispatch: { policy: immediate }
timeline: [ { at: 54m, addNode: { name: later, taskCap: 0 } } ]
workload: { tasks: { t: { queued: 1, steps: [ { write: 6300MB }, { db: 63 } ] } } }
`;
  const { result } = run(file);
  const per = (name: string) => result.values[name]!.per / 3600e6;
  // 630 s of 2.1 machine hours.
  expect(valueOf(result, 'storage.utilisation')).toBeCloseTo(630 / 7560, 6);
  expect(per('database.pool.utilisation')).toBe(2.1);
  const drawn = result.series.averages['storage.utilisation']!;
  expect(drawn[0]).toBeCloseTo(0.5, 6);
});
