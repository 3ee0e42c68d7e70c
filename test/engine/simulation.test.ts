/** Rules T1, T2, T7: the loop runs events in order of (time, sequence), wherever they wait until then. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Handler, type LaneNumber, Simulation } from '../../src/engine/simulation.ts';
import { NEVER } from '../../src/engine/time.ts';

/** A simulation with one handler that writes down when it was run and with what. */
function recorded(ties?: 'in-order' | 'reversed') {
  const sim = new Simulation(ties);
  const ran: [number, number][] = [];
  const handler = sim.handler('note', (argument) => ran.push([sim.now, argument]));
  return { sim, ran, handler };
}

describe('T2: order', () => {
  it('of one time is the order of scheduling, and reversed the other way round', () => {
    for (const ties of ['in-order', 'reversed'] as const) {
      const { sim, ran, handler } = recorded(ties);
      sim.after(5, handler, 1);
      sim.at(5, handler, 2);
      sim.after(3, handler, 0);
      sim.setTimer(sim.timer(handler, 3), 5);
      sim.arm(sim.lane(5, handler), 4);
      sim.runUntil(10);
      const tied = ties === 'in-order' ? [1, 2, 3, 4] : [4, 3, 2, 1];
      expect(ran).toEqual([[3, 0], ...tied.map((argument) => [5, argument])]);
    }
  });

  it('what is scheduled for now runs now, after what was scheduled for now before', () => {
    const sim = new Simulation();
    const ran: string[] = [];
    const late = sim.handler('late', () => ran.push(`late ${sim.now}`));
    const first = sim.handler('first', () => {
      ran.push(`first ${sim.now}`);
      sim.after(0, late, 0);
    });
    const second = sim.handler('second', () => ran.push(`second ${sim.now}`));
    sim.at(7, first, 0);
    sim.at(7, second, 0);
    sim.runUntil(8);
    expect(ran).toEqual(['first 7', 'second 7', 'late 7']);
  });
});

describe('runUntil', () => {
  it('excludes its limit, which then is now; the rest runs the next time', () => {
    const { sim, ran, handler } = recorded();
    sim.at(9, handler, 1);
    sim.at(10, handler, 2);
    sim.runUntil(10);
    expect(ran).toEqual([[9, 1]]);
    expect(sim.now).toBe(10);
    sim.runUntil(11);
    expect(ran).toEqual([
      [9, 1],
      [10, 2],
    ]);
    expect(sim.events).toBe(2);
  });

  it('without an end stays at the last event', () => {
    const { sim, handler } = recorded();
    sim.at(12, handler, 0);
    sim.runUntil(NEVER);
    expect(sim.now).toBe(12);
  });

  it('ends after the event that calls stop, whose time is now', () => {
    const sim = new Simulation();
    const ran: number[] = [];
    const handler = sim.handler('stops', (argument) => {
      ran.push(argument);
      if (argument === 2) sim.stop();
    });
    for (const argument of [1, 2, 3]) sim.at(argument, handler, argument);
    sim.runUntil(10);
    expect(ran).toEqual([1, 2]);
    expect(sim.now).toBe(2);
    sim.runUntil(10);
    expect(ran).toEqual([1, 2, 3]);
    expect(sim.now).toBe(10);
  });

  it('checks the sums before every 65 536th event', () => {
    const sim = new Simulation();
    let left = 200_000;
    const handler = sim.handler('again', () => {
      left -= 1;
      if (left > 0) sim.after(1, handler, 0);
    });
    const checks: number[] = [];
    sim.onCheck = () => checks.push(sim.events);
    sim.after(0, handler, 0);
    sim.runUntil(NEVER);
    expect(checks).toEqual([65_536, 131_072, 196_608]);
  });
});

describe('handlers', () => {
  it('have the names they were registered with; a call is part of the event that runs', () => {
    const sim = new Simulation();
    const got: number[] = [];
    const inner = sim.handler('inner', (argument) => got.push(argument));
    const outer = sim.handler('outer', (argument) => sim.call(inner, argument + 1));
    expect(sim.nameOf(outer)).toBe('outer');
    expect(sim.nameOf(99 as Handler)).toBe('none');
    sim.at(1, outer, 5);
    sim.runUntil(2);
    expect(got).toEqual([6]);
    expect(sim.events).toBe(1);
  });
});

describe('timers', () => {
  it('run once when set, not when cleared, and only the last time when moved', () => {
    const { sim, ran, handler } = recorded();
    const [set, cleared, moved] = [sim.timer(handler, 1), sim.timer(handler, 2), sim.timer(handler, 3)];
    for (const timer of [set, cleared, moved]) sim.setTimer(timer, 10);
    sim.clearTimer(cleared);
    sim.setTimer(moved, 20);
    sim.setTimer(moved, 4);
    expect([set, cleared, moved].map((timer) => sim.isSet(timer))).toEqual([true, false, true]);
    sim.runUntil(100);
    expect(ran).toEqual([
      [4, 3],
      [10, 1],
    ]);
    expect([set, cleared, moved].map((timer) => sim.isSet(timer))).toEqual([false, false, false]);
    expect(sim.events).toBe(2);
  });

  it('may be set again by their own event, and set after they were cleared to the time they had', () => {
    const sim = new Simulation();
    const times: number[] = [];
    const handler = sim.handler('tick', () => {
      times.push(sim.now);
      if (times.length < 3) sim.setTimer(timer, sim.now + 10);
    });
    const timer = sim.timer(handler, 0);
    sim.setTimer(timer, 5);
    sim.clearTimer(timer);
    sim.setTimer(timer, 5);
    sim.runUntil(100);
    expect(times).toEqual([5, 15, 25]);
  });

  it('keep apart when there are more than 64', () => {
    const { sim, ran, handler } = recorded();
    const timers = Array.from({ length: 300 }, (_, i) => sim.timer(handler, i));
    for (const timer of timers) sim.setTimer(timer, 1000 - timer);
    for (const timer of timers) if (timer % 3 === 0) sim.clearTimer(timer);
    sim.runUntil(2000);
    expect(ran.map(([, argument]) => argument)).toEqual(
      Array.from({ length: 300 }, (_, i) => 299 - i).filter((i) => i % 3 !== 0),
    );
  });
});

describe('T7: lanes', () => {
  const laneOf = (delay: number) => {
    const { sim, ran, handler } = recorded();
    return { sim, ran, lane: sim.lane(delay, handler) };
  };

  it.each([
    ['the head', [0]],
    ['the middle', [1, 2]],
    ['the tail', [3]],
    ['head and tail', [0, 3]],
    ['all', [0, 1, 2, 3]],
    ['all, last first', [3, 2, 1, 0]],
  ])('cancelled %s', (_, cancelled) => {
    const { sim, ran, lane } = laneOf(10);
    const positions: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      sim.runUntil(i);
      positions.push(sim.arm(lane, i));
    }
    for (const i of cancelled) sim.disarm(lane, positions[i]!);
    sim.runUntil(100);
    const left = [0, 1, 2, 3].filter((i) => !cancelled.includes(i));
    expect(ran).toEqual(left.map((i) => [i + 10, i]));
    expect(sim.events).toBe(left.length);
  });

  it('what is over cannot be cancelled, nor does cancelling it touch another', () => {
    const { sim, ran, lane } = laneOf(10);
    const first = sim.arm(lane, 1);
    sim.runUntil(11);
    // As many as the lane's ring has places: the last one stands where the first one stood.
    for (let i = 2; i < 18; i += 1) sim.arm(lane, i);
    sim.disarm(lane, first);
    sim.runUntil(100);
    expect(ran.map(([, argument]) => argument)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  });

  it('more than a lane has places for come due in their order, each with its argument', () => {
    const { sim, ran, lane } = laneOf(10);
    // The first are over, so that those that make it grow stand at the end of its ring and at its beginning.
    for (let i = 0; i < 10; i += 1) sim.arm(lane, i);
    sim.runUntil(20);
    for (let i = 10; i < 50; i += 1) sim.arm(lane, i);
    sim.runUntil(100);
    expect(ran).toEqual(Array.from({ length: 50 }, (_, i) => [i < 10 ? 10 : 30, i]));
  });

  it('a lane whose head is cancelled and that is armed again in the meantime still comes due in time', () => {
    const { sim, ran, lane } = laneOf(10);
    const first = sim.arm(lane, 1);
    sim.disarm(lane, first);
    sim.runUntil(4);
    sim.arm(lane, 2);
    sim.runUntil(50);
    sim.arm(lane, 3);
    sim.runUntil(100);
    expect(ran).toEqual([
      [14, 2],
      [60, 3],
    ]);
  });

  it('an event of a lane may arm and cancel in its own lane', () => {
    const sim = new Simulation();
    const ran: [number, number][] = [];
    const positions = new Map<number, number>();
    const handler = sim.handler('lane', (argument) => {
      ran.push([sim.now, argument]);
      if (argument === 0) {
        sim.disarm(lane, positions.get(1)!);
        sim.arm(lane, 9);
      }
    });
    const lane = sim.lane(10, handler);
    for (const argument of [0, 1, 2]) positions.set(argument, sim.arm(lane, argument));
    sim.runUntil(100);
    expect(ran).toEqual([
      [10, 0],
      [10, 2],
      [20, 9],
    ]);
  });
});

/** One thing that a program of events may do; `which` picks among what was scheduled. */
const deed = fc.record({
  wait: fc.integer({ min: 0, max: 3 }),
  what: fc.constantFrom('after', 'timer', 'clear', 'lane0', 'lane1', 'lane2', 'disarm'),
  which: fc.nat({ max: 7 }),
  delay: fc.integer({ min: 0, max: 6 }),
});
type Deed = { wait: number; what: string; which: number; delay: number };
const LANE_DELAYS = [0, 2, 5];

/** Does the deeds at their times and writes down what came due, in order, by the engine. */
function byEngine(deeds: readonly Deed[]): [number, number][] {
  const { sim, ran, handler } = recorded();
  const timers = Array.from({ length: 8 }, (_, i) => sim.timer(handler, 1000 + i));
  const lanes = LANE_DELAYS.map((delay) => sim.lane(delay, handler));
  const armed: { lane: LaneNumber; position: number }[] = [];
  let now = 0;
  deeds.forEach(({ wait, what, which, delay }, i) => {
    now += wait;
    sim.runUntil(now);
    if (what === 'after') sim.after(delay, handler, i);
    else if (what === 'timer') sim.setTimer(timers[which]!, now + delay);
    else if (what === 'clear') sim.clearTimer(timers[which]!);
    else if (what === 'disarm') {
      const one = armed[armed.length - 1 - which];
      if (one !== undefined) sim.disarm(one.lane, one.position);
    } else {
      const lane = lanes[Number(what[4])]!;
      armed.push({ lane, position: sim.arm(lane, i) });
    }
  });
  sim.runUntil(now + 100);
  return ran;
}

/** The same with one list of all events, searched for the first by (time, sequence). */
function byList(deeds: readonly Deed[]): [number, number][] {
  let list: { time: number; sequence: number; argument: number; timer: number }[] = [];
  const ran: [number, number][] = [];
  const armed: number[] = [];
  let now = 0;
  const runUntil = (limit: number): void => {
    const due = list.filter(({ time }) => time < limit);
    due.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
    for (const { time, argument } of due) ran.push([time, argument]);
    list = list.filter(({ time }) => time >= limit);
  };
  deeds.forEach(({ wait, what, which, delay }, i) => {
    now += wait;
    runUntil(now);
    const add = (delay: number, argument: number, timer: number): void => {
      list.push({ time: now + delay, sequence: i, argument, timer });
    };
    if (what === 'after') add(delay, i, -1);
    else if (what === 'timer' || what === 'clear') {
      list = list.filter(({ timer }) => timer !== which);
      if (what === 'timer') add(delay, 1000 + which, which);
    } else if (what === 'disarm') {
      const one = armed[armed.length - 1 - which];
      list = list.filter(({ sequence }) => sequence !== one);
    } else {
      add(LANE_DELAYS[Number(what[4])]!, i, -1);
      armed.push(i);
    }
  });
  runUntil(now + 100);
  return ran;
}

describe('T2, T7: heap, timers and lanes together', () => {
  it('run everything in the one order of (time, sequence)', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 100 }), (deeds) => {
        expect(byEngine(deeds)).toEqual(byList(deeds));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('nonsense is refused where it is asked for', () => {
  test.each([
    ['a time in the past', (sim: Simulation, h: Handler) => sim.at(sim.now - 1, h, 0)],
    ['a negative delay', (sim: Simulation, h: Handler) => sim.after(-5, h, 0)],
    ['no time', (sim: Simulation, h: Handler) => sim.at(Number.NaN, h, 0)],
    ['no delay', (sim: Simulation, h: Handler) => sim.after(Number.NaN, h, 0)],
    ['never', (sim: Simulation, h: Handler) => sim.after(Number.POSITIVE_INFINITY, h, 0)],
    ['a timer in the past', (sim: Simulation, h: Handler) => sim.setTimer(sim.timer(h, 0), sim.now - 1)],
    ['a lane of no delay', (sim: Simulation, h: Handler) => sim.lane(Number.NaN, h)],
    ['a lane into the past', (sim: Simulation, h: Handler) => sim.lane(-1, h)],
  ])('%s', (_, ask) => {
    const sim = new Simulation();
    const handler = sim.handler('node.looks', () => {});
    sim.at(7, handler, 0);
    sim.runUntil(10);
    expect(() => ask(sim, handler)).toThrow(/^node\.looks was scheduled for/);
  });
});
