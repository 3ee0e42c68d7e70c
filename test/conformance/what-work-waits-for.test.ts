/** What work waits for, measured while it waits, worked out by hand: rule F6. */
import { describe, expect, it } from 'vitest';
import { heldBackWords, overloadWords, refusalWords } from '../../src/report/held-back.ts';
import { runAnswer } from '../../src/report/run-facts.ts';
import { estimates } from '../../src/study/estimates/estimate.ts';
import { studyOf } from '../../src/study/replications/replicate.ts';
import { run, scenarioOf, valueOf } from '../support/run.ts';

const WAITS = ['slot', 'node', 'look', 'lock', 'tag', 'held', 'connection', 'database', 'storage', 'cpu'];

/** Summed waits (s) of all by what they waited for; those that are 0 are left out. */
function waitsOf(text: string): Record<string, number> {
  const { result, scenario } = run(text);
  const seconds = scenario.duration / 1e6;
  const all = WAITS.map((wait) => [wait, valueOf(result, `waiting.${wait}`) * seconds] as const);
  return Object.fromEntries(
    all.filter(([, sum]) => sum > 0).map(([wait, sum]) => [wait, Number(sum.toFixed(3))]),
  );
}

const hour = (nodes: string, tasks: string, more = '') => `
name: hour
duration: 1h
${more}
nodes: { ${nodes} }
workload: { tasks: { ${tasks} } }
`;

describe('a task in the queue waits for', () => {
  it('F6: a slot, while all are taken: two slots, four tasks of 10 min', () => {
    const text = hour(
      'a: { taskCap: 2 }',
      't: { queued: 4, steps: [ { run: 10m } ] }',
      'dispatch: { policy: immediate }',
    );
    // The third and fourth wait 10 min each.
    expect(waitsOf(text)).toEqual({ slot: 1200 });
  });

  it('F6: the next look, while a slot is free', () => {
    const text = hour(
      'a: { taskCap: 2, phase: 5s }',
      't: { arrivals: { at: [10s] }, steps: [ { run: 10s } ] }',
    );
    // Looks at 5 s, 25 s …
    expect(waitsOf(text)).toEqual({ look: 15 });
  });

  it('F6: a slot, then the look after it was freed', () => {
    const text = hour(
      'a: { taskCap: 1, phase: 0s }',
      't: { arrivals: { at: [0s, 1s] }, steps: [ { run: 30s } ] }',
    );
    // The look at 0 s is over when they arrive: 20 s and 19 s until the next. The first runs from 20 s to 50 s; the second
    // waits 30 s for its slot and 10 s for the look at 60 s.
    expect(waitsOf(text)).toEqual({ slot: 30, look: 20 + 19 + 10 });
  });

  it('F6, Q11: a slot, where the only free one is kept for others, from when they left it', () => {
    const text = hour(
      'a: { taskCap: 3, phase: 1s, reserve: { hotfix: 1 } }',
      'hotfix: { queued: 1, steps: [ { run: 10s } ] }, t: { queued: 3, steps: [ { run: 2h } ] }',
    );
    // All four until the first look, one of t for the rest of the hour.
    expect(waitsOf(text)).toEqual({ look: 4, slot: 3599 });
  });

  it('F6, Q11, Q16: the next look, where a slot is kept for it; a slot behind a bigger task, also when others leave theirs', () => {
    const text = hour(
      'a: { taskCap: 5, phase: 0s, reserve: { hotfix: 2 } }',
      `first: { queued: 1, slots: 2, steps: [ { run: 2h } ] },
      hotfix: { queued: 2, arrivals: { at: [31s] }, steps: [ { run: 30s } ] },
      big: { slots: 3, arrivals: { at: [1s] }, steps: [ { run: 2h } ] },
      small: { arrivals: { at: [1s] }, steps: [ { run: 2h } ] }`,
      'dispatch: { policy: greedy }',
    );
    // The small one has the free slot until the look of 20 s finds that the bigger one before it does not fit. The third
    // hotfix waits from 31 s to 40 s.
    expect(waitsOf(text)).toEqual({ look: 19 + 9, slot: 3599 + 3580 });
  });

  it('F6: a node, while none is able: the only one is away for 5 min and starts in 1', () => {
    const text = hour(
      'a: { taskCap: 5, startTime: 60s }',
      't: { arrivals: { at: [10m] }, startedBy: schedule, steps: [ { run: 1s } ] }',
      'dispatch: { policy: immediate }\ntimeline: [ { at: 9m, drain: a }, { at: 15m, undrain: a } ]',
    );
    expect(waitsOf(text)).toEqual({ node: 300 });
  });

  it('F6, Q11, Q16: a node, while none that is able ever has room for it', () => {
    const awayFor5Min = (nodes: string, slots: string) =>
      waitsOf(
        hour(
          `a: { taskCap: 2 }, b: { ${nodes} }`,
          `t: { arrivals: { at: [10m] }, startedBy: schedule, ${slots}steps: [ { run: 1s } ] }`,
          'dispatch: { policy: immediate }\ntimeline: [ { at: 9m, drain: a }, { at: 15m, undrain: a } ]',
        ),
      );
    expect(awayFor5Min('taskCap: 1', 'slots: 2, ')).toEqual({ node: 300 });
    const others = 'steps: [ { run: 1s } ] }, hotfix: { arrivals: { at: [50m] }, ';
    expect(awayFor5Min('taskCap: 1, reserve: { hotfix: 1 }', others)).toEqual({ node: 300 });
  });

  it('F6: the task before it of its tag, however many slots are free', () => {
    const text = hour(
      'a: { taskCap: 9 }',
      't: { queued: 3, exclusivePer: project, steps: [ { run: 5m } ] }',
      'dispatch: { policy: immediate }',
    );
    // The second waits 5 min, the third 10.
    expect(waitsOf(text)).toEqual({ tag: 900 });
  });

  it('F6: somebody to queue it, while the user interface is away', () => {
    const text = hour(
      'a: { startTime: 60s }',
      't: { arrivals: { at: [10m] }, startedBy: people, whenDown: hold, steps: [ { run: 1s } ] }',
      'dispatch: { policy: immediate }\ntimeline: [ { at: 9m, crash: a, for: 5m } ]',
    );
    expect(waitsOf(text)).toEqual({ held: 300 });
  });

  it('F6: the queue lock that looks wait for', () => {
    const text = hour(
      'a: { taskCap: 1, phase: 0s, startTime: 0s }, b: { taskCap: 1, phase: 0s, startTime: 0s }',
      't: { queued: 2, steps: [ { run: 1s } ] }',
      `regions: { local: [a] }
network: { sameZone: 0us }
database: { at: local/a, cores: 9, read: 1s, write: 2s, flush: 0ms }`,
    );
    // Both ask at 1 s and are heard at 3 s; a takes by 5 s, and what frees the lock is there at once; b takes by 7 s.
    const { lock, look } = waitsOf(text);
    expect(lock).toBe(2 * 2);
    expect(look).toBe(2 * 3 + 2);
  });
});

describe('what runs waits for', () => {
  it('F6: cores: two steps of 10 s on one core', () => {
    const text = hour(
      'a: { taskCap: 2, cores: 1 }',
      't: { queued: 2, steps: [ { cpu: 10s } ] }',
      'dispatch: { policy: immediate }',
    );
    // Both take 20 s at half speed: each loses 10 s.
    expect(waitsOf(text)).toEqual({ cpu: 20 });
  });

  it('F6: a core of the database and a connection to it', () => {
    const text = hour(
      'a: { taskCap: 3, startTime: 0s }',
      't: { queued: 3, steps: [ { db: 1 } ] }',
      `dispatch: { policy: immediate }
network: { sameZone: 0us }
database: { at: local/a, cores: 1, read: 10s, write: 1us, flush: 0ms, pool: { size: 2, wait: 1m } }`,
    );
    const waits = waitsOf(text);
    // Calls one after another, 10 s each. For a connection the third waits until 10 s, the end of the first until 20 s, that
    // of the second until 30 s; for the core the second until 10 s, the third from 10 s to 20 s, the first's end until 30 s.
    expect(waits.connection).toBeCloseTo(30, 2);
    expect(waits.database).toBeCloseTo(30, 2);
  });
});

/** Sentences of one replication. */
function said(text: string, words: typeof heldBackWords): string[] {
  const { scenario, result } = run(text);
  return words(scenario, estimates(scenario, [result])).map((one) => one.replaceAll('\u00a0', ' '));
}

describe('the sentence names', () => {
  it('F6: the slots of the peak, not the mean of the day', () => {
    const text = hour(
      'a: { taskCap: 2, phase: 0s }',
      't: { arrivals: { at: [10m], count: 10 }, steps: [ { run: 2m } ] }',
    );
    expect(valueOf(run(text).result, 'slots.utilisation')).toBeLessThan(0.2);
    expect(said(text, heldBackWords)[0]).toContain('Work waited for a free task slot (');
  });

  it('F6: concurrency tags where slots are free', () => {
    const text = hour(
      'a: { taskCap: 9 }',
      't: { queued: 3, exclusivePer: project, steps: [ { run: 5m } ] }',
      'dispatch: { policy: immediate }',
    );
    expect(said(text, heldBackWords)).toEqual([
      'Work waited for the task before it of the same concurrency tag (100 % of the waiting).',
    ]);
  });

  it('F6: nothing where nothing waited', () => {
    const text = hour(
      'a: { taskCap: 9 }',
      't: { queued: 3, steps: [ { run: 5m } ] }',
      'dispatch: { policy: immediate }',
    );
    expect(said(text, heldBackWords)).toEqual([]);
  });

  it('F6: then what is nearest to it: slots, with what holds them, or connections', () => {
    const answer = (text: string): string => {
      const { scenario, result } = run(text);
      return runAnswer(studyOf(scenario, '1', [result]), []).replaceAll('\u00a0', ' ');
    };
    // Three tasks of 4 min on targets and 1 min of their own, in an hour of nine slots.
    const slots = hour(
      'a: { taskCap: 9, cores: 8 }',
      't: { queued: 3, steps: [ { run: 4m }, { cpu: 1m } ] }',
      'dispatch: { policy: immediate }',
    );
    expect(answer(slots)).toContain(
      'Busiest: the task slots, 2.8 % in use, 80 % of that for work on targets.',
    );
    // Three calls of 1 min in a pool of four, on 90 slots and 8 cores.
    const pool = hour(
      'a: { taskCap: 90 }',
      't: { queued: 3, steps: [ { db: 1 } ] }',
      'dispatch: { policy: immediate }\ndatabase: { cores: 8, read: 1m, write: 0s, flush: 0s, commandTimeout: 5m, pool: { size: 4 } }',
    );
    expect(answer(pool)).toContain('Busiest: the database connections');
  });

  it('F6: the licence that refuses everything', () => {
    const text = hour(
      'a: { count: 3 }',
      'deployment: { arrivals: { at: [10m], count: 10 }, startedBy: people, steps: [ { run: 2m } ] }',
      'licence: 2',
    );
    expect(said(text, refusalWords)).toEqual([
      '100 % of the tasks were refused, as more nodes were online than the 2 of the licence',
    ]);
    const { result } = run(text);
    expect(valueOf(result, 'tasks.refusedByLicence')).toBe(10);
    expect(valueOf(result, 'tasks.deployment.refused')).toBe(10);
  });

  it('F6, S2: the storage, while that is away, also until the operation fails', () => {
    // A transfer of 4 s waits 10 s for the store from 2 s on and starts afresh; the next waits 30 s from 60 s on, and fails.
    const text = hour(
      'a: { phase: 0s }',
      't: { arrivals: { at: [0s, 60s] }, steps: [ { read: 4MB } ] }',
      `dispatch: { policy: immediate }
network: { sameZone: 0us }
storage: { latency: 0s, bandwidth: 1MB/s, perTransfer: 1MB/s }
timeline: [ { at: 2s, outage: storage, for: 10s }, { at: 59s, outage: storage, for: 60s } ]`,
    );
    expect(waitsOf(text)).toEqual({ storage: 10 + 30 });
    expect(valueOf(run(text).result, 'tasks.failed')).toBe(1);
  });

  it('F6: maintenance mode, and a user interface that is away', () => {
    const text = hour(
      'a: { startTime: 60s }',
      'deployment: { arrivals: { at: [10m, 20m, 30m] }, startedBy: people, steps: [ { run: 1s } ] }',
      'timeline: [ { at: 9m, crash: a, for: 5m }, { at: 19m, maintenance: on, for: 5m } ]',
    );
    const { result } = run(text);
    expect(valueOf(result, 'tasks.refusedWithoutUi')).toBe(1);
    expect(valueOf(result, 'tasks.refusedInMaintenance')).toBe(1);
  });

  it('F6: a day with more work than its slots can do', () => {
    const day = (more: string) =>
      overloadWords(scenarioOf(hour('a: { taskCap: 2 }', `t: { ${more} steps: [ { run: 6m } ] }`))).map(
        (one) => one.replaceAll('\u00a0', ' '),
      );
    // Two slots do 20 tasks of 6 min in the hour.
    expect(day('arrivals: { every: 6m }, queued: 10,')).toEqual([]);
    expect(day('arrivals: { every: 6m }, queued: 20,')).toEqual([
      'There is 1.5× the work that the slots can do in this time (ρ = 1.50): it would take 3 instead of 2, and how long work waits depends on when the day ends.',
    ]);
  });
});
