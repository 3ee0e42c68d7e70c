/** Rows of `hasim validate` one model at a time, at the level of the whole table: the faults of `npm run mutants` name them. */
import { expect, test } from 'vitest';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { confidenceOf, runModel } from '../../src/study/theory/validate.ts';
import { theoryModels } from '../../src/study/theory-models/all.ts';

const all = theoryModels();
const alpha = 1 - confidenceOf(all.flatMap(({ claims }) => claims).length);
/** Of each kind of part the cheapest. */
const CHEAP = [
  'M/M/1 at 50 %',
  'M/M/2 at 50 %',
  'M/E₄/1 at 80 %',
  'M/G/1-PS, lognormal of cv 1.5 at 70 %',
  'M/M/1-PS at 70 %',
  'storage bandwidth as M/D/1-PS, at 70 %',
  'database as M/M/4, at 80 %',
];

test.each(CHEAP)('%s: every number lies in its interval', async (name) => {
  const model = all.find((one) => one.name === name)!;
  const rows = await runModel(model, inlineRunner, '1', alpha);
  const red = rows.filter(({ verdict }) => verdict === 'fail');
  expect(red.map(({ quantity, exact, low, high }) => `${quantity}: ${exact} not in ${low}..${high}`)).toEqual(
    [],
  );
});
