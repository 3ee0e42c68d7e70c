/** Little's law, exactly: the area under the number present is the sum of the stays (section 11). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Population } from '../../src/engine/population.ts';
import { Simulation } from '../../src/engine/simulation.ts';

const deeds = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 1e12 }), enters: fc.boolean(), which: fc.nat() }),
  { minLength: 1, maxLength: 60 },
);

/** Lets some enter and leave; `lie` changes what the n-th to leave says of when it entered. */
function life(all: fc.Arbitrary<{ after: number; enters: boolean; which: number }[]>, lie: number) {
  return fc.property(all, (some) => {
    const sim = new Simulation();
    const place = new Population(sim);
    const present: number[] = [];
    let [now, area, lies] = [0, 0n, 0];
    for (const { after, enters, which } of some) {
      area += BigInt(after) * BigInt(present.length);
      now += after;
      sim.runUntil(now);
      if (enters || present.length === 0) {
        place.enter();
        present.push(now);
      } else {
        const [enteredAt] = present.splice(which % present.length, 1);
        place.leave(enteredAt! + lie);
        lies += lie;
      }
      // A wrong time is noticed when nobody is left to have it.
      expect(place.isConserved()).toBe(lies === 0 || present.length > 0);
      expect(place.value).toBe(present.length);
    }
    expect(place.area()).toBe(Number(area));
  });
}

describe('Population', () => {
  it('has the area of the stays of all that entered, whoever left', () => {
    fc.assert(life(deeds, 0));
  });

  it('notices who says a wrong time of entering', () => {
    fc.assert(life(deeds, 1));
  });

  it('counts each of those that enter and leave together', () => {
    const sim = new Simulation();
    const place = new Population(sim);
    place.enter();
    place.enterTogether(3);
    expect([place.value, place.max]).toEqual([4, 4]);
    sim.runUntil(5);
    place.leaveTogether(3, 0);
    sim.runUntil(7);
    place.leave(0);
    expect([place.value, place.max, place.area()]).toEqual([0, 4, 3 * 5 + 7]);
    expect(place.isConserved()).toBe(true);
    place.enterTogether(2);
    place.leaveTogether(2, 6);
    expect(place.isConserved()).toBe(false);
  });
});
