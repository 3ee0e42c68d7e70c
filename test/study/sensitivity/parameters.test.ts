/** What counts as a parameter of a scenario, what is changed together, and how. */
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { changesOf, type Parameter, parametersOf } from '../../../src/study/sensitivity/parameters.ts';

const CLUSTER = `name: x
duration: 1h
regions: { here: [a] }
nodes: { a: { taskCap: 10, phase: 3s }, b: { taskCap: 10 }, ui: { taskCap: 0, cores: 8 } }
database: { at: here/a, preset: sql-single }
storage: { at: here, preset: fsx-windows }
cost: { perHour: { node: 2 } }
workload:
  tasks:
    deployment:
      arrivals: { profile: [[0s, 10/h], [30m, 80/h]] }
      steps:
        - db: { calls: 40, writes: 4 }
        - repeat: { times: 3, steps: [ { db: 10 }, { run: { lognormal: { median: 1m, p95: 5m } } } ] }
    nightly: { arrivals: { at: [10m], count: 7 }, steps: [ { cpu: { erlang: { k: 4, mean: 2s } } } ] }
timeline:
  - { at: 30m, crash: a, for: 10m }
expect: [ tasks.queueWait.p95 < 5m ]
`;

function parsed(text: string, set: readonly string[] = []) {
  const read = () => ({ error: 'no files' });
  return parseScenario({ path: 'x.yaml', text }, { set, read });
}

function parameters(metric = 'tasks.queueWait.mean'): Map<string, Parameter> {
  const { resolved, scenario } = parsed(CLUSTER);
  return new Map(parametersOf(resolved as object, scenario.assumed, metric).map((one) => [one.path, one]));
}

const setsOf = (path: string, by: number) => changesOf(parameters().get(path)!, by).map(({ set }) => set);

describe('parameters', () => {
  test('are figures of design and work; not what is asked, when it happens, or what is no figure', () => {
    const paths = [...parameters().keys()];
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['network.sameZone', 'database.cores', 'database.read', 'database.pool.size', 'storage.bandwidth'],
        ...['dispatch.every', 'workload.scale', 'workload.tasks.nightly.arrivals.count'],
        ...['workload.tasks.deployment.steps.1.repeat.times', 'workload.tasks.nightly.steps.0.cpu.erlang.k'],
      ]),
    );
    const wrong = /^(name|seed|duration|timeline|expect|regions|cost)|\b(at|phase|offset|policy|preset)\b/;
    expect(paths.filter((path) => wrong.test(path))).toEqual([]);
  });

  test('prices are some of what costs', () => {
    expect(parameters('cost.perHour').has('cost.perHour.node')).toBe(true);
  });

  test('what several nodes have alike is changed together, what differs alone', () => {
    expect(
      parameters()
        .get('nodes.*.taskCap')!
        .parts.map(({ path }) => path),
    ).toEqual(['nodes.a.taskCap', 'nodes.b.taskCap']);
    expect(parameters().get('nodes.ui.cores')!.written).toBe('8');
    expect(setsOf('nodes.*.taskCap', 0.1)[0]).toEqual(['nodes.a.taskCap=11', 'nodes.b.taskCap=11']);
  });

  test('figures that no document states are known as such', () => {
    expect(parameters().get('database.read')!.assumed).toMatchObject({ standing: 'typical' });
    expect(parameters().get('nodes.*.startTime')!.assumed).toMatchObject({ standing: 'assumed' });
    expect(parameters().get('dispatch.every')!.assumed).toBeNull();
  });
});

describe('changes', () => {
  test('calls to the database of a class go together, and writes keep their share', () => {
    const calls = 'workload.tasks.deployment.steps.*.db';
    const name = [...parameters().keys()].find((path) =>
      path.startsWith('workload.tasks.deployment.steps.*'),
    )!;
    expect(
      changesOf(parameters().get(name)!, 0.1)
        .map(({ set, by }) => [set, by])
        .at(1),
      calls,
    ).toEqual([
      [
        'workload.tasks.deployment.steps.0.db.calls=44',
        'workload.tasks.deployment.steps.0.db.writes=4',
        'workload.tasks.deployment.steps.1.repeat.steps.0.db=11',
      ],
      0.1,
    ]);
  });

  test('a distribution is stretched whole, a profile in its rates; shapes and instants stay', () => {
    expect(setsOf('database.read', 0.1)[0]).toEqual([
      'database.read={"lognormal":{"median":"0.55ms","p95":"2.2ms"}}',
    ]);
    expect(setsOf('workload.tasks.nightly.steps.0.cpu', -0.1)[0]).toEqual([
      'workload.tasks.nightly.steps.0.cpu={"erlang":{"k":4,"mean":"1.8s"}}',
    ]);
    expect(setsOf('workload.tasks.deployment.arrivals.profile', 0.1)[0]).toEqual([
      'workload.tasks.deployment.arrivals.profile=[["0s","11/h"],["30m","88/h"]]',
    ]);
  });

  test('whole numbers by at least 1, shares up to all; by how much is known', () => {
    const ofWhole = (value: number, by: number) =>
      changesOf({ path: 'x', parts: [{ path: 'x', value }], written: '', assumed: null }, by);
    expect(ofWhole(5, 0.1).map(({ set }) => set[0])).toEqual(['x=5.5', 'x=6']);
    expect(ofWhole(5, -0.1)[1]).toMatchObject({ set: ['x=4'], by: -0.2 });
    expect(ofWhole(40, 0.1)[1]).toMatchObject({ set: ['x=44'], by: 0.1 });
    expect(ofWhole(0, 0.1)).toEqual([]);
    const share = { path: 'x', parts: [{ path: 'x', value: '95%' }], written: '', assumed: null };
    expect(changesOf(share, 0.1).map(({ set }) => set[0])).toEqual(['x=104.5%', 'x=104.5%', 'x=100%']);
  });

  test('each that is offered first gives a scenario that is valid and other than before', () => {
    const before = parsed(CLUSTER).hash;
    for (const [path, parameter] of parameters()) {
      for (const by of [-0.1, 0.1]) {
        const valid = changesOf(parameter, by).some(({ set }) => {
          try {
            return parsed(CLUSTER, set).hash !== before;
          } catch {
            return false;
          }
        });
        const cannot = ['nodes.ui.taskCap', 'workload.tasks.*.queued', 'requests'].includes(path);
        const ones = /(projects|maxFails|db\.writes|queued|prefetch|slots)$/.test(path);
        expect(valid || cannot || ones, `${path} ${by}`).toBe(true);
      }
    }
  });
});
