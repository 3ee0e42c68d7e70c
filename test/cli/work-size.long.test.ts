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

/** As `hasim <verb> <file> …` names what is run. */
const OTHERS = {
  sweep: ['--vary', 'nodes.n.taskCap=1,2'],
  size: ['--goal', 'tasks.queueWait.max < 40s'],
  yearly: [],
  drill: ['--disasters', 'd.yaml'],
  hunt: ['--promise', 'tasks.lost < 1'],
};
const FAILS = `${HUGE}failures: { machine: { what: nodes, every: { exponential: 180d }, for: 10m } }\n`;
const DISASTERS =
  'disasters: { loss: { about: one is lost, happens: [{ after: 0s, crash: nodes, for: 10m }] } }\n';

test('so do the verbs that run many', async () => {
  const place = new Place({ 'huge.yaml': FAILS, 'd.yaml': DISASTERS });
  for (const [verb, flags] of Object.entries(OTHERS)) {
    const { code, stdout, stderr } = await place.hasim([verb, 'huge.yaml', ...flags]);
    expect([verb, code, stdout + stderr]).toEqual([
      verb,
      64,
      expect.stringMatching(/need --force; is a unit/),
    ]);
  }
});
