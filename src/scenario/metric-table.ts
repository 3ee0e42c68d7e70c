/**
 * The table behind the catalogue: what is measured, by what it is about. One list, read from top to bottom as docs and
 * `hasim schema` print it, which is why it is longer than other files.
 */

/**
 * How a metric is made of replications. `count`: a number or total of each; `mean`: of samples; `time-average`: an
 * area over a time; `ratio`: two counts or times; `chance`: of replications those in
 * which it was so; `quantile`: of samples; `once` and `once-per-fault`: one value a
 * replication, such as a makespan or a maximum, of which the mean is asked, or over replications p95 and the worst;
 * `extreme`: that worst, which more replications can only raise.
 */
export type MetricKind =
  | 'count'
  | 'mean'
  | 'time-average'
  | 'ratio'
  | 'chance'
  | 'quantile'
  | 'extreme'
  | 'once'
  | 'once-per-fault';

/** Kinds whose value of a replication is a sum and what it is divided by: only so can replications be put together. */
export const OF_PAIRS: ReadonlySet<MetricKind> = new Set<MetricKind>(['mean', 'ratio', 'chance']);

export type MetricUnit = 's' | '1/s' | 'share' | 'count' | 'currency' | 'hex';

type Row = readonly [
  measure: string,
  unit: MetricUnit,
  kind: MetricKind | 'sample',
  better: 'higher' | 'lower' | null,
  text: string,
];

export const TASKS: readonly Row[] = [
  ['arrived', 'count', 'count', null, 'Tasks that arrived, refused ones included.'],
  ['started', 'count', 'count', null, 'Tasks that a node started; not those that were running at the start.'],
  ['succeeded', 'count', 'count', 'higher', 'Tasks that ended well.'],
  [
    'failed',
    'count',
    'count',
    'lower',
    'Tasks that failed: a call, an operation or, under overload, a step did not get through.',
  ],
  [
    'cancelled',
    'count',
    'count',
    'lower',
    'Tasks cancelled: by a drain, by their node when it was back, as orphans or ghosts.',
  ],
  ['timedOut', 'count', 'count', 'lower', 'Tasks that waited in the queue longer than queueTimeout.'],
  [
    'expired',
    'count',
    'count',
    'lower',
    'Tasks whose `deadline` was over when a node would have taken them (rule Q14).',
  ],
  ['refused', 'count', 'count', 'lower', 'Tasks that could not be queued: no UI, maintenance, licence.'],
  [
    'refusedByLicence',
    'count',
    'count',
    'lower',
    'Of the refused: while more nodes were online than the licence allows (rule A1).',
  ],
  ['refusedInMaintenance', 'count', 'count', 'lower', 'Of the refused: in maintenance mode (rule A2).'],
  [
    'refusedWithoutUi',
    'count',
    'count',
    'lower',
    'Of the refused: no user interface to queue them (rule W4).',
  ],
  ['lost', 'count', 'count', 'lower', 'Queued tasks unknown to the database that took over (rule B7).'],
  [
    'duplicated',
    'count',
    'count',
    'lower',
    'Tasks pending again that run twice: a failover lost their start (rule B7), or a ghost works at them (rule Q10).',
  ],
  [
    'ghosts',
    'count',
    'count',
    'lower',
    'Tasks whose row the orphan scan took from a node that was alive and worked on at them (rule Q10).',
  ],
  ['orphaned', 'count', 'count', 'lower', 'Tasks whose node crashed or stopped under them (rule D4).'],
  ['retries', 'count', 'count', 'lower', 'Attempts at tasks after their first (rule W7).'],
  [
    'resubmitted',
    'count',
    'count',
    null,
    'Tasks that an operator submitted again after they were cancelled.',
  ],
  ['unfinished', 'count', 'count', 'lower', 'Tasks still not over when the run ended.'],
  [
    'deadlocked',
    'count',
    'count',
    'lower',
    'Of the unfinished: tasks that wait for children, which have no slot, as such tasks hold all (rule W8).',
  ],
  ['throughput', '1/s', 'time-average', 'higher', 'Successes per second.'],
  [
    'successRatio',
    'share',
    'ratio',
    'higher',
    'Successes among what arrived; what is not over when the run ends is none.',
  ],
  ['makespan', 's', 'once', 'lower', 'From the first arrival to the last end.'],
  [
    'queueWait',
    's',
    'sample',
    'lower',
    'From arrival to start; infinite for what ended or stayed without starting.',
  ],
  ['duration', 's', 'sample', 'lower', 'From start to end, of successes.'],
  ['turnaround', 's', 'sample', 'lower', 'From arrival to end; infinite for what did not succeed.'],
  [
    'looksRunning',
    's',
    'sample',
    'lower',
    'From the crash of its node to the cancellation of a task that looked running meanwhile (fact 45).',
  ],
];

export const REQUESTS: readonly Row[] = [
  ['arrived', 'count', 'count', null, 'Requests sent by clients.'],
  [
    'attempts',
    'count',
    'count',
    'lower',
    'Attempts of clients, the first of each request among them (rule L9).',
  ],
  ['served', 'count', 'count', 'higher', 'Requests answered in time.'],
  [
    'failed',
    'count',
    'count',
    'lower',
    'Requests that failed on their way, at their node or at the database.',
  ],
  ['refused', 'count', 'count', 'lower', 'Requests with no node in rotation, or rate-limited.'],
  ['timedOut', 'count', 'count', 'lower', 'Requests whose client gave up.'],
  ['throughput', '1/s', 'time-average', 'higher', 'Requests served per second.'],
  ['errorRatio', 'share', 'ratio', 'lower', 'Requests not served among those sent.'],
  [
    'outage',
    's',
    'count',
    'lower',
    'Minutes in which less than outageBelow of the requests of a class were served (rule F5).',
  ],
  [
    'latency',
    's',
    'sample',
    'lower',
    "From the client's request to its answer; infinite for what was not served.",
  ],
];

const PARTS: readonly Row[] = [
  ['queue.length.mean', 'count', 'time-average', 'lower', 'Tasks in the queue, averaged over time.'],
  [
    'queue.length.max',
    'count',
    'once',
    'lower',
    'The most tasks that were in the queue at once, be it for no time.',
  ],
  [
    'queue.lock.utilisation',
    'share',
    'time-average',
    null,
    'Share of time for which the queue lock was held.',
  ],
  [
    'queue.lock.wait',
    's',
    'sample',
    'lower',
    'From the commit of a request for the queue lock to its grant.',
  ],
  [
    'slots.utilisation',
    'share',
    'time-average',
    null,
    'Busy task slots among those of all nodes that were online.',
  ],
];

const WAITING: readonly Row[] = (
  [
    ['slot', 'Tasks in the queue while every slot that was able to work was taken'],
    ['node', 'Tasks in the queue while no node was able to take any'],
    ['look', 'Tasks in the queue while a slot was free and no look had taken them yet'],
    ['lock', 'Tasks in the queue while a slot was free and a look waited for the queue lock'],
    ['tag', 'Tasks behind another of their concurrency tag'],
    ['held', 'Tasks outside the queue, which nobody could queue'],
    ['prefetched', 'Tasks that waited for a slot on the node that had taken them beyond its slots'],
    ['thread', 'Requests in nodes that waited for one of their threads'],
    ['worker', 'Tasks that waited for a worker of the pool that their step runs on'],
    ['connection', 'Database calls that waited for a connection of their node'],
    ['database', 'Database calls that waited for a core of the database'],
    [
      'storage',
      'Storage operations that waited for the store, also while it was away, or, as a share of them, for its bandwidth',
    ],
    ['cpu', 'Steps and requests on nodes, as a share of them, slowed as their cores did not suffice'],
  ] as const
).map(([measure, text]) => [
  measure,
  'count',
  'time-average',
  'lower',
  `${text}, averaged over time (rule F6).`,
]);

const NODE: readonly Row[] = [
  ['slots.utilisation', 'share', 'time-average', null, 'Busy task slots of the node among its task cap.'],
  [
    'slots.overCap',
    'count',
    'time-average',
    null,
    'Tasks that ran on the node above its task cap, since that was lowered.',
  ],
  ['cpu.utilisation', 'share', 'time-average', null, 'Used cores of the node among its cores.'],
  ['started', 'count', 'count', null, 'Tasks that the node started, each where it started first.'],
  ['served', 'count', 'count', null, 'Requests that the node answered.'],
  ['failed', 'count', 'count', 'lower', 'Tasks and requests that failed on the node.'],
];

const POOL: readonly Row[] = [
  ['utilisation', 'share', 'time-average', null, 'Busy slots of the workers of the pool among all of them.'],
  [
    'waiting.mean',
    'count',
    'time-average',
    'lower',
    'Tasks that waited for a worker of the pool, averaged over time.',
  ],
];

const DATABASE: readonly Row[] = [
  ['utilisation', 'share', 'time-average', null, 'Busy cores of the database among its cores.'],
  [
    'queue.mean',
    'count',
    'time-average',
    'lower',
    'Calls waiting for a core of the database, averaged over time.',
  ],
  [
    'call',
    's',
    'sample',
    'lower',
    'From the moment a database call leaves its node to its answer, or until it has failed.',
  ],
  [
    'pool.utilisation',
    'share',
    'time-average',
    null,
    'Database connections in use among those of the pools of all nodes, for as long as they exist.',
  ],
  [
    'pool.wait',
    's',
    'sample',
    'lower',
    'Wait of a database call for a connection of its node, also of those that gave up.',
  ],
  [
    'splitBrain',
    's',
    'count',
    'lower',
    'Time for which a primary that a plan replaced accepted writes beside the new one (rule B10).',
  ],
  ['strayCommits', 'count', 'count', 'lower', 'Commits that such a primary took: they are lost (rule B10).'],
];

const STORAGE: readonly Row[] = [
  [
    'utilisation',
    'share',
    'time-average',
    null,
    'Bandwidth of the store in use, or its servers, if more of them are.',
  ],
  ['op', 's', 'sample', 'lower', 'From the beginning to the end of a storage operation.'],
];

const SERVICE: readonly Row[] = [
  [
    'users',
    'share',
    'ratio',
    'higher',
    'Share of time outside of minutes in which users of some class were out (rule F5).',
  ],
  [
    'tasks',
    'share',
    'ratio',
    'higher',
    'Share of time for which some node could take and run tasks (rule F4).',
  ],
  ['ui', 'share', 'ratio', 'higher', 'Share of time for which users could reach a working node (rule F4).'],
  [
    'capacity',
    'share',
    'ratio',
    'higher',
    'Task slots able to work among those configured, averaged over time.',
  ],
];

const RECOVERY: readonly Row[] = [
  [
    'users.rto',
    's',
    'once-per-fault',
    'lower',
    'From the fault until requests of every class are served again (rule F5).',
  ],
  [
    'tasks.rto',
    's',
    'once-per-fault',
    'lower',
    'From the fault until tasks run again that it had stopped (rule F4).',
  ],
  [
    'ui.rto',
    's',
    'once-per-fault',
    'lower',
    'From the fault until users reach a working node again that it had cut off (rule F4).',
  ],
  ['rpo.seconds', 's', 'once-per-fault', 'lower', 'How far back the commits lost by the recovery reach.'],
  ['rpo.tasks', 'count', 'once-per-fault', 'lower', 'Tasks of which the recovery lost a commit.'],
  [
    'backlog',
    's',
    'once-per-fault',
    'lower',
    'From the fault until the queue that it held up is back where it was (rule F4).',
  ],
  [
    'normal',
    's',
    'once-per-fault',
    'lower',
    'From the fault until both services, the queue and users are back; what was refused or gave up is not waited for.',
  ],
  [
    'recovered',
    'share',
    'chance',
    'higher',
    'Share of replications in which users are at last served as they were before the fault (rule F10).',
  ],
];

const OUTAGE: readonly Row[] = [
  ['users.longest', 's', 'once', 'lower', 'The longest outage of the users of a class (rule F5).'],
  ['tasks.longest', 's', 'once', 'lower', 'The longest time without a break in which no task could run.'],
  ['ui.longest', 's', 'once', 'lower', 'The longest time without a break in which users reached no node.'],
];

/** Of all disruptions of a run together: what a promise about any disaster can be made of. */
const WORST_RECOVERY: readonly Row[] = RECOVERY.map(([measure, unit, kind, better]) => [
  measure,
  unit,
  kind,
  better,
  measure === 'rpo.tasks'
    ? 'Tasks of which the recoveries from all disruptions of the run lost a commit.'
    : measure === 'recovered'
      ? 'Share of replications in which users have recovered from all disruptions of the run (rule F10).'
      : `The worst \`recovery.<fault>.${measure}\` of all disruptions of the run.`,
]);

const FAILURE: readonly Row[] = [
  ['count', 'count', 'count', null, 'Faults that were injected.'],
  ['downtime', 's', 'count', null, 'Time down by these faults, of all that they hit.'],
];

const SCALING: readonly Row[] = [
  [
    'nodes',
    'count',
    'time-average',
    null,
    'Nodes there are, on average, of the groups that are scaled (rules E1 to E4).',
  ],
  ['added', 'count', 'count', null, 'Nodes that scalers added.'],
  [
    'givenBack',
    'count',
    'count',
    null,
    'Nodes that scalers gave back, those among them that never were ready.',
  ],
  ['bootsFailed', 'count', 'count', 'lower', 'Nodes that were not ready when their boot was over.'],
];

const COST: readonly Row[] = [
  ['perHour', 'currency', 'ratio', 'lower', 'Price of an hour of this design, the yearly ones by the hour.'],
  ['perYear', 'currency', 'ratio', 'lower', 'Price of a year of this design: 8760 times that of an hour.'],
  [
    'perTask',
    'currency',
    'ratio',
    'lower',
    'Price of the simulated time divided by the tasks that succeeded.',
  ],
];

/** What `hasim yearly` says, for promises alone: no single run has it. */
const YEAR: readonly Row[] = [
  ...SERVICE.map(
    ([service, unit, kind, better]): Row => [
      `availability.${service}`,
      unit,
      kind,
      better,
      `Of a year with its failures: \`availability.${service}\`.`,
    ],
  ),
  ...SERVICE.map(
    ([service]): Row => [
      `downtime.${service}`,
      's',
      'count',
      'lower',
      `Of a year with its failures: the time that \`availability.${service}\` lacks.`,
    ],
  ),
  ['tasks.notSucceeded', 'count', 'count', 'lower', 'Tasks of a year with its failures that do not succeed.'],
  ['requests.notServed', 'count', 'count', 'lower', 'Requests of a year with its failures without answer.'],
  ['cost', 'currency', 'count', 'lower', 'Money paid in a year with its failures for running the design.'],
];

const RUN: readonly Row[] = [
  ['events', 'count', 'count', null, 'Events that the simulation executed.'],
  [
    'digest',
    'hex',
    'count',
    null,
    'Fingerprint of every event in order: the same wherever the run is repeated.',
  ],
];

export interface Family {
  /** With one `<…>` where a name stands, or none. */
  readonly subject: string;
  readonly rows: readonly Row[];
  readonly windowed: boolean;
}

/** By subject, in the order in which metrics are shown. */
export const FAMILIES: readonly Family[] = [
  { subject: 'tasks', rows: TASKS, windowed: true },
  { subject: 'tasks.<class>', rows: TASKS, windowed: true },
  { subject: 'requests', rows: REQUESTS, windowed: true },
  { subject: 'requests.<class>', rows: REQUESTS, windowed: true },
  { subject: '', rows: PARTS, windowed: true },
  { subject: 'waiting', rows: WAITING, windowed: true },
  { subject: 'node.<node>', rows: NODE, windowed: true },
  { subject: 'workers.<pool>', rows: POOL, windowed: true },
  { subject: 'database', rows: DATABASE, windowed: true },
  { subject: 'storage', rows: STORAGE, windowed: true },
  { subject: 'availability', rows: SERVICE, windowed: true },
  { subject: 'recovery.<fault>', rows: RECOVERY, windowed: false },
  { subject: 'recovery', rows: WORST_RECOVERY, windowed: false },
  { subject: 'outage', rows: OUTAGE, windowed: false },
  { subject: 'failures.<entry>', rows: FAILURE, windowed: false },
  { subject: 'scaling', rows: SCALING, windowed: true },
  { subject: 'cost', rows: COST, windowed: false },
  { subject: 'year', rows: YEAR, windowed: false },
  { subject: 'run', rows: RUN, windowed: false },
];
