/** When work arrives: rules T3, W2; every kind of arrivals. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';
import { recorder, run, starts, valueOf } from '../support/run.ts';
import { arrivals, H, MIN, S } from './support.ts';

/** When the tasks of a class arrived, in µs. */
function times(spec: string, { duration = '1h', scale = '100%', seed = 'one' } = {}): number[] {
  const { told } = run(
    `
name: arrivals
duration: ${duration}
nodes: { n: { taskCap: 1000, count: 2 } }
dispatch: { policy: immediate }
workload: { scale: ${scale}, tasks: { t: { arrivals: ${spec}, steps: [ { run: 1s } ] } } }
`,
    { seed },
  );
  return arrivals(told);
}

describe('every', () => {
  it('W2: at the offset and then at each interval, the end of the duration left out', () => {
    expect(times('{ every: 20m }')).toEqual([0, 20 * MIN, 40 * MIN]);
    expect(times('{ every: 20m, offset: 5m }')).toEqual([5 * MIN, 25 * MIN, 45 * MIN]);
  });

  it('W2: `scale` stretches it', () => {
    expect(times('{ every: 20m }', { scale: '50%' })).toEqual([0, 40 * MIN]);
    expect(times('{ every: 20m }', { scale: '200%' })).toHaveLength(6);
  });
});

describe('at', () => {
  it('W2: so many at each time', () => {
    expect(times('{ at: [0s, 10m], count: 3 }')).toEqual([0, 0, 0, 10 * MIN, 10 * MIN, 10 * MIN]);
  });

  it('W2: `scale` does not touch it', () => {
    expect(times('{ at: [0s, 10m] }', { scale: '300%' })).toEqual([0, 10 * MIN]);
  });
});

describe('poisson', () => {
  const horizon = { duration: '1000h' };

  it('W2: as many as rate × duration, within four standard deviations', () => {
    const count = times('{ poisson: 10/h }', horizon).length;
    expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(10_000));
  });

  it('W2: gaps are exponential: mean 6 min, second moment twice its square, and 1/e of them longer', () => {
    const all = times('{ poisson: 10/h }', horizon);
    const gaps = all.map((at, i) => at - (i === 0 ? 0 : all[i - 1]!));
    const n = gaps.length;
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / n;
    const square = gaps.reduce((sum, gap) => sum + gap * gap, 0) / n;
    // The square of an exponential has the variance 20 mean⁴.
    expect(Math.abs(mean / (6 * MIN) - 1)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(square / (2 * (6 * MIN) ** 2) - 1)).toBeLessThan((4 * Math.sqrt(20)) / 2 / Math.sqrt(n));
    const longer = gaps.filter((gap) => gap > 6 * MIN).length / n;
    expect(Math.abs(longer - Math.exp(-1))).toBeLessThan(4 * Math.sqrt(0.2325 / n));
  });

  it('W2: numbers in separate hours are independent and as scattered as their mean', () => {
    const counts = new Array<number>(1000).fill(0);
    for (const at of times('{ poisson: 10/h }', horizon)) counts[Math.floor(at / H)]! += 1;
    const mean = counts.reduce((sum, count) => sum + count, 0) / 1000;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 999;
    // Index of dispersion: χ² with 999 degrees of freedom, over 999.
    expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt(2 / 999));
  });

  it('W2: another rate stretches the same process', () => {
    const slow = times('{ poisson: 10/h }', { duration: '100h' });
    const fast = times('{ poisson: 20/h }', { duration: '50h' });
    expect(fast).toHaveLength(slow.length);
    fast.forEach((at, i) => {
      expect(Math.abs(2 * at - slow[i]!)).toBeLessThanOrEqual(2);
    });
    expect(times('{ poisson: 10/h }', { duration: '50h', scale: '200%' })).toEqual(fast);
  });

  it('T3: another seed is another process, the same seed the same', () => {
    expect(times('{ poisson: 10/h }', { duration: '20h' })).toEqual(
      times('{ poisson: 10/h }', { duration: '20h' }),
    );
    expect(times('{ poisson: 10/h }', { duration: '20h', seed: 'two' })).not.toEqual(
      times('{ poisson: 10/h }', { duration: '20h' }),
    );
  });

  it('T3: two classes with one rate do not arrive together', () => {
    const { told } = run(`
name: two
duration: 10h
nodes: { n: { taskCap: 1000 } }
dispatch: { policy: immediate }
workload:
  tasks:
    a: { arrivals: { poisson: 10/h }, steps: [ { run: 1s } ] }
    b: { arrivals: { poisson: 10/h }, steps: [ { run: 1s } ] }
`);
    const a = new Set(arrivals(told, 0));
    expect(arrivals(told, 1).filter((at) => a.has(at))).toEqual([]);
  });
});

describe('profile', () => {
  /** Arrivals by hour. */
  function hours(spec: string, duration: number): number[] {
    const counts = new Array<number>(duration).fill(0);
    for (const at of times(spec, { duration: `${duration}h` })) counts[Math.floor(at / H)]! += 1;
    return counts;
  }
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

  it('W2: the rate of each piece, again in each period', () => {
    const counts = hours('{ profile: [[0h, 0/h], [2h, 100/h], [3h, 25/h]], period: 4h }', 400);
    const at = (hour: number) => sum(counts.filter((_, i) => i % 4 === hour));
    expect(at(0) + at(1)).toBe(0);
    expect(Math.abs(at(2) - 10_000)).toBeLessThan(4 * 100);
    expect(Math.abs(at(3) - 2_500)).toBeLessThan(4 * 50);
  });

  it('W2: without a period the last rate goes on', () => {
    const counts = hours('{ profile: [[0h, 0/h], [10h, 100/h]] }', 110);
    expect(sum(counts.slice(0, 10))).toBe(0);
    expect(Math.abs(sum(counts) - 10_000)).toBeLessThan(4 * 100);
  });

  it('W2: one uniform an arrival: a profile of one rate is the Poisson process', () => {
    expect(times('{ profile: [[0h, 10/h], [3h, 10/h]], period: 7h }', { duration: '50h' }).length).toBe(
      times('{ poisson: 10/h }', { duration: '50h' }).length,
    );
  });
});

describe('bursts', () => {
  it('W2: on for a while, off for a while, beginning with on', () => {
    const all = times('{ bursts: { on: 600/h, off: 0/h, onFor: 10m, offFor: 50m } }', { duration: '100h' });
    expect(all.every((at) => at % H < 10 * MIN)).toBe(true);
    expect(all.some((at) => at < 10 * MIN)).toBe(true);
    // 100 times 10 min at 600/h.
    expect(Math.abs(all.length - 10_000)).toBeLessThan(4 * 100);
  });

  it('W2: off is a rate, too', () => {
    const all = times('{ bursts: { on: 60/h, off: 60/h, onFor: 10m, offFor: 50m } }', { duration: '100h' });
    expect(Math.abs(all.length - 6_000)).toBeLessThan(4 * Math.sqrt(6_000));
  });

  it('W2: lengths may be drawn', () => {
    const all = times(
      '{ bursts: { on: 600/h, off: 0/h, onFor: { exponential: 10m }, offFor: { exponential: 50m } } }',
      { duration: '2000h' },
    );
    // 600/h for a sixth of the time: 100/h. Each of about 2000 cycles has 100 arrivals; the share of time in bursts over
    // so many alternating exponential lengths has the relative standard deviation √(2 · (5/6)² / 2000) = 2.6 %.
    expect(Math.abs(all.length / 200_000 - 1)).toBeLessThan(4 * 0.027);
  });
});

describe('trace', () => {
  it('W2: as the rows say, each with its own duration; scale does not touch it', () => {
    const csv = 'arrival,duration\n5,100\n1.5,10\n5,1\n3599.999999,2\n3600,3\n';
    const { scenario } = parseScenario(
      {
        path: 'test.yaml',
        text: `
name: trace
duration: 1h
nodes: { n: { taskCap: 10 } }
dispatch: { policy: immediate }
workload: { scale: 300%, tasks: { t: { arrivals: { trace: { file: ./t.csv } }, steps: [ { run: { from: trace } } ] } } }
`,
      },
      { set: [], read: () => ({ path: 't.csv', text: csv }) },
    );
    const { tap, told } = recorder();
    simulate(scenario, { seed: 'one', replication: 0, tap });
    expect(arrivals(told)).toEqual([1_500_000, 5 * S, 5 * S, 3_599_999_999]);
    const ends = told
      .filter(({ what }) => what === 'taskEnded')
      .map(({ at, args }) => (at - (args[3] as number)) / S)
      .sort((a, b) => a - b);
    expect(ends).toEqual([1, 2, 10, 100]);
  });
});

describe('what is there at the start', () => {
  it('W2: `queued` tasks are in the queue at 0, `active` ones run, and both count as arrived', () => {
    const { told, result } = run(`
name: initial
duration: 10m
nodes: { a: { phase: 5s }, b: { taskCap: 0 } }
workload: { tasks: { t: { queued: 3, active: { a: 2 }, steps: [ { run: 1m } ] } } }
`);
    expect(valueOf(result, 'tasks.arrived')).toBe(5);
    expect(starts(told).map(({ at }) => at / S)).toEqual([0, 0, 5, 5, 5]);
    expect(valueOf(result, 'tasks.succeeded')).toBe(5);
  });

  it('W2: the active ones neither in `started` nor in waits', () => {
    const { result } = run(`
name: initial
duration: 10m
nodes: { a: { phase: 5s } }
workload: { tasks: { t: { queued: 3, active: { a: 2 }, steps: [ { run: 1m } ] } } }
`);
    expect(valueOf(result, 'tasks.started')).toBe(3);
    expect(valueOf(result, 'node.a.started')).toBe(3);
    expect(result.samples['tasks.queueWait']).toMatchObject({
      count: 3,
      sum: 15 * S,
      never: 0,
      unfinished: 0,
    });
  });
});

describe('growth', () => {
  const every = (growth: string) =>
    arrivals(
      run(`
name: growth
duration: 10s
nodes: { n: { taskCap: 1000 } }
dispatch: { policy: immediate }
workload: { ${growth} tasks: { t: { arrivals: { every: 1s }, steps: [ { run: 1ms } ] } } }
`).told,
    );

  it('W2: after two months of 25 % comes (5/4)² = 1.5625 times as much', () => {
    // Every 1 s / 1.5625 = 640 ms.
    expect(every('growth: 25%/month, growthMonths: 2,').slice(0, 3)).toEqual([0, 640_000, 1_280_000]);
    expect(every('growth: 25%/month,').slice(0, 3)).toEqual([0, 1_000_000, 2_000_000]);
  });

  it('W2: a growth in a year is that after twelve months', () => {
    expect(every('growth: 60%/year, growthMonths: 12,')[1]).toBe(625_000);
  });
});
