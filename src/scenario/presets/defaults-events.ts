/** Defaults of what happens: how operations go about it, and how long people take in a plan. */
import { child, type Tree, textAt } from '../tree.ts';
import type { DefaultFigure, DefaultFigures } from './default-figures.ts';
import { hasMap, isThere, partsAt } from './default-figures.ts';
import { NODE_FIGURES, STOP_FIGURES } from './defaults-cluster.ts';

const has =
  (...keys: readonly string[]) =>
  (_: Tree, entry: Tree | undefined) =>
    keys.some((key) => child(entry, key) !== undefined);

const DRAIN: readonly DefaultFigure[] = [
  ['upTo', 'for ever', 'a drain waits for running tasks', 'assumed', 'modelling assumption 23'],
  ['then', 'wait', 'what tasks that still run get', 'documented', 'the node command (fact 40)'],
];

/** Usual times of the steps of a plan: assumptions 8 and 26, facts 119 to 124. */
export const PLAN_TIMES = {
  decide: '30m',
  promote: '5m',
  restore: '20m',
  repoint: '3m',
  start: '3m',
  stop: '0s',
  build: '10m',
  setTaskCap: '0s',
  verify: '15m',
  switch: '5m',
  wait: '0s',
} as const;

/** A plan puts another database in the place of the first. */
const hasPromotion = (tree: Tree): boolean =>
  hasMap(tree, 'database') &&
  partsAt(tree, 'plans.*.*').some((step) => ['promote', 'restore'].includes(textAt(step, 'do') ?? ''));

const isZero = (tree: Tree | undefined): boolean => tree?.kind === 'scalar' && tree.value === 0;

/** A task cap is set to 0 or, where some are 0, to something else. */
function setsZeroCaps(tree: Tree): boolean {
  const entries = partsAt(tree, 'timeline.*').filter((entry) => child(entry, 'setTaskCap') !== undefined);
  const steps = partsAt(tree, 'plans.*.*').filter((step) => textAt(step, 'do') === 'setTaskCap');
  const hasZero = partsAt(tree, 'nodes.*').some((node) => isZero(child(node, 'taskCap')));
  return [...entries, ...steps].some((setting) => hasZero || isZero(child(setting, 'to')));
}

export const EVENT_DEFAULTS: readonly DefaultFigures[] = [
  {
    at: 'database',
    matters: hasPromotion,
    figures: [
      [
        'address',
        'server',
        'nodes that a promotion did not reach know the old database',
        'documented',
        'DR practices (facts 120, 121)',
      ],
      ['oldPrimary', 'fenced', 'a database that a plan replaced accepts nothing', 'assumed', 'rule B10'],
    ],
  },
  {
    at: 'nodes.*',
    matters: setsZeroCaps,
    figures: [
      [
        'zeroCap',
        'live',
        'a task cap that is set to or from 0 needs no restart, as before 2026.2',
        'assumed',
        'Issue 9896 (fact 133)',
      ],
    ],
  },
  {
    at: 'timeline.*',
    matters: has('restart', 'patch'),
    figures: [['takes', '0s', 'from down until the start begins', 'assumed', 'none is given']],
  },
  {
    at: 'timeline.*',
    matters: has('patch'),
    figures: [['oneByOne', 'true', 'one node after another', 'documented', 'Maintain nodes (fact 78)']],
  },
  {
    // With a node's name `drain` is the operation, with a map how another one drains first.
    at: 'timeline.*',
    matters: (_, entry) => child(entry, 'drain')?.kind === 'scalar',
    figures: DRAIN,
  },
  {
    at: 'timeline.*.drain',
    matters: isThere,
    figures: [['atLeast', '0s', 'a drain lasts at least', 'assumed', 'rule D3'], ...DRAIN],
  },
  {
    at: 'timeline.*.addNode',
    matters: isThere,
    figures: [
      ...NODE_FIGURES,
      ['startTime', '60s', 'start of an added node', 'assumed', 'modelling assumption 8'],
    ],
  },
  {
    at: 'timeline.*.addNode',
    matters: (tree, node) => isThere(tree, node) && hasMap(tree, 'database'),
    figures: STOP_FIGURES,
  },
  {
    at: 'timeline.*',
    matters: has('loss'),
    figures: [
      [
        'retransmit',
        '200ms',
        'before a lost packet is sent again, doubling',
        'documented',
        'TCP_RTO_MIN of Linux, include/net/tcp.h (github.com/torvalds/linux); RFC 6298',
      ],
    ],
  },
  {
    at: 'timeline.*.upgrade',
    matters: isThere,
    figures: [
      ['schema', '5m', 'the schema step of an upgrade', 'assumed', 'modelling assumption 25'],
      ['perNode', '2m', 'the upgrade of a node', 'assumed', 'modelling assumption 25'],
    ],
  },
  {
    at: 'timeline.*.resubmit',
    matters: isThere,
    figures: [
      [
        'classes',
        'all deployments and runbooks',
        'what is submitted again',
        'documented',
        'rerun after shutdown (fact 51)',
      ],
    ],
  },
  {
    at: 'plans.*.*',
    matters: (_, step) => textAt(step, 'do') === 'decide',
    figures: [
      [
        'unlessOver',
        'true',
        'a plan whose fault is over by the decision is abandoned',
        'assumed',
        'as people do',
      ],
    ],
  },
  {
    at: 'plans.*.*',
    matters: (_, step) => textAt(step, 'do') === 'waitFor',
    figures: [['every', '1m', 'how often somebody looks who waits', 'assumed', 'as people do']],
  },
  ...Object.entries(PLAN_TIMES).map(
    ([step, time]): DefaultFigures => ({
      at: 'plans.*.*',
      matters: (tree, part) =>
        textAt(part, 'do') === step &&
        !(step === 'restore' && textAt(tree, 'database', 'backups', 'restore')),
      figures: [['takes', time, `the step ${step} of a plan`, 'assumed', 'modelling assumptions 8, 26']],
    }),
  ),
];
