/**
 * `npm run coverage:intervals`, for the night: 1000 seeds of one model that theory knows, each with as many replications
 * as people run. Of the 95 % intervals that a study prints 93 to 97 % must hold the exact value; else exit code 1.
 */
import { availableParallelism } from 'node:os';
import { ThreadRunner } from '../src/node/thread-runner.ts';
import { replicate } from '../src/study/replicate.ts';
import { fixed, REPLICATIONS } from '../src/study/stop-rule.ts';
import { theoryModels } from '../src/study/theory-models/all.ts';
import type { Claim } from '../src/study/theory-models/model.ts';

const SEEDS = 1000;
const MODEL = 'M/M/1 at 50 %';
/** Three standard deviations of the share that 1000 right intervals hold. */
const [LEAST, MOST] = [0.93, 0.97];

const { scenario, claims } = theoryModels().find(({ name }) => name === MODEL)!;
const metrics = claims.filter(
  (claim): claim is Claim & { measured: string } => typeof claim.measured === 'string',
);
const held = new Map(metrics.map(({ quantity }) => [quantity, 0]));
const runner = new ThreadRunner(availableParallelism());
try {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const { estimates } = await replicate(scenario, runner, fixed(REPLICATIONS), {
      seed: `coverage ${seed}`,
    });
    for (const { quantity, measured, exact } of metrics) {
      const { low, high } = estimates.get(measured)!;
      if (low! <= exact && exact <= high!) held.set(quantity, held.get(quantity)! + 1);
    }
  }
} finally {
  await runner.close();
}
for (const [quantity, count] of held) {
  const share = count / SEEDS;
  const right = share >= LEAST && share <= MOST;
  if (!right) process.exitCode = 1;
  console.log(
    `${MODEL}, ${quantity}: ${(100 * share).toFixed(1)} % of ${SEEDS} intervals hold the exact value${right ? '' : ' – RED'}`,
  );
}
