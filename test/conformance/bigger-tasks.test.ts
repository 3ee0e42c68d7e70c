/** Tasks that take several slots of a node: rule Q16. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';
import { recorder, run, type Told, valueOf } from '../support/run.ts';
import { S } from './support.ts';

/** Tasks on nodes without anything else: the times at which those of a class started, in seconds. */
function works(
  tasks: string,
  { nodes = 'n: { taskCap: 4 }', dispatch = 'policy: immediate', more = '' } = {},
) {
  return run(`
name: bigger
duration: 1h
dispatch: { ${dispatch} }
nodes: { ${nodes} }
workload:
  tasks:
${tasks}
${more}`);
}

function startsOf(told: readonly Told[], taskClass: number): number[] {
  return told
    .filter(({ what, args }) => what === 'taskStarted' && args[0] === taskClass)
    .map(({ at }) => at / S);
}

/** Three of four slots for ten minutes, then one that needs all four, then small ones. */
const BLOCKED = (small: string) => `
    first: { arrivals: { at: [0s] }, slots: 3, estimate: 10m, steps: [ { run: 10m } ] }
    big: { arrivals: { at: [10s] }, slots: 4, estimate: 10m, steps: [ { run: 10m } ] }
    small: { arrivals: { at: [20s] }, ${small} }`;

describe('tasks of several slots', () => {
  it('Q16: strict: what does not fit holds up those behind it, until it fits', () => {
    const { told } = works(BLOCKED('steps: [ { run: 5m } ]'));
    expect([0, 1, 2].map((c) => startsOf(told, c))).toEqual([[0], [600], [1200]]);
  });

  it('Q16: easy: what is over before the bigger one begins goes first, and does not delay it', () => {
    const { told } = works(BLOCKED('estimate: 5m, steps: [ { run: 5m } ]'), {
      dispatch: 'policy: immediate, backfill: easy',
    });
    expect([0, 1, 2].map((c) => startsOf(told, c))).toEqual([[0], [600], [20]]);
  });

  it('Q16: easy: what would not be over by then waits; to the second in time goes', () => {
    for (const [estimate, at] of [
      ['580s', 20],
      ['581s', 1200],
    ] as const) {
      const { told } = works(BLOCKED(`estimate: ${estimate}, steps: [ { run: 5m } ]`), {
        dispatch: 'policy: immediate, backfill: easy',
      });
      expect(startsOf(told, 2)).toEqual([at]);
    }
  });

  it('Q16: easy: what takes only slots that the bigger one leaves goes first, however long it is', () => {
    // Of four slots the first takes two, the bigger one three: one is left over then.
    const { told } = works(
      `
    first: { arrivals: { at: [0s] }, slots: 2, estimate: 10m, steps: [ { run: 10m } ] }
    big: { arrivals: { at: [10s] }, slots: 3, estimate: 10m, steps: [ { run: 10m } ] }
    long: { arrivals: { at: [20s] }, estimate: 30m, steps: [ { run: 30m } ] }
    longer: { arrivals: { at: [30s] }, estimate: 30m, steps: [ { run: 30m } ] }`,
      { dispatch: 'policy: immediate, backfill: easy' },
    );
    expect([1, 2, 3].map((c) => startsOf(told, c))).toEqual([[600], [20], [1200]]);
  });

  it('Q16: easy: what runs for longer than it was thought to is expected to end at any moment', () => {
    const { told } = works(
      `
    first: { arrivals: { at: [0s] }, slots: 3, estimate: 5m, steps: [ { run: 10m } ] }
    big: { arrivals: { at: [10s] }, slots: 4, estimate: 10m, steps: [ { run: 10m } ] }
    small: { arrivals: { at: [20s, 400s] }, estimate: 1m, steps: [ { run: 1m } ] }`,
      { dispatch: 'policy: immediate, backfill: easy' },
    );
    expect(startsOf(told, 2)).toEqual([20, 1200]);
  });

  it.each(['greedy', 'fair-share'])('Q16: looks of %s hold to it as well', (policy) => {
    const nodes = 'n: { taskCap: 4, phase: 5s }';
    const dispatch = `policy: ${policy}, every: 20s`;
    const strict = works(BLOCKED('steps: [ { run: 5m } ]'), { nodes, dispatch }).told;
    // An end is seen by the look after it (rule Q3).
    expect([0, 1, 2].map((c) => startsOf(strict, c))).toEqual([[5], [625], [1245]]);
    const easy = works(BLOCKED('estimate: 5m, steps: [ { run: 5m } ]'), {
      nodes,
      dispatch: `${dispatch}, backfill: easy`,
    }).told;
    expect([1, 2].map((c) => startsOf(easy, c))).toEqual([[625], [25]]);
  });

  it('Q16: a node that is too small for a task passes it by', () => {
    const { told } = works(
      `
    big: { queued: 2, slots: 3, steps: [ { run: 10m } ] }
    small: { queued: 3, steps: [ { run: 10m } ] }`,
      { nodes: 'little: { taskCap: 2 }, large: { taskCap: 4 }' },
    );
    expect(startsOf(told, 0)).toEqual([0, 600]);
    // Two of the small ones on the little node; the third waits for the second of the big ones, and begins beside it.
    expect(startsOf(told, 1)).toEqual([0, 0, 600]);
  });

  it('Q16, F4: slots in use, utilisation and cap count the slots of each', () => {
    const { result } = works(`    big: { arrivals: { at: [0s] }, slots: 3, steps: [ { run: 30m } ] }`, {
      nodes: 'n: { taskCap: 4 }',
    });
    expect(valueOf(result, 'slots.utilisation')).toBe(0.375);
    expect(valueOf(result, 'node.n.slots.utilisation')).toBe(0.375);
    expect(valueOf(result, 'node.n.slots.overCap')).toBe(0);
  });

  it('Q16, F6: who waits behind a bigger one waits for a slot, not for a look', () => {
    const { result } = works(BLOCKED('steps: [ { run: 5m } ]'), {
      nodes: 'n: { taskCap: 4, phase: 5s }',
      dispatch: 'policy: greedy, every: 20s',
    });
    // The bigger one, from 10 s on, until 605 s, and the next look. The small one, from 20 s on: a look, which keeps the slot
    // that is free; until 605 s; a look; while the bigger one runs, until 1 225 s; a look. And the first its look at 5 s.
    expect(valueOf(result, 'waiting.slot') * 3600).toBeCloseTo(595 + (580 + 600), 6);
    expect(valueOf(result, 'waiting.look') * 3600).toBeCloseTo(20 + (5 + 20 + 20) + 5, 6);
  });

  it('Q16, Q11: kept slots stay those of their class while a bigger task waits, and count as not there for others', () => {
    const { told } = works(
      `
    first: { arrivals: { at: [0s] }, slots: 2, steps: [ { run: 10m } ] }
    big: { arrivals: { at: [10s] }, slots: 3, steps: [ { run: 10m } ] }
    small: { arrivals: { at: [15s] }, steps: [ { run: 10m } ] }
    hotfix: { arrivals: { at: [20s] }, count: 1, steps: [ { run: 10m } ] }`.replace(', count: 1', ''),
      { nodes: 'n: { taskCap: 5, reserve: { hotfix: 2 } }' },
    );
    expect([1, 2, 3].map((c) => startsOf(told, c))).toEqual([[600], [1200], [20]]);
  });

  it('Q16, Q7: those behind go on in the moment in which the bigger one gives up', () => {
    const { told } = works(
      `
    first: { arrivals: { at: [0s] }, slots: 3, steps: [ { run: 10m } ] }
    big: { arrivals: { at: [10s] }, slots: 4, steps: [ { run: 10m } ] }
    small: { arrivals: { at: [20s] }, steps: [ { run: 5m } ] }`,
      { dispatch: 'policy: immediate, queueTimeout: 60s' },
    );
    expect([1, 2].map((c) => startsOf(told, c))).toEqual([[], [70]]);
  });

  it('Q16, Q12: what a node has taken ahead begins in the order in which it was taken', () => {
    const { told } = works(
      `
    first: { queued: 1, slots: 3, priority: top, steps: [ { run: 10m } ] }
    big: { queued: 1, slots: 4, priority: high, steps: [ { run: 10m } ] }
    small: { queued: 1, steps: [ { run: 5m } ] }`,
      { nodes: 'n: { taskCap: 4, phase: 0s }', dispatch: 'policy: greedy, prefetch: 1' },
    );
    expect([0, 1, 2].map((c) => startsOf(told, c))).toEqual([[0], [600], [1200]]);
  });

  it('Q16, D4: a crash frees all slots of what it ends', () => {
    const { told, result } = works(
      `
    big: { arrivals: { at: [0s, 5m] }, slots: 3, steps: [ { run: 10m } ] }`,
      { more: 'timeline: [ { at: 1m, crash: n, for: 1m } ]' },
    );
    expect(startsOf(told, 0)).toEqual([0, 300]);
    expect(valueOf(result, 'tasks.cancelled')).toBe(1);
  });

  it('Q16, W8: parents and children that hold each other up are named, also behind a bigger one', () => {
    const waits = (more: string) =>
      valueOf(
        works(
          `
    parent: { queued: 1, slots: 2, priority: top, steps: [ { start: child } ] }
${more}
    child: { slots: 2, steps: [ { run: 1m } ] }`,
        ).result,
        'tasks.deadlocked',
      );
    expect(waits('')).toBe(0);
    expect(waits('    other: { queued: 1, slots: 3, priority: high, steps: [ { run: 1m } ] }')).toBe(1);
  });

  it('Q16, E2: a scaler counts the slots of what waits', () => {
    const { result } = works(`    big: { queued: 3, slots: 4, steps: [ { run: 10m } ] }`, {
      nodes:
        'server: { taskCap: 0 }, n: { taskCap: 4, startTime: 0s, autoscale: { min: 1, max: 9, watch: work, target: 4, boot: 1m } }',
    });
    expect(valueOf(result, 'scaling.added')).toBe(2);
  });

  it.each(['immediate', 'greedy', 'fair-share'])(
    'Q16: tasks of two slots on twenty are tasks of one on ten: %s',
    (policy) => {
      const of = (slots: number) =>
        works(
          `    job: { arrivals: { poisson: 200/h }, slots: ${slots}, steps: [ { run: { exponential: 2m } } ] }`,
          {
            nodes: `a: { taskCap: ${6 * slots}, phase: 3s }, b: { taskCap: ${2 * slots}, phase: 8s }`,
            dispatch: `policy: ${policy}`,
          },
        );
      expect(startsOf(of(2).told, 0)).toEqual(startsOf(of(1).told, 0));
    },
  );

  it('Q16: rows of a trace say what they take and what people thought that they would', () => {
    const read = (name: string) =>
      name === 'log.csv'
        ? {
            path: name,
            text: 'arrival,duration,slots,estimate\n0,600,3,600\n10,600,4,900\n20,60,1,600\n30,60,1,300\n',
          }
        : { error: 'none' };
    const text = `
name: log
duration: 1h
dispatch: { policy: immediate, backfill: easy }
nodes: { n: { taskCap: 4 } }
workload: { tasks: { job: { arrivals: { trace: { file: log.csv } }, steps: [ { run: { from: trace } } ] } } }
`;
    const { scenario } = parseScenario({ path: 'test.yaml', text }, { read });
    const { tap, told } = recorder();
    simulate(scenario, { seed: '1', replication: 0, tap });
    // The third thinks that it would not be over in time, the fourth does.
    expect(startsOf(told, 0)).toEqual([0, 30, 600, 1200]);
  });
});
