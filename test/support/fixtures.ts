/** Hand-made scenarios and results for tests of what is printed and drawn: no simulation, plausible numbers. */
import { Histogram } from '../../src/measure/histogram.ts';
import type { BinSample, RunResult, Sample, Span, Value } from '../../src/measure/result.ts';
import type { NodeSpec, RequestClassSpec, Scenario, TaskClassSpec } from '../../src/scenario/scenario.ts';
import { type Study, studyOf } from '../../src/study/replications/replicate.ts';
import { mergeSamples } from '../../src/study/statistics/quantile.ts';

const SECOND = 1e6;
const HOUR = 3_600 * SECOND;

function node(name: string, group: number, place: number): NodeSpec {
  return {
    name,
    group,
    place,
    taskCap: 10,
    cores: 4,
    startTime: 30 * SECOND,
    phase: null,
    state: 'online',
    speed: 1,
    endurance: 300_000_000,
    watchdog: 300_000_000,
    zeroCap: 'live',
    serving: null,
    burst: null,
    cache: null,
    reserve: [],
  };
}

function taskClass(name: string, kind: TaskClassSpec['kind']): TaskClassSpec {
  return {
    name,
    kind,
    arrivals: null,
    whenDown: 'refuse',
    startedBy: 'people',
    runCores: 0.02,
    priority: 'normal',
    weight: null,
    slots: 1,
    estimate: null,
    deadline: null,
    projects: 1,
    needs: null,
    atMost: null,
    retry: null,
    resilient: false,
    queued: 0,
    active: [],
    steps: [],
  };
}

function requestClass(name: string): RequestClassSpec {
  return {
    name,
    source: { kind: 'open', arrivals: { kind: 'every', every: SECOND, offset: 0 } },
    from: 0,
    cpu: { kind: 'constant', value: 8_000 },
    via: { kind: 'nearest' },
    holdOn: null,
    dbCalls: 15,
    dbWrites: 0,
    transaction: false,
    read: 0,
    timeout: 30 * SECOND,
    retry: null,
    outageBelow: 0.9,
    recovered: { within: 0.1, over: 60_000_000 },
  };
}

/** Four nodes of ten slots in two places, one class of deployments, dashboards, a system task. */
export function aScenario(changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'single-region',
    question: 'What does it cost to put half of the nodes in another region?',
    seed: '1',
    duration: 8 * HOUR,
    calendar: null,
    study: 'terminating',
    warmUp: 0,
    places: [
      { region: 'us-east-1', zone: 'a' },
      { region: 'us-east-1', zone: 'b' },
    ],
    network: {
      roundTrip: [
        [500, 1_200],
        [1_200, 500],
      ],
      jitter: 0,
    },
    balancers: [],
    nodes: [node('east-1', 0, 0), node('east-2', 0, 0), node('west-1', 1, 1), node('west-2', 1, 1)],
    workers: [],
    groups: [
      { name: 'east', members: [0, 1], offers: ['east'], autoscale: null },
      { name: 'west', members: [2, 3], offers: ['west'], autoscale: null },
    ],
    database: null,
    storage: null,
    dispatch: {
      policy: 'fair-share',
      preset: null,
      order: 'fifo',
      lifoAfter: 0,
      share: 'none',
      backfill: 'strict',
      idleUpTo: null,
      lookWhenFree: false,
      push: false,
      perLook: null,
      prefetch: 0,
      lock: true,
      every: 20 * SECOND,
      countAll: false,
      queueTimeout: null,
      lockTimeout: 30 * SECOND,
      lockWait: 60 * SECOND,
      checkIn: 60 * SECOND,
      believedOnline: 120 * SECOND,
      orphanScan: 300 * SECOND,
      orphanAfter: HOUR,
    },
    licence: null,
    tasks: [
      taskClass('deployment', 'deployment'),
      taskClass('runbook', 'runbook'),
      taskClass('retention', 'system'),
    ],
    requests: [requestClass('dashboard')],
    timeline: [],
    failures: [],
    plans: [],
    cost: null,
    overloadFailures: false,
    expect: [],
    documented: [],
    promises: [],
    assumed: [
      {
        path: 'tasks.deployment.steps.db.calls',
        text: 'database calls per deployment (300)',
        value: '300',
        source: 'assumption',
        standing: 'assumed',
      },
    ],
    ...changes,
  };
}

/** A small linear congruential generator: the fixtures are the same on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export interface Flow {
  /** `tasks.deployment` or `requests.dashboard`. */
  readonly subject: string;
  readonly perHour: number;
  /** Measures with their typical value in seconds. */
  readonly measures: Readonly<Record<string, number>>;
}

const FLOWS: readonly Flow[] = [
  { subject: 'tasks.deployment', perHour: 60, measures: { queueWait: 6, duration: 900 } },
  { subject: 'tasks.runbook', perHour: 20, measures: { queueWait: 6, duration: 120 } },
  { subject: 'tasks.retention', perHour: 6, measures: { queueWait: 6, duration: 30 } },
  { subject: 'requests.dashboard', perHour: 2_000, measures: { latency: 0.15 } },
];

export interface RunOptions {
  readonly scenario?: Scenario;
  readonly replication?: number;
  readonly spans?: readonly Span[];
  /** Everything takes this many times as long. */
  readonly slower?: number;
  readonly bins?: number;
  readonly flows?: readonly Flow[];
  /** A share 0..1 of what arrives in hours 3 to 4 never succeeds. */
  readonly lostShare?: number;
}

/** What one replication might have done. */
export function aRun(options: RunOptions = {}): RunResult {
  const {
    scenario = aScenario(),
    replication = 0,
    spans = [],
    slower = 1,
    bins = 96,
    flows = FLOWS,
  } = options;
  const draw = generator(1_000 + replication * 7_919);
  const width = Math.ceil(scenario.duration / bins);
  const averages: Record<string, number[]> = {};
  const counts: Record<string, number[]> = {};
  const latencies: Record<string, BinSample[]> = {};
  const samples: Record<string, Sample> = {};
  const values: Record<string, Value> = {};
  const series = (f: (bin: number) => number) => Array.from({ length: bins }, (_, bin) => f(bin));
  const busyHour = (bin: number) => 1 + 0.6 * Math.sin((bin / bins) * 6.28);
  for (const { subject, perHour, measures } of flows) {
    const mean = (perHour * width) / HOUR;
    const numbers = series((bin) => Math.round(mean * busyHour(bin) * (0.7 + 0.6 * draw())));
    counts[`${subject}.${subject.startsWith('tasks') ? 'succeeded' : 'served'}`] = numbers;
    for (const [measure, typical] of Object.entries(measures)) {
      const all = new Histogram();
      let [never, sum, min, max] = [0, 0, Number.MAX_SAFE_INTEGER, 0];
      latencies[`${subject}.${measure}`] = numbers.map((n, bin) => {
        const histogram = new Histogram();
        const lost = bin / bins > 3 / 8 && bin / bins < 4 / 8 ? Math.round(n * (options.lostShare ?? 0)) : 0;
        for (let i = 0; i < n - lost; i += 1) {
          const value = Math.round(typical * slower * (0.3 + 2 * draw() ** 4 * busyHour(bin)) * SECOND);
          histogram.record(value);
          sum += value;
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
        never += lost;
        all.add(histogram.sparse());
        return { histogram: histogram.sparse(), infinite: lost };
      });
      samples[`${subject}.${measure}`] = {
        count: all.total,
        sum,
        min: all.total > 0 ? min : 0,
        max,
        histogram: all.sparse(),
        never,
        unfinished: 0,
        atLeast: 0,
      };
    }
  }
  const seconds = scenario.duration / SECOND;
  let [arrived, lost] = [0, 0];
  for (const { subject } of flows) {
    const [, done] = Object.entries(counts).find(([name]) => name.startsWith(`${subject}.`))!;
    const n = done.reduce((sum, each) => sum + each, 0);
    const never = samples[`${subject}.${subject.startsWith('tasks') ? 'duration' : 'latency'}`]!.never;
    values[`${subject}.arrived`] = { sum: n, per: 1 };
    values[`${subject}.throughput`] = { sum: n - never, per: seconds };
    if (subject.startsWith('tasks')) {
      values[`${subject}.succeeded`] = { sum: n - never, per: 1 };
      values[`${subject}.successRatio`] = { sum: n - never, per: n };
      samples[`${subject}.turnaround`] = samples[`${subject}.duration`]!;
      arrived += n;
      lost += never;
    } else {
      values[`${subject}.errorRatio`] = { sum: never, per: n };
    }
  }
  values['tasks.arrived'] = { sum: arrived, per: 1 };
  values['tasks.successRatio'] = { sum: arrived - lost, per: arrived };
  values['slots.utilisation'] = { sum: 14 * seconds * slower * (0.95 + 0.1 * draw()), per: 40 * seconds };
  values['database.utilisation'] = { sum: 0.2 * seconds * (0.95 + 0.1 * draw()), per: seconds };
  values['availability.tasks'] = { sum: seconds, per: seconds };
  values['availability.ui'] = { sum: seconds - (spans.length > 0 ? 312 : 0), per: seconds };
  samples['tasks.queueWait'] = together(samples, /^tasks\..+\.queueWait$/);
  samples['tasks.turnaround'] = together(samples, /^tasks\..+\.turnaround$/);
  samples['requests.latency'] = together(samples, /^requests\..+\.latency$/);
  const served = flows.filter(({ subject }) => subject.startsWith('requests'));
  for (const { subject } of served) values['requests.errorRatio'] = values[`${subject}.errorRatio`]!;
  averages['slots.configured'] = series(() => scenario.nodes.reduce((sum, { taskCap }) => sum + taskCap, 0));
  averages['queue.length'] = series((bin) => 2 * slower * busyHour(bin) * draw());
  for (const { name } of scenario.nodes) {
    averages[`node.${name}.slots.busy`] = series((bin) =>
      Math.min(10, 4 * busyHour(bin) * (0.6 + 0.4 * draw()) * slower),
    );
    averages[`node.${name}.cpu.utilisation`] = series((bin) => 0.3 * busyHour(bin) * (0.8 + 0.2 * draw()));
  }
  averages['database.utilisation'] = series((bin) => 0.2 * busyHour(bin) * (0.8 + 0.2 * draw()));
  averages['storage.utilisation'] = series((bin) => 0.12 * busyHour(bin) * (0.8 + 0.2 * draw()));
  return {
    seed: scenario.seed,
    replication,
    digest: `00000000000000${replication.toString(16).padStart(2, '0')}`,
    events: 100_000 + replication,
    values,
    samples,
    series: {
      width,
      bins,
      averages,
      maxima: { 'queue.length': averages['queue.length'] },
      counts,
      latencies,
    },
    spans,
  };
}

function together(samples: Readonly<Record<string, Sample>>, names: RegExp): Sample {
  return mergeSamples(Object.keys(samples).flatMap((name) => (names.test(name) ? [samples[name]!] : [])));
}

/** Several replications. */
export function runs(count: number, options: RunOptions = {}): RunResult[] {
  return Array.from({ length: count }, (_, replication) => aRun({ ...options, replication }));
}

/** An outage and a drain that overlap, another drain right after. */
export const SPANS: readonly Span[] = [
  { kind: 'down', label: 'us-east-1 lost', from: 2 * HOUR, to: 2.5 * HOUR },
  { kind: 'draining', label: 'draining west-1', from: 2.4 * HOUR, to: 2.8 * HOUR },
  { kind: 'draining', label: 'draining west-2', from: 2.8 * HOUR, to: 3 * HOUR },
  { kind: 'slow', label: 'database at 25 %', from: 7.8 * HOUR, to: null },
];

/** A study of several replications. */
export function aStudy(replications: number, options: RunOptions = {}): Study {
  const scenario = options.scenario ?? aScenario();
  return studyOf(scenario, scenario.seed, runs(replications, options));
}
