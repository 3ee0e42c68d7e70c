/** The grammar of a class of requests, and of how its clients find the cluster and try again. */
import type * as z from 'zod/mini';
import { BACKOFFS, PAUSE_JITTERS, RETRY_DEMANDS } from './scenario.ts';
import { arrivals } from './schema-arrivals.ts';
import { distribution } from './schema-distribution.ts';
import { balancerName, placeName } from './schema-names.ts';
import { keys, list, oneOf } from './schema-shapes.ts';
import {
  choice,
  duration,
  positive,
  positiveDuration,
  positiveShare,
  share,
  size,
  whole,
  yesNo,
} from './schema-values.ts';

/** Names of load balancers, the preferred first. */
const balancerNames = () => list('balancers', balancerName(), 1, 100);

const via = oneOf('via is a load balancer, a list of them or { dns: [east, west] }', [
  balancerName(),
  balancerNames(),
  keys('a DNS name', {
    dns: balancerNames().describe('Load balancers, the preferred first.'),
    ttl: duration().default('60s').describe('How long clients go on with an answer.'),
    interval: positiveDuration().default('30s').describe('Between two health checks of a balancer.'),
    fall: whole('fall', 1, 1000).default(3).describe('Failures in a row after which it is not answered.'),
    rise: whole('rise', 1, 1000).default(3).describe('Successes in a row after which it is again.'),
  }),
]);

const retry = keys('retry', {
  attempts: whole('attempts', 1, 100).default(3).describe('In all, the first among them.'),
  backoff: choice('backoff', BACKOFFS)
    .default('exponential')
    .describe('Pauses that double each time, or are all the same.'),
  pause: duration().default('1s').describe('The first pause; with `fixed` each of them.'),
  upTo: duration().default('20s').describe('The longest pause.'),
  jitter: choice('jitter', PAUSE_JITTERS)
    .default('full')
    .describe(
      '`full`: a drawn share of the pause; `equal`: half of it and a drawn share of the other half; `exponential`: it is the mean.',
    ),
  demand: choice('demand', RETRY_DEMANDS)
    .default('same')
    .describe('What a further attempt asks of its node: the same work, or work that is drawn anew.'),
  patience: positiveDuration()
    .optional()
    .describe('No attempt begins later than this after the first. Default: whenever its turn is.'),
  tokenBucket: keys('a token bucket', {
    perSuccess: positive('perSuccess', 1000)
      .default(0.1)
      .describe('Tokens that an attempt that is served puts in.'),
    most: whole('most', 1, 1_000_000).default(10).describe('Tokens in a full bucket, as it is at the start.'),
  })
    .optional()
    .describe(
      'Each attempt after the first takes a token; without one it is not made. Of all clients of the class.',
    ),
  breaker: keys('a breaker', {
    failures: whole('failures', 1, 1_000_000)
      .default(5)
      .describe('Attempts in a row that failed, which open it.'),
    openFor: positiveDuration()
      .default('60s')
      .describe('How long nothing is sent; then one attempt is a trial.'),
  })
    .optional()
    .describe('While it is open, requests fail at once. Of all clients of the class.'),
});

export const requestClass = keys('a request class', {
  arrivals: arrivals.optional().describe('When requests arrive; or users.'),
  users: keys('users', {
    count: whole('users', 1, 1_000_000).describe('How many.'),
    think: distribution('a thinking time').describe(
      'Between an answer and the next request; at the start they are somewhere in it.',
    ),
  })
    .optional()
    .describe(
      'A closed loop: each user thinks, asks, waits for the answer. They start spread over their thinking time.',
    ),
  from: placeName().optional().describe('Where the clients are; optional where there is one zone.'),
  via: via
    .optional()
    .describe(
      'The load balancer whose address the clients know; a list: a failover service that knows at once which is well; or a DNS name with health checks. Default: the nearest at the start, until a plan switches.',
    ),
  holdOn: keys('holdOn', {
    share: positiveShare().describe('Of its clients; of users the first.'),
    for: oneOf('for is ever or a duration such as 1d', [choice('for', ['ever']), positiveDuration()])
      .default('ever')
      .describe('How long a client goes on from one start to the next.'),
  })
    .optional()
    .describe(
      'Clients that look the address up only when they start, whatever its TTL (rule L14). Default: none.',
    ),
  cpu: distribution('core time').default('0s').describe('Core time on the node.'),
  db: oneOf('db is a number of calls or { calls, writes, transaction }', [
    whole('a number of calls', 0, 100_000),
    keys('the calls of a request', {
      calls: whole('a number of calls', 0, 100_000).describe('Calls one after another.'),
      writes: whole('a number of writes', 0, 100_000).default(0).describe('Of them, evenly spread.'),
      transaction: yesNo()
        .default(false)
        .describe('Holds one connection from its first call until its file is read (fact 93).'),
    }),
  ])
    .default(0)
    .describe('Database calls one after another.'),
  read: size().default('0B').describe('Bytes read from storage.'),
  timeout: positiveDuration()
    .default('30s')
    .describe('After which the client gives up; with `retry` this attempt.'),
  retry: retry.optional().describe('How its clients try again (rule L9). Default: they do not.'),
  outageBelow: positiveShare()
    .default('90%')
    .describe('A minute in which a smaller share of its requests is served is an outage of its users.'),
  recovered: keys('recovered', {
    within: share()
      .default('10%')
      .describe('Its users have recovered when they are served as before a disruption, but for so much.'),
    over: positiveDuration()
      .default('1m')
      .describe('Before it, and before the next one or the end, over so long.'),
  })
    .prefault({})
    .describe('When its users have recovered from a disruption (rule F10).'),
});

export type RequestClassInput = z.output<typeof requestClass>;
