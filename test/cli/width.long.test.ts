/** What is printed fits the terminal, and the answer stays where room is short. */
import { expect, test } from 'vitest';
import { Place, terminal, widest } from './support.ts';

const WAVES = `name: waves-of-two-hours
question: Is a task cap of 13 or 16 enough for fifty deployments of thirty minutes each in two hours?
duration: 6h
nodes: { node: { count: 2, taskCap: 6 }, extra: { taskCap: 0 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { at: [0s], count: 50 }, steps: [ { run: 30m } ] } } }
timeline:
  - { at: 20m, crash: nodes, for: 10m }
`;
const FILES = { 'a.yaml': WAVES, 'b.yaml': WAVES.replace('waves', 'more-waves').replace('cap: 6', 'cap: 8') };
const SIZE = ['size', 'a.yaml', '--goal', 'tasks.makespan < 3h', '--goal', 'tasks.queueWait.max < 150m'];
/** More classes than a screen has lines. */
const many = Array.from(
  { length: 9 },
  (_, i) => `c${i}: { arrivals: { at: [0s], count: 5 }, steps: [ { run: 5m } ] }`,
);
const CROWD = WAVES.replace(/tasks: \{.*\} \}\n/, `tasks: { ${many.join(', ')} } }\n`).replace(
  'waves',
  'crowd',
);

test('the lines of a fault stay where others are left out', async () => {
  const place = new Place({ 'crowd.yaml': CROWD });
  const { stdout } = await place.hasim(['run', 'crowd.yaml', '--no-charts']);
  expect(stdout).toContain('more lines in summary.md');
  expect(stdout).toMatch(/crash-nodes +RTO of tasks/);
});

const COMMANDS = [
  ['run', 'a.yaml', '--no-charts'],
  ['compare', 'a.yaml', 'b.yaml', '--no-charts'],
  [...SIZE, '--vary', 'nodes.node.taskCap=6..9', '--vary', 'nodes.extra.taskCap=0,1', '--no-charts'],
  ['presets', 'aws'],
  ['schema', '--metrics'],
];
/** Too long to stand beside what was measured. */
const GOALS = [
  'tasks.job.queueWait.p95 < 150m within 0s..2h30m',
  'tasks.job.turnaround.p95 < 180m within 0s..2h30m',
];

test.each([80, 100])('fits %i columns; verdicts are whole', async (columns) => {
  const place = new Place(FILES);
  for (const command of COMMANDS) {
    const { stdout } = await place.hasim(command, terminal(columns));
    expect(stdout.length).toBeGreaterThan(100);
    expect(widest(stdout), stdout).toBeLessThanOrEqual(columns);
    if (command[0] === 'size') expect(stdout).toMatch(/(pass|fail) by \d.*[^…]$/m);
    if (command[0] === 'run') expect(stdout).toMatch(/RTO of tasks/);
  }
});

test.each([80, 100])('goals of any length are whole on %i columns', async (columns) => {
  const place = new Place(FILES);
  const asked = GOALS.flatMap((goal) => ['--goal', goal]);
  const { stdout } = await place.hasim(
    ['size', 'a.yaml', ...asked, '--vary', 'nodes.node.taskCap=8,9', '--no-charts'],
    terminal(columns),
  );
  expect(widest(stdout), stdout).toBeLessThanOrEqual(columns);
  for (const goal of GOALS) expect(stdout).toMatch(new RegExp(`  ${goal}(  |\n)`));
});

test('a verb that there is not is said with --help too', async () => {
  const { code, stdout, stderr } = await new Place().hasim(['sise', '--help']);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(/there is no verb 'sise'; did you mean 'size'\?/);
});
