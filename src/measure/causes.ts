/**
 * What the time of work goes to: the causes among which attribution divides every µs of a task's turnaround and of a
 * request's latency, each µs to one (rule F9).
 */
import type { WorkStage } from '../cluster/observer.ts';

export const CAUSES = [
  /** A task that has not started: outside the queue, behind its concurrency tag, with no node able to take it … */
  'held',
  /** … between two attempts (rule W7), */
  'retry',
  'tag',
  'noNode',
  /** … or one that is, for a slot; for the queue lock; its turn, while a look takes others; as fair share says so; … */
  'slot',
  'lock',
  'turn',
  'fairShare',
  /** … for the next look; and for the answer of the one that takes it. */
  'look',
  'taking',
  /** For a slot on the node that has taken it beyond its slots. */
  'prefetched',
  /** Database calls. */
  'connection',
  'databaseWay',
  'databaseQueue',
  'databaseService',
  'commit',
  /** Files: what others' transfers cost, and what the distance does. */
  'storageWay',
  'storageQueue',
  'storageLatency',
  'transfer',
  'transferShared',
  'transferWindow',
  /** Its own work, and what others on the same CPU cost. */
  'cpu',
  'cpuShared',
  'targets',
  /** For a worker of the pool that a step runs on. */
  'worker',
  /** For tasks that it has started (rule W8). */
  'children',
  /** Between clients, balancer and node. */
  'clientWay',
  /** Before a failed call is made again, and what that and whatever else has to be done again had taken. */
  'pause',
  'thrownAway',
  /** Outages that it met: no answer, no store, its node lost. */
  'noAnswer',
  'storageAway',
  'orphan',
] as const;
export type Cause = (typeof CAUSES)[number];

export const CAUSE_COUNT = CAUSES.length;

/** The place of each in `CAUSES`. */
export const CAUSE = Object.fromEntries(CAUSES.map((cause, i) => [cause, i])) as Readonly<
  Record<Cause, number>
>;

/** What time at a stage is put down to; the second of two, where given, is what it takes longer than alone. */
export const CAUSES_OF: Readonly<Record<WorkStage, readonly [Cause, Cause?]>> = {
  connection: ['connection'],
  toDatabase: ['databaseWay'],
  databaseQueue: ['databaseQueue'],
  databaseService: ['databaseService'],
  commit: ['commit'],
  stalledCommit: ['noAnswer'],
  queueLock: ['lock'],
  fromDatabase: ['databaseWay'],
  noAnswer: ['noAnswer'],
  storageAway: ['storageAway'],
  toStorage: ['storageWay'],
  storageQueue: ['storageQueue'],
  storageLatency: ['storageLatency'],
  transfer: ['transfer', 'transferShared'],
  transferWindow: ['transferWindow'],
  fromStorage: ['storageWay'],
  cpu: ['cpu', 'cpuShared'],
  run: ['targets', 'cpuShared'],
  worker: ['worker'],
  children: ['children'],
  pause: ['pause'],
  toBalancer: ['clientWay'],
  toNode: ['clientWay'],
  serverQueue: ['cpuShared'],
  fromNode: ['clientWay'],
  toClient: ['clientWay'],
};

/** Of a task that has not started, or is pending again: what comes before it runs. */
export const QUEUE_CAUSES = CAUSES.slice(0, CAUSE.connection);

/** What an outage takes stays the outage's, also in an attempt that failed. */
export const OUTAGE_CAUSES: readonly Cause[] = ['noNode', 'noAnswer', 'storageAway', 'orphan'];
