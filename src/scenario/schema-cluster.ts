/** The grammar of where a cluster stands and how it is reached: regions, network, load balancers. */
import { BALANCER_CHOICES, CHOOSING, WHEN_NONE_HEALTHY } from './scenario.ts';
import { placeName, presetName, reference } from './schema-names.ts';
import { MAX_NODES } from './schema-nodes.ts';
import { keys, list, meaningsOf, named, oneOf } from './schema-shapes.ts';
import {
  choice,
  duration,
  positiveDuration,
  positiveShare,
  share,
  whole,
  yesNo,
  zone,
} from './schema-values.ts';

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
  at: placeName().optional().describe('Region or `region/zone`; optional where there is one zone.'),
  preset: presetName('a balancer preset')
    .optional()
    .describe('Figures of a real load balancer; see `hasim presets`.'),
  nodes: list('nodes', reference('a node or a group', ['nodes']), 1, MAX_NODES)
    .optional()
    .describe('The nodes and groups that it serves; without it all.'),
  choice: choice('choice', BALANCER_CHOICES)
    .default('round-robin')
    .describe(`How a node is chosen from those in rotation. ${meaningsOf(CHOOSING)}.`),
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
