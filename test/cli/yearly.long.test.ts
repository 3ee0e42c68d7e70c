/** `hasim yearly`: rare failures as a table and as JSON; what has no year is said before anything is run. */
import { expect, test } from 'vitest';
import { Place, SMALL } from './support.ts';

const YEAR = `${SMALL.replace('8/s', '8/m').replace('{ n: { taskCap: 10 } }', '{ n: { count: 2, taskCap: 10 } }')}
failures:
  machine: { preset: node-machine }
`;

const inYear = (text: string, ...args: string[]) =>
  new Place({ 'a.yaml': text }).hasim(['yearly', 'a.yaml', '--replications', '5', ...args]);

test('the answer first, then losses with their intervals, causes, what is left out, and how to repeat it', async () => {
  const { code, stdout, stderr } = await inYear(YEAR);
  expect([code, stderr]).toEqual([0, '']);
  const text = stdout.replaceAll('\u00a0', ' ');
  expect(text).toMatch(
    /^In a year with 4\.1 faults tasks can run all the time but for at most 0\.114 s that is left out,\s+and \S+\s+tasks do not succeed\.\n/,
  );
  expect(text).toMatch(/no task can run +0 +available at least 99\.99999964 %/);
  expect(text).toMatch(/capacity missing +.* ± .*available 99\.99\d+ %/);
  expect(text).toMatch(/machine +4\.1 /);
  expect(text).toMatch(/Left out: 1 pair of faults .*; together at most/s);
  expect(text).toContain('repeat  hasim yearly a.yaml --seed 1 --replications 5');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test('JSON alone on stdout, the same for any number of threads', async () => {
  const [one, two] = await Promise.all([
    inYear(YEAR, '--json', '--jobs', '1'),
    inYear(YEAR, '--json', '--jobs', '2'),
  ]);
  expect(one.stdout).toBe(two.stdout);
  const { schema, availability, losses, parts } = JSON.parse(one.stdout);
  expect(schema).toBe('hasim.yearly/1');
  expect(availability.capacity.low).toBeLessThan(availability.capacity.value);
  expect(losses['downtime.capacity'].unit).toBe('s');
  expect(parts.map((part: { name: string }) => part.name)).toEqual(['without faults', 'machine']);
});

test.each([
  ['nothing fails', SMALL, [], 2, 'nothing fails'],
  ['a drill is no year', `${YEAR}timeline: [ { at: 1m, crash: n-1 } ]\n`, [], 2, '--set timeline=null'],
  ['too few replications', YEAR, ['--replications', '4'], 64, 'from 5 to'],
] as const)('%s', async (_, text, args, exit, said) => {
  const { code, stdout, stderr } = await new Place({ 'a.yaml': text }).hasim(['yearly', 'a.yaml', ...args]);
  expect([code, stdout]).toEqual([exit, '']);
  expect(stderr).toContain(said);
});

test('hasim run says that rare failures are in its figures by luck', async () => {
  const { stdout } = await new Place({ 'a.yaml': YEAR }).hasim([
    'run',
    'a.yaml',
    '--no-charts',
    '--replications',
    '2',
  ]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('failures expected in 2 replications: machine 0.00015×');
});
