/** Check-ins, and what the database believes of nodes: facts 33, 50, 79, 80; rules D2, Q5. */
import { describe, expect, it } from 'vitest';
import { run, starts } from '../support/run.ts';
import { calls, MS, S } from './support.ts';

const DATABASE = `regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 10ms }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }`;

/**
 * b has 6 of 10 slots in use. With a's ten empty slots counted (6 + 2) / 20 = 0.4 < 0.6: b refuses the two tasks that
 * arrive; without them (6 + 2) / 10 = 0.8: it takes both. So the start says when the database stopped to believe in a.
 * a's first look is at 0 and its check-ins at 60 s, 120 s …
 */
function taken({
  timeline = '',
  phase = '5s',
  phaseOfA = '0s',
  arrives = '100s',
  active = '{ b: 6 }',
  database = '',
  place = '',
}): readonly (readonly [number, number])[] {
  const { told } = run(`
name: belief
duration: 10m
${database}
nodes:
  a: { taskCap: 10, phase: ${phaseOfA}, startTime: 0s${place === '' ? '' : ', at: r/b'} }
  b: { taskCap: 10, phase: ${phase}${place === '' ? '' : ', at: r/a'} }
workload:
  tasks:
    busy: { active: ${active}, steps: [ { run: 1h } ] }
    work: { arrivals: { at: [${arrives}], count: 2 }, steps: [ { run: 1h } ] }
timeline: [ ${timeline} ]
`);
  return starts(told)
    .filter(({ at }) => at > 0)
    .map(({ at, node }) => [at, node] as const);
}

/** When b takes the work, where a crashes for good at a time and looks first, and so was seen, at a phase: at 105, 125, 145 s … */
const seenAtStart = (phaseOfA: string, crash: string): number =>
  taken({ timeline: `{ at: ${crash}, crash: a }`, phaseOfA })[0]![0];

describe('belief', () => {
  it('D2, fact 19: after a crash the dead slots count until last seen + 120 s, and hold back the others', () => {
    // Last seen at 60 s, crash at 70 s: believed online until 180 s. b looks at 105, 125, 145, 165 and 185 s.
    expect(taken({ timeline: '{ at: 70s, crash: a }' })).toEqual([
      [185 * S, 1],
      [185 * S, 1],
    ]);
  });

  it('D2: at 180 s it is over, at 179.999999 s it is not', () => {
    expect(taken({ timeline: '{ at: 70s, crash: a }', phase: '0s' })[0]).toEqual([180 * S, 1]);
    expect(taken({ timeline: '{ at: 70s, crash: a }', phase: '19999999us' })[0]).toEqual([200 * S - 1, 1]);
  });

  it('D1, D2: one that crashes before its first check-in counts until it was seen at the start + 120 s', () => {
    // Seen at 0 and at 7 s, so believed online until 120 and 127 s.
    expect(seenAtStart('0s', '10s')).toBe(125 * S);
    expect(seenAtStart('7s', '10s')).toBe(145 * S);
    // It is down before the time at which it would have been seen: it was seen until then.
    expect(seenAtStart('19s', '4s')).toBe(125 * S);
    expect(seenAtStart('19s', '6s')).toBe(145 * S);
  });

  it('D2: last seen is the time of the commit', () => {
    // a is 10 ms away: the check-in that leaves at 60 s is committed at 60.007 s. b's look of 180 s decides at 180.003 s
    // and still refuses; one that begins at 180.010 s takes: 180.010 + 1 + 2 + 2 ms.
    const far = { timeline: '{ at: 70s, crash: a }', database: DATABASE, place: 'far' };
    expect(taken({ ...far, phase: '0s' })[0]).toEqual([200 * S + 5 * MS, 1]);
    expect(taken({ ...far, phase: '10ms' })[0]).toEqual([180 * S + 15 * MS, 1]);
  });

  it('D2: believedOnline is a parameter: with 60 s the slots count until 120 s', () => {
    expect(
      taken({ timeline: '{ at: 70s, crash: a }', database: 'dispatch: { believedOnline: 60s }' })[0],
    ).toEqual([125 * S, 1]);
  });

  it('fact 50: a clean stop is known at once', () => {
    expect(taken({ timeline: '{ at: 70s, stop: a }' })[0]).toEqual([105 * S, 1]);
  });

  it('Q5, assumption 2: a draining node does not count', () => {
    expect(taken({ timeline: '{ at: 70s, drain: a }' })[0]).toEqual([105 * S, 1]);
  });

  it('D3: a drain that cannot be written is known by the next check-in', () => {
    // a is cut off from 65 to 75 s and drains at 70 s; its check-in of 120 s says so: b refuses at 105 s.
    const timeline = '{ at: 65s, cut: r/a, from: r/b, for: 10s }, { at: 70s, drain: a }';
    expect(taken({ timeline, database: DATABASE, place: 'far' })[0]).toEqual([125 * S + 5 * MS, 1]);
  });

  it('D4: a node that is back counts from its check-in', () => {
    // a is down from 70 to 270 s. Work of 260 s is taken by b at 265 s; work of 271 s is refused at 285 s and waits for
    // a, which looks every 20 s from 270 s.
    const timeline = '{ at: 70s, crash: a, for: 200s }';
    expect(taken({ timeline, arrives: '260s' })[0]).toEqual([265 * S, 1]);
    expect(taken({ timeline, arrives: '271s' })[0]).toEqual([290 * S, 0]);
  });

  it('Q5: orphans are active: with four on the dead node (10 + 2) / 20 = 0.6, and b takes at once', () => {
    expect(taken({ timeline: '{ at: 70s, crash: a }', active: '{ a: 4, b: 6 }' })[0]).toEqual([105 * S, 1]);
  });
});

describe('no node is read-only', () => {
  it('facts 33, 80: an idle node makes a read every 20 s and a write every 60 s, and a scan for orphans every 5 min', () => {
    // 10 min from phase 0: looks at 0, 20 … 580 (30), check-ins at 60 … 540 (9), one scan at 300 s.
    const { told } = run(`
name: idle
duration: 10m
${DATABASE}
nodes: { a: { at: r/a, phase: 0s } }
workload: { tasks: { t: { arrivals: { at: [599s] }, steps: [ { run: 1s } ] } } }
`);
    const made = calls(told).filter(({ left }) => left < 599 * S);
    expect(made.filter(({ left, answered }) => answered - left === 1 * MS)).toHaveLength(30);
    const writes = made
      .filter(({ left, answered }) => answered - left === 2 * MS)
      .map(({ left }) => left / S);
    expect(writes).toEqual([60, 120, 180, 240, 300, 300, 360, 420, 480, 540]);
  });

  it('a node with cap 0 still checks in', () => {
    const { told } = run(`
name: ui-only
duration: 4m
${DATABASE}
nodes: { a: { at: r/a, phase: 0s }, ui: { at: r/b, phase: 3s, taskCap: 0 } }
workload: { tasks: { t: { arrivals: { at: [239s] }, steps: [ { run: 1s } ] } } }
`);
    // 5 ms there, 2 ms, 5 ms back.
    const far = calls(told).filter(({ left, answered }) => answered - left === 12 * MS);
    expect(far.map(({ left }) => left)).toEqual([63 * S, 123 * S, 183 * S]);
  });
});
