/** The grammar of how tasks get to nodes. */
import { BACKFILLS, DISPATCH_POLICIES, DISPATCHING, TASK_ORDERS, TASK_SHARES } from './scenario.ts';
import { presetName } from './schema-names.ts';
import { keys, meaningsOf, oneOf } from './schema-shapes.ts';
import { choice, duration, positiveDuration, whole, yesNo } from './schema-values.ts';

export const dispatch = keys('dispatch', {
  policy: choice('policy', DISPATCH_POLICIES)
    .default('fair-share')
    .describe(`What a node takes. ${meaningsOf(DISPATCHING)}.`),
  preset: presetName('a dispatch preset')
    .optional()
    .describe('How a known product takes tasks; see `hasim presets`.'),
  order: choice('order', TASK_ORDERS)
    .default('fifo')
    .describe(
      'Who is next inside a band of priority: who came first (fact 3), who came last, or whose `estimate` is shortest (rule Q13).',
    ),
  lifoAfter: duration()
    .default('0s')
    .describe(
      'Of `order: lifo`: only when something was pending for so long without a break, until nothing is; else first in, first out. 0s: always (rule Q13).',
    ),
  backfill: choice('backfill', BACKFILLS)
    .default('strict')
    .describe(
      'Whether tasks behind a bigger one that does not fit on a node wait with it (`strict`), or go first where by their `estimate` that does not delay it (`easy`) (rule Q16).',
    ),
  share: choice('share', TASK_SHARES)
    .default('none')
    .describe(
      '`projects`: tasks of bands above normal go first whose project has less than its share of the slots, in the product from 2026.2 (rule Q15).',
    ),
  every: positiveDuration().default('20s').describe('Between two looks of a node (fact 1).'),
  idleUpTo: oneOf('idleUpTo is none or a duration such as 15s', [
    choice('idleUpTo', ['none']),
    positiveDuration(),
  ])
    .default('none')
    .describe(
      'The interval of a node doubles with each look in a row that takes nothing, up to this; `none`: it stays.',
    ),
  lookWhenFree: yesNo()
    .default(false)
    .describe('A node looks also at the moment at which one of its slots is free (rule Q12).'),
  push: yesNo()
    .default(false)
    .describe(
      'A node with a slot free looks also at the moment at which work comes: pushed, or a long poll.',
    ),
  perLook: oneOf('perLook is all or a number of tasks', [
    choice('perLook', ['all']),
    whole('a number of tasks', 1, 1_000_000),
  ])
    .default('all')
    .describe('The most tasks that one look takes.'),
  prefetch: whole('prefetch', 0, 1000)
    .default(0)
    .describe('Tasks that a node takes ahead for each of its slots; they wait on the node for one.'),
  lock: yesNo()
    .default(true)
    .describe(
      'A look takes the cluster-wide lock of the queue first (fact 25); without it two may go for one task.',
    ),
  countAll: yesNo()
    .default(false)
    .describe('Fair share counts nodes that cannot take work, too: the stall of fact 19.'),
  queueTimeout: oneOf('queueTimeout is none or a duration such as 24h', [
    choice('queueTimeout', ['none']),
    positiveDuration(),
  ])
    .default('24h')
    .describe('After which a queued task is timed out (fact 24), or `none`.'),
  lockTimeout: positiveDuration()
    .default('30s')
    .describe('After which the lock of a node that is gone is free again.'),
  lockWait: positiveDuration().default('60s').describe('How long a node waits for the queue lock.'),
  checkIn: positiveDuration().default('60s').describe('Between two check-ins of a node (fact 33).'),
  believedOnline: positiveDuration()
    .default('120s')
    .describe('Since its last check-in a node is believed online for so long.'),
  orphanScan: positiveDuration().default('5m').describe('Between two searches for orphans.'),
  orphanAfter: positiveDuration()
    .default('60m')
    .describe('A running task of a node unseen for so long is cancelled (fact 46).'),
});
