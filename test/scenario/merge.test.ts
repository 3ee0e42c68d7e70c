/** base → file → what is set: maps by key, lists replace, null removes, alternatives are replaced whole. */
import { describe, expect, test } from 'vitest';
import { EVERYTHING, mistakesOf, parse } from './support.ts';

const SMALL = `name: base
duration: 1h
nodes: { n: { taskCap: 10 } }
workload: { tasks: { job: { arrivals: { poisson: 8/s }, steps: [ { db: 3 }, { run: { lognormal: { median: 1s, p95: 2s } } } ] } } }
`;
type Resolved = {
  nodes: Record<string, Record<string, unknown>>;
  workload: { tasks: Record<string, Record<string, unknown>> };
} & Record<string, unknown>;
const set = (...values: string[]) => parse(SMALL, values).resolved as Resolved;

describe('a file over its base', () => {
  const over = (text: string) =>
    parse(`extends: ./base.yaml\n${text}`, [], { 'base.yaml': EVERYTHING }).resolved as Resolved;

  test('maps merge by key and null removes', () => {
    const { nodes, storage, name } = over('name: mine\nnodes: { e: { count: 4 }, w: null }\nstorage: null\n');
    expect(name).toBe('mine');
    expect(nodes.e).toMatchObject({ count: 4, at: 'east/a', taskCap: 10 });
    expect(nodes.w).toBeUndefined();
    expect(storage).toBe('ideal');
  });

  test('lists replace', () => {
    const { workload } = over('workload: { tasks: { deployment: { steps: [ { db: 1 } ] } } }\n');
    expect(workload.tasks.deployment!.steps).toEqual([{ db: 1 }]);
  });

  test('an alternative is replaced whole, the same one merges', () => {
    expect(
      over('workload: { tasks: { deployment: { arrivals: { every: 20m } } } }\n').workload.tasks.deployment!
        .arrivals,
    ).toEqual({
      every: '20m',
      offset: '0s',
    });
    const twice = `extends: b.yaml\nworkload: { tasks: { deployment: { arrivals: { every: 5m } } } }\n`;
    const files = {
      'a.yaml': EVERYTHING,
      'b.yaml':
        'extends: a.yaml\nworkload: { tasks: { deployment: { arrivals: { every: 20m, offset: 3s } } } }\n',
    };
    const merged = parse(twice, [], files).resolved as Resolved;
    expect(merged.workload.tasks.deployment!.arrivals).toEqual({ every: '5m', offset: '3s' });
  });

  test('a pair of regions in the other order is the same pair', () => {
    const { network } = over('network: { between: { west: { east: 20ms } } }\n');
    expect(network).toMatchObject({ between: { east: { west: '20ms' } } });
  });

  test('users take the place of arrivals, loadBalancers that of loadBalancer', () => {
    const resolved = over(
      'workload: { requests: { dashboard: { users: { count: 5, think: 10s } } } }\nloadBalancers: { one: { at: west } }\n',
    ) as Resolved & { workload: { requests: Record<string, object> } };
    expect(resolved.workload.requests.dashboard).not.toHaveProperty('arrivals');
    expect(resolved).not.toHaveProperty('loadBalancer');
  });

  test('a mistake in the base is placed in the base', () => {
    const files = { 'base.yaml': EVERYTHING.replace('taskCap: 0', 'taskCap: -1') };
    expect(mistakesOf('extends: base.yaml\n', [], files)[0]).toMatch(
      /^base\.yaml:10:32 nodes\.solo\.taskCap: −1 is below 0/,
    );
  });

  test('a circle is a mistake', () => {
    const files = { 'a.yaml': 'extends: s.yaml\n', 's.yaml': 'extends: a.yaml\n' };
    expect(mistakesOf('extends: a.yaml\n', [], files)[0]).toBe(
      'a.yaml:1:10 extends: goes in a circle: s.yaml → a.yaml → s.yaml',
    );
    expect(mistakesOf('extends: s.yaml\n', [], files)[0]).toMatch(/goes in a circle: s\.yaml → s\.yaml/);
  });

  test('a base that is not there is a mistake', () => {
    expect(
      mistakesOf('extends: nowhere.yaml\nname: x\nduration: 1h\nnodes: { n: {} }\nworkload: {}\n'),
    ).toEqual(['s.yaml:1:10 extends: nowhere.yaml: there is no such file']);
  });

  test.each([
    ['[a.yaml, b.yaml]', 'a list'],
    ['{ file: a.yaml }', 'a map'],
    ['7', '7'],
  ])('a base that is no text is a mistake, the one that is said: %s', (written, shown) => {
    expect(mistakesOf(`extends: ${written}\n${EVERYTHING}`)).toEqual([
      `s.yaml:1:10 extends: ${shown} is not a text; a path is a text, of one file`,
    ]);
  });
});

describe('what is set over a file', () => {
  test('by keys and by index, in a list, the last wins', () => {
    expect(set('nodes.n.taskCap=3', 'nodes.n.taskCap=4').nodes.n!.taskCap).toBe(4);
    expect(set('workload.tasks.job.steps.0.db=7').workload.tasks.job!.steps).toEqual([
      { db: 7 },
      { run: { lognormal: { median: '1s', p95: '2s' } } },
    ]);
    expect(set('workload.tasks.job.steps.0.db.calls=7').workload.tasks.job!.steps).toMatchObject([
      { db: { calls: 7, writes: 0 } },
      {},
    ]);
  });

  test('replaces alternatives whole, at every depth', () => {
    const steps = (value: string) => (set(value).workload.tasks.job!.steps as { run: unknown }[])[1];
    expect(steps('workload.tasks.job.steps.1.run.exponential=5s')).toEqual({ run: { exponential: '5s' } });
    expect(steps('workload.tasks.job.steps.1.run.lognormal={mean: 5s, cv: 1}')).toEqual({
      run: { lognormal: { mean: '5s', cv: 1 } },
    });
    expect(steps('workload.tasks.job.steps.1.run.lognormal.p95=9s')).toEqual({
      run: { lognormal: { median: '1s', p95: '9s' } },
    });
    expect(steps('workload.tasks.job.steps.1={cpu: 5s}')).toEqual({ cpu: '5s' });
    expect(set('workload.tasks.job.arrivals.every=5s').workload.tasks.job!.arrivals).toEqual({
      every: '5s',
      offset: '0s',
    });
  });

  test('the drain of a restart is its argument, not another action', () => {
    const file = `${SMALL}timeline: [ { at: 1m, restart: n }, { at: 2m, crash: n } ]\n`;
    const { timeline } = parse(file, ['timeline.0.drain.upTo=5m', 'timeline.1={ drain: n, at: 3m }'])
      .resolved as { timeline: object[] };
    expect(timeline[0]).toMatchObject({ at: '1m', restart: 'n', drain: { upTo: '5m' } });
    expect(timeline[1]).toEqual({ at: '3m', drain: 'n', then: 'wait' });
  });

  test('makes what is not there, takes YAML, and removes with null', () => {
    expect(set('dispatch.policy=greedy').dispatch).toMatchObject({ policy: 'greedy' });
    expect(set('nodes.m={taskCap: 1}').nodes.m).toMatchObject({ taskCap: 1 });
    expect(set('nodes.n.taskCap=null').nodes.n!.taskCap).toBe(5);
    expect(set('question=a = b').question).toBe('a = b');
  });

  test('a pair of regions in either order', () => {
    for (const pair of ['east.west', 'west.east']) {
      const { network } = parse(EVERYTHING, [`network.between.${pair}=230ms`]).resolved as Resolved;
      expect(network).toMatchObject({ between: { east: { west: '230ms' } } });
    }
  });

  test('its mistakes are placed at it', () => {
    expect(mistakesOf(SMALL, ['nodes.n.taskCap=-1'])[0]).toMatch(
      /^set nodes\.n\.taskCap=-1 nodes\.n\.taskCap: −1 is below 0/,
    );
    expect(mistakesOf(SMALL, ['nodes.n.taskcap=1'])[0]).toMatch(
      /^set nodes\.n\.taskcap=1 nodes\.n\.taskcap: unknown key; did you mean 'taskCap'/,
    );
    expect(mistakesOf(SMALL, ['duration'])[0]).toMatch(/is not path=value/);
    // What an empty variable of a shell leaves: taken for null it would quietly bring back a default.
    expect(mistakesOf(SMALL, ['nodes.n.taskCap= '])[0]).toMatch(
      /nodes\.n\.taskCap: has no value; write null/,
    );
    expect(mistakesOf(SMALL, ['nodes..n=1'])[0]).toMatch(/has an empty key/);
    expect(mistakesOf(SMALL, ['workload.tasks.job.steps.7.db=1'])[0]).toMatch(
      /steps has no item 7; it has 2, counted from 0/,
    );
    expect(mistakesOf(SMALL, ['duration=[1'])[0]).toMatch(
      /^set duration=\[1 duration: '\[' is not closed; write \] at its end/,
    );
    expect(mistakesOf(SMALL, ['extends=x.yaml'])[0]).toMatch(/cannot be set/);
    for (const path of ['nodes.__proto__={taskCap: 2}', 'nodes={__proto__: {taskCap: 2}}', '__proto__=1'])
      expect(mistakesOf(SMALL, [path])[0]).toMatch(/'__proto__' cannot be a key$/);
    const deep = Array(5_000).fill('a').join('.');
    expect(mistakesOf(SMALL, [`${deep}=1`])[0]).toMatch(
      /^set (a\.)+.*… : has 5000 keys; at most 60 are nested/,
    );
    expect(mistakesOf(SMALL, ['nodes.n.taskCap.x=1'])[0]).toMatch(/a map is not a number/);
  });
});
