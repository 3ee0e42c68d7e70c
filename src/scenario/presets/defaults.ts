/** Defaults of the format that no document states: named under every result in which they matter. */
import { child, keysAt, type Tree, textAt } from '../tree.ts';
import { COMMON_KNOWLEDGE, type Figure, figure } from './preset.ts';

interface DefaultFigures {
  /** Whether the file has what the figures are about. */
  readonly matters: (tree: Tree) => boolean;
  readonly figures: readonly Figure[];
}

const assumption = (n: number) => `modelling assumption ${n}`;
const isMap = (key: string) => (tree: Tree) => child(tree, key)?.kind === 'map';
const hasTimes = (tree: Tree) => child(tree, 'timeline') !== undefined || keysAt(tree, 'failures').length > 0;
const hasLooks = (tree: Tree) => textAt(tree, 'dispatch', 'policy') !== 'immediate';
const hasNetwork = (tree: Tree) =>
  ['database', 'storage', 'loadBalancer', 'loadBalancers'].some((key) => isMap(key)(tree));
const hasRuns = (tree: Tree) => keysAt(tree, 'workload', 'tasks').length > 0;
/** Known to be away: the crash of a node and what it leaves behind. */
const canLose = (tree: Tree) => hasTimes(tree) && hasLooks(tree);
const hasCopies = (tree: Tree) => hasTimes(tree) && keysAt(tree, 'database', 'replicas').length > 0;

const hasRequests = (tree: Tree) => keysAt(tree, 'workload', 'requests').length > 0;
const hasDns = (tree: Tree) =>
  keysAt(tree, 'workload', 'requests').some(
    (name) => child(tree, 'workload', 'requests', name, 'via', 'dns') !== undefined,
  );

export const DEFAULT_FIGURES: readonly DefaultFigures[] = [
  {
    matters: isMap('database'),
    figures: [
      figure(
        'database.read',
        'median 0.5ms, p95 2ms',
        'service time of a database read',
        'typical',
        COMMON_KNOWLEDGE,
      ),
      figure(
        'database.write',
        'median 1.5ms, p95 5ms',
        'service time of a database write',
        'typical',
        COMMON_KNOWLEDGE,
      ),
      figure(
        'database.retryPauses',
        '1, 2, 4, 8, 15 s',
        'pauses before a failed call is made again',
        'assumed',
        assumption(12),
      ),
      figure(
        'nodes.*.endurance',
        '5m',
        'a node without a database for longer stops',
        'assumed',
        assumption(14),
      ),
      figure(
        'nodes.*.watchdog',
        '5m',
        'its watchdog looks after it so often',
        'documented',
        'docs/administration/managing-infrastructure/service-watchdog',
      ),
      figure('database.flush', '0.5ms', 'log flush of a commit', 'typical', COMMON_KNOWLEDGE),
      figure(
        'database.pool.wait',
        '15s',
        'wait for a database connection',
        'typical',
        'default of SQL client libraries',
      ),
    ],
  },
  {
    matters: isMap('storage'),
    figures: [
      figure('storage.latency', '1.5ms', 'latency of a storage operation', 'typical', COMMON_KNOWLEDGE),
      figure('storage.roundTrips', '3', 'round trips of a storage operation', 'typical', COMMON_KNOWLEDGE),
      figure('storage.concurrency', '64', 'storage operations at once', 'typical', COMMON_KNOWLEDGE),
      figure('storage.bandwidth', '1GB/s', 'bandwidth of the storage', 'typical', COMMON_KNOWLEDGE),
      figure('storage.perTransfer', '250MB/s', 'bandwidth of one transfer', 'typical', COMMON_KNOWLEDGE),
      figure('storage.patience', '30s', 'wait for a store that is away', 'assumed', assumption(15)),
      figure('storage.window', '8MB', 'window of a transfer', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    matters: hasNetwork,
    figures: [
      figure(
        'network.sameZone',
        '0.5ms',
        'round trip inside a zone',
        'measured',
        'xkyle.com, simonpainter.com',
      ),
      figure(
        'network.crossZone',
        '1.2ms',
        'round trip between zones',
        'measured',
        'duckkit.dev, flashgrid.io',
      ),
    ],
  },
  {
    matters: canLose,
    figures: [
      figure('dispatch.believedOnline', '120s', 'a silent node is believed online', 'assumed', assumption(6)),
      figure('dispatch.orphanScan', '5m', 'interval of the search for orphans', 'assumed', assumption(5)),
    ],
  },
  {
    matters: hasCopies,
    figures: [
      figure('database.replicas.*.catchUp', '4', 'pace of a copy that catches up', 'assumed', 'rule B9'),
    ],
  },
  {
    matters: hasRequests,
    figures: [
      figure(
        'workload.requests.*.outageBelow',
        '90%',
        'users are out in a minute in which fewer are served',
        'typical',
        'Google App Engine SLA: downtime is an error rate of more than ten percent',
      ),
    ],
  },
  {
    matters: hasDns,
    figures: [
      figure(
        'workload.requests.*.via.ttl',
        '60s',
        'time to live of a DNS answer',
        'typical',
        'Amazon Route 53 Developer Guide, values for failover records: 60 seconds or less',
      ),
    ],
  },
  {
    matters: hasRuns,
    figures: [
      figure(
        'workload.tasks.*.runCores',
        '0.02',
        'cores that a running task asks of its node',
        'typical',
        "the vendor's container sizes: 160 tasks on 3.5 to 7 cores",
      ),
    ],
  },
  {
    matters: hasTimes,
    figures: [figure('nodes.*.startTime', '60s', 'start of a node', 'assumed', assumption(8))],
  },
];
