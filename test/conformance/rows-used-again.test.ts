/** Rows of tasks are used again: what one begins with. */
import { expect, it } from 'vitest';
import { STATE, type Task, TaskTable } from '../../src/cluster/tasks.ts';
import { Simulation } from '../../src/engine/simulation.ts';

const KEY = { keyHigh: 1, keyLow: 2 };

/** Writes its own name into every field of a task; those that its table goes by stay. */
function mark(task: Task): void {
  for (const field of Object.keys(task))
    if (!['index', 'isUsed', 'state', 'taskClass'].includes(field)) Object.assign(task, { [field]: field });
}

/** The fields in which a name stands. */
const marked = (task: Task): string[] =>
  Object.entries(task).flatMap(([field, value]) => (field === value ? [field] : []));

/** They have a value from when they are first needed, by whoever needs them. */
const GIVEN_LATER = [
  ...['slots', 'line', 'band', 'place', 'next', 'previous', 'timeout'], // when it joins the queue
  ...['slotSince', 'orphanedAt', 'ofBrood'], // with its slot, at the loss of its node, with its parent
  ...['waitFor', 'due', 'workerSince', 'awaits'], // with what it waits for
];

it('a task has nothing of the one that was in its row before', () => {
  const tasks = new TaskTable(new Simulation(), 1);
  const first = tasks.add(0, STATE.queued, KEY, 3);
  mark(first);
  tasks.remove(first, STATE.queued, 'succeeded');
  const second = tasks.add(0, STATE.queued, KEY, 4);
  expect(second).toBe(first);
  expect(marked(second).toSorted()).toEqual(GIVEN_LATER.toSorted());
});

it('Q10: the row that a ghost leaves is of the same task, which has run so far and waits for nothing', () => {
  const tasks = new TaskTable(new Simulation(), 1);
  const ghost = tasks.add(0, STATE.running, KEY, 3);
  mark(ghost);
  const row = tasks.splitGhost(ghost);
  expect(marked(row).toSorted()).toEqual(
    [
      ...['keyHigh', 'keyLow', 'traceRow', 'slots', 'line', 'tag', 'project', 'order', 'band'],
      ...['arrived', 'started', 'hasStarted', 'knownSince', 'takenAt'],
      ...['step', 'tries', 'avoids', 'parent', 'ofBrood'],
    ].toSorted(),
  );
  expect(tasks.arrivals[0]).toBe(1);
});
