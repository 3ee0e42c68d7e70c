/** The grammar of what happens: timeline, failures, recovery plans. */
import { AWAITED } from './scenario.ts';
import { drain } from './schema-autoscale.ts';
import { distribution, randomDistributions } from './schema-distribution.ts';
import { balancerName, placeName, planName, presetName, reference } from './schema-names.ts';
import { addedNode } from './schema-nodes.ts';
import { keys, list, named, oneOf, pair } from './schema-shapes.ts';
import {
  choice,
  duration,
  name,
  positiveDuration,
  positiveShare,
  share,
  text,
  whole,
  yesNo,
} from './schema-values.ts';

/** A time or a length that is drawn anew in each replication. */
const drawn = (what: string, constant: ReturnType<typeof duration>) =>
  oneOf(`${what} is written like 10m, or drawn as { uniform: [1h, 3h] }`, [
    constant,
    ...randomDistributions(),
  ]);

const always = {
  at: oneOf(
    "a time is written like 10m, drawn as { uniform: [1h, 3h] }, or recurs as { cron: '0 2 * * SUN' }",
    [
      duration('a time'),
      ...randomDistributions(),
      keys('a time that recurs', {
        cron: text('five fields of cron', 200).describe(
          'Minute, hour, day of the month, month, weekday, by local time (rule K4).',
        ),
      }),
    ],
  ).describe(
    "When, since the start; a distribution draws it in each replication; `{ cron: '0 2 * * SUN' }` recurs, by the calendar of `start`.",
  ),
  name: name('the name of a fault')
    .optional()
    .describe('Its name in metrics and on charts; default: verb and argument.'),
  plan: planName().optional().describe('The recovery plan that answers it.'),
};
const lasting = {
  ...always,
  for: drawn('a length', positiveDuration())
    .optional()
    .describe('How long, until the repair (of a node: its start) begins; without it for good.'),
};
const nodes = (what: string) =>
  reference('a node, a group or nodes', ['nodes']).describe(
    `${what}: a node, a group, or \`nodes\` for all.`,
  );

const takes = duration().default('0s').describe('From down until the start begins.');

const entry = oneOf(
  'an entry has at and one action such as crash, restart, drain, patch, slow, errors, cut, delay, outage or failover',
  [
    keys('a crash', { ...lasting, crash: nodes('What crashes') }),
    keys('a stop', { ...lasting, stop: nodes('What is stopped cleanly') }),
    keys('a start', { ...always, start: nodes('What is started') }),
    keys('a restart', {
      ...always,
      restart: nodes('What is restarted'),
      takes,
      drain: drain.optional().describe('Drained first, restarted when idle.'),
    }),
    keys('a drain', {
      ...always,
      drain: nodes('What is drained'),
      upTo: duration().optional().describe('How long to wait for running tasks; without it for ever.'),
      then: choice('then', ['wait', 'cancel'])
        .default('wait')
        .describe('What happens to tasks that still run then.'),
    }),
    keys('an undrain', { ...always, undrain: nodes('What takes work again') }),
    keys('a repoint', {
      ...always,
      repoint: nodes('What gets the address of the present primary (rule B10)'),
    }),
    keys('a patch', {
      ...always,
      patch: nodes('What is patched'),
      oneByOne: yesNo().default(true).describe('The next node begins when the one before is ready.'),
      takes,
      drain: drain.optional().describe('Drained first, restarted when idle.'),
    }),
    keys('an added node', { ...always, addNode: addedNode.describe('A node that starts now.') }),
    keys('a removed node', { ...always, removeNode: nodes('What is stopped for good') }),
    keys('a changed task cap', {
      ...always,
      setTaskCap: nodes('Whose task cap changes'),
      to: whole('a task cap', 0, 1000, 'UI only').describe('The new task cap.'),
    }),
    keys('a slow part', {
      ...lasting,
      slow: reference('a node, a group, nodes, database, a replica or storage', [
        'nodes',
        'data',
        'replicas',
      ]).describe('A node, a group, `nodes`, `database`, a replica of it, or `storage`.'),
      to: positiveShare(10).describe('Share of its nominal speed.'),
    }),
    keys('errors', {
      ...lasting,
      errors: nodes('What answers requests with errors and looks healthy (rule L13)'),
      share: positiveShare().default('100%').describe('Share of the requests.'),
      takes: duration().default('0s').describe('Until the error is answered; it takes no CPU.'),
    }),
    keys('a cut', {
      ...lasting,
      cut: placeName().describe('Region or `region/zone`.'),
      from: placeName().describe('Region or `region/zone`: nothing passes between the two.'),
      oneWay: yesNo()
        .default(false)
        .describe('Only what goes from `cut` to `from` is lost, and what comes the other way arrives.'),
    }),
    keys('a delay', {
      ...lasting,
      delay: placeName().describe('Region or `region/zone`.'),
      from: placeName()
        .optional()
        .describe('Region or `region/zone` at the other end of the path; default: every other place.'),
      by: duration().default('0s').describe('What each round trip on the path takes longer.'),
      loss: share().default('0%').describe('Share of packets that are lost, each way.'),
      retransmit: positiveDuration()
        .default('200ms')
        .describe('Before a lost packet is sent again; doubles each time.'),
    }),
    keys('an outage', {
      ...lasting,
      outage: reference('a zone, a region, database, storage, a replica, a balancer or a node', [
        'places',
        'data',
        'replicas',
        'balancers',
        'nodes',
      ]).describe('A zone, a region, `database`, `storage`, a replica, a balancer, a node or a group.'),
    }),
    keys('a failover', {
      ...always,
      failover: reference('a synchronous replica', ['replicas']).describe(
        'The replica that takes over as planned.',
      ),
    }),
    keys('maintenance', {
      ...lasting,
      maintenance: choice('maintenance', ['on']).describe("Users' new work is refused (fact 77)."),
    }),
    keys('an upgrade', {
      ...always,
      upgrade: keys('upgrade', {
        schema: duration().default('5m').describe('How long the schema step takes.'),
        perNode: duration().default('2m').describe('How long each node takes.'),
      }).describe('Drain all, stop all, schema, start the first, then the rest (facts 71–73).'),
    }),
    keys('a resubmit', {
      ...always,
      resubmit: keys('resubmit', {
        cancelledSince: positiveDuration().describe('Tasks cancelled in the time before.'),
        classes: list('classes', reference('a task class', ['tasks']), 1, 200)
          .optional()
          .describe('Default: all deployments and runbooks (fact 51).'),
      }).describe('The operator submits cancelled tasks again, at the back of the queue.'),
    }),
  ],
);

export const timeline = list('timeline', entry, 0, 10_000);

const whatFails = () => reference('what fails', ['nodes', 'places', 'data', 'replicas', 'balancers']);

const failure = keys('a failure', {
  preset: presetName('a failure preset').optional().describe('Typical figures; see `hasim presets`.'),
  what: oneOf('what fails is a name or a list of names', [
    whatFails(),
    list('what fails', whatFails(), 1, 1000),
  ]).describe(
    '`nodes`, `zones`, `regions`, `database`, `storage`, `balancers`, or names; each fails on its own.',
  ),
  every: distribution('the time between failures').describe('Up time between two faults.'),
  for: distribution('the time to repair').describe('Until the repair (of a node: its start) begins.'),
  plan: planName().optional().describe('The recovery plan that answers each fault.'),
});
export const failures = named('failures', failure);

const byHour = keys('a length by the hour', {
  byHour: list(
    'byHour',
    pair('a time of the day and a length', duration('a time'), distribution('a length')),
    1,
    100,
  ).describe('Pairs of a time of the day, from 0s on, and how long a step takes that begins then or later.'),
  period: positiveDuration().default('24h').describe('After this the hours begin anew.'),
});
const takesHow = () =>
  oneOf('takes is a duration, a distribution, or { byHour: [[0h, 45m], [7h, 15m]] }', [
    duration(),
    ...randomDistributions(),
    byHour,
  ]);
const planCommon = {
  takes: takesHow()
    .optional()
    .describe('How long the step takes; by a distribution, or by the hour in which it begins.'),
  fails: share()
    .optional()
    .describe(
      'Probability that an attempt comes to nothing; it is then made again, with a length of its own.',
    ),
  tries: whole('the number of attempts', 1, 100)
    .optional()
    .describe('After so many failed attempts the plan is given up; without it one succeeds at last.'),
  otherwise: planName().optional().describe('The plan that is begun when this one is given up.'),
  alongside: choice('alongside', ['previous'])
    .optional()
    .describe('Begins with the step before instead of after it.'),
};
const planNodes = (what: string) => nodes(what);

const planStep = oneOf('a plan step has do and what it needs', [
  keys('a decide step', {
    do: choice('do', ['decide']).describe('Somebody decides.'),
    unlessOver: yesNo()
      .default(true)
      .describe('The plan is abandoned when the fault that it answers is over before the decision.'),
    ...planCommon,
  }),
  keys('a waitFor step', {
    do: choice('do', ['waitFor']).describe('Somebody waits until something is so.'),
    what: choice('what', AWAITED).describe(
      'That the fault is over, or that tasks, the user interface, the database or the storage work again.',
    ),
    every: positiveDuration().default('1m').describe('How often somebody looks.'),
    upTo: positiveDuration()
      .optional()
      .describe('After so long the plan goes on, or is given up for its `otherwise`; without it for ever.'),
    otherwise: planName().optional().describe('The plan that is begun when it waited in vain.'),
    alongside: planCommon.alongside,
  }),
  keys('a promote step', {
    do: choice('do', ['promote']).describe('A replica takes over and loses its lag.'),
    what: reference('a replica', ['replicas']).describe('The replica of the database or of the storage.'),
    ...planCommon,
  }),
  keys('a restore step', {
    do: choice('do', ['restore']).describe('The last backup is restored.'),
    what: choice('what', ['database']).default('database').describe('From the last backup.'),
    ...planCommon,
  }),
  keys('a start step', {
    do: choice('do', ['start']).describe('Nodes that stand by are started.'),
    nodes: planNodes('What is started'),
    ...planCommon,
  }),
  keys('a repoint step', {
    do: choice('do', ['repoint']).describe('Nodes get the address of the present primary.'),
    nodes: planNodes('What gets it, and is started'),
    ...planCommon,
  }),
  keys('a stop step', {
    do: choice('do', ['stop']).describe('Nodes are stopped.'),
    nodes: planNodes('What is stopped'),
    ...planCommon,
  }),
  keys('a build step', {
    do: choice('do', ['build']).describe('Nodes are newly built and started.'),
    nodes: planNodes('What is newly built and started'),
    ...planCommon,
  }),
  keys('a setTaskCap step', {
    do: choice('do', ['setTaskCap']).describe('The task cap changes.'),
    nodes: planNodes('Whose task cap changes'),
    to: whole('a task cap', 0, 1000, 'UI only').describe('The new task cap.'),
    ...planCommon,
  }),
  keys('a verify step', { do: choice('do', ['verify']).describe('Somebody tests.'), ...planCommon }),
  keys('a switch step', {
    do: choice('do', ['switch']).describe('Users are sent elsewhere.'),
    loadBalancer: balancerName().describe('Where users go from then on.'),
    ...planCommon,
  }),
  keys('a wait step', {
    do: choice('do', ['wait']).describe('Time passes.'),
    ...planCommon,
    takes: takesHow().describe('How long.'),
  }),
]);

export const plans = named('plans', list('a plan', planStep, 1, 100));
