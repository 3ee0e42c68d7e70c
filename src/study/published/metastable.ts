/** Overload that goes on when its cause is gone: clients who try again, and what cures them. */
import { scenarioFrom } from '../theory-models/model.ts';
import { type PublishedModel, type PublishedOutcome, published } from './model.ts';

/** Of the reference, which is an independent program. */
const SEEDS = 40;
/** Of ours: none of so many beside 13 of theirs would be red. */
const REPLICATIONS = 60;

export function publishedMetastable(): PublishedModel[] {
  return [
    ...AWAY.map(([away, tips, note]) => twoServers(away, `away for ${away}`, tips, { note })),
    twoServers('5s', 'away for 5s, clients who ask once', 0, { retry: 'attempts: 1' }),
    twoServers('5s', 'away for 5s, clients who ask twice', 32, { retry: 'attempts: 2' }),
    twoServers('5s', 'away for 5s, a token bucket', 0, {
      retry: 'attempts: 4, tokenBucket: { perSuccess: 0.1 }',
    }),
    twoServers('5s', 'away for 5s, last in first out', 0, { serving: 'slots: 5, order: lifo' }),
    twoServers('5s', 'away for 5s, what has expired dropped', 18, { serving: 'slots: 5, dropExpired: true' }),
    fullQueue(),
  ];
}

/** For how long one of the servers is away, and of how many of the reference's runs tip. */
const AWAY: readonly [away: string, tips: number, note?: string][] = [
  ['0.5s', 0],
  ['1s', 1],
  ['1.5s', 6],
  ['2s', 13],
  ['2.5s', 18],
  ['3s', 26],
  ['4s', 37],
  [
    '5s',
    39,
    'The server is stopped, so it refuses at once, as theirs does. After a crash it would give no answer (rule N4), and clients would wait.',
  ],
];

/** What is done otherwise in a cure. */
interface Variant {
  readonly retry?: string;
  readonly serving?: string;
  readonly note?: string | undefined;
}

/** Two servers of five slots, 70 requests a second, a time-out of 1 s and three repetitions at once; one refuses from 5 s on. */
function twoServers(
  away: string,
  what: string,
  tips: number,
  { retry = 'attempts: 4', serving = 'slots: 5', note }: Variant = {},
): PublishedModel {
  const scenario = scenarioFrom(`
name: published
duration: 60s
network: { sameZone: 0ms }
loadBalancer: { probe: { type: passive, maxFails: 1000, nextUpstream: false } }
nodes: { s: { count: 2, taskCap: 0, cores: 5, startTime: 0s, serving: { ${serving} } } }
database: ideal
workload:
  requests:
    r:
      { arrivals: { poisson: 70/s }, cpu: { exponential: 100ms }, timeout: 1s,
        retry: { backoff: fixed, pause: 0s, demand: anew, ${retry} }, recovered: { within: 50%, over: 10s } }
timeline: [ { at: 5s, stop: s-1, for: ${away} } ]
`);
  const outcome: PublishedOutcome = {
    quantity: 'stays overloaded',
    happens: ({ values }) => values['recovery.stop-s-1.recovered']!.sum === 0,
    published: [tips, SEEDS],
    ...(note !== undefined && { note }),
  };
  const source = 'stability-sim, metastable-retry: 40 seeds of an independent program';
  return published(`two servers, one ${what}`, source, scenario, [outcome], REPLICATIONS);
}

/**
 * One server, a line of 100, clients who wait for 3 s and try four times more. The chain is theirs, with the line and an orbit of
 * 20 as its states (`metaforChain`): in the long run it is at 90 places or more for 97.9 % of the time.
 */
function fullQueue(): PublishedModel {
  const scenario = scenarioFrom(`
name: published
study: steady
warmUp: 2000s
duration: 3000s
network: { sameZone: 0ms }
loadBalancer: { probe: { type: passive } }
nodes: { s: { taskCap: 0, cores: 1, startTime: 0s, serving: { slots: 1, queue: 98 } } }
database: ideal
workload:
  requests:
    r:
      { arrivals: { poisson: 9.5/s }, cpu: { exponential: 100ms }, timeout: 3s,
        retry: { attempts: 5, backoff: fixed, pause: 0s, demand: anew } }
`);
  const outcome: PublishedOutcome = {
    quantity: '90 or more in line',
    happens: ({ values }) => {
      const { sum, per } = values['waiting.thread']!;
      return sum / per >= 89;
    },
    published: 'usually',
    note: 'Their Markov chain, solved here, is at 90 of 99 or more for 97.9 % of the time, with 96.9 in the mean, and at 10 or less for 1e-10. It lets chance end a time-out and has room for 20 who come again; here each request has its own time-out, and all may come again, so the line is fuller still.',
  };
  const source = 'metafor (HotOS 2025, arXiv 2510.03551), README example';
  return published('one server, λ 9.5, μ 10, time-out 3 s', source, scenario, [outcome], 16);
}
