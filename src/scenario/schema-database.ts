/** The grammar of the database and the file store. */
import * as z from 'zod/mini';
import { distribution } from './schema-distribution.ts';
import { placeName, presetName, zoneName } from './schema-names.ts';
import { cache } from './schema-nodes.ts';
import { keys, list, named, oneOf } from './schema-shapes.ts';
import {
  choice,
  duration,
  number,
  positiveDuration,
  positiveRate,
  positiveShare,
  positiveSize,
  share,
  shown,
  throughput,
  whole,
} from './schema-values.ts';

const databaseReplica = keys('a database replica', {
  at: zoneName().optional().describe('`region/zone`; optional where there is one zone.'),
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
  at: zoneName().optional().describe('`region/zone`; optional where there is one zone.'),
  preset: presetName('a database preset')
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
  degrades: keys('degrades', {
    above: oneOf('above is a rate such as 300/s or a number of calls at once', [
      positiveRate('calls in a second', 1_000_000),
      whole('a number of calls at once', 1, 1_000_000),
    ]).describe('Calls in the last second (`300/s`), or calls at once, those that wait among them (`50`).'),
    to: positiveShare().describe('Speed of services that begin above that.'),
  })
    .optional()
    .describe('It is slower under load (rule B13). Default: as fast under any.'),
});

export const database = oneOf('a database is ideal or a map', [
  choice('a database', ['ideal']),
  databaseParts,
]);

const storageParts = keys('a storage', {
  at: placeName().optional().describe('Region or `region/zone`; optional where there is one zone.'),
  preset: presetName('a storage preset')
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
  burst: keys('burst', {
    baseline: throughput().describe('What there is of its bandwidth for good, and what it earns credits by.'),
    credits: positiveSize().describe('The most that it keeps.'),
    atStart: share().default('100%').describe('Of these, at the start.'),
  })
    .optional()
    .describe(
      'Credits for more than a baseline of its bandwidth (rule S4). Default: all of it is there always.',
    ),
  patience: positiveDuration()
    .default('30s')
    .describe('How long an operation waits for a store that is away before it fails (rule S2).'),
  replicas: named(
    'replicas',
    keys('a storage replica', {
      at: placeName().optional().describe('Region or `region/zone`.'),
      lag: duration().default('15m').describe('How far it trails.'),
    }),
  )
    .default({})
    .describe('Asynchronous copies by name.'),
});

export const storage = oneOf('a storage is ideal or a map', [choice('a storage', ['ideal']), storageParts]);

/** How fast a copy that was away takes over what it missed. */
function catchUp() {
  const error = (issue: { input?: unknown }) =>
    `${shown(issue.input)} is not a rate; write a number above 1 such as 4: so many times as fast as it was written`;
  return number(error, z.gt(1, { error }), z.maximum(10_000, { error }))
    .default(4)
    .describe('How many times as fast as it was written it takes over what it missed.');
}
