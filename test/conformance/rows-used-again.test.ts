/** Rows of tasks, requests, calls and file operations are used again: what one begins with. */
import { expect, it } from 'vitest';
import { STATE, type Task, TaskTable } from '../../src/cluster/tasks.ts';
import { Simulation } from '../../src/engine/simulation.ts';
import { simulate } from '../../src/simulate.ts';
import { withUsedRows } from '../support/rows.ts';
import { scenarioOf } from '../support/run.ts';

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

const NODE =
  'cores: 1, startTime: 1s, serving: { slots: 3, queue: 9, dropExpired: true }, cache: { items: 99, miss: 20ms }';

/** Rows of every kind, of which every field is needed by somebody. */
const ALL = `
name: all
duration: 60s
regions: { r: [a, b] }
network: { sameZone: 1ms, crossZone: 3ms }
nodes:
  a: { at: r/a, ${NODE} }
  b: { at: r/b, ${NODE} }
loadBalancers:
  one: { at: r/a, probe: { interval: 1s, timeout: 900ms, fall: 1, rise: 1, cpu: 5ms, db: 1 } }
  two: { at: r/b, probe: { type: passive, nextUpstream: true } }
database:
  at: r/a
  cores: 1
  read: { exponential: 10ms }
  write: { exponential: 10ms }
  flush: 1ms
  pool: { size: 3, wait: 100ms }
  commandTimeout: 300ms
  connect: { cpu: 50ms }
storage: { at: r/a, latency: { exponential: 30ms }, roundTrips: 2, concurrency: 1, bandwidth: 1MB/s, perTransfer: 1MB/s, window: 64kB, patience: 20s }
dispatch: { policy: immediate }
workload:
  tasks:
    deployment: { arrivals: { poisson: 1/s }, steps: [ { db: { calls: 3, writes: 1, transaction: true } }, { read: 10kB }, { run: 1s }, { write: 20kB } ] }
  requests:
    page: { from: r/a, via: one, arrivals: { poisson: 10/s }, cpu: { exponential: 20ms }, db: { calls: 2, writes: 1, transaction: true }, read: 5kB, timeout: 500ms }
    form: { from: r/b, via: two, arrivals: { poisson: 5/s }, cpu: { exponential: 20ms }, db: 2, timeout: 300ms, retry: { attempts: 3, pause: 100ms } }
    people: { users: { count: 5, think: 1s }, from: r/b, via: two, cpu: { exponential: 20ms }, db: 1, timeout: 1s }
timeline:
  - { at: 10s, outage: database, for: 5s }
  - { at: 25s, crash: a, for: 5s }
  - { at: 40s, outage: storage, for: 5s }
  - { at: 50s, cut: r/b, from: r/a, for: 5s }
`;

it.each([true, false])('a run is the same whatever stood in its rows before: flags %s', (flag) => {
  const all = () => simulate(scenarioOf(ALL), { seed: '1', replication: 0 });
  expect(withUsedRows(flag, all)).toEqual(all());
});
