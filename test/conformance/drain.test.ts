/** Draining, restarting and patching nodes: facts 39, 40, 43, 78; rule D3. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { answers, MIN, S } from './support.ts';

/** One node, ideal database, first look at 0; tasks of 100 s, one queued at 0, the other arrives at 30 s. */
function drained(timeline: string, extra = '') {
  return run(`
name: drained
duration: 20m
nodes: { a: { phase: 0s, startTime: 60s } }
workload: { tasks: { t: { queued: 1, arrivals: { at: [30s] }, whenDown: hold, steps: [ { run: 100s } ] } } }
timeline: [ ${timeline} ]
${extra}
`);
}

describe('drain', () => {
  it('fact 39: running tasks finish and no new ones start', () => {
    const { told, result } = drained('{ at: 10s, drain: a }');
    expect(starts(told).map(({ at }) => at)).toEqual([0]);
    expect(ends(told)).toMatchObject([{ at: 100 * S, outcome: 'succeeded' }]);
    expect(valueOf(result, 'tasks.unfinished')).toBe(1);
  });

  it('fact 38: what is shown of a node tells running, drained, offline and starting apart', () => {
    const { result } = drained(
      '{ at: 10s, drain: a }, { at: 5m, undrain: a }, { at: 10m, stop: a, for: 2m }',
    );
    expect(result.spans.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['draining', 10 * S, 5 * MIN],
      ['down', 10 * MIN, 12 * MIN],
      ['starting', 12 * MIN, 13 * MIN],
    ]);
  });

  it('D3: a lame duck drains as long as it is told, though it is idle before; with more to do, until that is over', () => {
    const spans = (atLeast: string) =>
      drained(`{ at: 10s, restart: a, takes: 1m, drain: { atLeast: ${atLeast} } }`).result.spans.map(
        ({ kind, from, to }) => [kind, from / S, to! / S],
      );
    expect(spans('5m')).toEqual([
      ['draining', 10, 430],
      ['down', 310, 370],
      ['starting', 370, 430],
    ]);
    expect(spans('30s')[1]).toEqual(['down', 100, 160]);
  });

  it('fact 39: the node stays up and serves requests', () => {
    const { told } = run(`
name: serves
duration: 2m
nodes: { a: {} }
loadBalancer: { at: local, preset: haproxy-tcp }
network: { sameZone: 0us }
workload: { requests: { page: { arrivals: { every: 10s, offset: 5s }, from: local, cpu: 1ms, db: 0 } } }
timeline: [ { at: 20s, drain: a } ]
`);
    expect(answers(told)).toHaveLength(12);
    expect(answers(told).every(({ outcome }) => outcome === 'served')).toBe(true);
  });

  it('fact 40: a drain without a wait that cancels lasts for ever', () => {
    const { told } = drained('{ at: 10s, drain: a, upTo: 20s }');
    expect(ends(told)).toMatchObject([{ at: 100 * S, outcome: 'succeeded' }]);
  });

  it('fact 40: `upTo` with cancel cancels what still runs then, to the microsecond', () => {
    const { told } = drained('{ at: 10s, drain: a, upTo: 45s, then: cancel }');
    expect(ends(told)).toMatchObject([{ at: 55 * S, outcome: 'cancelled' }]);
  });

  it('fact 40: a wait of 0 cancels at once', () => {
    const { told } = drained('{ at: 10s, drain: a, upTo: 0s, then: cancel }');
    expect(ends(told)).toMatchObject([{ at: 10 * S, outcome: 'cancelled' }]);
  });

  it('fact 40: what has finished before the wait is over is not cancelled', () => {
    const { told } = drained('{ at: 10s, drain: a, upTo: 5m, then: cancel }');
    expect(ends(told)).toMatchObject([{ at: 100 * S, outcome: 'succeeded' }]);
  });

  it('D3: undrained, the node takes again at its next look', () => {
    const { told } = drained('{ at: 10s, drain: a }, { at: 150s, undrain: a }');
    expect(starts(told).map(({ at }) => at)).toEqual([0, 160 * S]);
  });

  it('D3: an undrain before the wait is over cancels nothing', () => {
    const { told } = drained('{ at: 10s, drain: a, upTo: 45s, then: cancel }, { at: 50s, undrain: a }');
    expect(ends(told).map(({ at, outcome }) => [at, outcome])).toEqual([
      [100 * S, 'succeeded'],
      [160 * S, 'succeeded'],
    ]);
  });
});

describe('restart', () => {
  it('D3: with a drain the node goes down when it is idle, and is undrained when it is ready', () => {
    // The task ends at 100 s; `takes` 30 s, start 60 s: ready at 190 s, where it looks and takes what arrived at 30 s.
    const { told, result } = drained('{ at: 10s, restart: a, takes: 30s, drain: { upTo: 1h } }');
    expect(result.spans).toMatchObject([
      { label: 'draining a', from: 10 * S, to: 190 * S },
      { label: 'a restarting', from: 100 * S, to: 130 * S },
      { label: 'a starting', from: 130 * S, to: 190 * S },
    ]);
    expect(starts(told).map(({ at }) => at)).toEqual([0, 190 * S]);
    expect(ends(told).map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  });

  it('D3: a drain with cancel restarts when its time is over', () => {
    const { told } = drained('{ at: 10s, restart: a, takes: 30s, drain: { upTo: 40s, then: cancel } }');
    expect(ends(told)[0]).toMatchObject({ at: 50 * S, outcome: 'cancelled' });
    expect(starts(told).map(({ at }) => at)).toEqual([0, 140 * S]);
  });

  it('D3, fact 45: without a drain the tasks are orphans until the node is back and cancels them', () => {
    const { told } = drained('{ at: 10s, restart: a, takes: 30s }');
    expect(told.filter(({ what }) => what === 'taskOrphaned').map(({ at }) => at)).toEqual([10 * S]);
    expect(ends(told)[0]).toMatchObject({ at: 100 * S, outcome: 'cancelled' });
    expect(starts(told).map(({ at }) => at)).toEqual([0, 100 * S]);
  });

  it('D3: a node that crashes while it drains is restarted when it is back', () => {
    // Crash 20–40 s, start until 100 s; it is idle then and goes down for 30 s, and is ready at 190 s.
    const { told } = drained(
      '{ at: 10s, restart: a, takes: 30s, drain: { upTo: 1h } }, { at: 20s, crash: a, for: 20s }',
    );
    expect(starts(told).map(({ at }) => at)).toEqual([0, 190 * S]);
  });
});

describe('patch', () => {
  it('fact 78: one by one, each when the one before is ready', () => {
    // Each idle node: down for 10 min, 1 min to start.
    const { result } = run(`
name: patch
duration: 1h
nodes: { n: { count: 3 } }
workload: { tasks: { t: { arrivals: { at: [59m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 5m, patch: n, oneByOne: true, takes: 10m, drain: { upTo: 1h } } ]
`);
    const shown = result.spans.filter(({ kind }) => kind !== 'draining');
    expect(shown.map(({ kind, from, to }) => [kind, from / MIN, to! / MIN])).toEqual([
      ['down', 5, 15],
      ['starting', 15, 16],
      ['down', 16, 26],
      ['starting', 26, 27],
      ['down', 27, 37],
      ['starting', 37, 38],
    ]);
  });

  it('fact 78: with drain no task is lost, and a third of three nodes is missing meanwhile', () => {
    const { result } = run(`
name: rolling
duration: 2h
nodes: { n: { count: 3, taskCap: 10 } }
workload: { tasks: { t: { arrivals: { poisson: 100/h }, steps: [ { run: { uniform: [1m, 5m] } } ] } } }
timeline: [ { at: 30m, patch: n, oneByOne: true, takes: 10m, drain: { upTo: 1h } } ]
`);
    expect(valueOf(result, 'tasks.arrived')).toBeGreaterThan(100);
    for (const outcome of ['cancelled', 'failed', 'timedOut', 'unfinished']) {
      expect(valueOf(result, `tasks.${outcome}`)).toBe(0);
    }
    expect(result.series.averages['slots.able']!.reduce((least, able) => Math.min(least, able))).toBe(20);
    expect(valueOf(result, 'availability.tasks')).toBe(1);
  });

  it('D3: not one by one, all at once', () => {
    const { result } = run(`
name: patch-all
duration: 1h
nodes: { n: { count: 3 } }
workload: { tasks: { t: { arrivals: { at: [59m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 5m, patch: n, oneByOne: false, takes: 10m, drain: { upTo: 1h } } ]
`);
    const down = result.spans.filter(({ kind }) => kind === 'down').map(({ from, to }) => [from, to]);
    expect(down).toEqual(new Array(3).fill([5 * MIN, 15 * MIN]));
    expect(valueOf(result, 'availability.tasks')).toBe((60 - 11) / 60);
  });
});
