/**
 * The first configuration of a grid, in an order of preference, that meets what is asked, in few trials. Along axes on
 * which more is taken to be never worse, a failure speaks for everything below it, so that the search is a bisection;
 * on all other axes every value is tried by itself.
 */
import { placeOf } from '../sweep/vary.ts';

export type TrialVerdict = 'pass' | 'fail' | 'inconclusive';

export interface SearchSpace {
  /** Cells are numbered as in `vary.ts`: the last axis changes fastest. */
  readonly axes: readonly {
    readonly count: number;
    /** A larger index is taken to be never worse. */
    readonly rising: boolean;
  }[];
  /** All cells, the most wanted first. Of two that differ on rising axes only, the lower one comes first. */
  readonly order: ArrayLike<number>;
  /** Rank in `order` at which theory expects the answer; null: it does not say. */
  readonly likely: number | null;
}

export interface Found {
  /** The most wanted cell that passes; null when none does. */
  readonly answer: number | null;
  /** More wanted than the answer, and neither passed nor failed. */
  readonly open: readonly number[];
  /** Failed, and nothing above them did: together they exclude all that is more wanted than the answer. */
  readonly failing: readonly number[];
  /**
   * [lower, higher]: the higher fails in what the lower is better at. More was not better here, so every cell that is
   * more wanted than the answer was tried by itself.
   */
  readonly contradiction: readonly [number, number] | null;
  /** Every cell that was tried, in order. */
  readonly trials: ReadonlyMap<number, TrialVerdict>;
}

/**
 * Tries cells until the answer is known. To see whether more really is never worse, it tries one step above the answer on
 * each rising axis too, or without an answer what is half as much as the largest that failed.
 *
 * @param isWorse whether a cell that failed is worse than a lower one in that which it fails in
 */
export async function search(
  space: SearchSpace,
  probe: (cell: number) => Promise<TrialVerdict>,
  isWorse: (higher: number, lower: number) => boolean,
): Promise<Found> {
  const known = new Map<number, TrialVerdict>();
  const tryOut = async (cell: number) => {
    if (!known.has(cell)) known.set(cell, await probe(cell));
    return known.get(cell)!;
  };
  const answer = await firstPass(space, known, tryOut);
  for (const cell of answer === null ? halfOfLargest(space, known) : stepsAbove(space, answer))
    await tryOut(cell);
  const contradiction = contradictionOf(space, known, isWorse);
  if (contradiction === null) return found(space, known, null);
  const flat = { ...space, axes: space.axes.map(({ count }) => ({ count, rising: false })) };
  await firstPass(flat, known, tryOut);
  return found(flat, known, contradiction);
}

function contradictionOf(
  space: SearchSpace,
  known: ReadonlyMap<number, TrialVerdict>,
  isWorse: (higher: number, lower: number) => boolean,
): Found['contradiction'] {
  for (const [higher, verdict] of known) {
    if (verdict !== 'fail') continue;
    const lower = [...known.keys()].find((cell) => isBelow(space, cell, higher) && isWorse(higher, cell));
    if (lower !== undefined) return [lower, higher];
  }
  return null;
}

async function firstPass(
  space: SearchSpace,
  known: ReadonlyMap<number, TrialVerdict>,
  tryOut: (cell: number) => Promise<TrialVerdict>,
): Promise<number | null> {
  for (;;) {
    const best = bestOf(space, known);
    const excluded = underFailures(space, known);
    const pool: number[] = [];
    for (let rank = 0; rank < (best?.rank ?? space.order.length); rank += 1) {
      const cell = space.order[rank]!;
      if (excluded[cell] === 0 && !known.has(cell)) pool.push(rank);
    }
    if (pool.length === 0) return best?.cell ?? null;
    await tryOut(space.order[mostTelling(space, pool, best?.rank ?? null)]!);
  }
}

function bestOf(
  { order }: SearchSpace,
  known: ReadonlyMap<number, TrialVerdict>,
): { readonly cell: number; readonly rank: number } | null {
  for (let rank = 0; rank < order.length; rank += 1) {
    const cell = order[rank]!;
    if (known.get(cell) === 'pass') return { cell, rank };
  }
  return null;
}

/** 1 for every cell that failed or stands below one that did. */
function underFailures(space: SearchSpace, known: ReadonlyMap<number, TrialVerdict>): Float64Array {
  const failed = new Float64Array(space.order.length);
  for (const [cell, verdict] of known) if (verdict === 'fail') failed[cell] = 1;
  return sweep(space, failed, 'down', Math.max);
}

/**
 * The rank whose trial excludes most of what could still be the answer, whichever way it ends: bisection, weighted
 * towards where theory expects the answer.
 *
 * @param pool ranks that could be the answer and were not tried
 * @param best rank of the best that passed
 */
function mostTelling(space: SearchSpace, pool: readonly number[], best: number | null): number {
  const { order, likely } = space;
  const weightOf = (rank: number) => (likely === null ? 1 : 1 / (1 + Math.abs(rank - likely)) ** 2);
  const weights = new Float64Array(order.length);
  for (const rank of pool) weights[order[rank]!] = weightOf(rank);
  const below = sweep(space, weights, 'up', (a, b) => a + b);
  // What a pass excludes: all that is wanted less, also the best so far, or that there is no answer.
  let after = weightOf(best ?? order.length);
  let [telling, most] = [pool[0]!, -1];
  for (let i = pool.length - 1; i >= 0; i -= 1) {
    const rank = pool[i]!;
    const least = Math.min(after, below[order[rank]!]!);
    if (least > most) [telling, most] = [rank, least];
    after += weightOf(rank);
  }
  return telling;
}

/** Combines each cell with all that stand above it (`down`) or below it (`up`) along the rising axes. */
function sweep(
  { axes }: SearchSpace,
  values: Float64Array,
  way: 'up' | 'down',
  combine: (a: number, b: number) => number,
): Float64Array {
  let stride = 1;
  for (const { count, rising } of [...axes].reverse()) {
    const block = stride * count;
    if (rising) {
      for (let i = 0; i < values.length; i += 1) {
        const cell = way === 'up' ? i : values.length - 1 - i;
        const from = way === 'up' ? cell - stride : cell + stride;
        const within = way === 'up' ? cell % block >= stride : cell % block < block - stride;
        if (within) values[cell] = combine(values[cell]!, values[from]!);
      }
    }
    stride = block;
  }
  return values;
}

/** The cell half way up to the least wanted of those that failed. */
function halfOfLargest(
  { axes, order }: SearchSpace,
  known: ReadonlyMap<number, TrialVerdict>,
): readonly number[] {
  const largest = Array.from(order).findLast((cell) => known.get(cell) === 'fail');
  if (largest === undefined) return [];
  const place = placeOf(axes, largest);
  return [
    axes.reduce((cell, { count, rising }, i) => cell * count + (rising ? place[i]! >> 1 : place[i]!), 0),
  ];
}

/** The cells one step above on each rising axis. */
function stepsAbove({ axes }: SearchSpace, cell: number): number[] {
  const place = placeOf(axes, cell);
  let stride = 1;
  const above: number[] = [];
  for (let axis = axes.length - 1; axis >= 0; axis -= 1) {
    const { count, rising } = axes[axis]!;
    if (rising && place[axis]! + 1 < count) above.push(cell + stride);
    stride *= count;
  }
  return above.reverse();
}

function found(
  space: SearchSpace,
  known: ReadonlyMap<number, TrialVerdict>,
  contradiction: Found['contradiction'],
): Found {
  const best = bestOf(space, known);
  const wanted = Array.from({ length: best?.rank ?? space.order.length }, (_, rank) => space.order[rank]!);
  const failed = [...known].flatMap(([cell, verdict]) => (verdict === 'fail' ? [cell] : []));
  const highest = failed.filter((cell) => !failed.some((other) => isBelow(space, cell, other)));
  return {
    answer: best?.cell ?? null,
    open: wanted.filter((cell) => known.get(cell) === 'inconclusive'),
    failing: highest.filter((cell) => wanted.some((one) => one === cell || isBelow(space, one, cell))),
    contradiction,
    trials: known,
  };
}

function isBelow({ axes }: SearchSpace, lower: number, higher: number): boolean {
  const [low, high] = [placeOf(axes, lower), placeOf(axes, higher)];
  return (
    lower !== higher && axes.every(({ rising }, i) => low[i] === high[i] || (rising && low[i]! < high[i]!))
  );
}
