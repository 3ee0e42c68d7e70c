/** `hasim drill`: the matrix in its forms, promises as exit codes, and a cell that can be run by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Place, terminal, widest } from './support.ts';

/** Nothing at random: one minute, one task. */
const DESIGN = (name: string, nodes: string) => `name: ${name}
duration: 1h
regions: { r: [a, b] }
nodes: { ${nodes} }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1m, offset: 30s }, steps: [ { run: 10s } ] } } }
promises: [ recovery.tasks.rto < 5m ]
`;
const ONE = DESIGN('one', 'a: { at: r/a, startTime: 0s, phase: 0s }');
const TWO = DESIGN(
  'two',
  'a: { at: r/a, startTime: 0s, phase: 0s }, b: { at: r/b, startTime: 0s, phase: 0s }',
);
const DISASTERS = `disasters:
  crash: { about: A node is lost for ten minutes, happens: [ { crash: a node that runs tasks, for: 10m } ] }
  balancer: { about: The balancer is away, happens: [ { outage: the balancer, for: 10m } ] }
`;
const FILES = { 'one.yaml': ONE, 'two.yaml': TWO, 'd/all.yaml': DISASTERS };
const DRILL = ['drill', 'one.yaml', 'two.yaml', '--disasters', 'd', '--jobs', '1'];

describe('the matrix', () => {
  test('on the terminal, within 80 columns: the answer, each cell, the worst, an ordinary day', async () => {
    const place = new Place(FILES);
    const { code, stdout, stderr } = await place.hasim([...DRILL, '--no-charts'], terminal(80));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    expect(stdout).toContain('one keeps its promises in 0 of 1 disasters and two in 1 of 1.');
    expect(stdout).toContain('The worst cell: one in crash: no task runs for');
    expect(stdout).toMatch(/^ {2}crash +10m ✗ +0 ✓$/m);
    expect(stdout).toMatch(/^ {2}balancer +– +–$/m);
    expect(stdout).toContain('one has no load balancer, so that balancer is not drilled');
    expect(stdout).toMatch(/repeat {2}hasim drill one.yaml two.yaml --disasters d/);
  });

  test('in files: JSON, CSV, Markdown, a chart; and any cell as an ordinary run with the same digest', async () => {
    const place = new Place(FILES);
    const { stdout } = await place.hasim([...DRILL, '--json', '--out', 'out']);
    const drill = JSON.parse(stdout);
    expect(drill).toMatchObject({
      schema: 'hasim.drill/1',
      worst: { design: 'one', disaster: 'crash' },
      designs: [
        {
          name: 'one',
          cells: [
            { disaster: 'crash', verdict: 'broken', measures: { rtoTasks: { value: 600, never: 0 } } },
            { disaster: 'balancer', lacks: ['no load balancer'] },
          ],
        },
        { name: 'two', cells: [{ verdict: 'kept', measures: { rtoTasks: { value: 0 } } }, {}] },
      ],
    });
    expect(place.list('out')).toEqual([
      '.hasim-report',
      'drill.csv',
      'drill.json',
      'drill.png',
      'report.html',
      'summary.md',
    ]);
    const text = (file: string) => readFileSync(join(place.path, 'out', file), 'utf8');
    const [head, row] = text('drill.csv')
      .split('\r\n')
      .map((line) => line.split(','));
    expect(row!.slice(0, 3)).toEqual(['one', 'crash', 'broken']);
    expect(row![head!.indexOf('rtoTasks')]).toBe('600');
    expect(text('summary.md')).toContain('| **crash**: A node is lost for ten minutes | 10m ✗ · ');

    expect(text('report.html')).toContain('one in crash: recovery.tasks.rto &lt; 5m');
    expect(text('report.html')).toContain('one has no load balancer, so that balancer is not drilled');

    const [cell] = drill.designs[0].cells;
    const words = [...cell.run.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
    const run = await place.hasim([...words.slice(1), '--json', '--no-charts', '--out', 'cell']);
    expect(JSON.parse(run.stdout).digest).toBe(cell.digest);
  });

  test('promises of the command line hold for all designs', async () => {
    const place = new Place(FILES);
    const args = [...DRILL, '--no-charts', '--set', 'promises=[]', '--promise', 'recovery.tasks.rto < 15m'];
    expect((await place.hasim(args)).code).toBe(0);
  });
});

describe('what is wrong is said before anything is run', () => {
  test.each([
    [
      'a role that is none',
      'crash: a nod that runs tasks',
      "d/all.yaml:2:71 disasters.crash.crash: there is no part or role 'a nod that runs tasks'; did you mean 'a node that runs tasks'?",
    ],
    ['an action that is none', 'crsh: a node that runs tasks', "unknown key; did you mean 'crash'?"],
    ['what no design can do', 'slow: a node that runs tasks, to: 10', '10 has no unit'],
  ])('%s', async (_, happens, expected) => {
    const wrong = DISASTERS.replace('crash: a node that runs tasks', happens);
    const { code, stderr, stdout } = await new Place({ ...FILES, 'd/all.yaml': wrong }).hasim(DRILL);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('d/all.yaml:2:');
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(expected.replaceAll(/\s+/g, ' '));
  });

  test.each([
    [
      ['--promise', 'recovery.tasks.rt < 5m'],
      64,
      "--promise recovery.tasks.rt < 5m: there is no metric 'recovery.tasks.rt'",
    ],
    [['--promise', 'tasks.queueWait.p95 < 5m within 1h..2h'], 64, 'a promise has no window'],
    [['--disasters', 'nowhere.yaml'], 66, 'nowhere.yaml'],
    [['--replications', 'auto'], 64, '--replications is a whole number'],
  ])('%j', async (more, expected, words) => {
    const args = ['drill', 'one.yaml', ...(more[0] === '--disasters' ? [] : ['--disasters', 'd']), ...more];
    const { code, stderr } = await new Place(FILES).hasim(args);
    expect(code).toBe(expected);
    expect(stderr).toContain(words);
  });

  test('a disaster of the same name in two files', async () => {
    const { code, stderr } = await new Place({ ...FILES, 'd/more.yaml': DISASTERS }).hasim(DRILL);
    expect(code).toBe(2);
    expect(stderr).toContain("'crash' is a disaster of d/all.yaml already");
  });
});

describe('a recorded exercise', () => {
  const DESIGN_WITH_PLAN = `name: dr
duration: 6h
regions: { r: [a, b] }
nodes: { a: { at: r/a }, b: { at: r/b, state: down, startTime: 1m } }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 10s } ] } } }
timeline: [ { at: 1h, outage: r/a, name: lost, plan: go } ]
plans: { go: [ { do: decide, takes: 30m }, { do: start, nodes: b, takes: 10m }, { do: verify, takes: 20m } ] }
`;
  // A published drill: two hours planned, three real. Here 60 min planned, 100 real, 5 of them idle.
  const LOG = `step,started,ended
1,2026-03-01T10:00:00Z,2026-03-01T10:55:00Z
start,2026-03-01T11:00:00Z,2026-03-01T11:15:00Z
3,2026-03-01T11:15:00Z,2026-03-01T11:40:00Z
`;

  test('stands beside its plan, step by step, and teaches it: the model then tells the same story', async () => {
    const place = new Place({ 'dr.yaml': DESIGN_WITH_PLAN, 'log.csv': LOG });
    const { code, stdout } = await place.hasim(['drill', 'dr.yaml', '--recorded', 'log.csv']);
    expect(code).toBe(0);
    const text = stdout.replaceAll('\u00a0', ' ');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Plan go takes 1 h 00 m; the drill took 1 h 40 m: the plan was most wrong about decide: 55 m 00 s instead of 30 m 00 s.',
    );
    expect(text).toMatch(/2 start +10 m 00 s +15 m 00 s +5 m 00 s +\+10 m 00 s/);
    const run = async (file: string) => {
      const ended = await place.hasim([
        'run',
        file,
        '--json',
        '--no-charts',
        '--replications',
        '5',
        '--out',
        'o',
      ]);
      return JSON.parse(ended.stdout).metrics['recovery.lost.tasks.rto'].value;
    };
    // Tasks run again when the node is started: after 30 + 10 min as planned, 55 + 5 + 15 as drilled.
    expect(await run('dr.yaml')).toBe(40 * 60);
    expect(await run('dr.as-drilled.yaml')).toBe(75 * 60);
  });

  test.each([
    ['step,started\n', 'log.csv:1:1  has no column ended'],
    ['step,started,ended\n1,0m,5m\n', 'log.csv:1:1  has no row for step 2, start'],
    ['step,started,ended\n9,0m,5m\n', 'log.csv:2:1  has step 9; plan go has 1 to 3'],
    ['step,started,ended\ntest,0m,5m\n', "log.csv:2:1  has the step 'test', which is none of plan go"],
    ['step,started,ended\n1,9m,5m\n', 'log.csv:2:1  ends before it starts'],
    ['step,started,ended\n1,noon,5m\n', 'log.csv:2:1  has a time that is neither'],
  ])('%j', async (log, words) => {
    const place = new Place({ 'dr.yaml': DESIGN_WITH_PLAN, 'log.csv': log });
    const { code, stderr } = await place.hasim(['drill', 'dr.yaml', '--recorded', 'log.csv']);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
