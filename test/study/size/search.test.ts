/** The search of `hasim size`: the first that passes, in few trials, and the failures that prove it. */
import { expect, test } from 'vitest';
import { type Found, type SearchSpace, search, type TrialVerdict } from '../../../src/study/size/search.ts';
import { placeOf } from '../../../src/study/sweep/vary.ts';
import { uniforms } from '../support.ts';

const line = (count: number, likely: number | null = null): SearchSpace => ({
  axes: [{ count, rising: true }],
  order: Array.from({ length: count }, (_, i) => i),
  likely,
});

const run = (space: SearchSpace, verdict: (cell: number) => TrialVerdict): Promise<Found> =>
  search(
    space,
    (cell) => Promise.resolve(verdict(cell)),
    (higher, lower) => verdict(higher) === 'fail' && verdict(lower) === 'pass',
  );

const from = (least: number) => (cell: number) => (cell >= least ? 'pass' : 'fail') as TrialVerdict;

test('on one axis it is a bisection, wherever the answer is', async () => {
  for (let least = 0; least <= 100; least += 1) {
    const { answer, failing, trials } = await run(line(100), from(least));
    expect(answer).toBe(least < 100 ? least : null);
    expect(failing).toEqual(least === 0 ? [] : [least - 1]);
    expect(trials.size).toBeLessThanOrEqual(9);
  }
});

test('where theory is right two trials and the one above are enough; where it is wrong few more', async () => {
  for (let least = 1; least < 99; least += 1) {
    expect([...(await run(line(100, least), from(least))).trials.keys()].sort((a, b) => a - b)).toEqual([
      least - 1,
      least,
      least + 1,
    ]);
    expect((await run(line(100, 50), from(least))).trials.size).toBeLessThanOrEqual(14);
  }
});

test('what is not decided speaks for nothing but itself, and is named', async () => {
  const verdict = (cell: number) => (cell === 11 ? 'inconclusive' : from(12)(cell));
  const { answer, open, failing } = await run(line(20, 12), verdict);
  expect([answer, open, failing]).toEqual([12, [11], [10]]);
});

test('on an axis where more is not better every value is tried', async () => {
  const space = { ...line(10), axes: [{ count: 10, rising: false }] };
  const { answer, trials } = await run(space, (cell) => (cell === 7 ? 'pass' : 'fail'));
  expect(answer).toBe(7);
  expect([...trials.keys()].sort()).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7]));
});

test('when one more is worse than the answer, everything smaller is tried by itself', async () => {
  // 3 passes, 4 to 8 do not.
  const verdict = (cell: number) => (cell === 3 || cell > 9 ? 'pass' : 'fail') as TrialVerdict;
  const { answer, contradiction } = await run(line(20, 10), verdict);
  expect([answer, contradiction]).toEqual([10, null]);
  const near = (cell: number) => (cell === 3 || cell === 9 ? 'pass' : 'fail') as TrialVerdict;
  const seen = await run(line(20, 9), near);
  expect(seen.contradiction).toEqual([9, 10]);
  expect(seen.answer).toBe(3);
});

test('when the largest fails, half as much is tried before nothing is said to do', async () => {
  // 6 to 12 pass; theory, and so the search, begins with the largest.
  const verdict = (cell: number) => (cell >= 6 && cell <= 12 ? 'pass' : 'fail') as TrialVerdict;
  const { answer, contradiction } = await run(line(20, 19), verdict);
  expect([answer, contradiction]).toEqual([6, [9, 18]]);
});

test('on grids of three axes it finds what trying everything finds, in fewer trials', async () => {
  const uniform = uniforms(7);
  let tried = 0;
  for (let round = 0; round < 200; round += 1) {
    const axes = [
      { count: 1 + Math.floor(6 * uniform()), rising: true },
      { count: 1 + Math.floor(3 * uniform()), rising: false },
      { count: 1 + Math.floor(6 * uniform()), rising: true },
    ];
    const cells = axes.reduce((product, { count }) => product * count, 1);
    const prices = axes.map(() => 0.2 + uniform());
    const bonus = [0, 2 * uniform(), 3 * uniform()];
    const cost = (cell: number) => placeOf(axes, cell).reduce((sum, at, i) => sum + at * prices[i]!, 0);
    const order = Array.from({ length: cells }, (_, i) => i).sort((a, b) => cost(a) - cost(b) || a - b);
    const gains = [0.3 + uniform(), 0, 0.3 + uniform()];
    const limit = 6 * uniform();
    const passes = (cell: number) => {
      const place = placeOf(axes, cell);
      return gains[0]! * place[0]! + gains[2]! * place[2]! + bonus[place[1]!]! >= limit;
    };
    const likely = uniform() < 0.5 ? null : Math.floor(cells * uniform());
    const result = await run({ axes, order, likely }, (cell) => (passes(cell) ? 'pass' : 'fail'));
    expect(result.answer).toBe(order.find(passes) ?? null);
    expect(result.contradiction).toBeNull();
    // Together the failures that are shown exclude everything that is more wanted.
    const before = result.answer === null ? order : order.slice(0, order.indexOf(result.answer));
    const excluded = before.every((cell) =>
      result.failing.some((other) => {
        const [low, high] = [placeOf(axes, cell), placeOf(axes, other)];
        return low[0]! <= high[0]! && low[1] === high[1] && low[2]! <= high[2]!;
      }),
    );
    expect(excluded).toBe(true);
    tried += result.trials.size / cells;
  }
  expect(tried / 200).toBeLessThan(0.6);
});
