/**
 * Scenarios drawn at random, all of them valid: small clusters with short time-outs, so that in half an hour every rule
 * gets its turn. What is drawn are plain numbers and choices; names are made to fit afterwards, so shrinking works.
 */
import fc from 'fast-check';
import { BALANCER_CHOICES, DISPATCH_POLICIES } from '../../src/scenario/scenario.ts';

const seconds = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((ms) => `${ms}ms`);

/** Whole seconds, so that things fall together and ties happen. */
const evenSeconds = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((s) => `${s}s`);

const millis = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((ms) => `${ms}ms`);

/** A length around so many milliseconds, of every kind. */
const lengthOf = (ms: number): fc.Arbitrary<unknown> =>
  fc.constantFrom<unknown>(
    `${ms}ms`,
    `${ms}ms`,
    { exponential: `${ms}ms` },
    { lognormal: { median: `${ms}ms`, p95: `${4 * ms}ms` } },
    { lognormal: { mean: `${ms}ms`, cv: 2 } },
    { uniform: ['0ms', `${2 * ms}ms`] },
    { triangular: { min: `${ms / 2}ms`, mode: `${ms}ms`, max: `${3 * ms}ms` } },
    { erlang: { k: 3, mean: `${ms}ms` } },
    { weibull: { shape: 0.7, mean: `${ms}ms` } },
    { pareto: { shape: 1.4, min: `${ms / 2}ms`, max: `${50 * ms}ms` } },
    {
      empirical: [
        [`${ms}ms`, 3],
        [`${5 * ms}ms`, 1],
        ['0ms', 1],
      ],
    },
  );

const lengths = (...means: readonly number[]): fc.Arbitrary<unknown> =>
  fc.constantFrom(...means).chain((ms) => lengthOf(ms));

const ZONES = ['east/a', 'east/b', 'west/a'] as const;
const zone = fc.constantFrom(...ZONES);
const place = fc.constantFrom(...ZONES, 'east', 'west');

export const arrivals = fc.oneof(
  fc.record({ poisson: fc.constantFrom('20/h', '100/h', '400/h') }),
  fc.record({ every: evenSeconds(5, 120), offset: evenSeconds(0, 60) }),
  fc.record({
    at: fc.array(evenSeconds(0, 900), { minLength: 1, maxLength: 5 }),
    count: fc.nat({ max: 3 }).map((n) => n + 1),
  }),
  fc.record({
    profile: fc.constant([
      ['0s', '30/h'],
      ['5m', '300/h'],
      ['10m', '0/h'],
    ]),
    period: fc.constant('15m'),
  }),
  fc.record({
    bursts: fc.record({
      on: fc.constant('600/h'),
      off: fc.constantFrom('0/h', '20/h'),
      onFor: lengths(30_000),
      offFor: lengths(90_000),
    }),
  }),
);

const step: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({
    run: lengths(500, 20_000, 90_000),
    on: fc.constantFrom(undefined, undefined, 'blues', 'reds'),
  }),
  fc.record({ cpu: lengths(20, 2000) }),
  fc.record({ db: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    db: fc.record({
      calls: fc.constantFrom(1, 4, 7),
      writes: fc.constantFrom(0, 1),
      transaction: fc.boolean(),
    }),
  }),
  fc.record({ read: fc.constantFrom('0B', '30kB', '200MB') }),
  fc.record({ write: fc.constantFrom('1B', '5MB') }),
);

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.record({
        repeat: fc.record({
          times: fc.integer({ min: 1, max: 3 }),
          steps: fc.array(step, { minLength: 1, maxLength: 2 }),
        }),
      }),
    },
  ),
  { minLength: 1, maxLength: 5 },
);

const taskClass = fc.record({
  kind: fc.constantFrom('deployment', 'runbook', 'other', 'system'),
  arrivals,
  whenDown: fc.constantFrom('refuse', 'hold'),
  queued: fc.constantFrom(0, 0, 3, 20),
  priority: fc.constantFrom('normal', 'normal', 'high', 'top'),
  weight: fc.constantFrom<unknown>(undefined, undefined, 1, 4),
  estimate: fc.constantFrom('10s', '1m'),
  slots: fc.constantFrom(1, 1, 1, 2, 3, 5),
  deadline: fc.constantFrom<unknown>(undefined, undefined, '15s', '80s'),
  projects: fc.constantFrom(1, 3),
  exclusive: fc.boolean(),
  needs: fc.constantFrom<unknown>(undefined, undefined, 'g0', 'blue', ['blue'], ['g0', 'blue']),
  atMost: fc.constantFrom<unknown>(
    undefined,
    1,
    3,
    { tasks: 2, per: 'project' },
    { tasks: 1, per: ['environment', 'tenant'] },
  ),
  environments: fc.constantFrom(1, 2),
  tenants: fc.constantFrom(1, 3),
  retry: fc.constantFrom<unknown>(
    undefined,
    undefined,
    { atMost: 2, pause: '7s' },
    { atMost: 1, on: 'another' },
  ),
  children: fc.option(fc.record({ count: fc.constantFrom(1, 3), exempt: fc.boolean() }), { nil: undefined }),
  resilient: fc.boolean(),
  steps,
});

const requestClass = fc.record({
  source: fc.oneof(
    fc.record({ arrivals: fc.constantFrom<unknown>({ poisson: '900/h' }, { every: '7s' }) }),
    fc.record({ users: fc.record({ count: fc.constantFrom(1, 6), think: lengths(4000) }) }),
  ),
  from: place,
  cpu: lengths(8, 300),
  db: fc.constantFrom(0, 1, 5),
  read: fc.constantFrom('0B', '0B', '2MB'),
  timeout: seconds(1, 20),
  retry: fc.option(
    fc.record({
      attempts: fc.constantFrom(1, 2, 5),
      backoff: fc.constantFrom('fixed', 'exponential'),
      pause: fc.constantFrom('100ms', '3s'),
      upTo: fc.constantFrom('3s', '7s'),
      jitter: fc.constantFrom('off', 'full', 'equal', 'exponential'),
      demand: fc.constantFrom('same', 'anew'),
      patience: fc.constantFrom<unknown>(undefined, '20s'),
      tokenBucket: fc.constantFrom<unknown>(undefined, { perSuccess: 0.2, most: 3 }),
      breaker: fc.constantFrom<unknown>(undefined, { failures: 3, openFor: '20s' }),
    }),
    { nil: undefined },
  ),
});

const group = fc.record({
  count: fc.integer({ min: 0, max: 3 }),
  at: zone,
  taskCap: fc.constantFrom(0, 1, 2, 5),
  cores: fc.constantFrom(0.5, 1, 4),
  startTime: fc.constantFrom('0s', '1s', '45s'),
  phase: fc.constantFrom('random', 'even', '0s', '3s'),
  state: fc.constantFrom('online', 'online', 'online', 'down'),
  speed: fc.constantFrom('100%', '100%', '50%', '130%'),
  offers: fc.constantFrom<unknown>([], ['blue'], ['blue', 'green']),
  kept: fc.nat({ max: 2 }),
  scaler: fc.option(
    fc.record({
      rule: fc.constantFrom('target', 'target', 'steps', 'schedule'),
      watch: fc.constantFrom('queue', 'work', 'wait', 'busy', 'cpu'),
      less: fc.nat({ max: 1 }),
      more: fc.nat({ max: 2 }),
      every: evenSeconds(5, 40),
      tolerance: fc.constantFrom('0%', '10%'),
      stabilise: fc.constantFrom('0s', '1m'),
      select: fc.constantFrom('max', 'min', 'none'),
      boot: lengths(3000, 30_000),
      bootFails: fc.constantFrom('0%', '30%'),
      jobs: fc.constantFrom<unknown>(undefined, undefined, 1, 4),
      drain: fc.record({
        atLeast: fc.constantFrom('0s', '10s'),
        upTo: fc.constantFrom('10s', '40s'),
        then: fc.constantFrom('wait', 'cancel'),
      }),
    }),
    { nil: undefined },
  ),
  serving: fc.option(
    fc.record({
      slots: fc.constantFrom(1, 3),
      queue: fc.constantFrom<unknown>('none', 0, 2),
      order: fc.constantFrom('fifo', 'lifo'),
      dropExpired: fc.boolean(),
    }),
    { nil: undefined },
  ),
});

const replica = fc.record({
  at: zone,
  mode: fc.constantFrom('sync', 'sync', 'async', 'shared'),
  detect: seconds(0, 30),
  promote: seconds(0, 30),
  lag: seconds(0, 10),
});

const database = fc.record({
  at: zone,
  cores: fc.constantFrom(1, 1, 4),
  read: lengths(1, 30, 400),
  write: lengths(2, 60),
  flush: fc.constantFrom('0ms', '0.5ms', '40ms'),
  pool: fc.record({ size: fc.constantFrom(1, 2, 10, 100), wait: seconds(0, 15) }),
  commandTimeout: seconds(1, 30),
  sessionTimeout: seconds(0, 10),
  address: fc.constantFrom('server', 'server', 'listener'),
  oldPrimary: fc.constantFrom('fenced', 'serves'),
  backups: fc.constant({ every: '2m', restore: '1m' }),
});

const storage = fc.record({
  at: place,
  latency: lengths(2, 200),
  roundTrips: fc.constantFrom(0, 1, 3),
  concurrency: fc.constantFrom(1, 3, 64),
  bandwidth: fc.constantFrom('10MB/s', '1GB/s'),
  perTransfer: fc.constantFrom('10MB/s', '250MB/s'),
  window: fc.constantFrom('64kB', '8MB'),
});

const balancer = fc.record({
  at: place,
  choice: fc.constantFrom(...BALANCER_CHOICES),
  probe: fc.record({
    type: fc.constantFrom('http', 'tcp', 'passive'),
    interval: evenSeconds(5, 30),
    timeout: seconds(1, 5),
    fall: fc.constantFrom(1, 2),
    rise: fc.constantFrom(1, 3),
    maxFails: fc.constantFrom(1, 3),
    failTimeout: evenSeconds(1, 30),
    nextUpstream: fc.boolean(),
  }),
  connectTimeout: seconds(1, 10),
  whenNoneHealthy: fc.constantFrom('refuse', 'all'),
  /** Serves the first group alone. */
  some: fc.boolean(),
});

const dispatch = fc.record({
  policy: fc.constantFrom('fair-share', ...DISPATCH_POLICIES),
  order: fc.constantFrom('fifo', 'fifo', 'lifo', 'shortest'),
  lifoAfter: fc.constantFrom('0s', '20s'),
  share: fc.constantFrom('none', 'projects'),
  backfill: fc.constantFrom('strict', 'easy'),
  every: evenSeconds(2, 20),
  looks: fc.option(
    fc.record({
      idleUpTo: fc.constantFrom('none', '20s', '1m'),
      lookWhenFree: fc.boolean(),
      push: fc.boolean(),
      perLook: fc.constantFrom('all', 1, 3),
      prefetch: fc.constantFrom(0, 0, 1, 3),
      lock: fc.boolean(),
    }),
  ),
  countAll: fc.boolean(),
  queueTimeout: fc.constantFrom('none', '90s', '10m', '24h'),
  lockTimeout: seconds(1, 30),
  lockWait: seconds(1, 60),
  checkIn: evenSeconds(5, 60),
  believedOnline: evenSeconds(10, 120),
  orphanScan: evenSeconds(20, 300),
  orphanAfter: evenSeconds(20, 600),
});

const ACTIONS = [
  'crash',
  'stop',
  'start',
  'restart',
  'drain',
  'undrain',
  'repoint',
  'patch',
  'setTaskCap',
  'removeNode',
  'addNode',
  'slow',
  'errors',
  'cut',
  'outage',
  'failover',
  'maintenance',
  'upgrade',
  'resubmit',
] as const;

const entry = fc.record({
  at: fc.oneof(evenSeconds(0, 900), seconds(0, 900)),
  action: fc.constantFrom(...ACTIONS),
  /** Picks among the names that there are. */
  which: fc.nat({ max: 1000 }),
  lasts: fc.option(evenSeconds(1, 400)),
  takes: fc.constantFrom('0s', '20s', '3m'),
  drain: fc.option(
    fc.record({
      atLeast: fc.constantFrom('0s', '25s'),
      upTo: evenSeconds(25, 120),
      then: fc.constantFrom('wait', 'cancel'),
    }),
  ),
  flag: fc.boolean(),
  amount: fc.constantFrom(0, 1, 3, 8),
  plan: fc.boolean(),
});

const failure = fc.record({
  which: fc.nat({ max: 1000 }),
  every: lengths(120_000, 400_000),
  for: lengths(1000, 60_000),
});

const raw = fc.record({
  study: fc.constantFrom('terminating', 'terminating', 'steady'),
  jitter: fc.constantFrom('off', 'off', '20%'),
  sameZone: fc.constantFrom('0ms', '0.5ms'),
  crossZone: fc.constantFrom('1ms', '1.2ms'),
  between: millis(20, 90),
  balancers: fc.array(balancer, { maxLength: 2 }),
  groups: fc.array(group, { minLength: 1, maxLength: 3 }),
  database: fc.option(database, { freq: 4 }),
  replicas: fc.array(replica, { maxLength: 2 }),
  storage: fc.option(storage, { freq: 3 }),
  dispatch,
  workers: fc.record({
    blues: fc.record({ count: fc.constantFrom(1, 3), slots: fc.constantFrom(1, 2) }),
    reds: fc.constant({ count: 1, slots: 1 }),
  }),
  licence: fc.constantFrom<unknown>('enterprise', 'enterprise', 'professional', 1),
  tasks: fc.array(taskClass, { minLength: 1, maxLength: 3 }),
  active: fc.boolean(),
  requests: fc.array(requestClass, { maxLength: 2 }),
  timeline: fc.array(entry, { maxLength: 8 }),
  failures: fc.array(failure, { maxLength: 2 }),
  overload: fc.boolean(),
  window: fc.boolean(),
});
type Raw = typeof raw extends fc.Arbitrary<infer T> ? T : never;
type Entry = Raw['timeline'][number];

/** What can be named. */
interface Names {
  readonly nodes: readonly string[];
  readonly groups: readonly string[];
  readonly balancers: readonly string[];
  readonly syncReplicas: readonly string[];
  readonly replicas: readonly string[];
  readonly parts: readonly string[];
}

function pick<T>(list: readonly T[], which: number): T {
  return list[which % list.length]!;
}

type Group = Raw['groups'][number];

/** In what each is measured: a target, and values for steps. */
const MEASURED: Readonly<Record<string, readonly unknown[]>> = {
  queue: [2, 1, 4],
  work: [2, 1, 4],
  wait: ['30s', '5s', '1m'],
  busy: ['60%', '20%', '80%'],
  cpu: ['60%', '20%', '80%'],
};

/** Autoscaling of a group, as far as its nodes have to do with what is watched. */
function scaledOf({ scaler, ...group }: Group, index: number, tasks: Raw['tasks']): Record<string, unknown> {
  if (scaler === undefined) return group;
  const { rule, watch, less, more, every, tolerance, stabilise, select, boot, bootFails, jobs, drain } =
    scaler;
  const labels = [`g${index}`, ...(index === 0 ? ['blue'] : (group.offers as string[]))];
  const mayTake = tasks.some(({ needs }) =>
    [needs ?? []].flat().every((label) => labels.includes(label as string)),
  );
  const takes = group.taskCap > 0 && mayTake;
  const count = index === 0 ? Math.max(1, group.count) : group.count;
  const counts = watch === 'busy' || watch === 'cpu' || index === 0;
  const min = Math.max(counts ? 1 : 0, count - less);
  const max = Math.max(1, min, count + more);
  const scheduled = rule === 'schedule' || !takes;
  const [target, low, high] = MEASURED[watch]!;
  const pace = {
    stabilise,
    select,
    policies: [
      { share: '100%', per: '15s' },
      { nodes: 1, per: '30s' },
    ],
  };
  const steps = [
    { above: high, add: 2 },
    { below: low, remove: 1 },
  ];
  return {
    ...group,
    count: Math.max(min, count),
    autoscale: {
      ...{ min, max, every, boot, bootFails, drain, ...(takes && { jobs }) },
      ...(scheduled
        ? {
            schedule: [
              ['0s', max],
              ['3m', min],
              ['7m', max],
            ],
            period: '10m',
          }
        : rule === 'steps'
          ? { watch, steps, cooldown: '45s' }
          : { watch, target, tolerance, up: pace, down: pace }),
    },
  };
}

/** A scenario file as a value; JSON is YAML. */
function fileOf(draw: Raw): Record<string, unknown> {
  // At least one node is there.
  const groups = draw.groups.map(({ kept, ...drawn }, i) => {
    const g = scaledOf(drawn as Group, i, draw.tasks) as unknown as Omit<Group, 'kept' | 'scaler'>;
    const reserve = kept > 0 && kept <= g.taskCap && draw.tasks[0]!.needs === undefined ? { t0: kept } : {};
    // The first has a node, and offers what is needed.
    return i === 0 ? { ...g, reserve, offers: ['blue'], count: Math.max(1, g.count) } : { ...g, reserve };
  });
  const slots = groups.reduce((sum, { count, taskCap }) => sum + count * taskCap, 0);
  // As many slots as one node has for the class; what it needs the first group offers.
  const tasks = draw.tasks.map((task) => {
    const able = groups.filter(({ count }, i) => count > 0 && (task.needs === undefined || i === 0));
    const rooms = able.map(({ taskCap, reserve }) => taskCap - keptIn(reserve));
    return { ...task, slots: Math.max(1, Math.min(task.slots, ...[Math.max(1, ...rooms)])) };
  });
  const needed = tasks.reduce((sum, task) => sum + task.slots, 0);
  const replicas = draw.database === null ? [] : draw.replicas;
  const balancers = draw.balancers.map((_, i) => `lb${i}`);
  const names: Names = {
    nodes: groups.flatMap((g, i) => Array.from({ length: g.count }, (_, n) => `g${i}-${n + 1}`)),
    groups: ['nodes', ...groups.flatMap((g, i) => (g.count > 0 ? [`g${i}`] : []))],
    balancers,
    replicas: replicas.map((_, i) => `copy${i}`),
    syncReplicas: replicas.flatMap(({ mode }, i) => (mode === 'async' ? [] : [`copy${i}`])),
    parts: [...(draw.database === null ? [] : ['database']), ...(draw.storage === null ? [] : ['storage'])],
  };
  // What happens at a time makes a study terminating.
  const timeline =
    draw.study === 'steady'
      ? []
      : withoutOverlap(draw.timeline.flatMap((each, i) => entryOf(each, i, names)));
  return {
    name: 'random',
    duration: '15m',
    study: draw.study,
    ...(draw.study === 'steady' ? { warmUp: '2m' } : {}),
    regions: { east: ['a', 'b'], west: ['a'] },
    network: {
      sameZone: draw.sameZone,
      crossZone: draw.crossZone,
      jitter: draw.jitter,
      between: { east: { west: draw.between } },
    },
    ...(balancers.length === 0
      ? {}
      : {
          loadBalancers: Object.fromEntries(
            draw.balancers.map(({ some, ...b }, i) => [`lb${i}`, some ? { ...b, nodes: ['g0'] } : b]),
          ),
        }),
    nodes: Object.fromEntries(groups.map((g, i) => [`g${i}`, g])),
    workers: draw.workers,
    database:
      draw.database === null
        ? 'ideal'
        : { ...draw.database, replicas: Object.fromEntries(replicas.map((r, i) => [`copy${i}`, r])) },
    storage: draw.storage ?? 'ideal',
    dispatch: dispatchOf(draw, tasks),
    licence: draw.licence,
    workload: {
      tasks: Object.fromEntries(
        tasks.map(({ exclusive, atMost, retry, children, ...t }, i) => [
          `t${i}`,
          {
            ...t,
            // Each class can start the next; without a second slot it gives its own up.
            ...(children !== undefined &&
              i + 1 < draw.tasks.length && {
                steps: [
                  ...t.steps,
                  { start: `t${i + 1}`, ...children, ...(slots <= needed && { exempt: true }) },
                ],
              }),
            // Another node is one that may take it, too.
            retry: t.needs === undefined && names.nodes.length > 1 ? retry : undefined,
            ...(exclusive ? { exclusivePer: 'project' } : { atMost }),
            ...(draw.active && i === 0 ? activeOf(groups[0]!, t.slots) : {}),
          },
        ]),
      ),
      requests:
        balancers.length === 0
          ? {}
          : Object.fromEntries(draw.requests.map(({ source, ...r }, i) => [`r${i}`, { ...source, ...r }])),
    },
    ...(timeline.some(({ plan }) => plan !== undefined)
      ? { plans: { answer: planOf(names), again: AGAIN } }
      : {}),
    timeline,
    failures: Object.fromEntries(
      draw.failures.map(({ which, ...f }, i) => [
        `f${i}`,
        {
          what: pick(
            ['nodes', 'zones', 'regions', ...names.balancers, ...names.parts, ...names.nodes],
            which,
          ),
          ...f,
        },
      ]),
    ),
    overload: { failures: draw.overload },
    expect: draw.window
      ? ['tasks.queueWait.p95 < 5m within 3m..10m', 'availability.ui > 99% within 0s..4m']
      : [],
  };
}

/** With the policy immediate nobody looks; projects share where tasks are prioritised. */
function dispatchOf(
  { dispatch: { looks, lifoAfter, share, backfill, ...dispatch } }: Raw,
  tasks: readonly { priority: string; slots: number }[],
): object {
  const isAhead = dispatch.policy !== 'immediate' && looks !== null && looks.prefetch > 0;
  return {
    ...(tasks.some(({ slots }) => slots > 1) && !isAhead && { backfill }),
    ...dispatch,
    ...(dispatch.order === 'lifo' && { lifoAfter }),
    ...(tasks.some(({ priority }) => priority !== 'normal') && { share }),
    ...(dispatch.policy !== 'immediate' && looks),
  };
}

function activeOf(
  { state, taskCap }: Pick<Raw['groups'][number], 'state' | 'taskCap'>,
  slots: number,
): { active?: Record<string, number> } {
  return state === 'online' && taskCap >= slots
    ? { active: { 'g0-1': Math.min(2, Math.floor(taskCap / slots)) } }
    : {};
}

function keptIn(reserve: object | undefined): number {
  return Object.values(reserve ?? {}).reduce((sum: number, slots) => sum + Number(slots), 0);
}

/** One entry of the timeline that names what there is; none where there is nothing to name. */
function entryOf(draw: Entry, index: number, names: Names): Record<string, unknown>[] {
  const { at, action, which, lasts, takes, drain, flag, amount } = draw;
  const common = { at, name: `e${index}`, ...(draw.plan ? { plan: 'answer' } : {}) };
  const lasting = lasts === null ? common : { ...common, for: lasts };
  const node = pick([...names.nodes, ...names.groups], which);
  const drained = drain === null ? {} : { drain };
  switch (action) {
    case 'crash':
    case 'stop':
      return [{ ...lasting, [action]: node }];
    case 'start':
    case 'undrain':
    case 'repoint':
      return [{ ...common, [action]: node }];
    case 'removeNode':
      return [{ ...common, removeNode: pick(names.nodes, which) }];
    case 'restart':
      return [{ ...common, restart: node, takes, ...drained }];
    case 'patch':
      return [{ ...common, patch: node, takes, oneByOne: flag, ...drained }];
    case 'drain':
      return [{ ...common, drain: node, ...(drain === null ? {} : { upTo: drain.upTo, then: drain.then }) }];
    case 'setTaskCap':
      return [{ ...common, setTaskCap: node, to: amount }];
    case 'addNode':
      return [
        {
          ...common,
          addNode: { name: `extra${index}`, at: pick(ZONES, which), taskCap: amount, startTime: takes },
        },
      ];
    case 'slow':
      return [{ ...lasting, slow: pick([node, ...names.parts], which), to: flag ? '25%' : '170%' }];
    case 'errors':
      return [{ ...lasting, errors: node, share: flag ? '100%' : '40%', takes: amount === 0 ? '0s' : takes }];
    case 'cut': {
      const [one, other] = pick(
        [
          ['east', 'west'],
          ['east/a', 'east/b'],
          ['east/a', 'west/a'],
        ],
        which,
      ) as [string, string];
      if (flag) return [{ ...lasting, delay: one, from: other, by: '30ms', loss: '5%', retransmit: '100ms' }];
      return [{ ...lasting, cut: one, from: other, oneWay: amount === 3 }];
    }
    case 'outage':
      return [
        {
          ...lasting,
          outage: pick(
            [...ZONES, 'east', 'west', ...names.parts, ...names.balancers, ...names.replicas, node],
            which,
          ),
        },
      ];
    case 'failover':
      return names.syncReplicas.length === 0
        ? []
        : [{ ...common, failover: pick(names.syncReplicas, which) }];
    case 'maintenance':
      return [{ ...lasting, maintenance: 'on' }];
    case 'upgrade':
      return [{ ...common, upgrade: { schema: '1m', perNode: takes } }];
    case 'resubmit':
      return [{ ...common, resubmit: { cancelledSince: '5m', classes: ['t0'] } }];
  }
}

/** Planned failovers that follow each other within a minute are a mistake: only the first in the list is kept. */
function withoutOverlap(timeline: Record<string, unknown>[]): Record<string, unknown>[] {
  const seconds = (at: unknown): number =>
    Number.parseInt(String(at), 10) / (String(at).endsWith('ms') ? 1000 : 1);
  const kept: number[] = [];
  return timeline.filter((entry) => {
    if (entry['failover'] === undefined) return true;
    const at = seconds(entry['at']);
    if (kept.some((other) => Math.abs(other - at) < 60)) return false;
    kept.push(at);
    return true;
  });
}

/** The plan that is begun when the other one is given up. */
const AGAIN = [
  { do: 'waitFor', what: 'tasks', every: '10s', upTo: '1m' },
  { do: 'verify', takes: '1s' },
];

/** A plan with every step that the scenario has a name for. */
function planOf(names: Names): Record<string, unknown>[] {
  const { parts } = names;
  return [
    { do: 'decide', takes: '10s', unlessOver: false },
    { do: 'stop', nodes: names.groups.at(-1)! },
    ...(parts.includes('database') ? [{ do: 'restore', takes: '15s' }] : []),
    { do: 'build', nodes: names.nodes.at(-1)!, takes: '40s' },
    { do: 'wait', takes: '3s', alongside: 'previous' },
    ...names.replicas.slice(0, 1).map((what) => ({ do: 'promote', what, takes: '20s' })),
    { do: 'start', nodes: 'nodes', takes: '30s', alongside: 'previous' },
    { do: 'setTaskCap', nodes: names.groups.at(-1)!, to: 3 },
    ...names.balancers.slice(-1).map((loadBalancer) => ({ do: 'switch', loadBalancer, takes: '5s' })),
    { do: 'verify', takes: '1s', fails: '20%', tries: 2, otherwise: 'again' },
  ];
}

/** A valid scenario file as a value. */
export const randomFile: fc.Arbitrary<Record<string, unknown>> = raw.map(fileOf);

/** The same as text. */
export const randomScenario: fc.Arbitrary<string> = randomFile.map((file) => JSON.stringify(file, null, 1));
