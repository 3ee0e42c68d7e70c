/** What is tried is what it is called. */
import { describe, expect, it } from 'vitest';
import { type Remedy, remediesOf } from '../../../src/study/explain/remedies.ts';
import { scenarioOf } from '../../support/run.ts';

function tried(cap: number, count: number, slots = 1): readonly Remedy[] {
  const scenario = scenarioOf(`
name: three
duration: 1h
nodes: { n: { taskCap: ${cap} } }
storage: { latency: 60ms }
workers: { pool: { count: ${count}, slots: ${slots} } }
network: { sameZone: 60ms }
workload: { tasks: { job: { arrivals: { poisson: 10/h }, steps: [{ run: 60s, on: pool }, { read: 1MB }] } } }
`);
  return remediesOf(scenario, () => 1).remedies;
}

const named = (remedies: readonly Remedy[], part: string, change: string) =>
  remedies.find((one) => one.part === part && one.change === change)?.scenario;

describe('20 % faster', () => {
  const remedies = tried(3, 3);

  it('takes five sixths of the time', () => {
    expect(named(remedies, 'work on targets', '20 % faster')!.tasks[0]!.steps[0]).toMatchObject({
      length: { value: 50e6 },
    });
    expect(named(remedies, 'storage latency', '20 % faster')!.storage!.latency).toMatchObject({
      value: 50_000,
    });
    expect(named(remedies, 'round trips', '20 % faster')!.network.roundTrip[0]![0]).toBe(50_000);
    expect(remedies.map(({ change }) => change).filter((change) => change.includes('shorter'))).toEqual([]);
  });
});

describe('more slots', () => {
  it('says how many more whole ones are', () => {
    expect(named(tried(3, 3), 'task slots', '33 % more')!.nodes[0]!.taskCap).toBe(4);
    expect(named(tried(10, 10), 'task slots', '20 % more')!.nodes[0]!.taskCap).toBe(12);
    expect(named(tried(3, 3), 'workers', '33 % more slots')!.workers[0]!.count).toBe(4);
  });

  it.each([1, 2])('does not try what a fifth of is none, of %i slots of a worker', (slots) => {
    const kinds = tried(2, 1, slots).filter(({ part }) => part === 'task slots' || part === 'workers');
    expect(kinds.map(({ change }) => change)).toEqual([
      '1 more on each node',
      'no limit',
      '1 slot more in each pool',
      'no limit',
    ]);
  });
});
