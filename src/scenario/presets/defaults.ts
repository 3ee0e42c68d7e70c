/**
 * Every default of the format that can move an answer, with its standing and source. Keys without one are the user's own,
 * or change nothing where they are left out; `test/scenario/standings.test.ts` has the reason for each, and holds the schema to it.
 */
import { looksAtQueue } from '../policies.ts';
import { child, keysAt, type Tree, textAt } from '../tree.ts';
import type { DefaultFigures } from './default-figures.ts';
import { hasMap, hasTimes, isThere, partsAt } from './default-figures.ts';
import { CLUSTER_DEFAULTS } from './defaults-cluster.ts';
import { EVENT_DEFAULTS } from './defaults-events.ts';

const AWS_RETRIES = 'docs.aws.amazon.com, SDKs and Tools Reference Guide, Retry behavior (standard mode)';
const GRPC_THROTTLING = 'grpc.io, gRFC A6 client retries: maxTokens 10, tokenRatio 0.1 in its example';
const BREAKERS =
  'resilience4j.readme.io, CircuitBreaker: waitDurationInOpenState 60 s; failures in a row: common';

const hasTasks = (tree: Tree) => keysAt(tree, 'workload', 'tasks').length > 0;
const isFair = (tree: Tree) => (textAt(tree, 'dispatch', 'policy') ?? 'fair-share') === 'fair-share';
const hasLooks = (tree: Tree) => looksAtQueue(textAt(tree, 'dispatch', 'policy'));
/** Known to be away: the crash of a node and what it leaves behind. */
const canLose = (tree: Tree) => hasTimes(tree) && hasLooks(tree);
const isDns = (_: Tree, request: Tree | undefined) => child(request, 'via', 'dns') !== undefined;

function hasStep(key: string, steps: Tree | undefined): boolean {
  return partsAt(steps ?? { kind: 'list', at: { file: '', line: 0, column: 0 }, items: [] }, '*').some(
    (step) => child(step, key) !== undefined || hasStep(key, child(step, 'repeat', 'steps')),
  );
}

const WORK_DEFAULTS: readonly DefaultFigures[] = [
  {
    at: 'dispatch',
    matters: hasTasks,
    figures: [
      ['policy', 'fair-share', 'how nodes take tasks', 'documented', 'How HA works (facts 9-13)'],
      ['order', 'fifo', 'who is next in the queue', 'documented', 'HA, Performance (fact 3)'],
      ['share', 'none', 'projects share the slots', 'documented', 'Fairer task queue (fact 143)'],
      ['queueTimeout', '24h', 'a queued task is timed out', 'documented', 'Maintain nodes (fact 24)'],
    ],
  },
  {
    at: 'dispatch',
    matters: (tree) => hasTasks(tree) && hasLooks(tree),
    figures: [
      ['every', '20s', 'between two looks of a node', 'documented', 'How HA works (fact 1)'],
      ['idleUpTo', 'none', 'up to which looks get rarer', 'documented', 'How HA works (fact 1)'],
      ['lookWhenFree', 'false', 'a node looks when a slot is free', 'documented', 'How HA works (fact 1)'],
      ['push', 'false', 'work that comes is pushed', 'documented', 'How HA works (fact 1)'],
      ['perLook', 'all', 'tasks that a look takes', 'documented', 'How HA works (facts 9-13)'],
      ['prefetch', '0', 'tasks taken ahead for each slot', 'documented', 'HA, Performance (fact 5)'],
    ],
  },
  {
    at: 'dispatch',
    matters: (tree) => canLose(tree) && isFair(tree),
    figures: [['countAll', 'false', 'nodes that take nothing count', 'assumed', 'modelling assumption 2']],
  },
  {
    at: 'dispatch',
    matters: canLose,
    figures: [
      ['believedOnline', '120s', 'a silent node is believed online', 'assumed', 'modelling assumption 6'],
      ['orphanScan', '5m', 'interval of the search for orphans', 'assumed', 'modelling assumption 5'],
      ['checkIn', '60s', 'between two check-ins of a node', 'documented', 'HA practices (fact 33)'],
      ['orphanAfter', '60m', 'a task of a lost node is cancelled', 'documented', 'How HA works (fact 46)'],
    ],
  },
  {
    at: 'dispatch',
    matters: (tree) => hasTasks(tree) && hasLooks(tree) && hasMap(tree, 'database'),
    figures: [
      ['lock', 'true', 'looks take a lock of the queue', 'documented', 'How HA works (fact 25)'],
      ['lockTimeout', '30s', 'the lock of a node that is gone is free', 'assumed', 'rule Q3'],
      ['lockWait', '60s', 'a node waits for the queue lock', 'assumed', 'rule Q3'],
    ],
  },
  {
    at: 'workload.tasks.*',
    matters: (_, task) => hasStep('run', child(task, 'steps')),
    figures: [
      [
        'runCores',
        '0.02',
        'cores that a running task asks of its node',
        'typical',
        "the vendor's container sizes: 160 tasks on 3.5 to 7 cores",
      ],
    ],
  },
  {
    at: 'workload.tasks.*',
    matters: (tree) => hasTimes(tree),
    figures: [
      ['resilient', 'false', 'an interrupted task goes on', 'documented', 'How HA works (fact 45)'],
      ['whenDown', 'refuse', 'what people start while the UI is away', 'assumed', 'rule W4'],
      ['startedBy', 'people, or schedule by the kind of arrivals', 'who starts a task', 'assumed', 'rule W4'],
    ],
  },
  ...['tasks', 'requests'].map(
    (of): DefaultFigures => ({
      at: `workload.${of}.*.arrivals.week`,
      matters: (tree, week) => isThere(tree, week) && child(tree, 'workload', 'holidays') !== undefined,
      figures: [['holiday', 'as sun', 'what a holiday is like', 'assumed', 'rule K3']],
    }),
  ),
  {
    at: 'workload.requests.*',
    matters: isThere,
    figures: [
      [
        'outageBelow',
        '90%',
        'users are out in a minute in which fewer are served',
        'typical',
        'Google App Engine SLA: downtime is an error rate of more than ten percent',
      ],
      ['timeout', '30s', 'a client gives up', 'assumed', 'rule W3'],
      ['cpu', '0s', 'core time of a request', 'assumed', 'none is given'],
      ['db', '0', 'database calls of a request', 'assumed', 'none is given'],
      ['read', '0B', 'bytes that a request reads', 'assumed', 'none is given'],
    ],
  },
  {
    at: 'workload.requests.*',
    matters: (tree, part) => isThere(tree, part) && hasTimes(tree),
    figures: [
      ['recovered.within', '10%', 'users are served as before, but for', 'assumed', 'rule F10'],
      ['recovered.over', '1m', 'the time over which that is looked at', 'assumed', 'rule F10'],
    ],
  },
  {
    at: 'workload.requests.*',
    matters: (tree) => keysAt(tree, 'loadBalancers').length > 1,
    figures: [['via', 'the nearest at the start', 'the balancer that clients know', 'assumed', 'rule L7']],
  },
  {
    at: 'workload.requests.*',
    matters: isDns,
    figures: [
      [
        'via.ttl',
        '60s',
        'time to live of a DNS answer',
        'typical',
        'Amazon Route 53 Developer Guide, values for failover records: 60 seconds or less',
      ],
      [
        'via.interval',
        '30s',
        'between two health checks of a DNS service',
        'documented',
        'Amazon Route 53 Developer Guide, request interval',
      ],
      [
        'via.fall',
        '3',
        'failed health checks',
        'documented',
        'Amazon Route 53 Developer Guide, failure threshold',
      ],
      [
        'via.rise',
        '3',
        'good health checks',
        'documented',
        'Amazon Route 53 Developer Guide, failure threshold',
      ],
    ],
  },
  {
    at: 'workload.requests.*',
    matters: (_, request) => hasMap(request, 'retry'),
    figures: [
      ['retry.attempts', '3', 'attempts of a client in all', 'documented', AWS_RETRIES],
      ['retry.backoff', 'exponential', 'pauses before further attempts', 'documented', AWS_RETRIES],
      ['retry.pause', '1s', 'the first of them', 'documented', AWS_RETRIES],
      ['retry.upTo', '20s', 'the longest of them', 'documented', AWS_RETRIES],
      ['retry.jitter', 'full', 'how they are drawn', 'documented', AWS_RETRIES],
      ['retry.demand', 'same', 'what a further attempt asks', 'assumed', 'rule L9'],
    ],
  },
  {
    at: 'workload.requests.*',
    matters: (_, request) => hasMap(request, 'retry', 'tokenBucket'),
    figures: [
      ['retry.tokenBucket.perSuccess', '0.1', 'tokens for a success', 'typical', GRPC_THROTTLING],
      ['retry.tokenBucket.most', '10', 'tokens in a full bucket', 'typical', GRPC_THROTTLING],
    ],
  },
  {
    at: 'workload.requests.*',
    matters: (_, request) => hasMap(request, 'retry', 'breaker'),
    figures: [
      ['retry.breaker.failures', '5', 'failures in a row that open it', 'typical', BREAKERS],
      ['retry.breaker.openFor', '60s', 'how long nothing is sent', 'typical', BREAKERS],
    ],
  },
  {
    at: 'nodes.*',
    matters: (_, node) => hasMap(node, 'serving'),
    figures: [
      ['serving.queue', 'none', 'the most requests in its line', 'assumed', 'rule L10'],
      ['serving.order', 'fifo', 'whose turn is next', 'assumed', 'rule L10'],
      ['serving.dropExpired', 'false', 'requests of clients that gave up', 'assumed', 'rule L10'],
    ],
  },
  {
    at: 'overload',
    matters: hasTasks,
    figures: [['failures', 'false', 'a task fails of overload', 'assumed', 'modelling assumption 20']],
  },
];

export const DEFAULT_FIGURES: readonly DefaultFigures[] = [
  ...CLUSTER_DEFAULTS,
  ...WORK_DEFAULTS,
  ...EVENT_DEFAULTS,
];
