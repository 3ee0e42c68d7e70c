/** Stopping, starting, adding and removing nodes: facts 36, 45, 50; rules D3, D4, F1. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { MIN, S, services } from './support.ts';

/** Slots able to take work, as they changed: `[s, slots]`. */
function able(timeline: string, nodes = 'a: { startTime: 60s }'): (readonly [number, number])[] {
  const { told } = run(`
name: able
duration: 30m
regions: { r: [a, b] }
nodes: { ${nodes} }
workload: { tasks: { t: { arrivals: { at: [29m] }, steps: [ { run: 1s } ] } } }
timeline: [ ${timeline} ]
`);
  const changes: (readonly [number, number])[] = [];
  for (const { at, slots } of services(told)) {
    if (changes.at(-1)?.[1] !== slots) changes.push([at / S, slots]);
  }
  return changes;
}

describe('stop and start', () => {
  it('D1: from the start of a node until it is ready it takes its start time', () => {
    expect(able('{ at: 1m, stop: a, for: 5m }', 'a: { at: r/a, startTime: 60s }')).toEqual([
      [0, 5],
      [60, 0],
      [420, 5],
    ]);
  });

  it('F1: a stop without end lasts until `start`', () => {
    expect(able('{ at: 1m, stop: a }, { at: 10m, start: a }', 'a: { at: r/a, startTime: 60s }')).toEqual([
      [0, 5],
      [60, 0],
      [660, 5],
    ]);
  });

  it('F1: what is shown as stopped ends with the `start` of each, whatever `for` says', () => {
    const { result } = run(`
name: shown
duration: 30m
nodes: { a: {}, b: {} }
workload: { tasks: { t: { arrivals: { at: [29m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 1m, stop: nodes, for: 20m }, { at: 5m, start: a }, { at: 9m, start: b } ]
`);
    expect(result.spans.map(({ label, from, to }) => [label, from / MIN, to! / MIN])).toEqual([
      ['a stopped', 1, 5],
      ['b stopped', 1, 9],
      ['a starting', 5, 6],
      ['b starting', 9, 10],
    ]);
  });

  it('D1: a node that is down at the start waits for its `start`', () => {
    expect(able('{ at: 10m, start: a }', 'a: { at: r/a, startTime: 60s, state: down }')).toEqual([
      [0, 0],
      [660, 5],
    ]);
  });

  it('F1: overlapping causes: down while any lasts', () => {
    // Crash 1–11 min, zone outage 5–8 min, another crash 10–12 min: it starts at 12 min.
    const timeline = `{ at: 1m, crash: a, for: 10m }, { at: 5m, outage: r/a, for: 3m },
      { at: 10m, crash: a, for: 2m }`;
    expect(able(timeline, 'a: { at: r/a, startTime: 60s }')).toEqual([
      [0, 5],
      [60, 0],
      [780, 5],
    ]);
  });

  it('F1: `start` ends crashes and stops, not an outage of the zone', () => {
    const timeline = `{ at: 1m, crash: a }, { at: 2m, outage: r/a, for: 10m }, { at: 5m, start: a }`;
    expect(able(timeline, 'a: { at: r/a, startTime: 60s }').at(-1)).toEqual([13 * 60, 5]);
  });

  it('F1: a node that crashes while it starts begins again', () => {
    const timeline = '{ at: 1m, crash: a, for: 1m }, { at: 150s, crash: a, for: 1m }';
    expect(able(timeline, 'a: { at: r/a, startTime: 60s }').at(-1)).toEqual([270, 5]);
  });

  it('facts 45, 50: the tasks of a node that is stopped are cancelled when it is back', () => {
    const { told } = run(`
name: stopped
duration: 1h
nodes: { a: { phase: 0s, startTime: 60s }, b: {} }
workload: { tasks: { t: { active: { a: 2 }, steps: [ { run: 1h } ] } } }
timeline: [ { at: 10m, stop: a, for: 5m } ]
`);
    expect(ends(told).map(({ at, outcome }) => [at, outcome])).toEqual([
      [16 * MIN, 'cancelled'],
      [16 * MIN, 'cancelled'],
    ]);
  });

  it('facts 46, 50: a node that never comes back after a clean stop: its tasks wait for the scan', () => {
    // Last seen at 10 min; an hour ago, and more, at 75 min.
    const { told } = run(`
name: stopped-for-good
duration: 2h
nodes: { a: { phase: 0s }, b: {} }
workload: { tasks: { t: { active: { a: 1 }, steps: [ { run: 3h } ] } } }
timeline: [ { at: 630s, stop: a } ]
`);
    expect(ends(told)).toMatchObject([{ at: 75 * MIN, outcome: 'cancelled' }]);
  });
});

describe('adding and removing nodes', () => {
  it('fact 36, F1: an added node starts at once and takes work when it is ready', () => {
    // Ready at 3 min; with an ideal database it looks then. a is full.
    const { told } = run(`
name: scale-out
duration: 30m
nodes: { a: { taskCap: 1, phase: 0s } }
workload: { tasks: { t: { queued: 3, steps: [ { run: 20m } ] } } }
timeline: [ { at: 2m, addNode: { name: extra, taskCap: 5, startTime: 60s } } ]
`);
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [180, 1],
      [180, 1],
    ]);
  });

  it('fact 36: without a node that is ready sooner, work waits at most for the start and the first look', () => {
    const { result } = run(`
name: configured
duration: 10m
nodes: { a: { taskCap: 5 } }
workload: { tasks: { t: { arrivals: { at: [599s] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 4m, addNode: { name: extra, taskCap: 15, startTime: 60s } } ]
`);
    // Configured 5 × 10 min + 15 × 6 min; able 5 × 10 min + 15 × 5 min.
    expect(valueOf(result, 'availability.capacity')).toBeCloseTo((50 + 75) / (50 + 90), 12);
  });

  it('F1: removeNode is a clean stop for good, and takes its slots out of what is configured', () => {
    const { result, told } = run(`
name: scale-in
duration: 10m
nodes: { a: { taskCap: 5, phase: 0s }, b: { taskCap: 5 } }
workload: { tasks: { t: { active: { b: 1 }, arrivals: { at: [599s] }, steps: [ { run: 8m } ] } } }
timeline: [ { at: 4m, removeNode: b } ]
`);
    expect(valueOf(result, 'availability.capacity')).toBe(1);
    expect(told.filter(({ what }) => what === 'taskOrphaned').map(({ at }) => at)).toEqual([4 * MIN]);
  });

  it('F1: a node added to a zone that is lost starts when the zone is back', () => {
    const timeline = `{ at: 1m, outage: r/b, for: 10m },
      { at: 2m, addNode: { name: extra, at: r/b, taskCap: 2, startTime: 60s } }`;
    expect(able(timeline, 'a: { at: r/a, startTime: 60s }')).toEqual([
      [0, 5],
      [12 * 60, 7],
    ]);
  });

  it('fact 8: setTaskCap holds from now on: raised, more are taken at the next look; lowered, none is stopped', () => {
    const { told } = run(`
name: caps
duration: 10m
nodes: { a: { taskCap: 2, phase: 0s } }
workload: { tasks: { t: { queued: 5, steps: [ { run: 190s } ] } } }
timeline: [ { at: 30s, setTaskCap: a, to: 4 }, { at: 50s, setTaskCap: a, to: 1 } ]
`);
    // Two at 0, two at 40 s; with cap 1 the fifth waits until all four are over: at 230 s, so at the look of 240 s.
    expect(starts(told).map(({ at }) => at / S)).toEqual([0, 0, 40, 40, 240]);
    expect(ends(told).every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  });
});
