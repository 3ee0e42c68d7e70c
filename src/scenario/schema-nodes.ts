/** The grammar of nodes, in groups or added by the timeline, and of workers. */
import { SERVING_ORDERS } from './scenario.ts';
import { autoscale } from './schema-autoscale.ts';
import { presetName, zoneName } from './schema-names.ts';
import { keys, list, named, oneOf } from './schema-shapes.ts';
import {
  choice,
  duration,
  name,
  positive,
  positiveDuration,
  positiveShare,
  share,
  whole,
  yesNo,
} from './schema-values.ts';

/** Nodes of a scenario, all groups together. */
export const MAX_NODES = 20_000;

/** A cache that is lost with what it is part of. */
export const cache = (what: string) =>
  keys('a cache', {
    items: whole('items', 1, 100_000_000).describe('Things that are asked for, all alike, one each time.'),
    miss: positiveDuration().describe('What it takes longer where that is missing and has to be fetched.'),
  })
    .optional()
    .describe(what);

const nodeKeys = {
  at: zoneName().optional().describe('`region/zone`; optional where there is one zone.'),
  taskCap: whole('a task cap', 0, 1000, 'UI only')
    .default(5)
    .describe('Tasks at once; 0 serves requests only (fact 7).'),
  cores: positive('cores', 1024).default(4).describe('CPU cores; fractions are fine.'),
  startTime: duration().default('60s').describe('From start to ready.'),
  offers: list('offers', name('a label'), 0, 100)
    .default([])
    .describe('Labels that tasks may need; nodes offer the name of their group anyway (rule Q11).'),
  serving: keys('the serving of requests', {
    slots: whole('slots', 1, 100_000).describe('Requests that it works on at once: its threads.'),
    queue: oneOf('queue is none or a number of requests', [
      choice('queue', ['none']),
      whole('a number of requests', 0, 1_000_000),
    ])
      .default('none')
      .describe('The most that wait for one; more are refused at once. `none`: as many as come.'),
    order: choice('order', SERVING_ORDERS)
      .default('fifo')
      .describe('Whose turn is next: who waits longest, or who came last.'),
    dropExpired: yesNo()
      .default(false)
      .describe('A request whose client has given up is dropped when it is its turn, not worked on.'),
  })
    .optional()
    .describe('Its limits for requests (rule L10). Default: it works on all at once.'),
  cache: cache(
    'What its requests need and is gone after a stop (rule C3): a miss is CPU time. Default: never cold.',
  ),
  burst: keys('burst', {
    baseline: positiveShare().describe('Share of its cores that it has for good, and earns credits by.'),
    credits: positiveDuration().describe(
      'The most that it keeps, as time of one core: 864 CPU credits are `864m`.',
    ),
    atStart: share().default('100%').describe('Of these, at the start; a node that is added later has none.'),
  })
    .optional()
    .describe(
      'A burstable machine: CPU credits for more than a baseline (rule C4). Default: all of its cores are its own.',
    ),
  reserve: named('reserve', whole('kept slots', 0, 1000))
    .default({})
    .describe('Slots of each node that are kept for classes of tasks, by class (rule Q11).'),
  speed: positiveShare(100).default('100%').describe('Speed of its CPU; 100 % is nominal.'),
  endurance: positiveDuration()
    .default('5m')
    .describe('A node that has reached no database for longer than this stops (rule B5).'),
  watchdog: positiveDuration()
    .default('5m')
    .describe('Between two checks of its watchdog, which starts it when it has stopped (fact 54).'),
  zeroCap: choice('zeroCap', ['live', 'restart'])
    .default('live')
    .describe(
      'What a task cap that is set to or from 0 takes: `live` acts at once, `restart` with the next start of the node, as from 2026.2 (fact 133).',
    ),
};

const phase = oneOf('phase is random, even, a time such as 3s or a list of times', [
  choice('phase', ['random', 'even']),
  duration('a phase'),
  list('phases', duration('a phase'), 1, MAX_NODES),
]);

export const nodeGroup = keys('a node', {
  preset: presetName('a machine preset')
    .optional()
    .describe('Figures of a real machine; see `hasim presets`.'),
  count: whole('count', 0, MAX_NODES)
    .optional()
    .describe(
      'Gives `east-1`, `east-2` …; without it the node has the name of its group. With `autoscale`: at the start, without it its `min`.',
    ),
  ...nodeKeys,
  phase: phase
    .default('random')
    .describe(
      'Time of the first look at the queue: drawn, spread evenly over the group, or given (one, or one for each node).',
    ),
  state: choice('state', ['online', 'down']).default('online').describe('At the start.'),
  autoscale: autoscale
    .optional()
    .describe('How many there are changes: by what is watched or by a schedule (rules E1 to E4).'),
});

export const workerPool = keys('a pool of workers', {
  count: whole('a number of workers', 0, MAX_NODES).default(1).describe('Workers in it.'),
  slots: whole('the slots of a worker', 1, 1000).default(1).describe('Steps that each runs at once.'),
});

export const addedNode = keys('an added node', {
  name: name('the name of the node').describe('Its name.'),
  ...nodeKeys,
});
