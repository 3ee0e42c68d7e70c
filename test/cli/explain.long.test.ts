/** `hasim explain`: where the time went, what would help, as text, JSON and files. */
import { describe, expect, test } from 'vitest';
import { Place, widest } from './support.ts';

/** One slot that two tasks want: the second waits for the first. */
const TWO = `name: two
duration: 10m
regions: { r: [a] }
nodes: { n: { at: r/a, taskCap: 1, startTime: 0s, phase: 0s } }
database: ideal
storage: ideal
dispatch: { every: 1s }
workload: { tasks: { job: { arrivals: { at: [1s, 2m, 4m, 6m, 8m], count: 2 }, steps: [ { run: 40s } ] } } }
`;

describe('an explanation', () => {
  test('names the cause with its figures, and ranks what would help', async () => {
    const place = new Place({ 'two.yaml': TWO });
    const { code, stdout } = await place.hasim(['explain', 'two.yaml', '--jobs', '1']);
    expect(code).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    const text = stdout.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'waiting behind others for a task slot: 90 % or more of 1 slot are taken from 0 s',
    );
    expect(text).toContain(
      'What would help the job turnaround p95 most: task slots, 1 more on each node: −40.0 s',
    );
    expect(text).toContain('none, nor lock: at once −1.00 s');
    expect(place.list('reports/two-explain')).toEqual(
      expect.arrayContaining(['causes-job.png', 'explanation.csv', 'explanation.json']),
    );
  });

  test('as JSON: the causes of each band add up to its time', async () => {
    const place = new Place({ 'two.yaml': TWO });
    const { code, stdout } = await place.hasim([
      'explain',
      'two.yaml',
      '--json',
      '--no-charts',
      '--no-remedies',
    ]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ schema: 'hasim.explanation/1', subject: 'job', helps: null });
    for (const { count, took, causes } of Object.values<never>(found.classes[0].bands)) {
      expect(count).toBeGreaterThan(0);
      const sum = Object.values<number>(causes).reduce((all, each) => all + each, 0);
      expect(sum).toBeCloseTo(took, 9);
    }
  });
});

test('the story of one, what happened, and a trace for the viewers', async () => {
  const place = new Place({ 'two.yaml': TWO });
  const { code, stdout } = await place.hasim(['explain', 'two.yaml', '--task', 'job 2']);
  expect(code).toBe(0);
  expect(stdout.replaceAll('\u00a0', ' ')).toContain('waits for 41.0 s: waiting for a slot 40.0 s (rule F6)');
  expect((await place.hasim(['explain', 'two.yaml', '--timeline'])).stdout).toContain('nothing happened');
  expect((await place.hasim(['trace', 'two.yaml', '--from', '1m'])).code).toBe(0);
  expect(place.list('reports/two-trace')).toEqual(
    expect.arrayContaining(['trace.otlp.json', 'trace.perfetto.json', 'trace.speedscope.json']),
  );
});

test.each([
  [['--task', '99'], 'there is no task 99; job has 1 to 10'],
  [['--node', 'm'], 'there is no such node;'],
  [['--task', '1', '--timeline'], 'tell a story each'],
  [['tasks.jobs.turnaround.p95'], 'hasim: tasks.jobs.turnaround.p95: there is no such metric here'],
  [['--replications', 'auto'], '--replications as a number'],
])('%j', async (more, words) => {
  const { code, stderr } = await new Place({ 'two.yaml': TWO }).hasim(['explain', 'two.yaml', ...more]);
  expect(code).toBe(64);
  expect(stderr).toContain(words);
});
