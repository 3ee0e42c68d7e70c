/** The grammar of work: task classes with their steps, request classes, arrivals. */
import * as z from 'zod/mini';
import {
  BACKOFFS,
  PAUSE_JITTERS,
  RETRY_DEMANDS,
  RETRY_NODES,
  STARTED_BY,
  TAGGED_BY,
  TASK_KINDS,
} from './scenario.ts';
import {
  choice,
  distribution,
  duration,
  growth,
  keys,
  list,
  name,
  named,
  oneOf,
  positive,
  positiveDuration,
  positiveShare,
  rate,
  reference,
  share,
  size,
  text,
  whole,
  yesNo,
} from './schema-values.ts';

/** Steps of a class after its repeats are written out. */
export const MAX_FLAT_STEPS = 100_000;
/** Classes of tasks, and of requests. */
export const MAX_CLASSES = 200;

const arrivals = oneOf(
  'arrivals are one of { poisson: 60/h }, { every: 20m }, { at: [0s] }, { profile: [[0s, 10/h]] }, { bursts: … }, { trace: … }',
  [
    keys('poisson arrivals', { poisson: rate().describe('Mean rate; independent exponential gaps.') }),
    keys('regular arrivals', {
      every: positiveDuration().describe('Between two arrivals.'),
      offset: duration().default('0s').describe('Time of the first.'),
    }),
    keys('arrivals at given times', {
      at: list('at', duration('a time'), 1, 100_000).describe('Times.'),
      count: whole('count', 1, 1_000_000).default(1).describe('Arrivals at each of them.'),
    }),
    keys('arrivals by a profile', {
      profile: list(
        'a profile',
        z.tuple([duration('a time'), rate()], { error: 'is not a time with a rate; write [2h, 80/h]' }),
        1,
      ).describe('Times, the first 0s, and the rate from then on.'),
      period: positiveDuration()
        .optional()
        .describe('After which it begins again; without it the last rate goes on.'),
    }),
    keys('bursts of arrivals', {
      bursts: keys('bursts', {
        on: rate().describe('Rate while on.'),
        off: rate().default('0/h').describe('Rate while off.'),
        onFor: distribution('onFor').describe('How long it stays on; it begins with on.'),
        offFor: distribution('offFor').describe('How long it stays off.'),
      }).describe('A process that is on and off in turns.'),
    }),
    keys('arrivals from a trace', {
      trace: keys('a trace', {
        file: text('a path', 1000).describe(
          'CSV with the columns arrival and, if wanted, duration and class; relative to this file.',
        ),
        class: name('a class of the trace').optional().describe('Only rows of this class.'),
      }).describe('Recorded arrivals.'),
    }),
  ],
);

const work = (what: string) => distribution(what);

const fromTrace = keys('a step from the trace', {
  from: choice('from', ['trace']).describe("The task's own duration in the trace that it arrived from."),
});

/** Written out once so that a repeat can hold steps again. */
type StepInput =
  | { db: number | { calls: number; writes: number; transaction: boolean; keeps: number } }
  | { read: string }
  | { write: string }
  | { cpu: z.output<ReturnType<typeof distribution>> }
  | { run: z.output<ReturnType<typeof distribution>> | { from: 'trace' }; on?: string | undefined }
  | { start: string; count: number; exempt: boolean }
  | { repeat: { times: number; steps: StepInput[] } };

const MAX_CALLS = 1_000_000;

const step: z.ZodMiniType<StepInput> = z.lazy(() =>
  oneOf('a step is one of db, read, write, cpu, run, start, repeat', [
    keys('a db step', {
      db: oneOf('db is a number of calls or { calls, writes, transaction, keeps }', [
        whole('a number of calls', 1, MAX_CALLS),
        keys('a db step', {
          calls: whole('a number of calls', 1, MAX_CALLS).describe('Calls one after another.'),
          writes: whole('a number of writes', 0, MAX_CALLS).default(0).describe('Of them, evenly spread.'),
          transaction: yesNo()
            .default(false)
            .describe('Holds one connection throughout; a failed call starts it again.'),
          keeps: whole('keeps', 0, 1000)
            .default(0)
            .describe('Of a transaction: for how many more steps it keeps its connection (fact 93).'),
        }),
      ]).describe('Database calls.'),
    }),
    keys('a read step', { read: size().describe('Bytes read from storage.') }),
    keys('a write step', { write: size().describe('Bytes written to storage.') }),
    keys('a cpu step', { cpu: work('core time').describe('Core time on the node.') }),
    keys('a run step', {
      run: oneOf('run is a duration, a distribution or { from: trace }', [
        duration('a run step'),
        fromTrace,
        ...(work('a run step').def.options.slice(1) as never[]),
      ]).describe(
        'Work on targets: asks for `runCores` of the node. Also `{ from: trace }`, the duration in the trace.',
      ),
      on: reference('a pool of workers')
        .optional()
        .describe('The pool whose workers do it: it waits for one, holding its slot (rule W6).'),
    }),
    keys('a start step', {
      start: reference('a class of tasks').describe(
        'Starts tasks of that class and waits until they are over, holding its slot (rule W8).',
      ),
      count: whole('count', 1, 1000).default(1).describe('How many.'),
      exempt: yesNo()
        .default(false)
        .describe(
          'Its slot is free for others while it waits; then it goes on, above the cap if need be (fact 28).',
        ),
    }),
    keys('a repeat step', {
      repeat: keys('a repeat', {
        times: whole('times', 1, MAX_FLAT_STEPS).describe('How often.'),
        steps: steps(),
      }).describe('The same steps again and again.'),
    }),
  ]),
) as z.ZodMiniType<StepInput>;

function steps() {
  return list('steps', step, 1, 1000).describe('One after another; the slot is held from start to end.');
}

const taskClass = keys('a task class', {
  kind: choice('kind', TASK_KINDS)
    .optional()
    .describe(
      "The licence counts deployments and runbooks; system tasks are the cluster's own. Default: the name where it is a kind, else other.",
    ),
  arrivals: arrivals.optional().describe('When tasks arrive.'),
  whenDown: choice('whenDown', ['refuse', 'hold'])
    .optional()
    .describe(
      'What becomes of tasks that people start while the UI is not up: lost to the cluster, or held outside until it is. Default: refuse.',
    ),
  startedBy: choice('startedBy', STARTED_BY)
    .optional()
    .describe(
      'People and API clients need the UI, a schedule or trigger only a node that reaches the database. Default: a deployment or runbook that arrives `every` or `at` times and has no `whenDown` is scheduled, the rest is started by people.',
    ),
  runCores: positive('runCores', 64)
    .default(0.02)
    .describe(
      'Cores that a task asks for during a `run` step: 0.02 where targets or workers do the work, about 0.2 where scripts run on the node itself (facts 103, 104).',
    ),
  priority: choice('priority', ['top', 'high', 'normal'])
    .default('normal')
    .describe('Its band in the queue: moved to the top, prioritised, the rest; FIFO inside each (fact 4).'),
  weight: whole('weight', 1, 1000)
    .optional()
    .describe(
      'Of its tasks so many are taken for each one of a class of weight 1, while both wait (rule Q13). Default: order of arrival; 1 where another class has one.',
    ),
  estimate: positiveDuration()
    .optional()
    .describe('How long its tasks are thought to take: by which `order: shortest` goes.'),
  deadline: positiveDuration()
    .optional()
    .describe(
      'A task that a node would take later than this after it joined the queue is dropped then, as expired (rule Q14). Default: it is taken however late.',
    ),
  projects: whole('projects', 1, 100_000)
    .default(1)
    .describe('How many projects its tasks are of, each with the same chance.'),
  environments: whole('environments', 1, 100_000)
    .default(1)
    .describe('How many environments its tasks are for, each with the same chance.'),
  tenants: whole('tenants', 1, 100_000)
    .default(1)
    .describe('How many tenants its tasks are for, each with the same chance.'),
  needs: oneOf('needs is a label that nodes offer or a list of them', [
    reference('a label'),
    list('needs', reference('a label'), 1, 100),
  ])
    .optional()
    .describe(
      'Labels, all of which a node must offer to take its tasks, or the name of a group of nodes (rule Q11). Default: any node.',
    ),
  atMost: oneOf('atMost is a number of tasks or { tasks: 5, per: project }', [
    whole('a number of tasks', 1, 1_000_000),
    keys('a limit', {
      tasks: whole('a number of tasks', 1, 1_000_000).describe('At once.'),
      per: oneOf(`per is one of ${TAGGED_BY.join(', ')}, or a list of them`, [
        choice('per', TAGGED_BY),
        list('per', choice('per', TAGGED_BY), 1, 3),
      ])
        .optional()
        .describe('Of each project, environment or tenant; without it of the class.'),
    }),
  ])
    .optional()
    .describe('How many of its tasks run at once; the others wait without holding up the queue (fact 26).'),
  exclusivePer: choice('exclusivePer', ['project'])
    .optional()
    .describe('One task at a time of each; the others wait without holding up the queue (fact 26).'),
  retry: keys('retry', {
    atMost: whole('atMost', 1, 100).describe('How often it is tried again.'),
    pause: duration().default('0s').describe('Before it joins the queue again, at the back.'),
    on: choice('on', RETRY_NODES)
      .default('any')
      .describe('Which node may take it then: `another` than the one that had it last.'),
  })
    .optional()
    .describe(
      'What becomes of a task that fails or loses its node: it is tried again from its first step (rule W7). Default: never (fact 23).',
    ),
  resilient: yesNo()
    .default(false)
    .describe('What the stop of its node interrupts goes on later instead of being cancelled (fact 52).'),
  queued: whole('queued', 0, 1_000_000).default(0).describe('In the queue at the start.'),
  active: named('active', whole('active', 0, 1000))
    .default({})
    .describe('Running at the start, by node.'),
  steps: steps(),
});

/** Names of load balancers, the preferred first. */
const balancerNames = () => list('balancers', reference('a load balancer'), 1, 100);

const via = oneOf('via is a load balancer, a list of them or { dns: [east, west] }', [
  reference('a load balancer'),
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
    .describe('`full`: a drawn share of the pause, `equal`: half of it and a drawn share of the other half.'),
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

const requestClass = keys('a request class', {
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
  from: reference('a place (region or region/zone)')
    .optional()
    .describe('Where the clients are; optional where there is one zone.'),
  via: via
    .optional()
    .describe(
      'The load balancer whose address the clients know; a list: a failover service that knows at once which is well; or a DNS name with health checks. Default: the nearest at the start, until a plan switches.',
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

export const workload = keys('workload', {
  scale: positiveShare(1000)
    .default('100%')
    .describe('Stretches the rates of all open arrivals and `every`, not `at` and `trace`.'),
  growth: growth()
    .default('0%/month')
    .describe('By how much a month has more work than the one before, of what `scale` stretches (rule W2).'),
  growthMonths: whole('growthMonths', 0, 600)
    .default(0)
    .describe(
      'After how many months of growth it is; `sweep --vary workload.growthMonths=0..24` asks when it breaks.',
    ),
  tasks: named('workload.tasks', taskClass).default({}).describe('Classes of tasks by name.'),
  requests: named('workload.requests', requestClass)
    .default({})
    .describe('Classes of UI and API requests by name.'),
});

export type ArrivalsInput = z.output<typeof arrivals>;
export type RequestClassInput = z.output<typeof requestClass>;
export type TaskClassInput = z.output<typeof taskClass>;
export type { StepInput };
