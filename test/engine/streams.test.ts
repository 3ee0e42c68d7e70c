/** Rule T3: streams whose names, replications or seeds are neighbours know nothing of each other. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { PURPOSE } from '../../src/engine/draw.ts';
import { ComponentKey, type Stream, stream } from '../../src/engine/streams.ts';

const DRAWS = 40;
const SEEDS = 2_000;

type Make = (seed: string, which: number) => Pick<Stream, 'uniform' | 'word'>;

const NEIGHBOURS: Record<string, Make> = {
  names: (seed, which) => stream(seed, 0, `arrivals/east-${which + 1}`),
  replications: (seed, which) => stream(seed, which, 'arrivals/deployment'),
  seeds: (seed, which) => stream(String(Number(seed) * 50 + which), 0, 'arrivals/deployment'),
};

/** [stream][draw × SEEDS + seed]: uniforms scaled to mean 0 and variance 1 by their theory. */
function drawAll(make: Make, streams: number): Float64Array[] {
  return Array.from({ length: streams }, (_, which) => {
    const all = new Float64Array(DRAWS * SEEDS);
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const it = make(String(seed), which);
      for (let draw = 0; draw < DRAWS; draw += 1)
        all[draw * SEEDS + seed] = (it.uniform() - 0.5) * Math.sqrt(12);
    }
    return all;
  });
}

/** The largest |correlation| over seeds between equal draws of any two of the streams. */
function largestCorrelation(streams: readonly Float64Array[]): number {
  let largest = 0;
  for (let i = 0; i < streams.length; i += 1) {
    for (let j = i + 1; j < streams.length; j += 1) {
      for (let draw = 0; draw < DRAWS; draw += 1) {
        largest = Math.max(largest, Math.abs(correlation(streams[i]!, streams[j]!, draw * SEEDS)));
      }
    }
  }
  return largest;
}

function correlation(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < from + SEEDS; i += 1) sum += a[i]! * b[i]!;
  return sum / SEEDS;
}

describe('T3: named streams', () => {
  it('are made by their whole name alone', () => {
    const ten = (it: Stream) => Array.from({ length: 10 }, () => it.uniform());
    expect(ten(stream('1', 0, 'arrivals/a'))).toEqual(ten(stream('1', 0, 'arrivals/a')));
    const names = [stream('1', 0, 'arrivals/a'), stream('2', 0, 'arrivals/a'), stream('1', 1, 'arrivals/a')];
    names.push(stream('1', 0, 'arrivals/b'), stream('11', 0, 'arrivals/a'), stream('1', 10, 'arrivals/a'));
    expect(new Set(names.map((it) => it.uniform())).size).toBe(names.length);
  });

  it.each(Object.entries(NEIGHBOURS))('of 50 neighbouring %s are uncorrelated in every draw', (_, make) => {
    // 49 000 correlations of 2000 pairs: their standard deviation is 0.0224, and 0.12 lies 5.4 of these away.
    expect(largestCorrelation(drawAll(make, 50))).toBeLessThan(0.12);
  });

  it.each(Object.entries(NEIGHBOURS))('of neighbouring %s do not differ by a constant pattern', (_, make) => {
    for (let which = 0; which < 49; which += 1) {
      const patterns = new Set<number>();
      for (let seed = 0; seed < 200; seed += 1) {
        patterns.add(make(String(seed), which).word() ^ make(String(seed), which + 1).word());
      }
      expect(patterns.size).toBeGreaterThan(195);
    }
  });

  it('would be caught here if they were made by xor128', () => {
    const xor128: Make = (seed, which) => {
      const generator = seedrandom.xor128(`${seed}/0/arrivals/east-${which + 1}`);
      return { uniform: () => generator.double(), word: () => generator.int32() };
    };
    expect(largestCorrelation(drawAll(xor128, 4))).toBeGreaterThan(0.9);
  });

  it('give every component a key of its own, uncorrelated with its neighbours', () => {
    const made = (which: number) =>
      drawAll((seed) => {
        const key = new ComponentKey(seed, 0, `east-${which + 1}`);
        let n = 0;
        return { uniform: () => key.draw(PURPOSE.upTime, n++), word: () => key.keyHigh };
      }, 1)[0]!;
    expect(largestCorrelation(Array.from({ length: 20 }, (_, which) => made(which)))).toBeLessThan(0.12);
  });
});
