/** Work has a size: it is said before, and refused where it is more often a slip than a wish. */
import { expect, test } from 'vitest';
import { EXACT, Place } from './support.ts';

const HUGE = EXACT.replace('at: [0s], count: 5', 'every: 1us').replace('2m', '1h');

test.each([['run'], ['check']])('%s refuses it in one sentence, and --force lifts that', async (verb) => {
  const place = new Place({ 'huge.yaml': HUGE, 'exact.yaml': EXACT });
  const { code, stdout, stderr } = await place.hasim([verb, 'huge.yaml']);
  expect([code, stdout + stderr]).toEqual([
    64,
    expect.stringMatching(/huge\.yaml: 1\sreplication of about .*need --force; is a unit/),
  ]);
  expect((await place.hasim([verb, 'exact.yaml', '--force', '--no-charts'])).code).toBe(0);
});
