/** Names become indices, units numbers, and what is left out is filled in. */
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Distribution } from '../../src/engine/distributions.ts';
import { Sampler } from '../../src/engine/distributions.ts';
import { EVERYTHING, mistakesOf, parse, SMALLEST } from './support.ts';

const MINUTE = 60_000_000;
const scenarioOf = (text: string, set: string[] = []) => parse(text, set).scenario;
const withTimeline = (...entries: string[]) =>
  scenarioOf(`${EVERYTHING}timeline:\n${entries.map((e) => `  - ${e}\n`).join('')}`);

describe('the smallest scenario', () => {
  test('stands in one zone and has nothing else', () => {
    const { nodes, places, database, storage, tasks, seed } = scenarioOf(SMALLEST);
    expect([nodes.length, places, database, storage, seed]).toEqual([
      1,
      [{ region: 'local', zone: 'a' }],
      null,
      null,
      '1',
    ]);
    expect(tasks[0]).toMatchObject({
      kind: 'other',
      arrivals: { kind: 'profile', from: [0], rate: [8], period: null },
    });
  });

  test('is frozen plain data', () => {
    const scenario = scenarioOf(SMALLEST);
    expect(Object.isFrozen(scenario.nodes[0])).toBe(true);
    expect(structuredClone(scenario)).toEqual(scenario);
  });
});

describe('nodes and groups', () => {
  test('a group with count gives name-1…, even of 1; without it the node is the name', () => {
    const { nodes, groups } = scenarioOf(
      SMALLEST.replace('{ n: { taskCap: 10 } }', '{ a: { count: 2 }, b: { count: 1 }, c: {} }'),
    );
    expect(nodes.map(({ name }) => name)).toEqual(['a-1', 'a-2', 'b-1', 'c']);
    expect(groups).toEqual([
      { name: 'a', members: [0, 1], offers: ['a'], autoscale: null },
      { name: 'b', members: [2], offers: ['b'], autoscale: null },
      { name: 'c', members: [3], offers: ['c'], autoscale: null },
    ]);
  });

  test.each([
    ['random', [null, null, null, null]],
    ['even', [0, 5_000_000, 10_000_000, 15_000_000]],
    ['3s', [3_000_000, 3_000_000, 3_000_000, 3_000_000]],
    ['[0s, 1s, 2s, 3s]', [0, 1_000_000, 2_000_000, 3_000_000]],
  ])('phase %s', (phase, expected) => {
    const { nodes } = scenarioOf(SMALLEST.replace('taskCap: 10', `count: 4, phase: ${phase}`));
    expect(nodes.map((node) => node.phase)).toEqual(expected);
  });
});

describe('round trips (N1, N2)', () => {
  const { places, network, nodes, database, storage, balancers } = scenarioOf(EVERYTHING);
  const between = (a: number, b: number) => network.roundTrip[a]![b]!;
  test('inside a zone, between zones, between regions in either order', () => {
    const [e, , w, , solo] = nodes.map((node) => node.place) as [number, number, number, number, number];
    expect(between(e, database!.place)).toBe(500);
    expect(between(solo, database!.place)).toBe(1200);
    expect(between(w, database!.place)).toBe(87_000);
    expect(between(database!.place, w)).toBe(87_000);
  });
  test('a region alone is reached at sameZone from each of its zones', () => {
    expect(places[storage!.place]).toEqual({ region: 'east', zone: null });
    for (const node of [nodes[0]!, nodes[4]!]) expect(between(node.place, storage!.place)).toBe(500);
    expect(between(nodes[2]!.place, balancers[0]!.place)).toBe(87_000);
  });
  test('a balancer talks only to the nodes that it serves', () => {
    const apart = EVERYTHING.replace('aws-alb }', 'aws-alb, nodes: [solo, e] }')
      .replace('network: { between: { east: { west: 87ms } } }', '')
      .replace('    dr: { at: west/a, mode: async, lag: 5s }\n', '')
      .replace(', replicas: { copy: { at: west } }', '')
      .replace('database:', 'ideal:');
    const west = 'database: ideal\nstorage: ideal\n';
    const file = `${apart.slice(0, apart.indexOf('ideal:'))}${west}${apart.slice(apart.indexOf('workload:'))}`;
    expect(scenarioOf(file).balancers[0]!.nodes).toEqual([0, 1, 4]);
    expect(mistakesOf(file.replace('[solo, e]', '[solo, w]'))).toEqual([
      expect.stringMatching(/east and west talk \(loadBalancer → nodes.w\)/),
    ]);
  });
  test('only pairs that talk need one', () => {
    const three = EVERYTHING.replace('west: [a] }', 'west: [a], north: [a] }');
    expect(mistakesOf(three)).toEqual([]);
    expect(mistakesOf(three.replace('solo: { at: east/b', 'solo: { at: north/a'))).toEqual([
      expect.stringMatching(
        /network\.between: north and east talk \(nodes\.solo → database\) but have no round trip/,
      ),
      expect.stringMatching(
        /network\.between: north and west talk \(nodes\.solo → dr\) but have no round trip/,
      ),
    ]);
  });
});

describe('distributions', () => {
  const of = (text: string): Distribution => {
    const step = scenarioOf(SMALLEST.replace('exponential: 1s', text)).tasks[0]!.steps[0]!;
    if (step.do !== 'run' || step.length === 'trace') throw new Error('no distribution');
    return step.length;
  };
  const at = (text: string, p: number) => new Sampler(of(text)).quantile(p) / 1e6;

  test('a lognormal has its median and its 95th percentile', () => {
    expect(at('lognormal: { median: 25s, p95: 90s }', 0.5)).toBeCloseTo(25, 5);
    expect(at('lognormal: { median: 25s, p95: 90s }', 0.95)).toBeCloseTo(90, 4);
  });
  test('a lognormal by mean and cv has that mean and cv', () => {
    const d = of('lognormal: { mean: 20s, cv: 0.5 }');
    if (d.kind !== 'lognormal') throw new Error('kind');
    const mean = Math.exp(d.mu + d.sigma ** 2 / 2);
    expect(mean / 1e6).toBeCloseTo(20, 9);
    expect(Math.sqrt(Math.exp(d.sigma ** 2) - 1)).toBeCloseTo(0.5, 9);
  });
  test('a Weibull has its mean: shape 1 is exponential, shape 2 is Rayleigh', () => {
    expect(of('weibull: { shape: 1, mean: 5s }')).toMatchObject({ scale: expect.closeTo(5e6, 4) });
    expect(of('weibull: { shape: 2, mean: 5s }')).toMatchObject({
      scale: expect.closeTo(5e6 / (Math.sqrt(Math.PI) / 2), 4),
    });
  });
});

describe('arrivals', () => {
  const arrivals = (text: string, scale = '100%') =>
    scenarioOf(SMALLEST.replace('{ poisson: 8/s }', text), [`workload.scale=${scale}`]).tasks[0]!.arrivals;
  test('scale stretches rates and every, not at', () => {
    expect(arrivals('{ poisson: 60/h }', '200%')).toMatchObject({ rate: [120 / 3600] });
    expect(arrivals('{ profile: [[0s, 10/s], [1h, 20/s]], period: 2h }', '50%')).toMatchObject({
      rate: [5, 10],
      period: 120 * MINUTE,
    });
    expect(arrivals('{ every: 20m, offset: 1m }', '200%')).toEqual({
      kind: 'every',
      every: 10 * MINUTE,
      offset: MINUTE,
    });
    expect(arrivals('{ at: [10m, 0s], count: 3 }', '200%')).toEqual({
      kind: 'at',
      times: [0, 10 * MINUTE],
      count: 3,
    });
    expect(
      arrivals('{ bursts: { on: 10/s, onFor: 1m, offFor: { exponential: 2m } } }', '200%'),
    ).toMatchObject({ on: 20, off: 0, onFor: { kind: 'constant' } });
  });
});

describe('kinds of tasks', () => {
  test('a class called like a kind is of that kind unless it says otherwise', () => {
    const kind = (text: string) => scenarioOf(SMALLEST.replace('job: {', text)).tasks[0]!.kind;
    expect(kind('runbook: {')).toBe('runbook');
    expect(kind('runbook: { kind: other,')).toBe('other');
    expect(kind('job: {')).toBe('other');
  });
});

describe('timeline', () => {
  test('names are verb and argument, a second one counted, the verb alone where the argument is no name', () => {
    const { timeline } = withTimeline(
      '{ at: 2h, crash: e-1, for: 10m }',
      '{ at: 3h, crash: e-1 }',
      '{ at: 1h, outage: east/a, for: 1m }',
      '{ at: 4h, maintenance: on, for: 1h }',
      '{ at: 5h, upgrade: {} }',
      '{ at: 5h, addNode: { name: extra, at: east/a, taskCap: 1 } }',
      '{ at: 6h, cut: east, from: west, name: my-cut }',
    );
    expect(timeline.map(({ name }) => name)).toEqual([
      'outage-east-a',
      'crash-e-1',
      'crash-e-1-2',
      'maintenance',
      'upgrade',
      'addNode',
      'my-cut',
    ]);
  });

  test('is in order of time, entries of one time in file order', () => {
    const { timeline } = withTimeline(
      '{ at: 2h, drain: e }',
      '{ at: 1h, drain: w }',
      '{ at: 1h, undrain: w }',
    );
    expect(timeline.map(({ action }) => action.do)).toEqual(['drain', 'undrain', 'drain']);
  });

  test('every verb of the grammar', () => {
    const { timeline, nodes, places } = withTimeline(
      '{ at: 1h, restart: e, takes: 3m, drain: { upTo: 1h, then: cancel } }',
      '{ at: 1h, patch: nodes, takes: 10m, drain: {} }',
      '{ at: 1h, drain: e, upTo: 10m, then: cancel }',
      '{ at: 1h, setTaskCap: w, to: 20 }',
      '{ at: 1h, slow: database, to: 25%, for: 20m }',
      '{ at: 1h, cut: east/a, from: west, for: 5m }',
      '{ at: 1h, failover: standby }',
      '{ at: 1h, upgrade: {} }',
      '{ at: 1h, resubmit: { cancelledSince: 1h } }',
      '{ at: 1h, addNode: { name: extra, at: west/a, taskCap: 1 } }',
      '{ at: 2h, removeNode: extra }',
      '{ at: 2h, outage: loadBalancer }',
      '{ at: 2h, stop: solo, for: 5m }',
      '{ at: 2h, start: solo }',
    );
    const actions = timeline.map(({ action }) => action);
    expect(actions[0]).toEqual({
      do: 'restart',
      nodes: [0, 1],
      takes: 3 * MINUTE,
      drain: { atLeast: 0, upTo: 60 * MINUTE, then: 'cancel' },
    });
    expect(actions[1]).toMatchObject({
      nodes: [0, 1, 2, 3, 4, 5],
      oneByOne: true,
      drain: { upTo: null, then: 'wait' },
    });
    expect(actions[2]).toEqual({
      do: 'drain',
      nodes: [0, 1],
      drain: { atLeast: 0, upTo: 10 * MINUTE, then: 'cancel' },
    });
    expect(actions[3]).toEqual({ do: 'setTaskCap', nodes: [2, 3], to: 20 });
    expect(actions[4]).toEqual({ do: 'slow', target: { kind: 'database' }, to: 0.25 });
    const cut = actions[5] as unknown as { from: number[]; to: number[] };
    expect(cut.from.map((i) => places[i])).toEqual([{ region: 'east', zone: 'a' }]);
    expect(cut.to.every((i) => places[i]!.region === 'west')).toBe(true);
    expect(actions[6]).toEqual({ do: 'failover', replica: 0 });
    expect(actions[7]).toEqual({ do: 'upgrade', schema: 5 * MINUTE, perNode: 2 * MINUTE });
    expect(actions[8]).toEqual({ do: 'resubmit', cancelledSince: 60 * MINUTE, classes: [0] });
    expect(actions[9]).toEqual({ do: 'addNode', node: 5 });
    expect(nodes[5]).toMatchObject({ name: 'extra', taskCap: 1, state: 'absent' });
    expect(actions[11]).toEqual({ do: 'outage', target: { kind: 'balancer', balancer: 0 } });
    expect(timeline[12]).toMatchObject({ for: 5 * MINUTE });
  });
});

test('failures by kind and by name, each thing on its own', () => {
  const { failures } = scenarioOf(`${EVERYTHING}failures:
  machine: { preset: node-machine }
  zone: { what: zones, every: { exponential: 730d }, for: 2h }
  parts: { what: [database, solo], every: 10d, for: 1m }
`);
  expect(failures[0]!.targets.map(({ name }) => name)).toEqual(['e-1', 'e-2', 'w-1', 'w-2', 'solo']);
  expect(failures[1]!.targets.map(({ name }) => name)).toEqual(['east/a', 'west/a', 'east/b']);
  expect(failures[2]!.targets).toEqual([
    { name: 'database', target: { kind: 'database' } },
    { name: 'solo', target: { kind: 'node', node: 4 } },
  ]);
});

test('a plan takes the usual times where it says none', () => {
  const { plans } = scenarioOf(`${EVERYTHING}plans:
  loss: [ { do: decide }, { do: promote, what: dr, takes: 6m }, { do: start, nodes: w, alongside: previous }, { do: setTaskCap, nodes: w, to: 10 }, { do: restore }, { do: promote, what: copy }, { do: switch, loadBalancer: loadBalancer } ]
`);
  const { steps } = plans[0]!;
  expect(steps.map(({ takes }) => takes.length)).toEqual(
    [30, 6, 3, 0, 20, 5, 5].map((minutes) => [{ kind: 'constant', value: minutes * MINUTE }]),
  );
  expect(steps[1]).toMatchObject({ do: 'promote', what: { kind: 'replica', replica: 1 } });
  expect(steps[2]).toMatchObject({ alongside: true, nodes: [2, 3] });
  expect(steps[3]).toMatchObject({ nodes: [2, 3], to: 10 });
  expect(steps[5]).toMatchObject({ what: { kind: 'storage-replica', replica: 0 } });
  expect(steps[6]).toMatchObject({ do: 'switch', balancer: 0 });
});

describe('licences (facts 68, 69)', () => {
  const limit = (licence: string) => scenarioOf(SMALLEST, [`licence=${licence}`]).licence;
  test.each([
    ['professional', 2],
    ['enterprise', null],
    ['3', 3],
    ['"<License><NodeLimit>4</NodeLimit></License>"', 4],
    [
      "\"<?xml version='1.0'?><!-- x --><License a='1'><NodeLimit> Unlimited </NodeLimit><Other/></License>\"",
      null,
    ],
    ['"<License><Name>x</Name></License>"', 1],
  ])('%s', (licence, expected) => expect(limit(licence)).toBe(expected));
  test.each([
    '"<License>"',
    '"<a></b>"',
    '"<a/><b/>"',
    '"<a>x</a> y"',
    '"<a b></a>"',
    '"<License><NodeLimit>many</NodeLimit></License>"',
    '"< a/>"',
    '0',
    'pro',
  ])('%s is a mistake', (licence) => expect(mistakesOf(SMALLEST, [`licence=${licence}`])).toHaveLength(1));
});

test('expectations are values', () => {
  const { expect: wanted } = scenarioOf(`${EVERYTHING}expect:
  - tasks.queueWait.p95 < 5m
  - availability.ui >= 99.9%
  - { that: 'requests.dashboard.latency.p99 < 2s within 1h..2h', level: warn }
  - tasks.turnaround.p95 no worse than baseline by 2%
  - tasks.throughput > 30/h
  - queue.length.max <= 12
`);
  expect(
    wanted.map((each) =>
      each.kind === 'limit' ? [each.metric, each.operator, each.value] : [each.metric, each.by],
    ),
  ).toEqual([
    ['tasks.queueWait.p95', '<', 300],
    ['availability.ui', '>=', 0.999],
    ['requests.dashboard.latency.p99', '<', 2],
    ['tasks.turnaround.p95', 0.02],
    ['tasks.throughput', '>', 30 / 3600],
    ['queue.length.max', '<=', 12],
  ]);
  expect(wanted[2]).toMatchObject({ level: 'warn', within: { from: 60 * MINUTE, to: 120 * MINUTE } });
});

test('what was filled in is again a file, of the same scenario', () => {
  const full = `${EVERYTHING}platform: aws
timeline: [ { at: 1h, patch: nodes, drain: {} }, { at: 2h, outage: west, plan: p } ]
failures: { f: { preset: zone-outage } }
plans: { p: [ { do: decide } ] }
cost: { perHour: { node: 0.2 } }
expect: [ tasks.failed < 1, { that: availability.ui > 99% } ]
`;
  for (const text of [SMALLEST, EVERYTHING, full]) {
    const once = parse(text);
    const again = parse(stringify(once.resolved));
    expect(again.resolved).toEqual(once.resolved);
    expect(again.hash).toBe(once.hash);
    const said = { assumed: [], documented: [] };
    expect({ ...again.scenario, ...said }).toEqual({ ...once.scenario, ...said });
  }
});

test('the hash does not depend on how the file is written', () => {
  const turned = SMALLEST.replace(
    'name: smallest\nduration: 1h\n',
    'duration: "1h" # as before\nname: smallest\n',
  );
  expect(parse(turned).hash).toBe(parse(SMALLEST).hash);
  expect(parse(SMALLEST, ['seed=2']).hash).not.toBe(parse(SMALLEST).hash);
});
