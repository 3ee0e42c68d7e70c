/**
 * Random scenarios with every key of the format: what `random-scenario.ts` draws, and on top of it the keys that go
 * their own ways (presets, addresses, costs, node figures, traces). `plain` takes all chance out of one.
 */
import fc from 'fast-check';
import { DISTRIBUTIONS } from '../../src/scenario/merge.ts';
import { arrivals, randomFile } from './random-scenario.ts';

type Value = Record<string, unknown>;

const figures = fc.record({
  presets: fc.constantFrom('none', 'none', 'parts', 'platform'),
  balancerPreset: fc.constantFrom('aws-alb', 'aws-nlb', 'nginx', 'kubernetes-readiness', 'dns'),
  databasePreset: fc.constantFrom('sql-single', 'sql-fci', 'sql-ag-sync', 'rds-sqlserver-multi-az'),
  dispatchPreset: fc.constantFrom('hangfire-sql-server', 'celery', 'airflow-scheduler'),
  storagePreset: fc.constantFrom('smb-nas', 'azure-files-hdd', 'efs-bursting', 'local-disk'),
  via: fc.constantFrom('nearest', 'address', 'service', 'dns'),
  orchestrator: fc.boolean(),
  oneBalancer: fc.boolean(),
  endurance: fc.constantFrom('10s', '1m', '5m'),
  watchdog: fc.constantFrom('20s', '5m'),
  phases: fc.boolean(),
  patience: fc.constantFrom('1s', '30s'),
  retryPauses: fc.constantFrom(['1s'], ['500ms', '3s', '7s']),
  catchUp: fc.constantFrom(1.5, 4),
  connect: fc.constantFrom(null, { cpu: '0ms', roundTrips: 2 }, { cpu: '300ms' }),
  cache: fc.constantFrom(null, { items: 5, miss: '200ms' }),
  burst: fc.constantFrom(
    null,
    { baseline: '20%', credits: '30s' },
    { baseline: '50%', credits: '2m', atStart: '0%' },
  ),
  storeBurst: fc.constantFrom(null, { baseline: '10kB/s', credits: '1MB', atStart: '50%' }),
  holdOn: fc.constantFrom(null, { share: '30%' }, { share: '100%', for: '1m' }),
  machine: fc.constantFrom(null, null, 't3.large', 'azure-b4ms'),
  degrades: fc.constantFrom(null, { above: 2, to: '30%' }, { above: '3/s', to: '10%' }),
  outAfter: fc.constantFrom('0s', '7s'),
  probeWork: fc.constantFrom({}, { cpu: '10ms' }, { db: 2 }, { cpu: '1s', db: 1 }),
  weights: fc.constantFrom({}, {}, { g0: 1 }, { g0: 3 }),
  slowStart: fc.option(
    fc.record({ lasts: fc.constantFrom('5s', '3m'), atFirst: fc.constantFrom('10%', '100%') }),
  ),
  startedBy: fc.constantFrom('people', 'schedule'),
  runCores: fc.constantFrom(0.02, 0.2, 1),
  writes: fc.constantFrom(0, 1, 3),
  outageBelow: fc.constantFrom('50%', '90%'),
  recovered: fc.constantFrom({ within: '50%', over: '10s' }, { within: '0%', over: '3m' }),
  scale: fc.constantFrom('100%', '70%'),
  growth: fc.constantFrom({}, { growth: '5%/month', growthMonths: 3 }, { growth: '20%/year' }),
  // The clock is put forward in the tenth minute of a quarter of an hour.
  start: fc.constantFrom(null, '2026-03-29T01:50 Europe/Zurich', {
    at: '2026-03-29T01:50',
    zone: 'Europe/Zurich',
    until: '15m',
    offsets: [
      ['0s', '+01:00'],
      ['10m', '+02:00'],
    ],
  }),
  zeroCap: fc.constantFrom('live', 'restart'),
  cost: fc.boolean(),
  failurePreset: fc.boolean(),
  several: fc.boolean(),
  trace: fc.boolean(),
  requests: fc.option(arrivals),
  held: fc.boolean(),
});

/** What a trace of these scenarios holds, whatever it is called. */
export const TRACE = 'arrival,duration,class\n5,20,a\n5,20,b\n40,3.5,a\n200,60,a\n';

const TRACED = { trace: { file: 'some.csv', class: 'a' } };

const DAY = [
  ['0h', '60/h'],
  ['3h', '300/h'],
];
const WEEK = {
  week: {
    ...{ everyDay: '20/h', workdays: DAY, weekend: '90/h', holiday: '10/h' },
    ...{ mon: '1/h', tue: '1/h', wed: DAY, thu: '1/h', fri: '1/h', sat: '1/h', sun: DAY },
  },
  exceptions: { '2026-03-29': '150%' },
};
const RECURS = { at: { cron: '15,55 * * * *' }, slow: 'nodes', to: '50%', for: '1m' };

type Figures = typeof figures extends fc.Arbitrary<infer T> ? T : never;

const mapped = (of: unknown, change: (value: Value, index: number) => Value): Value =>
  Object.fromEntries(
    Object.entries((of ?? {}) as Value).map(([key, each], i) => [key, change(each as Value, i)]),
  );

function withEverything(file: Value, draw: Figures): Value {
  const balancers = mapped(file['loadBalancers'], (balancer, i) => withBalancer(balancer, i, draw));
  const names = Object.keys(balancers);
  const workload = file['workload'] as Value;
  return {
    ...file,
    question: 'What happens?',
    seed: 7,
    ...(draw.start !== null && { start: draw.start }),
    ...(draw.presets === 'platform' && { platform: 'aws' }),
    ...withBalancers(balancers, draw, file),
    nodes: mapped(file['nodes'], (group) => ({
      ...group,
      endurance: draw.endurance,
      watchdog: draw.watchdog,
      zeroCap: draw.zeroCap,
      ...(draw.cache !== null && { cache: draw.cache }),
      ...(draw.burst !== null && { burst: draw.burst }),
      ...(draw.machine !== null && { preset: draw.machine }),
      ...(draw.phases && (group['count'] as number) > 0 && { phase: Array(group['count']).fill('2s') }),
    })),
    database: withDatabase(file['database'], draw),
    storage: withStorage(file['storage'], draw),
    workload: {
      scale: draw.scale,
      ...draw.growth,
      ...(draw.start !== null && !draw.trace && { holidays: ['2026-03-29'] }),
      tasks: mapped(workload['tasks'], (task, i) => ({
        ...task,
        startedBy: draw.startedBy,
        runCores: draw.runCores,
        ...(draw.held && { steps: (task['steps'] as Value[]).map(keeping) }),
        ...(draw.start !== null && i === 0 && { arrivals: WEEK }),
        ...(draw.trace && i === 0 && { arrivals: TRACED }),
      })),
      requests: mapped(workload['requests'], (request, i) => ({
        ...request,
        ...(request['arrivals'] !== undefined && draw.requests !== null && { arrivals: draw.requests }),
        ...(request['arrivals'] !== undefined &&
          draw.start !== null &&
          !draw.trace &&
          i === 0 && { arrivals: WEEK }),
        ...(request['arrivals'] !== undefined && draw.trace && i === 0 && { arrivals: TRACED }),
        db: {
          calls: request['db'],
          writes: Math.min(draw.writes, request['db'] as number),
          transaction: draw.held && request['db'] !== 0,
        },
        outageBelow: draw.outageBelow,
        recovered: draw.recovered,
        ...addressOf(draw.oneBalancer ? [] : names, draw),
        ...(draw.holdOn !== null && draw.via !== 'service' && { holdOn: draw.holdOn }),
      })),
    },
    timeline: recurring(file['timeline'] as Value[], draw).map((entry) =>
      entry['addNode'] === undefined
        ? entry
        : {
            ...entry,
            addNode: {
              ...(entry['addNode'] as Value),
              ...{
                cores: 2,
                offers: ['blue'],
                reserve: {},
                serving: { slots: 2, queue: 5, order: 'lifo', dropExpired: true },
                speed: '80%',
                ...(draw.cache !== null && { cache: draw.cache }),
                ...(draw.burst !== null && { burst: draw.burst }),
                endurance: draw.endurance,
                watchdog: draw.watchdog,
                zeroCap: draw.zeroCap,
              },
            },
          },
    ),
    failures: mapped(file['failures'], (failure) => ({
      ...failure,
      ...(draw.failurePreset && { preset: 'node-machine' }),
      ...(draw.several && { what: [failure['what']] }),
      ...(draw.held && file['plans'] !== undefined && { plan: 'answer' }),
    })),
    ...(draw.presets === 'parts' && {
      dispatch: { ...(file['dispatch'] as Value), ...dispatchPreset(file['dispatch'], draw) },
    }),
    ...(draw.cost && {
      cost: {
        currency: 'EUR',
        perHour: { node: 0.3, core: 0.05, worker: 0.02, off: '0%', database: 2, storage: 0.2, balancer: 0.1 },
        perYear: { licence: 1000 },
      },
    }),
    promises: ['availability.tasks > 1%', { that: 'tasks.failed < 1000', level: 'warn' }],
    expect: [...(file['expect'] as unknown[]), { that: 'tasks.failed < 1000', level: 'warn' }],
  };
}

/** What happens at a time makes a study terminating, so that only there something recurs. */
function recurring(timeline: readonly Value[], { start }: Figures): readonly Value[] {
  return start === null || timeline.length === 0 ? timeline : [...timeline, RECURS];
}

function dispatchPreset(dispatch: unknown, draw: Figures): Value {
  const { policy, backfill } = dispatch as Value;
  if (policy === 'immediate') return {};
  // What passes a bigger task is not what is taken ahead, as Celery does.
  return { preset: draw.dispatchPreset, ...(backfill === 'easy' && { prefetch: 0 }) };
}

/** A transaction keeps its connection through the next step, where that needs none of its own. */
function keeping(step: Value, at: number, steps: readonly Value[]): Value {
  const next = steps[at + 1];
  const db = step['db'] as Value | undefined;
  const may = next !== undefined && next['db'] === undefined && next['repeat'] === undefined;
  return db?.['transaction'] === true && may ? { db: { ...db, keeps: 1 } } : step;
}

function withBalancer(balancer: Value, index: number, draw: Figures): Value {
  return {
    ...balancer,
    weights: draw.weights,
    ...(draw.slowStart !== null && { slowStart: draw.slowStart }),
    probe: {
      ...(balancer['probe'] as Value),
      outAfter: draw.outAfter,
      ...((balancer['probe'] as Value)['type'] === 'http' && draw.probeWork),
    },
    ...(draw.orchestrator && { orchestrator: { ended: '2s', hostLost: '40s' } }),
    ...(draw.presets === 'parts' && index === 0 && { preset: draw.balancerPreset }),
  };
}

/** The one of a scenario without requests or entries that name it can go by its short key. */
function withBalancers(balancers: Value, draw: Figures, file: Value): Value {
  const names = Object.keys(balancers);
  const isNamed = /"lb\d"/.test(JSON.stringify([file['timeline'], file['failures'], file['plans'] ?? {}]));
  if (!draw.oneBalancer || names.length === 0 || isNamed)
    return names.length === 0 ? {} : { loadBalancers: balancers };
  return { loadBalancers: undefined, loadBalancer: balancers[names[0]!] };
}

function addressOf(names: readonly string[], { via }: Figures): Value {
  if (names.length === 0 || via === 'nearest') return {};
  if (via === 'address') return { via: names.at(-1) };
  if (via === 'service') return { via: names };
  return { via: { dns: names, ttl: '30s', interval: '10s', fall: 2, rise: 2 } };
}

function withDatabase(database: unknown, draw: Figures): unknown {
  if (database === 'ideal') return draw.presets === 'platform' ? undefined : database;
  const { replicas, ...own } = database as Value;
  const copies = mapped(replicas, (replica) => ({ ...replica, catchUp: draw.catchUp }));
  if (draw.presets === 'parts')
    return { at: 'east/a', preset: draw.databasePreset, backups: own['backups'], replicas: copies };
  // The database of a platform has its standby in another zone.
  const at = draw.presets === 'platform' ? 'east/a' : own['at'];
  const { connect, cache, degrades } = draw;
  const extras = {
    ...(connect !== null && { connect }),
    ...(cache !== null && { cache }),
    ...(degrades !== null && { degrades }),
  };
  return { ...own, ...extras, at, retryPauses: draw.retryPauses, replicas: copies };
}

function withStorage(storage: unknown, draw: Figures): unknown {
  if (storage === 'ideal') return storage;
  if (draw.presets === 'parts') return { at: 'east', preset: draw.storagePreset };
  const copy = { at: 'west', lag: '1m' };
  const burst = draw.storeBurst === null ? {} : { burst: draw.storeBurst };
  return { ...(storage as Value), ...burst, patience: draw.patience, replicas: { files: copy } };
}

/**
 * The same with distributions as constants and arrivals at fixed times. What is left to chance is what no key says so
 * of: when users start, when a watchdog looks.
 */
export function plain(file: Value): Value {
  return certain(file, '') as Value;
}

function certain(value: unknown, key: string): unknown {
  if (key === 'jitter') return 'off';
  if (key === 'projects' || key === 'environments' || key === 'tenants') return 1;
  if (key === 'phase' && value === 'random') return 'even';
  if (key === 'bootFails') return '0%';
  if (key === 'choice') return value === 'least-connections' ? value : 'round-robin';
  if (Array.isArray(value)) return value.map((each) => certain(each, ''));
  if (typeof value !== 'object' || value === null) return value;
  const own = value as Value;
  if (own['errors'] !== undefined) return { ...own, share: '100%' };
  if (own['holidays'] !== undefined) return certain({ ...own, holidays: undefined }, key);
  if (own['cache'] !== undefined) return certain({ ...own, cache: undefined }, key);
  const [kind] = Object.keys(own);
  if (kind !== undefined && Object.keys(own).length === 1 && DISTRIBUTIONS.includes(kind))
    return lengthIn(own[kind]);
  return Object.fromEntries(
    Object.entries(own).map(([name, each]) => [
      name,
      name === 'arrivals' ? timesOf(each as Value) : certain(each, name),
    ]),
  );
}

/** Some length that is written in a distribution. */
function lengthIn(inner: unknown): string {
  const found = JSON.stringify(inner).match(/"(\d[\d.]*(?:us|ms|s|m|h))"/g) ?? ['"1s"'];
  return found.at(-1)!.replaceAll('"', '');
}

function timesOf(arrivals: Value): Value {
  return arrivals['every'] !== undefined || arrivals['at'] !== undefined || arrivals['trace'] !== undefined
    ? arrivals
    : { every: '20s', offset: '10s' };
}

/** A valid file with every key of the format, some of them in each. */
export const everyKey: fc.Arbitrary<Value> = fc
  .tuple(randomFile, figures)
  .map(([file, draw]) => withEverything(file, draw));

/** The same with little or no chance. */
export const withoutChance: fc.Arbitrary<Value> = everyKey.map(plain);
