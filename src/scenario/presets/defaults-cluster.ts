/** Defaults of what the cluster is made of: network, balancers, nodes, database, storage. */
import { looksAtQueue } from '../policies.ts';
import { child, keysAt, type Tree, textAt } from '../tree.ts';
import type { DefaultFigure, DefaultFigures } from './default-figures.ts';
import { hasMap, hasTimes, isThere } from './default-figures.ts';
import { COMMON_KNOWLEDGE } from './preset.ts';

const NGINX = 'nginx.org, ngx_http_upstream_module';
const AWS = 'AWS, health checks of a target group: its defaults';

const hasNetwork = (tree: Tree) =>
  ['database', 'storage', 'loadBalancer', 'loadBalancers'].some((key) => hasMap(tree, key));
const hasZones = (tree: Tree) =>
  keysAt(tree, 'regions').some((region) => {
    const zones = child(tree, 'regions', region);
    return zones?.kind === 'list' && zones.items.length > 1;
  });
const isPassive = (part: Tree | undefined) => textAt(part, 'probe', 'type') === 'passive';

const BALANCERS = ['loadBalancer', 'loadBalancers.*'].flatMap((at): DefaultFigures[] => [
  {
    at,
    matters: isThere,
    figures: [
      ['choice', 'round-robin', 'how a node is chosen', 'documented', 'Installation guidelines (fact 109)'],
      [
        'whenNoneHealthy',
        'refuse',
        'what no healthy node gives',
        'typical',
        'rule L6: HAProxy, NGINX, Azure',
      ],
      ['connectTimeout', '10s', 'a node without an answer fails a request', 'assumed', 'rule L4'],
      ['probe.type', 'http', 'what counts as healthy', 'documented', 'Installation guidelines (fact 43)'],
    ],
  },
  {
    at,
    matters: (_, part) => isThere(_, part) && !isPassive(part),
    figures: [
      ['probe.interval', '30s', 'between two probes of a node', 'typical', AWS],
      ['probe.timeout', '5s', 'a probe has failed', 'typical', AWS],
      ['probe.fall', '2', 'failed probes that take a node out', 'typical', AWS],
      ['probe.rise', '2', 'good probes that put it back', 'typical', COMMON_KNOWLEDGE],
      ['probe.outAfter', '0s', 'until a node that is out gets nothing', 'assumed', 'rule L2'],
    ],
  },
  {
    at,
    matters: (_, part) => isThere(_, part) && isPassive(part),
    figures: [
      ['probe.maxFails', '1', 'failures until a node is skipped', 'documented', NGINX],
      ['probe.failTimeout', '10s', 'how long a node is skipped', 'documented', NGINX],
      [
        'probe.nextUpstream',
        'true',
        'a failed connection tries the next',
        'documented',
        'nginx.org, ngx_http_proxy_module',
      ],
    ],
  },
  {
    at,
    matters: (_, part) => hasMap(part, 'slowStart'),
    figures: [
      [
        'slowStart.atFirst',
        '10%',
        'share of its weight that a node begins with',
        'documented',
        'envoyproxy.io, slow start mode (min_weight_percent)',
      ],
    ],
  },
  {
    at,
    matters: (_, part) => hasMap(part, 'orchestrator'),
    figures: [
      [
        'orchestrator.ended',
        '1s',
        'until a pod that ended is no endpoint',
        'typical',
        'kubernetes.io, Pod lifecycle',
      ],
      [
        'orchestrator.hostLost',
        '50s',
        'until pods of a lost host are no endpoints',
        'documented',
        'kubernetes.io, kube-controller-manager (node-monitor-grace-period)',
      ],
    ],
  },
]);

/** Of a node in the file and of one that the timeline adds. */
export const NODE_FIGURES: readonly DefaultFigure[] = [
  ['taskCap', '5', 'tasks of a node at once', 'documented', 'HA, Performance (fact 5)'],
  ['cores', '4', 'cores of a node', 'documented', 'How HA works, smallest cluster (fact 98)'],
];
export const START_TIME: DefaultFigure = [
  'startTime',
  '60s',
  'start of a node',
  'assumed',
  'modelling assumption 8',
];
export const STOP_FIGURES: readonly DefaultFigure[] = [
  ['endurance', '5m', 'a node without a database for longer stops', 'assumed', 'modelling assumption 14'],
  ['watchdog', '5m', 'its watchdog looks after it so often', 'documented', 'service watchdog (fact 54)'],
];

const NODES: readonly DefaultFigures[] = [
  { at: 'nodes.*', matters: isThere, figures: NODE_FIGURES },
  { at: 'nodes.*', matters: hasTimes, figures: [START_TIME] },
  { at: 'nodes.*', matters: (tree) => hasMap(tree, 'database'), figures: STOP_FIGURES },
  {
    at: 'nodes.*',
    matters: (tree) => looksAtQueue(textAt(tree, 'dispatch', 'policy')) || hasMap(tree, 'database'),
    figures: [['phase', 'random', 'first look of a node', 'documented', 'How HA works (fact 2)']],
  },
];

const WORKERS: readonly DefaultFigures[] = [
  {
    at: 'workers.*',
    matters: isThere,
    figures: [
      ['count', '1', 'workers of a pool', 'assumed', 'rule W6'],
      ['slots', '1', 'steps that a worker runs at once', 'assumed', 'rule W6'],
    ],
  },
];

const K8S_HPA = 'kubernetes.io, Horizontal Pod Autoscaling';
const isByTarget = (node: Tree | undefined) => child(node, 'autoscale', 'target') !== undefined;

const AUTOSCALE: readonly DefaultFigures[] = [
  {
    at: 'nodes.*',
    matters: (_, node) => hasMap(node, 'autoscale'),
    figures: [
      ['autoscale.min', '1', 'the fewest nodes', 'documented', K8S_HPA],
      ['autoscale.every', '15s', 'between two looks of a scaler', 'documented', K8S_HPA],
      ['autoscale.bootFails', '0%', 'nodes that are not ready after their boot', 'assumed', 'rule E1'],
      ['autoscale.drain.atLeast', '0s', 'a drain lasts at least', 'assumed', 'rule E1'],
      ['autoscale.drain.then', 'wait', 'what still runs after a drain', 'assumed', 'rule E1'],
    ],
  },
  {
    at: 'nodes.*',
    matters: (_, node) => isByTarget(node),
    figures: [
      ['autoscale.tolerance', '10%', 'how near to the target is near enough', 'documented', K8S_HPA],
      ['autoscale.up.stabilise', '0s', 'a number is wanted so long before it grows', 'documented', K8S_HPA],
      ['autoscale.down.stabilise', '5m', 'and before it shrinks', 'documented', K8S_HPA],
      [
        'autoscale.up.policies',
        'share 100% per 15s, nodes 4 per 15s',
        'how fast it grows',
        'documented',
        K8S_HPA,
      ],
      ['autoscale.down.policies', 'share 100% per 15s', 'how fast it shrinks', 'documented', K8S_HPA],
      ['autoscale.up.policies.*.per', '15s', 'the time of a policy', 'documented', K8S_HPA],
      ['autoscale.down.policies.*.per', '15s', 'the time of a policy', 'documented', K8S_HPA],
      ['autoscale.up.select', 'max', 'of several policies', 'documented', K8S_HPA],
      ['autoscale.down.select', 'max', 'of several policies', 'documented', K8S_HPA],
    ],
  },
  {
    at: 'nodes.*',
    matters: (_, node) => child(node, 'autoscale', 'steps') !== undefined,
    figures: [
      [
        'autoscale.cooldown',
        '5m',
        'no change after a step for',
        'documented',
        'Amazon EC2 Auto Scaling User Guide, default cooldown: 300 seconds',
      ],
    ],
  },
];

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

export const CLUSTER_DEFAULTS: readonly DefaultFigures[] = [
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
  {
    at: 'network',
    matters: hasNetwork,
    figures: [['sameZone', '0.5ms', 'round trip inside a zone', 'measured', 'xkyle.com, simonpainter.com']],
  },
  {
    at: 'network',
    matters: (tree) => hasNetwork(tree) && hasZones(tree),
    figures: [['crossZone', '1.2ms', 'round trip between zones', 'measured', 'duckkit.dev, flashgrid.io']],
  },
  {
    at: 'network',
    matters: hasNetwork,
    figures: [['jitter', 'off', 'spread of round trips', 'assumed', 'rule N2']],
  },
  ...NODES,
  ...WORKERS,
  ...AUTOSCALE,
  ...BALANCERS,
];
