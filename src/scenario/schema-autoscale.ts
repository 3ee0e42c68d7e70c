/** The grammar of drains, and of how many nodes of a group there are (rules D3, E1–E4). */
import * as z from 'zod/mini';
import { POLICY_SELECTS, WATCHED } from './autoscale.ts';
import { distribution } from './schema-distribution.ts';
import { keys, list, oneOf } from './schema-shapes.ts';
import {
  choice,
  duration,
  positive,
  positiveDuration,
  positiveShare,
  share,
  whole,
} from './schema-values.ts';

/** The most nodes that a group is scaled to. */
const MOST = 5000;

export const drain = keys('drain', {
  atLeast: duration()
    .default('0s')
    .describe('It lasts at least so long, with work to finish or without: a lame duck, a preStop delay.'),
  upTo: duration().optional().describe('How long to wait for running tasks; without it for ever.'),
  then: choice('then', ['wait', 'cancel'])
    .default('wait')
    .describe('What happens to tasks that still run then.'),
});

/** A value of what is watched: its kind is checked when it is known what that is. */
const watched = (what: string) =>
  oneOf(`${what} is a number of tasks such as 5, a share such as 70% or a length such as 2m`, [
    positive(what, 1_000_000),
    positiveShare(100),
    positiveDuration(),
  ]);

const policy = keys('a policy', {
  nodes: whole('nodes', 1, MOST).optional().describe('So many nodes,'),
  share: positiveShare(100).optional().describe('or so large a share of those that there were,'),
  per: positiveDuration().default('15s').describe('in each such time.'),
});

const pace = (stabilise: string, policies: { nodes?: number; share?: string; per: string }[]) =>
  keys('a pace', {
    stabilise: duration()
      .default(stabilise)
      .describe('The most cautious number that was wanted in so long (its stabilisation window).'),
    policies: list('policies', policy, 1, 10).default(policies).describe('How fast the number may change.'),
    select: choice('select', POLICY_SELECTS)
      .default('max')
      .describe('The policy that holds: which allows most, or least; `none` allows no change this way.'),
  }).prefault({});

const step = oneOf('a step is { above: 20, add: 2 } or { below: 2, remove: 1 }', [
  keys('a step up', {
    above: watched('above').describe('At so much or more'),
    add: whole('add', 1, MOST).describe('so many nodes are added.'),
  }),
  keys('a step down', {
    below: watched('below').describe('At so much or less'),
    remove: whole('remove', 1, MOST).describe('so many nodes are given back.'),
  }),
]);

export const autoscale = keys('autoscaling', {
  min: whole('min', 0, MOST).default(1).describe('Nodes at least.'),
  max: whole('max', 1, MOST).describe('Nodes at most, those among them that drain before they go.'),
  every: positiveDuration().default('15s').describe('Between two looks at what is watched.'),
  watch: choice('watch', WATCHED)
    .optional()
    .describe(
      '`queue`: tasks that wait and its nodes may take; `work`: these and those that they run; `wait`: how long the next has waited; `busy`: share of task slots in use; `cpu`: of CPU.',
    ),
  target: watched('target')
    .optional()
    .describe('What is to be watched there for each node (`queue`, `work`), else as a mean over them.'),
  tolerance: share().default('10%').describe('Nothing changes while it is so near to the target.'),
  up: pace('0s', [
    { share: '100%', per: '15s' },
    { nodes: 4, per: '15s' },
  ]).describe('How it grows.'),
  down: pace('5m', [{ share: '100%', per: '15s' }]).describe('How it shrinks.'),
  steps: list('steps', step, 1, 20)
    .optional()
    .describe('Instead of a target: of the steps that hold, the largest.'),
  cooldown: duration().default('5m').describe('After a change by steps there is none for so long.'),
  schedule: list(
    'a schedule',
    z.tuple([duration('a time'), whole('a number of nodes', 0, MOST)], {
      error: 'is not a time with a number of nodes; write [7h, 8]',
    }),
    1,
    1000,
  )
    .optional()
    .describe('Instead of a target: times, the first 0s, and how many nodes there are from then on.'),
  period: positiveDuration()
    .optional()
    .describe('After which the schedule begins again; without it the last number goes on.'),
  boot: distribution('boot')
    .optional()
    .describe('From the addition of a node until it is ready; without it its `startTime`.'),
  bootFails: share()
    .default('0%')
    .describe('Probability that it is not ready then: it is given back, and the next look may add another.'),
  jobs: whole('jobs', 1, 1_000_000)
    .optional()
    .describe('Tasks that a node starts before it drains and goes: 1 for one-job runners.'),
  drain: drain.prefault({}).describe('Before a node goes.'),
});
