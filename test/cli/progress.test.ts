/** What is said off a terminal of how far work is, before anything has ended and where only a part of it is done. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gridBar } from '../../src/commands/actions/grid.ts';
import { progressLine } from '../../src/commands/actions/work.ts';

let said = '';
beforeEach(() => {
  said = '';
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const PART = { shard: { part: 1, of: 2 } };
const MINUTE = 60_000;

describe('a grid', () => {
  it('says nothing before its first design has begun, as while its work is put on a queue', () => {
    const bar = gridBar(16, {});
    vi.advanceTimersByTime(MINUTE);
    bar.begin('a');
    bar.stop();
    expect(said).toBe('');
  });

  it('says where it is also while nothing ends', () => {
    const bar = gridBar(16, {});
    bar.begin('scale=50%');
    vi.advanceTimersByTime(MINUTE);
    bar.stop();
    expect(said.split('\n')[0]).toBe('0 of 160 scale=50%');
  });
});

describe('of a part of the work', () => {
  it.each([
    ['a grid', () => gridBar(16, PART)],
    ['a study', () => progressLine(['short'], 10, PART)],
  ])('%s says nothing that is not over: the part itself says how far it is', (_, made) => {
    const bar = made();
    vi.advanceTimersByTime(MINUTE);
    bar.stop();
    expect(said).toBe('');
  });

  it('a study of the whole says it', () => {
    const bar = progressLine(['short'], 10, {});
    vi.advanceTimersByTime(MINUTE);
    bar.stop();
    expect(said.split('\n')[0]).toBe('0 of 10 short');
  });
});
