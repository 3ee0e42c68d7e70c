/** On what a metric is said to depend: with what confidence among many parameters, in which order, and what breaks it. */
import { describe, expect, test } from 'vitest';
import { observe } from '../../../src/study/estimates/observation.ts';
import { dependences, type MeasuredParameter } from '../../../src/study/sensitivity/sensitivity.ts';
import { mean } from '../../../src/study/statistics/mean.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';
import { normals, resultsOf } from '../support.ts';

const normal = normals(12);
const noise = Array.from({ length: 10 }, () => normal());
const error = (mean(noise) - meanBounds(noise)![0]) / 2.262157;

const seen = (of: (i: number) => number, count = 10, name = 'tasks.failed') =>
  observe(resultsOf(count, (i) => ({ values: { [name]: of(i) } }))).get(name)!;
const BASE = seen(() => 100);

type Side = MeasuredParameter['less'];
const side = (by: number, observation: ReturnType<typeof seen> | null, full = false): Side => ({
  change: { by } as NonNullable<Side>['change'],
  measured: { observation, saturated: full ? 'slots' : null, tooShort: null },
});
const parameter = (path: string, less: Side, more: Side): MeasuredParameter => ({
  parameter: { path } as unknown as MeasuredParameter['parameter'],
  less,
  more,
});
const told = (base: typeof BASE, ...trials: MeasuredParameter[]) =>
  dependences(base, trials, false).map(({ parameter: { path }, influence }) => [path, influence] as const);

describe('an effect', () => {
  // Alone it has p = 0.029.
  const perhaps = parameter(
    'perhaps',
    null,
    side(
      0.1,
      seen((i) => 100 + noise[i]! - mean(noise) + 2.6 * error),
    ),
  );

  test('holds at 95 % for all parameters together (Holm)', () => {
    expect(told(BASE, perhaps)).toEqual([['perhaps', 'raises']]);
    const others = ['a', 'b', 'c'].map((name) => parameter(name, null, side(0.1, BASE)));
    expect(told(BASE, ...others, perhaps)[0]).toEqual(['perhaps', 'no effect found']);
  });

  test('is none of fewer than five replications', () => {
    const clear = (count: number) =>
      [
        seen(() => 100, count),
        parameter(
          'clear',
          null,
          side(
            0.1,
            seen(() => 200, count),
          ),
        ),
      ] as const;
    expect(told(...clear(4))).toEqual([['clear', 'inconclusive']]);
    expect(told(...clear(5))).toEqual([['clear', 'raises']]);
  });

  test('per +10 % is as sure as the step that it is a share of', () => {
    const twice = parameter(
      'twice',
      null,
      side(
        1,
        seen((i) => 200 + noise[i]!),
      ),
    );
    const [found] = dependences(BASE, [twice], false);
    // Twice as much of it is twice as much: in proportion, so a tenth more is a tenth.
    expect(found!.perTenth! / 10).toBeCloseTo(1, 1);
    const { difference, half } = found!.more!;
    expect(found!.half! / found!.perTenth!).toBeCloseTo(half! / difference!, 9);
  });

  test('leaves no share above all', () => {
    const share = (value: number) => seen(() => value, 10, 'availability.tasks');
    const [found] = dependences(share(0.95), [parameter('repair', side(-0.1, share(0.8)), null)], false);
    expect(found!.perTenth).toBeCloseTo(0.05, 9);
  });

  test('is not read from a side that is saturated', () => {
    const [found] = dependences(
      BASE,
      [
        parameter(
          'load',
          side(
            -0.5,
            seen(() => 50),
          ),
          side(
            0.5,
            seen(() => 9000),
            true,
          ),
        ),
      ],
      false,
    );
    expect(found!.perTenth).toBeCloseTo(10, 6);
    expect(found!.more).toMatchObject({ value: null, reason: 'saturated (slots)' });
  });
});

test('what breaks it within a tenth comes first, then the largest effect, what has none, what nobody knows', () => {
  const full = side(0.1, null, true);
  const found = told(
    BASE,
    parameter('unknown', null, side(0.1, null)),
    parameter('nothing', null, side(0.1, BASE)),
    parameter(
      'small',
      null,
      side(
        0.1,
        seen(() => 103),
      ),
    ),
    parameter(
      'less',
      null,
      side(
        0.1,
        seen(() => 60),
      ),
    ),
    parameter(
      'more',
      null,
      side(
        0.1,
        seen(() => 150),
      ),
    ),
    parameter(
      'far',
      side(
        -0.1,
        seen(() => 90),
      ),
      side(0.5, null, true),
    ),
    parameter(
      'breaks',
      side(
        -0.1,
        seen(() => 99),
      ),
      full,
    ),
  );
  // 60 is further from 100 than 150 is: half as much is as far as twice as much.
  expect(found).toEqual([
    ['breaks', 'breaks'],
    ['less', 'lowers'],
    ['more', 'raises'],
    ['far', 'raises'],
    ['small', 'raises'],
    ['nothing', 'no effect found'],
    ['unknown', 'inconclusive'],
  ]);
});
