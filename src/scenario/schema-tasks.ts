/** The grammar of a class of tasks. */
import type * as z from 'zod/mini';
import { RETRY_NODES, STARTED_BY, TAGGED_BY, TASK_KINDS } from './scenario.ts';
import { arrivals } from './schema-arrivals.ts';
import { reference } from './schema-names.ts';
import { keys, list, named, oneOf } from './schema-shapes.ts';
import { steps } from './schema-steps.ts';
import { choice, duration, positive, positiveDuration, whole, yesNo } from './schema-values.ts';

export const taskClass = keys('a task class', {
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
  slots: whole('slots', 1, 1000)
    .default(1)
    .describe(
      'Slots of one node that each of its tasks takes from start to end (rule Q16); a trace can say it of each row.',
    ),
  estimate: positiveDuration()
    .optional()
    .describe(
      'How long its tasks are thought to take: by which `order: shortest` and `backfill: easy` go. Of a trace without it, for backfill, the column estimate, else duration.',
    ),
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
    reference('a label', ['nodes']),
    list('needs', reference('a label', ['nodes']), 1, 100),
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

export type TaskClassInput = z.output<typeof taskClass>;
