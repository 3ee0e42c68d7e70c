/** A grid is run alike: what is cut from the start, what nothing would be left of, and what is said of mistakes. */
import { expect, test } from 'vitest';
import type { ScenarioError } from '../../../src/scenario/errors.ts';
import type { Runner } from '../../../src/study/replications/runner.ts';
import { sweep } from '../../../src/study/sweep/run-sweep.ts';
import { resultOf } from '../support.ts';

const MINUTE = 60_000_000;
const text = (more: string) => `
name: x
duration: 400m
${more}
nodes: { n: { taskCap: 9 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { poisson: 8/m }, steps: [ { run: { exponential: 1m } } ] } } }
`;

/** The queue grows for as many minutes as are told, and is steady then, whatever chance does. */
function risingFor(minutes: (duration: number) => number, log: string[]): Runner {
  return {
    async run({ duration, warmUp }, _seed, replications, onResult) {
      const bins = duration / MINUTE;
      const rises = minutes(bins);
      const queue = Array.from({ length: bins }, (_, i) => (i < rises ? (100 * i) / rises : 100) + (i % 2));
      for (const replication of replications) {
        const series = { width: MINUTE, bins, averages: { 'queue.length': queue } };
        const result = resultOf(replication, { 'slots.utilisation': { sum: 8, per: 9 } });
        onResult({ ...result, series: { ...result.series, ...series } });
      }
      log.push(`${bins}m cut ${(warmUp ?? 0) / MINUTE}m`);
    },
  };
}

test('of steady designs of unlike lengths the one is too short that is over before the start that is cut from all', async () => {
  const log: string[] = [];
  const runner = risingFor((bins) => bins / 4, log);
  const vary = ['duration=100m,400m,101m'];
  const { cells } = await sweep(text('study: steady'), vary, runner, { metrics: ['slots.utilisation'] });
  // Its own starts take 25 and 100 minutes: the pilots cut nothing, then the longest is cut from all.
  expect(log).toEqual(['100m cut 0m', '400m cut 0m', '101m cut 0m', '400m cut 100m', '101m cut 100m']);
  expect(cells.map(({ replications }) => replications)).toEqual([0, 10, 10]);
  expect(cells[0]!.tooShort).toBe(
    '1h40m is over before the start that is cut from all, 1h40m as another design needs; try 3h20m',
  );
  expect(cells[1]!.tooShort).toBeNull();
});

test('a mistake that several designs share is said once, with the first and how many others', async () => {
  const vary = ['nodes.n.taskCap=1,x', 'duration=1h,2h,3h'];
  const mistakes = await sweep(
    text(''),
    vary,
    risingFor(() => 1, []),
  ).then(
    () => [],
    (error: unknown) => (error as ScenarioError).mistakes,
  );
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]!.text).toMatch(
    /; in the design nodes\.n\.taskCap=x · duration=1h and 2\u00a0other designs$/,
  );
});
