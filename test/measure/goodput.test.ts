/** Whether users get what they got before a disruption: rule F10, by hand. */
import { describe, expect, it } from 'vitest';
import { SECOND as S } from '../../src/engine/time.ts';
import { allRecovered, Goodput } from '../../src/measure/goodput.ts';
import { observeValues } from '../../src/study/estimates/observe-values.ts';
import { run } from '../support/run.ts';

/** A request a second of 100 s, of which those in some seconds are not served; faults at times. */
function goodput(unserved: (second: number) => boolean, faults: readonly number[], end = 100) {
  const all = new Goodput({ within: 0.2, over: 10 * S });
  let next = 0;
  for (let second = 0; second < end; second += 1) {
    for (; next < faults.length && faults[next]! <= second; next += 1)
      all.faultBegan(faults[next]! * S, next);
    all.add(second * S, !unserved(second));
  }
  all.runEnded(end * S);
  return (entry: number) => {
    const { sum, per, reason } = all.recovered(entry);
    return per === 0 ? reason : sum;
  };
}

describe('F10: recovered', () => {
  it('is what is served at last against what was served before, whatever came between', () => {
    expect(goodput((second) => second >= 30 && second < 89, [30])(0)).toBe(1);
    // Of the last ten seconds two are lost: exactly 20 % less than all; three are more.
    expect(goodput((second) => second >= 30 && second < 92, [30])(0)).toBe(1);
    expect(goodput((second) => second >= 30 && second < 93, [30])(0)).toBe(0);
    // Half was served before: four of ten at last are 80 % of that.
    const half = (second: number) => second % 2 === 0 || (second > 30 && second < 92);
    expect(goodput(half, [30])(0)).toBe(1);
  });

  it('is looked at before the next disruption that leaves time for it', () => {
    const down = (second: number) => (second >= 30 && second < 50) || second >= 70;
    const each = goodput(down, [30, 35, 70]);
    expect([each(0), each(2)]).toEqual([1, 0]);
    // The second began while half of the ten seconds before it was lost, and saw all served at last.
    expect(each(1)).toBe(1);
  });

  it('is looked at before a later disruption also where nobody asks after that', () => {
    // The last request is of 59 s: of the last ten seconds before 65 s five are asked in, of those before the end none.
    const all = new Goodput({ within: 0.2, over: 10 * S });
    for (let second = 0; second < 60; second += 1) {
      if (second === 30) all.faultBegan(30 * S, 0);
      all.add(second * S, true);
    }
    all.faultBegan(65 * S, 1);
    all.runEnded(100 * S);
    expect(all.recovered(0)).toEqual({ sum: 1, per: 1 });
    expect(all.recovered(1)).toMatchObject({ reason: 'nobody asks at last' });
  });

  it('is looked at before no entry that disrupts nothing: what mends a disruption is not the next one', () => {
    const { result } = run(`
name: mended
duration: 10m
nodes: { n: {} }
loadBalancer: { at: local, probe: { interval: 5s, timeout: 1s } }
database: ideal
workload: { requests: { page: { arrivals: { every: 1s }, from: local } } }
timeline: [ { at: 2m, crash: n, name: lost }, { at: 5m, start: n } ]
`);
    expect(result.values['recovery.lost.recovered']).toEqual({ sum: 1, per: 1 });
  });

  it('is null with a reason where it cannot be said', () => {
    expect(goodput(() => false, [95])(0)).toBe('less than `recovered.over` is left after it');
    expect(goodput(() => true, [30])(0)).toBe('nobody was served before it');
    const silent = new Goodput({ within: 0.1, over: 10 * S });
    silent.add(5 * S, true);
    silent.faultBegan(20 * S - 1, 0);
    silent.runEnded(60 * S);
    expect(silent.recovered(0)).toMatchObject({ per: 0 });
  });

  it('of several classes is that of all of whom it can be said', () => {
    const one = { sum: 1, per: 1 };
    const none = { sum: 0, per: 0, reason: 'why' };
    expect(allRecovered([one, none])).toEqual(one);
    expect(allRecovered([one, { sum: 0, per: 1 }])).toEqual({ sum: 0, per: 1 });
    expect(allRecovered([none])).toEqual(none);
  });

  it('is told with the interval of a share: of ten in which all recovered 69 % to 100 %', () => {
    const values = (met: number) => Array.from({ length: 10 }, (_, i) => ({ sum: i < met ? 1 : 0, per: 1 }));
    const [all] = observeValues('recovery.recovered', values(10), false);
    expect(all!.bounds![0]).toBeCloseTo(0.6915, 4);
    expect(all!.bounds![1]).toBe(1);
    const [none] = observeValues('recovery.recovered', values(0), false);
    expect(none!.bounds![0]).toBe(0);
    expect(none!.bounds![1]).toBeCloseTo(0.3085, 4);
  });

  it('is there for every disruption, and for all', () => {
    const { result } = run(`
name: back
duration: 10m
loadBalancer: { at: local, probe: { interval: 5s, timeout: 1s } }
nodes: { a: { taskCap: 0, startTime: 1s } }
workload: { requests: { r: { arrivals: { every: 1s }, from: local, timeout: 5s } } }
timeline: [ { at: 2m, stop: a, for: 2m, name: short }, { at: 8m, stop: a, name: for-good } ]
`);
    const found = ['recovery.short.recovered', 'recovery.for-good.recovered', 'recovery.recovered'];
    expect(found.map((name) => result.values[name])).toEqual([
      { sum: 1, per: 1 },
      { sum: 0, per: 1 },
      { sum: 0, per: 1 },
    ]);
  });
});
