import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Measured, ratiosOf, worseThan } from '../../bench/ratios.ts';

const MEASURED: Measured = {
  workloads: [
    { workload: 'bench-mmc', overFloor: 12.34567, overPromises: 3.456789 },
    { workload: 'bench-cluster', overFloor: 2, overPromises: 1.5 },
  ],
  scaling: [
    {
      what: 'nodes',
      measured: [
        { size: 10, nsPerEvent: 1000 },
        { size: 100, nsPerEvent: 1500 },
      ],
    },
  ],
  memory: [
    {
      workload: 'bench-mmc',
      measured: [
        { tasks: 100, peakMemory: 50 },
        { tasks: 1000, peakMemory: 55 },
      ],
    },
  ],
};

describe('the ratios of a bench', () => {
  it('are of the floor, and of the smallest size', () => {
    expect(ratiosOf(MEASURED)).toEqual({
      "bench-mmc: time, of the floor's": 12.35,
      "bench-mmc: time, of the floor's with the promises": 3.457,
      "bench-cluster: time, of the floor's": 2,
      "bench-cluster: time, of the floor's with the promises": 1.5,
      'nodes: ns/event at 100, of that at 10': 1.5,
      'bench-mmc: peak memory of 1000 tasks, of that of 100': 1.1,
    });
  });

  it('are worse when they have grown by more than a tenth', () => {
    const before = { a: 10, b: 2, gone: 1 };
    expect(worseThan({ a: 11, b: 2.3, new: 9 }, before)).toEqual(['b: 2.3, was 2 (+15 %)']);
  });

  it('are kept in the repository, of all that is measured by default', () => {
    const kept = JSON.parse(readFileSync('bench/baseline.json', 'utf8')) as Record<string, unknown>;
    expect(Object.keys(kept).filter((name) => name.includes('of the floor'))).toHaveLength(4);
    expect(Object.keys(kept).filter((name) => name.includes('ns/event'))).toHaveLength(12);
    expect(Object.values(kept).every((ratio) => typeof ratio === 'number' && ratio > 0)).toBe(true);
  });
});
