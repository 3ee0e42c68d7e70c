/** What might help: the same design with one part faster, one more of it, or as much as anybody could want. */
import type { Distribution } from '../../engine/distributions.ts';
import type { Cause } from '../../measure/causes.ts';
import type { DatabaseSpec, NodeSpec, Scenario, Step, StorageSpec } from '../../scenario/scenario.ts';
import { scaled } from './scaled.ts';

export type RemedyKind = 'faster' | 'more' | 'free';

export interface Remedy {
  /** In words: `database service`. */
  readonly part: string;
  readonly kind: RemedyKind;
  /** In words: `20 % faster`, `1 core more`, `free`. */
  readonly change: string;
  readonly scenario: Scenario;
}

/** One of them, before it is known whether the scenario has such a part. */
interface Part {
  readonly part: string;
  /** Causes that it could shorten: without time at any of them it is not tried. */
  readonly causes: readonly Cause[];
  readonly changes: readonly (readonly [
    kind: RemedyKind,
    change: string | ((before: Scenario, after: Scenario) => string),
    of: (scenario: Scenario) => Scenario,
  ])[];
}

const FASTER = 1.2;
/** More than anything asks for. */
const [PLENTY, MUCH] = [10_000, 1e13];

const database =
  (of: (spec: DatabaseSpec) => Partial<DatabaseSpec>) =>
  (scenario: Scenario): Scenario =>
    scenario.database === null
      ? scenario
      : { ...scenario, database: { ...scenario.database, ...of(scenario.database) } };

const storage =
  (of: (spec: StorageSpec) => Partial<StorageSpec>) =>
  (scenario: Scenario): Scenario =>
    scenario.storage === null
      ? scenario
      : { ...scenario, storage: { ...scenario.storage, ...of(scenario.storage) } };

const nodes =
  (of: (spec: NodeSpec) => Partial<NodeSpec>) =>
  (scenario: Scenario): Scenario => ({
    ...scenario,
    nodes: scenario.nodes.map((spec) => ({ ...spec, ...of(spec) })),
  });

const trips =
  (factor: number) =>
  (scenario: Scenario): Scenario => {
    const roundTrip = scenario.network.roundTrip.map((row) =>
      row.map((trip) => (trip === -1 ? -1 : Math.round(trip * factor))),
    );
    return { ...scenario, network: { ...scenario.network, roundTrip } };
  };

const every =
  (factor: number) =>
  (scenario: Scenario): Scenario => {
    const { dispatch } = scenario;
    return {
      ...scenario,
      dispatch: { ...dispatch, every: Math.max(1, Math.round(dispatch.every * factor)) },
    };
  };

const taken = (spec: NodeSpec, cap: number): Partial<NodeSpec> =>
  spec.taskCap === 0 ? {} : { taskCap: cap };
const NOTHING: Distribution = { kind: 'constant', value: 0 };

/** Slots of the workers of all pools. */
const workers =
  (of: (slots: number) => number) =>
  (scenario: Scenario): Scenario => ({
    ...scenario,
    workers: scenario.workers.map((pool) => {
      const [slots, wanted] = [pool.count * pool.slots, of(pool.count * pool.slots)];
      return wanted === slots ? pool : { ...pool, count: wanted, slots: 1 };
    }),
  });

const slotsOf = (scenario: Scenario): number => scenario.nodes.reduce((sum, { taskCap }) => sum + taskCap, 0);
const workerSlotsOf = (scenario: Scenario): number =>
  scenario.workers.reduce((sum, pool) => sum + pool.count * pool.slots, 0);

/** `20 % more`, or what comes of it in whole ones: a fifth more of 3 is 4, and a third more. */
const moreOf =
  (countOf: (scenario: Scenario) => number, what: string) =>
  (before: Scenario, after: Scenario): string =>
    `${Math.round((countOf(after) / countOf(before) - 1) * 100)} % more${what}`;

const PARTS: readonly Part[] = [
  {
    part: 'task slots',
    causes: ['slot', 'fairShare'],
    changes: [
      ['faster', moreOf(slotsOf, ''), nodes((spec) => taken(spec, Math.round(spec.taskCap * FASTER)))],
      ['more', '1 more on each node', nodes((spec) => taken(spec, spec.taskCap + 1))],
      ['free', 'no limit', nodes((spec) => taken(spec, Math.max(spec.taskCap, 1000)))],
    ],
  },
  {
    part: 'looks',
    causes: ['look', 'turn', 'fairShare', 'taking', 'lock'],
    changes: [
      ['faster', '20 % more often', every(1 / FASTER)],
      [
        'free',
        'none, nor lock: at once',
        (scenario) => ({ ...scenario, dispatch: { ...scenario.dispatch, policy: 'immediate' } }),
      ],
    ],
  },
  {
    part: 'concurrency tags',
    causes: ['tag'],
    changes: [
      [
        'free',
        'none',
        (scenario) => ({ ...scenario, tasks: scenario.tasks.map((spec) => ({ ...spec, atMost: null })) }),
      ],
    ],
  },
  {
    part: 'database connections',
    causes: ['connection'],
    changes: [
      ['more', '1 more on each node', database(({ poolSize }) => ({ poolSize: poolSize + 1 }))],
      ['free', 'no limit', database(() => ({ poolSize: PLENTY }))],
    ],
  },
  {
    part: 'database service',
    causes: ['databaseQueue', 'databaseService', 'connection', 'lock', 'turn', 'taking'],
    changes: [
      [
        'faster',
        '20 % faster',
        database(({ read, write }) => ({ read: scaled(read, FASTER), write: scaled(write, FASTER) })),
      ],
      ['more', '1 core more', database(({ cores }) => ({ cores: cores + 1 }))],
      ['free', 'at once', database(() => ({ read: NOTHING, write: NOTHING }))],
    ],
  },
  {
    part: 'commit',
    causes: ['commit', 'connection', 'lock', 'turn', 'taking'],
    changes: [
      ['faster', 'flush 20 % faster', database(({ flush }) => ({ flush: Math.round(flush / FASTER) }))],
      [
        'free',
        'at once, for no copy',
        database(({ replicas }) => ({
          flush: 0,
          replicas: replicas.map((spec) =>
            spec.mode === 'sync' ? { ...spec, mode: 'shared' as const } : spec,
          ),
        })),
      ],
    ],
  },
  {
    part: 'round trips',
    causes: [
      'databaseWay',
      'storageWay',
      'transferWindow',
      'clientWay',
      'commit',
      'connection',
      'lock',
      'turn',
      'taking',
    ],
    changes: [
      ['faster', '20 % faster', trips(1 / FASTER)],
      ['free', 'none: all in one place', trips(0)],
    ],
  },
  {
    part: 'storage latency',
    causes: ['storageQueue', 'storageLatency'],
    changes: [
      ['faster', '20 % faster', storage(({ latency }) => ({ latency: scaled(latency, FASTER) }))],
      ['more', '1 more at a time', storage(({ concurrency }) => ({ concurrency: concurrency + 1 }))],
      ['free', 'none', storage(() => ({ latency: NOTHING }))],
    ],
  },
  {
    part: 'storage transfer',
    causes: ['transfer', 'transferShared', 'transferWindow'],
    changes: [
      [
        'faster',
        '20 % faster',
        storage(({ bandwidth, perTransfer, window }) => ({
          bandwidth: bandwidth * FASTER,
          perTransfer: perTransfer * FASTER,
          window: window * FASTER,
        })),
      ],
      ['free', 'at once', storage(() => ({ bandwidth: MUCH, perTransfer: MUCH, window: MUCH }))],
    ],
  },
  {
    part: 'CPU of nodes',
    causes: ['cpu', 'cpuShared'],
    changes: [
      ['faster', '20 % faster', nodes(({ speed }) => ({ speed: speed * FASTER }))],
      ['more', '1 core more on each node', nodes(({ cores }) => ({ cores: cores + 1 }))],
      ['free', 'no limit', nodes(({ speed }) => ({ speed: speed * PLENTY, cores: PLENTY }))],
    ],
  },
  {
    part: 'workers',
    causes: ['worker', 'slot'],
    changes: [
      ['faster', moreOf(workerSlotsOf, ' slots'), workers((slots) => Math.round(slots * FASTER))],
      ['more', '1 slot more in each pool', workers((slots) => slots + 1)],
      ['free', 'no limit', workers((slots) => slots + PLENTY)],
    ],
  },
  {
    part: 'work on targets',
    causes: ['targets', 'cpuShared'],
    changes: [
      [
        'faster',
        '20 % faster',
        (scenario) => ({
          ...scenario,
          tasks: scenario.tasks.map((spec) => ({ ...spec, steps: spec.steps.map(shorter) })),
        }),
      ],
    ],
  },
];

function shorter(step: Step): Step {
  if (step.do === 'repeat') return { ...step, steps: step.steps.map(shorter) };
  if (step.do !== 'run' || step.length === 'trace') return step;
  return { ...step, length: scaled(step.length, FASTER) };
}

/** Where less of the time is, nothing is tried. */
const LEAST = 1e-3;

export interface Remedies {
  readonly remedies: readonly Remedy[];
  /** Parts that take none of the time, so that they cannot help. */
  readonly idle: readonly string[];
}

/** @param shareOf the share of the time that goes to a cause, of whatever work it is largest */
export function remediesOf(scenario: Scenario, shareOf: (cause: Cause) => number): Remedies {
  const has = ({ causes }: Part) => causes.some((cause) => shareOf(cause) >= LEAST);
  const before = JSON.stringify(withoutTraces(scenario));
  return {
    remedies: PARTS.filter(has).flatMap(({ part, changes }) =>
      changes
        .map(([kind, change, of]): Remedy => {
          const after = Object.freeze(of(scenario));
          const words = typeof change === 'string' ? change : change(scenario, after);
          return { part, kind, change: words, scenario: after };
        })
        .filter((remedy) => JSON.stringify(withoutTraces(remedy.scenario)) !== before),
    ),
    idle: PARTS.filter((part) => !has(part)).map(({ part }) => part),
  };
}

/** Arrivals stay as they are, and those of a trace are many. */
function withoutTraces({ tasks, ...scenario }: Scenario): object {
  return { ...scenario, tasks: tasks.map(({ arrivals: _, ...spec }) => spec) };
}
