import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Level } from '../../src/engine/level.ts';
import { Simulation } from '../../src/engine/simulation.ts';

describe('Level', () => {
  it('has the area under its steps and the largest value since the last reset', () => {
    const change = fc.record({
      after: fc.integer({ min: 0, max: 1e9 }),
      by: fc.integer({ min: -5, max: 9 }),
      reset: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change), fc.integer({ min: 0, max: 20 }), (changes, start) => {
        const sim = new Simulation();
        const level = new Level(sim, start);
        let [now, value, area, max] = [0, start, 0, start];
        for (const { after, by, reset } of changes) {
          area += value * after;
          now += after;
          sim.runUntil(now);
          if (reset) {
            level.resetMax();
            max = value;
          }
          const step = Math.max(by, -value);
          level.add(step);
          value += step;
          max = Math.max(max, value);
          expect([level.value, level.max, level.area()]).toEqual([value, max, area]);
        }
        sim.runUntil(now + 1000);
        expect(level.area()).toBe(area + 1000 * value);
      }),
    );
  });
});
