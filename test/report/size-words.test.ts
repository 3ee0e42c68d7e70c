/** What a sizing says of the interval that decides. */
import { expect, it } from 'vitest';
import { boundOfInterval, verdictWords } from '../../src/report/size-words.ts';
import type { Verdict } from '../../src/study/estimates/gate.ts';

const said = (
  operator: '<' | '>',
  verdict: Verdict,
  [value, low, high]: readonly [number, number, number],
  unit = 's',
) => {
  const metric = 'tasks.queueWait.p95';
  const expectation = {
    kind: 'limit',
    text: '',
    level: 'error',
    metric,
    operator,
    value: 0,
    within: null,
  } as const;
  const bound = boundOfInterval({ expectation, verdict, value, low, high, unit, lost: null });
  return bound.replaceAll('\u00a0', ' ');
};

it('a bound is rounded outwards: no more than is said to be the most, no less than the least', () => {
  expect(said('<', 'pass', [312, 300, 336.4])).toBe('at most 5 m 37 s');
  expect(said('<', 'fail', [633, 606.58, 660])).toBe('at least 10 m 06 s');
  expect(said('>', 'pass', [312, 300.9, 336.4])).toBe('at least 5 m 00 s');
  expect(said('>', 'fail', [312, 300, 336.4])).toBe('at most 5 m 37 s');
  expect(said('<', 'inconclusive', [312, 300.9, 336.4])).toBe('5 m 00 s to 5 m 37 s');
  expect(said('<', 'pass', [0.02, 0.01, 0.03102])).toBe('at most 32 ms');
  expect(said('<', 'pass', [54, 48, 59.6])).toBe('at most 1 m 00 s');
  expect(said('<', 'pass', [4000, 3000, 5405])).toBe('at most 1 h 31 m');
  expect(said('>', 'pass', [0.9957, 0.99267, 0.999], 'share')).toBe('at least 99.2 %');
  expect(said('<', 'pass', [1.2, 0.4, 2.01], 'count')).toBe('at most 2.1');
  expect(said('>', 'pass', [2 / 3600, 1.24 / 3600, 2.8 / 3600], '1/s')).toBe('at least 1.2/h');
  // A long arm to the other side takes no digit away.
  expect(said('<', 'fail', [1.2, 0.93, 14])).toBe('at least 0.9 s');
  expect(said('<', 'pass', [1.2, 0.93, 14])).toBe('at most 14 s');
  // What stands at a digit stays there.
  expect(said('<', 'pass', [0.2, 0.1, 0.3], 'count')).toBe('at most 0.30');
  expect(said('>', 'pass', [0.2, 0.1, 0.3], 'count')).toBe('at least 0.10');
});

it('an interval without an upper end decides by its lower end, which is what is said, with the margin from there', () => {
  const expectation = {
    ...({ kind: 'limit', text: '', level: 'error', metric: 'tasks.queueWait.p95', within: null } as const),
    ...({ operator: '<', value: 600 } as const),
  };
  const measured = { value: 900, low: null, high: null, atLeast: 630, unit: 's', lost: null };
  const judgement = { ...measured, expectation, verdict: 'fail' } as const;
  expect(boundOfInterval(judgement).replaceAll('\u00a0', ' ')).toMatch(/^at least 10 m 30 s$/);
  expect(verdictWords(judgement).replaceAll('\u00a0', ' ')).toBe('fail by 30.0 s');
});
