/** Defaults of where the cluster keeps its data: database, replicas, backups, file store. */
import { keysAt, type Tree, textAt } from '../tree.ts';
import { type DefaultFigures, hasMap, hasTimes, isThere } from './default-figures.ts';
import { COMMON_KNOWLEDGE } from './preset.ts';

const isSync = (part: Tree | undefined) => ['sync', 'shared'].includes(textAt(part, 'mode') ?? '');

const DATABASE: readonly DefaultFigures[] = [
  {
    at: 'database',
    matters: isThere,
    figures: [
      ['read', 'median 0.5ms, p95 2ms', 'service time of a database read', 'typical', COMMON_KNOWLEDGE],
      ['write', 'median 1.5ms, p95 5ms', 'service time of a database write', 'typical', COMMON_KNOWLEDGE],
      [
        'retryPauses',
        '1, 2, 4, 8, 15 s',
        'pauses before a failed call is made again',
        'assumed',
        'modelling assumption 12',
      ],
      ['flush', '0.5ms', 'log flush of a commit', 'typical', COMMON_KNOWLEDGE],
      ['pool.wait', '15s', 'wait for a database connection', 'typical', 'default of SQL client libraries'],
      ['pool.size', '100', 'connections of a node', 'documented', 'Performance (fact 88)'],
      ['commandTimeout', '30s', 'a database call fails', 'documented', 'Issue 9022 (fact 89)'],
      [
        'cores',
        '4',
        'database calls served at once',
        'typical',
        'HA practices: 4 cores for 40 slots (fact 105)',
      ],
    ],
  },
  {
    at: 'database',
    matters: (_, part) =>
      keysAt(part, 'replicas').some((name) => textAt(part, 'replicas', name, 'mode') === 'sync'),
    figures: [
      [
        'sessionTimeout',
        '10s',
        'commits wait for a lost synchronous copy',
        'documented',
        'learn.microsoft.com, availability groups, session timeout',
      ],
    ],
  },
  {
    at: 'database.replicas.*',
    matters: (tree, part) => hasTimes(tree) && isSync(part),
    figures: [
      ['detect', '30s', 'until an automatic failover begins', 'assumed', 'rule B6'],
      ['promote', '20s', 'until a promoted copy serves', 'assumed', 'rule B6'],
    ],
  },
  {
    at: 'database.replicas.*',
    matters: (tree, part) => hasTimes(tree) && textAt(part, 'mode') === 'async',
    figures: [
      ['lag', '5s', 'an asynchronous copy trails', 'typical', COMMON_KNOWLEDGE],
      ['promote', '20s', 'until a promoted copy serves', 'assumed', 'rule B6'],
    ],
  },
  {
    at: 'database.replicas.*',
    matters: (tree, part) => hasTimes(tree) && textAt(part, 'mode') !== 'shared',
    figures: [['catchUp', '4', 'pace of a copy that catches up', 'assumed', 'rule B9']],
  },
  {
    at: 'database',
    matters: (_, part) => hasMap(part, 'connect'),
    figures: [
      ['connect.cpu', '5ms', 'what a new connection takes of the database', 'assumed', 'rule B11'],
      [
        'connect.roundTrips',
        '5',
        'round trips of a new connection',
        'typical',
        'TCP, TLS 1.2 and MS-TDS: PRELOGIN, LOGIN7',
      ],
    ],
  },
  {
    at: 'database.backups',
    matters: (tree, part) => hasTimes(tree) && isThere(tree, part),
    figures: [
      ['every', '15m', 'between two backups', 'documented', 'SQL Server (fact 123)'],
      ['restore', '20m', 'length of a restore', 'assumed', 'fact 123: minutes'],
    ],
  },
];

const STORAGE: readonly DefaultFigures[] = [
  {
    at: 'storage',
    matters: isThere,
    figures: [
      ['latency', '1.5ms', 'latency of a storage operation', 'typical', COMMON_KNOWLEDGE],
      ['roundTrips', '3', 'round trips of a storage operation', 'typical', COMMON_KNOWLEDGE],
      ['concurrency', '64', 'storage operations at once', 'typical', COMMON_KNOWLEDGE],
      ['bandwidth', '1GB/s', 'bandwidth of the storage', 'typical', COMMON_KNOWLEDGE],
      ['perTransfer', '250MB/s', 'bandwidth of one transfer', 'typical', COMMON_KNOWLEDGE],
      ['patience', '30s', 'wait for a store that is away', 'assumed', 'modelling assumption 15'],
      ['window', '8MB', 'window of a transfer', 'typical', COMMON_KNOWLEDGE],
    ],
  },
];

export const DATA_DEFAULTS: readonly DefaultFigures[] = [
  {
    at: '',
    matters: () => true,
    figures: [
      ['database', 'ideal', 'a database that answers at once', 'assumed', 'none is given'],
      ['storage', 'ideal', 'a file store that answers at once', 'assumed', 'none is given'],
    ],
  },
  ...DATABASE,
  ...STORAGE,
];
