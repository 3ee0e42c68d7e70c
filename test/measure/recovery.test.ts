/** Rule F4: from a fault until the service is up for good, and until what arrived meanwhile has started. */
import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/engine/time.ts';
import { isDisruption, Recovery } from '../../src/measure/recovery.ts';
import type { TimelineAction, TimelineEntry } from '../../src/scenario/scenario.ts';

function entry(name: string, action: TimelineAction): TimelineEntry {
  return { at: 0, name, action, for: null, plan: null };
}

const CRASH = entry('crash', { do: 'crash', nodes: [0] });
const SLOW = entry('slow', { do: 'slow', target: { kind: 'database' }, to: 0.5 });
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
    const recovery = new Recovery([CRASH]);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, false);
    recovery.serviceChanged(30 * SECOND, true, false);
    recovery.serviceChanged(40 * SECOND, false, true);
    recovery.serviceChanged(55 * SECOND, true, true);
    expect(valuesOf(recovery)).toMatchObject({ 'crash.tasks.rto': 45, 'crash.ui.rto': 30 });
  });

  it('is 0 where nothing went down, and none where it did not come back', () => {
    const recovery = new Recovery([CRASH]);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(12 * SECOND, true, false);
    expect(valuesOf(recovery)).toMatchObject({
      'crash.tasks.rto': 0,
      'crash.ui.rto': 'the user interface did not come up again',
    });
  });

  it('begins at the fault also when it was down before', () => {
    const recovery = new Recovery([CRASH]);
    recovery.serviceChanged(5 * SECOND, false, false);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(17 * SECOND, true, true);
    expect(valuesOf(recovery)['crash.tasks.rto']).toBe(7);
  });

  it('ends with the next disruption: what comes up after it is its own', () => {
    const recovery = new Recovery([CRASH, SLOW, UNDRAIN]);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, true);
    // Not a disruption: it closes nothing.
    recovery.faultBegan(12 * SECOND, 2);
    recovery.faultBegan(20 * SECOND, 1);
    recovery.serviceChanged(25 * SECOND, true, true);
    expect(valuesOf(recovery)).toMatchObject({
      'crash.tasks.rto': 'tasks did not come up again',
      'crash.ui.rto': 0,
      'slow.tasks.rto': 5,
    });
    expect(valuesOf(recovery)['undrain.tasks.rto']).toBeUndefined();
  });

  it('of two that strike together is the same for both', () => {
    const recovery = new Recovery([CRASH, SLOW]);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.serviceChanged(10 * SECOND, false, false);
    recovery.faultBegan(10 * SECOND, 1);
    recovery.serviceChanged(30 * SECOND, true, true);
    expect(valuesOf(recovery)).toMatchObject({ 'crash.tasks.rto': 20, 'slow.tasks.rto': 20 });
  });

  it('is measured of disruptions only', () => {
    const kinds = [CRASH, SLOW, UNDRAIN, entry('start', { do: 'start', nodes: [0] })];
    expect(kinds.map(isDisruption)).toEqual([true, true, false, false]);
  });
});

describe('F4: backlog', () => {
  /** A fault at 10 s that ends at 60 s. */
  const struck = (): Recovery => {
    const recovery = new Recovery([CRASH]);
    recovery.faultBegan(10 * SECOND, 0);
    return recovery;
  };
  const backlog = (recovery: Recovery): number | string | undefined => valuesOf(recovery)['crash.backlog'];

  it('is until the last that arrived between the fault and 5 minutes after its end has started', () => {
    const recovery = struck();
    const last = 60 * SECOND + 5 * MINUTE;
    recovery.taskArrived(20 * SECOND);
    recovery.faultEnded(60 * SECOND, 0);
    recovery.taskArrived(last);
    recovery.taskArrived(last + 1);
    recovery.taskStarted(100 * SECOND, 20 * SECOND);
    expect(backlog(recovery)).toBe('1 tasks had not started');
    recovery.taskStarted(last + 40 * SECOND, last);
    recovery.taskStarted(last + 90 * SECOND, last + 1);
    expect(backlog(recovery)).toBe(50 + 300 + 40);
  });

  it('leaves out what arrived before the fault and what was refused', () => {
    const recovery = struck();
    recovery.taskArrived(30 * SECOND);
    recovery.taskArrived(40 * SECOND);
    recovery.taskEndedUnstarted(40 * SECOND, true);
    recovery.taskStarted(35 * SECOND, 30 * SECOND);
    recovery.taskStarted(900 * SECOND, 9 * SECOND);
    recovery.faultEnded(60 * SECOND, 0);
    expect(backlog(recovery)).toBe(25);
  });

  it('is none where something never started', () => {
    const recovery = struck();
    recovery.taskArrived(30 * SECOND);
    recovery.taskEndedUnstarted(50 * SECOND, false);
    expect(backlog(recovery)).toBe('1 tasks never started');
  });

  it('holds what arrived at its very instant, before it or after it, unless that has started', () => {
    const recovery = new Recovery([CRASH]);
    recovery.taskArrived(9 * SECOND);
    for (let i = 0; i < 4; i += 1) recovery.taskArrived(10 * SECOND);
    recovery.taskStarted(10 * SECOND, 10 * SECOND);
    recovery.taskEndedUnstarted(10 * SECOND, true);
    recovery.faultBegan(10 * SECOND, 0);
    recovery.taskArrived(10 * SECOND);
    expect(backlog(recovery)).toBe('3 tasks had not started');
    for (let i = 1; i <= 3; i += 1) recovery.taskStarted((10 + i) * SECOND, 10 * SECOND);
    recovery.taskStarted(50 * SECOND, 9 * SECOND);
    expect(backlog(recovery)).toBe(3);
  });

  it('is 0 where nothing arrived', () => {
    expect(backlog(struck())).toBe(0);
  });
});

describe('F4: what a recovery lost', () => {
  it('is the longest time and the sum of the tasks; nothing where none was told', () => {
    const recovery = new Recovery([CRASH, SLOW]);
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
