/** What a hunt that found nothing says of what may be there all the same. */
import { expect, test } from 'vitest';
import { huntSummary } from '../../src/report/hunt.ts';
import { PLAIN } from '../../src/report/painter.ts';
import type { LimitExpectation } from '../../src/scenario/expectation.ts';
import type { Hunt } from '../../src/study/hunt/hunt.ts';
import { aScenario } from '../support/fixtures.ts';

const PROMISE: LimitExpectation = {
  ...{ kind: 'limit', level: 'error', metric: 'tasks.failed', within: null },
  ...{ text: 'tasks.failed < 1', operator: '<', value: 1 },
};
const SPACE = { quarries: [], lengths: [1, 2], step: 1, steps: 1, mostFaults: 1, strikes: 1, watch: 1 };

test.each([
  // 5.816 %, and 5.596 %: (1 − p)^n = 5 %.
  [50, 'at most 5.9 %'],
  [52, 'at most 5.6 %'],
])('of %d outages that were drawn none broke the promise: %s do', (drawn, said) => {
  const hunt: Hunt = {
    ...{ scenario: aScenario(), promise: PROMISE, space: SPACE, find: null },
    ...{ tried: drawn, hit: new Map(), singles: false, pairs: false, drawn, atMost: 1 - 0.05 ** (1 / drawn) },
  };
  const words = { file: null, when: null, run: null, repeat: '', unit: 'count', notes: [], paint: PLAIN };
  expect(huntSummary(hunt, words).replaceAll(/\s/g, ' ')).toContain(said);
});
