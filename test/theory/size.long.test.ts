/**
 * Sizing against Erlang C: M/M/c at 8 tasks a second of a second each needs 11 slots for a p95 wait below a second (10
 * give 1.05 s, 11 give 0.53 s). `HASIM_SIZE_SEEDS=100 npx vitest run test/theory/size.long.test.ts` asks a hundred seeds.
 */
import { expect, test } from 'vitest';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { settled } from '../../src/study/replications/stop-rule.ts';
import { sizeAxis } from '../../src/study/size/configurations.ts';
import { parseGoals } from '../../src/study/size/goals.ts';
import { type Sizing, size } from '../../src/study/size/size.ts';
import { parseVary } from '../../src/study/sweep/vary.ts';
import { mmcWaitQuantile } from '../../src/study/theory/markov.ts';
import { textbook } from './support.ts';

const SEEDS = Number(process.env['HASIM_SIZE_SEEDS'] ?? 1);

function withCap(cap: string): Scenario {
  return textbook(
    `n: { taskCap: ${cap}, cores: 20 }`,
    'tasks: { t: { arrivals: { poisson: 8/s }, steps: [ { run: { exponential: 1s } } ] } }',
    'duration: 2000s, warmUp: 200s',
  );
}

async function sized(seed: string): Promise<Sizing> {
  const goals = parseGoals(['tasks.queueWait.p95 < 1s'], withCap('8'));
  const axis = parseVary('nodes.n.taskCap=8..20');
  if (!goals.ok || !axis.ok) throw new Error('no goals');
  return size(
    {
      axes: [sizeAxis(axis.axis)],
      goals: goals.goals,
      survive: null,
      cheapest: false,
      growth: null,
      designOf: ([cap]) => withCap(cap!),
    },
    inlineRunner,
    { seed, ruleOf: settled, besides: { headroom: false, shown: 0, ruleOf: settled } },
  );
}

test(`M/M/c: the analytic answer, of ${SEEDS} seeds`, async () => {
  const caps = Array.from({ length: 12 }, (_, i) => 9 + i);
  const analytic = caps.find((cap) => mmcWaitQuantile(8, 1, cap, 0.95) < 1);
  expect(analytic).toBe(11);
  let [right, proven] = [0, 0];
  const replications: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { answer, failing, trials, ...rest } = await sized(`${seed}`);
    replications.push(rest.replications);
    // Theory begins at the answer: it, the one below and the one above are all that is run.
    expect(trials.length, `seed ${seed}`).toBeLessThanOrEqual(4);
    if (answer?.values[0] !== '11') continue;
    right += 1;
    if (failing.length === 1 && failing[0]!.values[0] === '10') proven += 1;
  }
  const runs = replications.sort((a, b) => a - b);
  console.info(
    `${right} of ${SEEDS} seeds find ${analytic} slots, ${proven} with 10 proven too few; ${runs[0]} to ${runs.at(-1)} replications`,
  );
  expect(right).toBeGreaterThanOrEqual(0.95 * SEEDS);
});
