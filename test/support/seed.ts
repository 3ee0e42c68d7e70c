import fc from 'fast-check';
import { afterEach } from 'vitest';

/**
 * Seeds every property of the suite, so that a run can be repeated exactly: `HASIM_TEST_SEED`, or the same seed always.
 * Vitest loads this before each test file; a property needs nothing of its own.
 */
export const testSeed = readSeed(process.env['HASIM_TEST_SEED']);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: testSeed });

afterEach((context) => {
  if (context.task.result?.state === 'fail') {
    // CI draws more (draws.ts).
    const all = process.env['CI'] ? 'CI=true ' : '';
    console.error(
      `${context.task.file.name}: seed ${testSeed}; repeat with ${all}HASIM_TEST_SEED=${testSeed} npx vitest run ${context.task.file.name}`,
    );
  }
});

function readSeed(text: string | undefined): number {
  if (text === undefined || text === '') return 20_240_229;
  const seed = Number(text);
  if (!Number.isInteger(seed) || Math.abs(seed) > 0x7fffffff) {
    throw new Error(`HASIM_TEST_SEED=${text}: a whole number of at most 31 bits is needed`);
  }
  return seed;
}
