/** Defaults of what the cluster is made of: network, balancers, nodes, workers; of its data in `defaults-data.ts`. */
import { looksAtQueue } from '../policies.ts';
import { child, keysAt, type Tree, textAt } from '../tree.ts';
import type { DefaultFigure, DefaultFigures } from './default-figures.ts';
import { hasMap, hasTimes, isThere } from './default-figures.ts';
import { DATA_DEFAULTS } from './defaults-data.ts';
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

export const CLUSTER_DEFAULTS: readonly DefaultFigures[] = [
  ...DATA_DEFAULTS,
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
