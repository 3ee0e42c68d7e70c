/** The grammar of what the cluster is made of: places, network, balancers, nodes, database, storage, dispatch. */
import * as z from 'zod/mini';
import { chained } from './chained.ts';
import {
  BALANCER_CHOICES,
  DISPATCH_POLICIES,
  SERVING_ORDERS,
  TASK_ORDERS,
  TASK_SHARES,
  WHEN_NONE_HEALTHY,
} from './scenario.ts';
import { autoscale } from './schema-autoscale.ts';
import {
  choice,
  distribution,
  duration,
  keys,
  list,
  name,
  named,
  number,
  oneOf,
  positive,
  positiveDuration,
  positiveShare,
  positiveSize,
  reference,
  share,
  shown,
  throughput,
  whole,
  yesNo,
  zone,
} from './schema-values.ts';

/** Nodes of a scenario, all groups together. */
export const MAX_NODES = 20_000;

export const regions = named('regions', list('the zones of a region', zone(), 1, 100)).describe(
  'Regions and their zones. Without it there is one zone, `local/a`, and everything stands there.',
);

export const network = keys('network', {
  sameZone: duration('a round trip').default('0.5ms').describe('Round trip inside a zone.'),
  crossZone: duration('a round trip').default('1.2ms').describe('Round trip between two zones of a region.'),
  jitter: oneOf('jitter is off or a share such as 15%', [choice('jitter', ['off']), share()])
    .default('off')
    .describe(
      '`off`, or the standard deviation of the logarithm of a factor with mean 1, drawn for each call.',
    ),
  between: named('network.between', named('the round trips of a region', duration('a round trip')))
    .default({})
    .describe('Round trips between regions, each pair once, in either order.'),
});

const probe = keys('a probe', {
  type: choice('a type of probe', ['http', 'tcp', 'passive'])
    .default('http')
    .describe('`http` counts only 200 as healthy, `tcp` any accepted connection, `passive` sends no probes.'),
  interval: positiveDuration().default('30s').describe('Between two probes of one node.'),
  timeout: positiveDuration().default('5s').describe('After which a probe has failed.'),
  fall: whole('fall', 1, 1000).default(2).describe('Failures in a row that take a node out.'),
  cpu: duration().default('0s').describe('CPU time of the node for the answer to an http probe (rule L12).'),
  db: whole('calls', 0, 1000)
    .default(0)
    .describe('Calls to the database that the answer makes, one after another.'),
  rise: whole('rise', 1, 1000).default(2).describe('Successes in a row that put it back.'),
  outAfter: duration()
    .default('0s')
    .describe('From the failed probes until the node gets no request any more.'),
  maxFails: whole('maxFails', 1, 1000)
    .default(1)
    .describe('Passive: failed requests in a row until a node is skipped.'),
  failTimeout: positiveDuration().default('10s').describe('Passive: how long it is skipped.'),
  nextUpstream: yesNo()
    .default(true)
    .describe('Passive: a request that could not connect goes on to the next node.'),
});

export const balancer = keys('a load balancer', {
  at: reference('a place (region or region/zone)')
    .optional()
    .describe('Region or `region/zone`; optional where there is one zone.'),
  preset: reference('a balancer preset')
    .optional()
    .describe('Figures of a real load balancer; see `hasim presets`.'),
  nodes: list('nodes', reference('a node or a group'), 1, MAX_NODES)
    .optional()
    .describe('The nodes and groups that it serves; without it all.'),
  choice: choice('choice', BALANCER_CHOICES)
    .default('round-robin')
    .describe('How a node is chosen from those in rotation.'),
  weights: named('weights', whole('a weight', 1, 1000))
    .default({})
    .describe('Weights of nodes or groups, others 1: twice the weight, twice the requests (rule L11).'),
  slowStart: keys('a slow start', {
    lasts: positiveDuration().describe('Until a node that came into rotation has its whole weight.'),
    atFirst: positiveShare().default('10%').describe('Share of its weight that it has at first.'),
  })
    .optional()
    .describe('A node that comes back gets its share of the requests slowly (rule L11). Default: at once.'),
  whenNoneHealthy: choice('whenNoneHealthy', WHEN_NONE_HEALTHY)
    .default('refuse')
    .describe(
      '`refuse` answers with an error, `all` fails open: requests go to all nodes as if all were well.',
    ),
  probe: probe.prefault({}).describe('Health checks.'),
  orchestrator: keys('an orchestrator', {
    ended: duration().default('1s').describe('After a node was stopped, crashed or restarted.'),
    hostLost: duration().default('50s').describe('After the loss of its host, zone or region.'),
  })
    .optional()
    .describe('What runs the nodes (Kubernetes) and tells the balancer of those that are gone.'),
  connectTimeout: positiveDuration()
    .default('10s')
    .describe('After which a node that gives no answer has failed a request.'),
});

/** A cache that is lost with what it is part of. */
const cache = (what: string) =>
  keys('a cache', {
    items: whole('items', 1, 100_000_000).describe('Things that are asked for, all alike, one each time.'),
    miss: positiveDuration().describe('What it takes longer where that is missing and has to be fetched.'),
  })
    .optional()
    .describe(what);

const nodeKeys = {
  at: reference('a zone (region/zone)')
    .optional()
    .describe('`region/zone`; optional where there is one zone.'),
  taskCap: whole('a task cap', 0, 1000, 'UI only')
    .default(5)
    .describe('Tasks at once; 0 serves requests only (fact 7).'),
  cores: positive('cores', 1024).default(4).describe('CPU cores; fractions are fine.'),
  startTime: duration().default('60s').describe('From start to ready.'),
  offers: list('offers', name('a label'), 0, 100)
    .default([])
    .describe('Labels that tasks may need; nodes offer the name of their group anyway (rule Q11).'),
  serving: keys('the serving of requests', {
    slots: whole('slots', 1, 100_000).describe('Requests that it works on at once: its threads.'),
    queue: oneOf('queue is none or a number of requests', [
      choice('queue', ['none']),
      whole('a number of requests', 0, 1_000_000),
    ])
      .default('none')
      .describe('The most that wait for one; more are refused at once. `none`: as many as come.'),
    order: choice('order', SERVING_ORDERS)
      .default('fifo')
      .describe('Whose turn is next: who waits longest, or who came last.'),
    dropExpired: yesNo()
      .default(false)
      .describe('A request whose client has given up is dropped when it is its turn, not worked on.'),
  })
    .optional()
    .describe('Its limits for requests (rule L10). Default: it works on all at once.'),
  cache: cache(
    'What its requests need and is gone after a stop (rule C3): a miss is CPU time. Default: never cold.',
  ),
  reserve: named('reserve', whole('kept slots', 0, 1000))
    .default({})
    .describe('Slots of each node that are kept for classes of tasks, by class (rule Q11).'),
  speed: positiveShare(100).default('100%').describe('Speed of its CPU; 100 % is nominal.'),
  endurance: positiveDuration()
    .default('5m')
    .describe('A node that has reached no database for longer than this stops (rule B5).'),
  watchdog: positiveDuration()
    .default('5m')
    .describe('Between two checks of its watchdog, which starts it when it has stopped (fact 54).'),
  zeroCap: choice('zeroCap', ['live', 'restart'])
    .default('live')
    .describe(
      'What a task cap that is set to or from 0 takes: `live` acts at once, `restart` with the next start of the node, as from 2026.2 (fact 133).',
    ),
};

const phase = oneOf('phase is random, even, a time such as 3s or a list of times', [
  choice('phase', ['random', 'even']),
  duration('a phase'),
  list('phases', duration('a phase'), 1, MAX_NODES),
]);

export const nodeGroup = keys('a node', {
  count: whole('count', 0, MAX_NODES)
    .optional()
    .describe(
      'Gives `east-1`, `east-2` …; without it the node has the name of its group. With `autoscale`: at the start, without it its `min`.',
    ),
  ...nodeKeys,
  phase: phase
    .default('random')
    .describe(
      'Time of the first look at the queue: drawn, spread evenly over the group, or given (one, or one for each node).',
    ),
  state: choice('state', ['online', 'down']).default('online').describe('At the start.'),
  autoscale: autoscale
    .optional()
    .describe('How many there are changes: by what is watched or by a schedule (rules E1 to E4).'),
});

export const workerPool = keys('a pool of workers', {
  count: whole('a number of workers', 0, MAX_NODES).default(1).describe('Workers in it.'),
  slots: whole('the slots of a worker', 1, 1000).default(1).describe('Steps that each runs at once.'),
});

export const addedNode = keys('an added node', {
  name: name('the name of the node').describe('Its name.'),
  ...nodeKeys,
});

const databaseReplica = keys('a database replica', {
  at: reference('a zone (region/zone)')
    .optional()
    .describe('`region/zone`; optional where there is one zone.'),
  mode: choice('mode', ['sync', 'async', 'shared']).describe(
    '`sync` and `async` keep a copy; `shared` takes over the same disk (failover cluster).',
  ),
  detect: duration()
    .default('30s')
    .describe('From the loss of the primary until the automatic failover begins (sync, shared).'),
  promote: duration().default('20s').describe('From the beginning of the promotion until it serves.'),
  lag: duration().default('5s').describe('How far an asynchronous replica trails.'),
  catchUp: catchUp(),
});

const databaseParts = keys('a database', {
  at: reference('a zone (region/zone)')
    .optional()
    .describe('`region/zone`; optional where there is one zone.'),
  preset: reference('a database preset')
    .optional()
    .describe('Figures of a real database service; see `hasim presets`.'),
  cores: whole('the cores of a database', 1, 4096).default(4).describe('Calls served at once.'),
  read: distribution('a service time')
    .default({ lognormal: { median: '0.5ms', p95: '2ms' } })
    .describe('Service time of a reading call.'),
  write: distribution('a service time')
    .default({ lognormal: { median: '1.5ms', p95: '5ms' } })
    .describe('Service time of a writing call.'),
  flush: duration().default('0.5ms').describe('Log flush of a commit; holds no core.'),
  pool: keys('a pool', {
    size: whole('the size of a pool', 1, 100_000).default(100).describe('Connections of one node (fact 88).'),
    wait: duration().default('15s').describe('After which a call without a connection has failed.'),
  })
    .prefault({})
    .describe('Connections of each node.'),
  commandTimeout: positiveDuration()
    .default('30s')
    .describe('After which a call without answer has failed (fact 89).'),
  retryPauses: list('retryPauses', positiveDuration(), 1, 20)
    .default(['1s', '2s', '4s', '8s', '15s'])
    .describe('Before a failed call of a task is made again; after the last the task fails (rule B4).'),
  sessionTimeout: duration().default('10s').describe('How long commits wait for a lost synchronous replica.'),
  address: choice('address', ['server', 'listener'])
    .default('server')
    .describe(
      'What nodes know: one server, which a `promote` changes for the nodes that are there, or a listener or failover group, which leads all to the primary (rule B10).',
    ),
  oldPrimary: choice('oldPrimary', ['fenced', 'serves'])
    .default('fenced')
    .describe(
      'A primary that a plan replaced, when it is up: `fenced` accepts nothing, `serves` goes on for the nodes that know it, a split brain.',
    ),
  replicas: named('replicas', databaseReplica).default({}).describe('Standbys and copies by name.'),
  backups: keys('backups', {
    every: positiveDuration()
      .default('15m')
      .describe('Between two backups: the most that a restore loses (fact 123).'),
    restore: duration().default('20m').describe('How long a restore takes.'),
  })
    .optional()
    .describe('Without it there are none.'),
  connect: keys('a new connection', {
    cpu: duration().default('5ms').describe('What it takes of a core of the database.'),
    roundTrips: whole('roundTrips', 0, 100).default(5).describe('Round trips before its first call.'),
  })
    .optional()
    .describe('The cost of a connection that is opened after all were lost (rule B11). Default: none.'),
  cache: cache(
    'What its calls need and is gone after a failover or an outage (rule B12): a miss holds its core. Default: never cold.',
  ),
});

export const database = oneOf('a database is ideal or a map', [
  choice('a database', ['ideal']),
  databaseParts,
]);

const storageParts = keys('a storage', {
  at: reference('a place (region or region/zone)')
    .optional()
    .describe('Region or `region/zone`; optional where there is one zone.'),
  preset: reference('a storage preset')
    .optional()
    .describe('Figures of a real file store; see `hasim presets`.'),
  latency: distribution('a latency')
    .default('1.5ms')
    .describe('Of an operation, before its transfer begins.'),
  roundTrips: whole('roundTrips', 0, 100).default(3).describe('Network round trips of an operation.'),
  concurrency: whole('concurrency', 1, 1_000_000).default(64).describe('Operations served at once.'),
  bandwidth: throughput().default('1GB/s').describe('All transfers together.'),
  perTransfer: throughput().default('250MB/s').describe('One transfer at most.'),
  window: positiveSize()
    .default('8MB')
    .describe('Bytes on the way: distance limits a transfer to window / round trip.'),
  patience: positiveDuration()
    .default('30s')
    .describe('How long an operation waits for a store that is away before it fails (rule S2).'),
  replicas: named(
    'replicas',
    keys('a storage replica', {
      at: reference('a place (region or region/zone)').optional().describe('Region or `region/zone`.'),
      lag: duration().default('15m').describe('How far it trails.'),
    }),
  )
    .default({})
    .describe('Asynchronous copies by name.'),
});

export const storage = oneOf('a storage is ideal or a map', [choice('a storage', ['ideal']), storageParts]);

export const dispatch = keys('dispatch', {
  policy: choice('policy', DISPATCH_POLICIES)
    .default('fair-share')
    .describe(
      '`fair-share` (facts 9–13), `greedy` up to the cap (fact 32), `immediate` (a free slot takes at once: theory).',
    ),
  preset: reference('a dispatch preset')
    .optional()
    .describe('How a known product takes tasks; see `hasim presets`.'),
  order: choice('order', TASK_ORDERS)
    .default('fifo')
    .describe(
      'Who is next inside a band of priority: who came first (fact 3), who came last, or whose `estimate` is shortest (rule Q13).',
    ),
  lifoAfter: duration()
    .default('0s')
    .describe(
      'Of `order: lifo`: only when something was pending for so long without a break, until nothing is; else first in, first out. 0s: always (rule Q13).',
    ),
  share: choice('share', TASK_SHARES)
    .default('none')
    .describe(
      '`projects`: tasks of bands above normal go first whose project has less than its share of the slots, in the product from 2026.2 (rule Q15).',
    ),
  every: positiveDuration().default('20s').describe('Between two looks of a node (fact 1).'),
  idleUpTo: oneOf('idleUpTo is none or a duration such as 15s', [
    choice('idleUpTo', ['none']),
    positiveDuration(),
  ])
    .default('none')
    .describe(
      'The interval of a node doubles with each look in a row that takes nothing, up to this; `none`: it stays.',
    ),
  lookWhenFree: yesNo()
    .default(false)
    .describe('A node looks also at the moment at which one of its slots is free (rule Q12).'),
  push: yesNo()
    .default(false)
    .describe(
      'A node with a slot free looks also at the moment at which work comes: pushed, or a long poll.',
    ),
  perLook: oneOf('perLook is all or a number of tasks', [
    choice('perLook', ['all']),
    whole('a number of tasks', 1, 1_000_000),
  ])
    .default('all')
    .describe('The most tasks that one look takes.'),
  prefetch: whole('prefetch', 0, 1000)
    .default(0)
    .describe('Tasks that a node takes ahead for each of its slots; they wait on the node for one.'),
  lock: yesNo()
    .default(true)
    .describe(
      'A look takes the cluster-wide lock of the queue first (fact 25); without it two may go for one task.',
    ),
  countAll: yesNo()
    .default(false)
    .describe('Fair share counts nodes that cannot take work, too: the stall of fact 19.'),
  queueTimeout: oneOf('queueTimeout is none or a duration such as 24h', [
    choice('queueTimeout', ['none']),
    positiveDuration(),
  ])
    .default('24h')
    .describe('After which a queued task is timed out (fact 24), or `none`.'),
  lockTimeout: positiveDuration()
    .default('30s')
    .describe('After which the lock of a node that is gone is free again.'),
  lockWait: positiveDuration().default('60s').describe('How long a node waits for the queue lock.'),
  checkIn: positiveDuration().default('60s').describe('Between two check-ins of a node (fact 33).'),
  believedOnline: positiveDuration()
    .default('120s')
    .describe('Since its last check-in a node is believed online for so long.'),
  orphanScan: positiveDuration().default('5m').describe('Between two searches for orphans.'),
  orphanAfter: positiveDuration()
    .default('60m')
    .describe('A running task of a node unseen for so long is cancelled (fact 46).'),
});

const notACurrency = { error: 'is not a currency; write for example USD' };

export const cost = keys('cost', {
  currency: chained(z.string(notACurrency).check(z.regex(/^[A-Z]{3}$/, notACurrency)))
    .default('USD')
    .describe('Three letters.'),
  perHour: keys('cost.perHour', {
    node: price('a node'),
    core: price('a core of a node'),
    worker: price('a worker of a pool'),
    off: share()
      .default('100%')
      .describe(
        'Share of its price that a node and its cores cost while it is down: 0% for a machine that is given back.',
      ),
    database: price('the database and each of its replicas'),
    storage: price('the storage'),
    balancer: price('a load balancer'),
  })
    .prefault({})
    .describe('Prices of an hour.'),
  perYear: keys('cost.perYear', { licence: price('the licence') })
    .prefault({})
    .describe('Prices of a year.'),
});

/** How fast a copy that was away takes over what it missed. */
function catchUp() {
  const error = (issue: { input?: unknown }) =>
    `${shown(issue.input)} is not a rate; write a number above 1 such as 4: so many times as fast as it was written`;
  return number(error, z.gt(1, { error }), z.maximum(10_000, { error }))
    .default(4)
    .describe('How many times as fast as it was written it takes over what it missed.');
}

function price(of: string) {
  const error = (issue: { input?: unknown }) => `${shown(issue.input)} is not a price; write a number from 0`;
  return number(error, z.minimum(0, { error }), z.maximum(1e9, { error })).default(0).describe(`Of ${of}.`);
}
