/**
 * What one read costs by how much there is to read from: the distance to memory, which any program pays for a row
 * that no cache holds.
 */
import { performance } from 'node:perf_hooks';
import { QuickRandom } from './floor/random.ts';
import { median } from './jobs.ts';

export interface Reach {
  readonly rows: number;
  /** Of a read that waits for the one before, as an event waits for the row that it is of. */
  readonly nsPerRead: number;
}

/** The sizes of the series of events pending. */
const ROWS: readonly number[] = [100, 1_000, 10_000, 100_000, 1_000_000];

/** A row of 64 bytes, a line of the cache. */
const WIDTH = 16;

const READS = 3_000_000;

/** The price of a read at each size, the median of `runs`. */
export function measureReach(runs: number): Reach[] {
  return ROWS.map((rows) => {
    const next = ring(rows);
    walk(next);
    return { rows, nsPerRead: median(Array.from({ length: runs }, () => walk(next))) };
  });
}

/** Rows of which each names the next, in an order by chance in which all come once (Sattolo 1986). */
function ring(rows: number): Int32Array {
  const random = new QuickRandom(1);
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i -= 1) {
    const other = Math.floor(random.uniform() * i);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  const table = new Int32Array(rows * WIDTH);
  for (let i = 0; i < rows; i += 1) table[i * WIDTH] = order[i]! * WIDTH;
  return table;
}

/** ns a read. */
function walk(next: Int32Array): number {
  let at = 0;
  const begin = performance.now();
  for (let i = 0; i < READS; i += 1) at = next[at]!;
  const ms = performance.now() - begin;
  // What nobody asks for need not be done.
  if (at < 0) throw new RangeError('no such row');
  return (ms * 1e6) / READS;
}
