/** Rule F4: from a fault until the service is up for good, and until what arrived meanwhile has started. */
import { describe, expect, it } from 'vitest';
import type { RefusalReason } from '../../src/cluster/observer.ts';
import { SECOND } from '../../src/engine/time.ts';
import type { HeldUpWork } from '../../src/measure/backlog.ts';
import { isDisruption, Recovery } from '../../src/measure/recovery.ts';
import type { TimelineAction, TimelineEntry } from '../../src/scenario/scenario.ts';

/** Every task that waits is held up. */
const HELD: HeldUpWork = { slots: () => [], isOutside: () => true, isFull: () => true };

function entry(name: string, action: TimelineAction): TimelineEntry {
  return { at: 0, name, action, for: null, plan: null };
}

const CRASH = entry('crash', { do: 'crash', nodes: [0] });
const SLOW = entry('slow', { do: 'slow', target: { kind: 'database' }, to: 0.5 });
const CUT = entry('cut', { do: 'cut', from: [0], to: [1] } as never);
const UNDRAIN = entry('undrain', { do: 'undrain', nodes: [0] });

/** Values as numbers in seconds, or the reason why there is none. */
function valuesOf(recovery: Recovery): Record<string, number | string | undefined> {
  return Object.fromEntries(
    Object.entries(recovery.values()).map(([name, { sum, per, reason }]) => [
      name.replace('recovery.', ''),
      per === 0 ? reason : sum / per,
    ]),
  );
}

describe('F4: recovery time', () => {
  it('is until each service is up and stays up', () => {
    const recovery = new Recovery([CRASH], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, false, 0);
    recovery.serviceChanged(30 * SECOND, true, false, 9);
    recovery.serviceChanged(40 * SECOND, false, true, 0);
    recovery.serviceChanged(55 * SECOND, true, true, 9);
    expect(valuesOf(recovery)).toMatchObject({ 'crash.tasks.rto': 45, 'crash.ui.rto': 30 });
  });

  it('is 0 where nothing went down, and none where it did not come back', () => {
    const recovery = new Recovery([CRASH], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(12 * SECOND, true, false, 9);
    expect(valuesOf(recovery)).toMatchObject({
      'crash.tasks.rto': 0,
      'crash.ui.rto': 'the user interface did not come up again',
    });
  });

  it('begins at the fault also when it was down before', () => {
    const recovery = new Recovery([CRASH], HELD);
    recovery.serviceChanged(5 * SECOND, false, false, 0);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(17 * SECOND, true, true, 9);
    expect(valuesOf(recovery)['crash.tasks.rto']).toBe(7);
  });

  it('ends when the service is back, whatever else began meanwhile', () => {
    const recovery = new Recovery([CRASH, SLOW, UNDRAIN], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true, 0);
    recovery.faultBegan(12 * SECOND, 2);
    recovery.faultBegan(20 * SECOND, 1);
    recovery.serviceChanged(25 * SECOND, true, true, 9);
    expect(valuesOf(recovery)).toMatchObject({
      'crash.tasks.rto': 15,
      'crash.ui.rto': 0,
      'slow.tasks.rto': 5,
    });
    expect(valuesOf(recovery)['undrain.tasks.rto']).toBeUndefined();
  });

  it('is not stretched by what a later one, of the timeline or by chance, takes away', () => {
    const recovery = new Recovery([CRASH, CUT], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, false, 0);
    recovery.serviceChanged(30 * SECOND, true, true, 9);
    recovery.faultBegan(50 * SECOND, 1);
    recovery.serviceChanged(50 * SECOND, false, true, 0);
    recovery.serviceChanged(57 * SECOND, true, true, 9);
    recovery.failureBegan(80 * SECOND);
    recovery.serviceChanged(81 * SECOND, false, false, 0);
    expect(valuesOf(recovery)).toMatchObject({ 'crash.tasks.rto': 20, 'cut.tasks.rto': 7, 'cut.ui.rto': 0 });
  });

  it('of what goes on in steps is its own, also after something else has begun', () => {
    // The drain takes the tasks at 40 s, 20 s after the slow database began.
    const recovery = new Recovery([entry('patch', { do: 'upgrade' } as TimelineAction), SLOW], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.faultBegan(20 * SECOND, 1);
    recovery.serviceChanged(40 * SECOND, false, true, 0);
    recovery.serviceChanged(60 * SECOND, true, true, 9);
    expect(valuesOf(recovery)['patch.tasks.rto']).toBe(50);
  });

  it('of two that strike together is the same for both', () => {
    const recovery = new Recovery([CRASH, SLOW], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, false, 0);
    recovery.faultBegan(10 * SECOND, 1);
    recovery.serviceChanged(30 * SECOND, true, true, 9);
    expect(valuesOf(recovery)).toMatchObject({ 'crash.tasks.rto': 20, 'slow.tasks.rto': 20 });
  });

  it('is measured of disruptions only', () => {
    const kinds = [CRASH, SLOW, UNDRAIN, entry('start', { do: 'start', nodes: [0] })];
    expect(kinds.map(isDisruption)).toEqual([true, true, false, false]);
  });
});

describe('the longest outage', () => {
  const TWO = [entry('one', { do: 'crash', nodes: [0] }), entry('other', { do: 'crash', nodes: [0] })];
  const longest = (...outages: readonly (readonly [number, number])[]) => {
    const recovery = new Recovery(TWO, HELD);
    for (const [i, [from, to]] of outages.entries()) {
      recovery.faultBegan(from * SECOND, i);
      recovery.serviceChanged(from * SECOND, false, true, 0);
      recovery.serviceChanged(to * SECOND, true, true, 9);
    }
    const users = outages.map(([from, to]) => {
      return { from: from * SECOND, metUntil: from * SECOND, to: to * SECOND };
    });
    return recovery.longest(users);
  };

  it('is of the faults of all that are equally long, as the longest recovery is', () => {
    const both = { sum: 20, per: 1, of: ['one', 'other'] };
    expect(longest([10, 30], [100, 120])).toEqual({
      'outage.users.longest': both,
      'outage.tasks.longest': both,
      'outage.ui.longest': { sum: 0, per: 1 },
    });
  });

  it('is of no shorter one', () => {
    const of = (which: string, sum: number) => ({ sum, per: 1, of: [which] });
    expect(longest([10, 31], [100, 120])).toMatchObject({
      'outage.users.longest': of('one', 21),
      'outage.tasks.longest': of('one', 21),
    });
    expect(longest([10, 30], [100, 121])).toMatchObject({
      'outage.users.longest': of('other', 21),
      'outage.tasks.longest': of('other', 21),
    });
  });
});

describe('F4: backlog', () => {
  /** A fault at 10 s that takes the slots until 60 s; so many tasks wait already. */
  const struck = (waiting = 0, held: HeldUpWork = HELD): Recovery => {
    const recovery = new Recovery([CRASH], held);
    recovery.serviceChanged(0, true, true, 9);
    for (let i = 0; i < waiting; i += 1) recovery.taskArrived(9 * SECOND);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true, 0);
    return recovery;
  };
  const repaired = (recovery: Recovery): void => {
    recovery.faultEnded(60 * SECOND, 0);
    recovery.serviceChanged(60 * SECOND, true, true, 9);
  };
  const refuse = (recovery: Recovery, at: number, reason: RefusalReason): void => {
    recovery.taskRefused(reason);
    recovery.taskEndedUnstarted(at, at, 'refused');
  };
  const backlog = (recovery: Recovery): number | string | undefined => valuesOf(recovery)['crash.backlog'];

  it('is until the queue is back where it was', () => {
    const recovery = struck(2);
    recovery.taskArrived(20 * SECOND);
    recovery.taskArrived(30 * SECOND);
    repaired(recovery);
    recovery.taskStarted(100 * SECOND, 9 * SECOND);
    expect(backlog(recovery)).toBe('1 task more than before the fault had not started');
    recovery.taskStarted(110 * SECOND, 9 * SECOND);
    recovery.taskStarted(190 * SECOND, 20 * SECOND);
    // 2 waited before, 2 wait again from 110 s on.
    expect(backlog(recovery)).toBe(100);
  });

  it('leaves out what comes after it, however long that waits', () => {
    const recovery = struck();
    recovery.taskArrived(20 * SECOND);
    repaired(recovery);
    recovery.taskStarted(70 * SECOND, 20 * SECOND);
    recovery.taskArrived(80 * SECOND);
    recovery.taskStarted(900 * SECOND, 80 * SECOND);
    expect(backlog(recovery)).toBe(60);
  });

  it('of one without end is followed until the queue is back, and none where it never is', () => {
    const recovery = struck();
    recovery.taskArrived(2000 * SECOND);
    expect(backlog(recovery)).toBe('1 task more than before the fault had not started');
    recovery.taskStarted(3000 * SECOND, 2000 * SECOND);
    expect(backlog(recovery)).toBe(2990);
  });

  it('is 0 where nothing was held up: a wait for the next look is none of its', () => {
    const recovery = struck(0, { ...HELD, isOutside: () => false, isFull: () => false });
    recovery.taskArrived(20 * SECOND);
    recovery.taskStarted(39 * SECOND, 20 * SECOND);
    expect(backlog(recovery)).toBe(0);
  });

  it('work that waits for the user interface is of the disruption that took that, not of one that took slots', () => {
    // Of the slots that are left some are free.
    const recovery = new Recovery([CUT, CRASH], { ...HELD, isFull: () => false });
    recovery.serviceChanged(0, true, true, 9);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, true, false, 9);
    recovery.faultBegan(20 * SECOND, 1);
    recovery.serviceChanged(20 * SECOND, true, false, 5);
    recovery.taskArrived(25 * SECOND);
    recovery.serviceChanged(60 * SECOND, true, true, 5);
    recovery.taskStarted(61 * SECOND, 25 * SECOND);
    expect(valuesOf(recovery)).toMatchObject({ 'cut.backlog': 51, 'crash.backlog': 0 });
  });

  it('is 0 where it took no slot, whatever the queue does', () => {
    const recovery = new Recovery([CRASH], HELD);
    recovery.serviceChanged(0, true, true, 9);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.taskArrived(20 * SECOND);
    recovery.taskStarted(900 * SECOND, 20 * SECOND);
    expect(backlog(recovery)).toBe(0);
  });

  it('of one that is worked off is not that of a later one', () => {
    const recovery = struck();
    recovery.taskArrived(20 * SECOND);
    recovery.taskStarted(30 * SECOND, 20 * SECOND);
    recovery.failureBegan(100 * SECOND);
    recovery.serviceChanged(100 * SECOND, false, false, 0);
    recovery.taskArrived(110 * SECOND);
    recovery.taskStarted(900 * SECOND, 110 * SECOND);
    recovery.taskArrived(910 * SECOND);
    refuse(recovery, 910 * SECOND, 'ui');
    expect(backlog(recovery)).toBe(20);
  });

  it('of one that has held nothing is not what waits from its end, where another begins in that instant', () => {
    const recovery = new Recovery([CUT, CRASH], HELD);
    recovery.serviceChanged(0, true, true, 9);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.taskArrived(15 * SECOND);
    recovery.taskStarted(20 * SECOND, 15 * SECOND);
    recovery.faultBegan(60 * SECOND, 1);
    recovery.serviceChanged(60 * SECOND, false, true, 0);
    recovery.taskArrived(60 * SECOND);
    recovery.faultEnded(60 * SECOND, 0);
    recovery.taskArrived(70 * SECOND);
    recovery.serviceChanged(80 * SECOND, true, true, 9);
    for (const arrived of [60, 70]) recovery.taskStarted(90 * SECOND, arrived * SECOND);
    expect(valuesOf(recovery)).toMatchObject({ 'cut.backlog': 0, 'crash.backlog': 30 });
  });

  it('of one that holds work when it ends is that to the end, whatever begins in that instant', () => {
    const recovery = new Recovery([CUT, CRASH], HELD);
    recovery.serviceChanged(0, true, true, 9);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true, 0);
    recovery.taskArrived(15 * SECOND);
    recovery.faultBegan(60 * SECOND, 1);
    recovery.faultEnded(60 * SECOND, 0);
    recovery.serviceChanged(80 * SECOND, true, true, 9);
    recovery.taskStarted(90 * SECOND, 15 * SECOND);
    expect(valuesOf(recovery)).toMatchObject({ 'cut.backlog': 80 });
  });

  it('of something slow is what waits while it lasts', () => {
    const recovery = new Recovery([SLOW], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.taskArrived(20 * SECOND);
    recovery.faultEnded(30 * SECOND, 0);
    recovery.taskStarted(50 * SECOND, 20 * SECOND);
    recovery.taskArrived(60 * SECOND);
    recovery.taskStarted(70 * SECOND, 60 * SECOND);
    expect(valuesOf(recovery)['slow.backlog']).toBe(40);
  });

  it('is none where something gave up, or was refused since the interface was away', () => {
    const timedOut = struck();
    timedOut.taskArrived(30 * SECOND);
    timedOut.taskEndedUnstarted(50 * SECOND, 30 * SECOND, 'timedOut');
    expect(backlog(timedOut)).toBe('1 task never started');
    const refused = struck();
    refused.serviceChanged(30 * SECOND, false, false, 0);
    refused.taskArrived(40 * SECOND);
    refuse(refused, 40 * SECOND, 'ui');
    // Of no fault is what the licence refuses, or maintenance that is not its own.
    refused.taskArrived(41 * SECOND);
    refuse(refused, 41 * SECOND, 'licence');
    refused.taskArrived(42 * SECOND);
    refuse(refused, 42 * SECOND, 'maintenance');
    repaired(refused);
    refused.taskArrived(70 * SECOND);
    refuse(refused, 70 * SECOND, 'ui');
    expect(backlog(refused)).toBe('1 task was refused');
  });

  it('is none the less where something gave up that had waited before', () => {
    const recovery = struck(1);
    recovery.taskArrived(20 * SECOND);
    recovery.taskEndedUnstarted(30 * SECOND, 9 * SECOND, 'timedOut');
    repaired(recovery);
    expect(backlog(recovery)).toBe(20);
  });

  it('is none where maintenance or an upgrade refused something, while it lasted', () => {
    for (const verb of ['maintenance', 'upgrade']) {
      const recovery = new Recovery([entry('crash', { do: verb } as TimelineAction)], HELD);
      recovery.faultBegan(10 * SECOND, 0);
      recovery.taskArrived(20 * SECOND);
      refuse(recovery, 20 * SECOND, 'maintenance');
      recovery.taskArrived(30 * SECOND);
      refuse(recovery, 30 * SECOND, 'licence');
      recovery.faultEnded(60 * SECOND, 0);
      expect(backlog(recovery)).toBe('1 task was refused');
      const later = new Recovery([entry('crash', { do: verb } as TimelineAction)], HELD);
      later.faultBegan(10 * SECOND, 0);
      later.faultEnded(60 * SECOND, 0);
      later.taskArrived(70 * SECOND);
      refuse(later, 70 * SECOND, 'maintenance');
      expect(backlog(later)).toBe(0);
    }
  });

  it('holds what arrived at its very instant, before it or after it, unless that has started', () => {
    const recovery = new Recovery([CRASH], HELD);
    recovery.serviceChanged(0, true, true, 9);
    recovery.taskArrived(9 * SECOND);
    for (let i = 0; i < 4; i += 1) recovery.taskArrived(10 * SECOND);
    recovery.taskStarted(10 * SECOND, 10 * SECOND);
    refuse(recovery, 10 * SECOND, 'ui');
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true, 0);
    recovery.taskArrived(10 * SECOND);
    expect(backlog(recovery)).toBe('3 tasks more than before the fault had not started');
  });
});

describe('F4: what a recovery lost', () => {
  it('is the longest time and the sum of the tasks; nothing where none was told', () => {
    const recovery = new Recovery([CRASH, SLOW], HELD);
    recovery.dataLost(0, SECOND, 1);
    recovery.faultBegan(0, 0);
    recovery.faultBegan(0, 1);
    recovery.dataLost(0, 5 * SECOND, 3);
    recovery.dataLost(0, 2 * SECOND, 1);
    expect(valuesOf(recovery)).toMatchObject({
      'crash.rpo.seconds': 5,
      'crash.rpo.tasks': 4,
      'slow.rpo.seconds': 0,
      'slow.rpo.tasks': 0,
    });
  });
});

describe('F4: all disruptions of a run together', () => {
  it('have the worst recovery of each kind, and the losses of all', () => {
    const recovery = new Recovery([CRASH, SLOW], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true, 0);
    recovery.dataLost(0, 60 * SECOND, 2);
    recovery.serviceChanged(40 * SECOND, true, true, 9);
    recovery.faultEnded(40 * SECOND, 0);
    recovery.faultBegan(100 * SECOND, 1);
    recovery.serviceChanged(100 * SECOND, false, false, 0);
    recovery.dataLost(1, 5 * SECOND, 3);
    recovery.serviceChanged(110 * SECOND, true, true, 9);
    expect(valuesOf(recovery)).toMatchObject({
      'tasks.rto': 30,
      'ui.rto': 10,
      'rpo.seconds': 60,
      'rpo.tasks': 5,
      normal: 30,
    });
  });

  it('have none where one of them did not come back', () => {
    const recovery = new Recovery([CRASH, SLOW], HELD);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true, 0);
    recovery.serviceChanged(40 * SECOND, true, true, 9);
    recovery.faultBegan(100 * SECOND, 1);
    recovery.serviceChanged(100 * SECOND, false, true, 0);
    expect(valuesOf(recovery)).toMatchObject({ 'tasks.rto': 'tasks did not come up again', 'ui.rto': 0 });
    expect(valuesOf(recovery)['normal']).toBe('tasks did not come up again');
  });

  it('the longest outage is one without a break', () => {
    const recovery = new Recovery([CRASH], HELD);
    for (const [at, tasks, ui] of [
      [10, false, true],
      // Still down, with fewer slots.
      [25, false, true],
      [40, true, true],
      [50, false, false],
      [70, true, false],
    ] as const)
      recovery.serviceChanged(at * SECOND, tasks, ui, 0);
    expect(recovery.longest()['outage.tasks.longest']).toEqual({ sum: 30, per: 1 });
    expect(recovery.longest()['outage.ui.longest']).toMatchObject({ per: 0 });
  });
});
