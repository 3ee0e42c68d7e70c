/**
 * How busy the stations of a scenario will be, told before it is run: arrivals × the time that each takes where nobody
 * waits. Looks, check-ins and what faults do are left out; so are users in a closed loop, who wait instead of piling up.
 */
import type { Micros } from '../../engine/time.ts';
import type { Arrivals, DatabaseSpec, Scenario, Step, StorageSpec } from '../../scenario/scenario.ts';
import { meanLength } from '../theory/mean-length.ts';

export interface StationLoad {
  /** `slots`, `the database`, `storage`, `the workers of linux`. */
  readonly name: string;
  /** 1 is all the time; above there is no steady state. */
  readonly utilisation: number;
  /** What arrives at it in a second. */
  readonly rate: number;
}

/** What one piece of work asks of each station, in µs of its time and in visits. */
interface Demand {
  slot: Micros;
  database: Micros;
  calls: number;
  storage: Micros;
  operations: number;
}

/** Loads of slots, database and storage, of those that something arrives at. */
export function expectedLoad(scenario: Scenario): StationLoad[] {
  const total: Demand = { slot: 0, database: 0, calls: 0, storage: 0, operations: 0 };
  let tasks = 0;
  const add = (rate: number, demand: Demand) => {
    for (const key of Object.keys(total) as (keyof Demand)[]) total[key] += (rate * demand[key]) / 1e6;
  };
  for (const { arrivals, steps, slots } of scenario.tasks) {
    const rate = meanRate(arrivals, scenario.duration);
    tasks += rate;
    const each = slotsOf(arrivals, slots);
    const demand = taskDemand(scenario, steps, each);
    add(rate, { ...demand, slot: demand.slot * each });
  }
  for (const { source, dbCalls, dbWrites, read } of scenario.requests) {
    if (source.kind !== 'open') continue;
    const steps: Step[] = [
      { do: 'db', calls: dbCalls, writes: dbWrites, transaction: false, keeps: 0 },
      ...(read > 0 ? [{ do: 'read', bytes: read } as const] : []),
    ];
    add(meanRate(source.arrivals, scenario.duration), { ...stepsDemand(scenario, steps), slot: 0 });
  }
  const slots = working(scenario).reduce((sum, { taskCap }) => sum + taskCap, 0);
  const loads: StationLoad[] = [
    { name: 'slots', utilisation: total.slot / slots, rate: tasks },
    {
      name: 'the database',
      utilisation: total.database / (scenario.database?.cores ?? 1),
      rate: total.calls * 1e6,
    },
    { name: 'storage', utilisation: total.storage, rate: total.operations * 1e6 },
    ...poolLoads(scenario),
  ];
  return loads.filter(({ rate, utilisation }) => rate > 0 && utilisation > 0);
}

/** Of the time for which tasks hold slots where they wait for nothing: what is work on targets. */
export function shareOfTargets(scenario: Scenario): number {
  const whole = meanTaskTimes(scenario).reduce((sum, { share, mean }) => sum + share * mean, 0);
  const targets = meanTaskTimes(scenario).reduce(
    (sum, { share }, c) => sum + share * stepsDemand(scenario, runsOf(scenario.tasks[c]!.steps)).slot,
    0,
  );
  return whole === 0 ? 0 : targets / whole;
}

function runsOf(steps: readonly Step[]): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step.do === 'repeat') return [{ ...step, steps: runsOf(step.steps) }];
    return step.do === 'run' ? [step] : [];
  });
}

/** Of workers, who are as fast as they are whatever the nodes do. */
function poolLoads(scenario: Scenario): StationLoad[] {
  return scenario.workers.map(({ name, count, slots }, pool) => {
    let [rate, busy] = [0, 0];
    for (const { arrivals, steps } of scenario.tasks) {
      const [visits, time] = onPool(scenario, steps, pool);
      rate += meanRate(arrivals, scenario.duration) * visits;
      busy += (meanRate(arrivals, scenario.duration) * time) / 1e6;
    }
    return { name: `the workers of ${name}`, utilisation: busy / (count * slots), rate };
  });
}

/** How often one task needs a worker of a pool, and for how long in all. */
function onPool(scenario: Scenario, steps: readonly Step[], pool: number): [visits: number, time: Micros] {
  let [visits, time] = [0, 0];
  for (const step of steps) {
    const times = step.do === 'repeat' ? step.times : 1;
    const [n, each] =
      step.do === 'repeat'
        ? onPool(scenario, step.steps, pool)
        : step.do === 'run' && step.on === pool
          ? [1, runLength(scenario, step.length)]
          : [0, 0];
    visits += times * n;
    time += times * each;
  }
  return [visits, time];
}

/** Slots of a task of a class, in the mean. */
function slotsOf(arrivals: Arrivals | null, slots: number): number {
  const rows = arrivals?.kind === 'trace' ? arrivals.trace.slots : null;
  return rows === null ? slots : rows.reduce((sum, each) => sum + each, 0) / rows.length;
}

/** How long a task of each class takes where it waits for nothing, with how much of all tasks is of that class. */
export function meanTaskTimes(
  scenario: Scenario,
): { readonly name: string; readonly share: number; readonly mean: Micros }[] {
  return scenario.tasks.map(({ name, arrivals, queued, steps }) => ({
    name,
    share: meanRate(arrivals, scenario.duration) + (queued * 1e6) / scenario.duration,
    mean: taskDemand(scenario, steps).slot,
  }));
}

/** Mean arrivals a second over a run of this length. */
export function meanRate(arrivals: Arrivals | null, duration: Micros): number {
  switch (arrivals?.kind) {
    case undefined:
      return 0;
    case 'every':
      return 1e6 / arrivals.every;
    case 'at':
      return (arrivals.times.length * arrivals.count * 1e6) / duration;
    case 'trace':
      return (arrivals.trace.rows * 1e6) / duration;
    case 'bursts': {
      const [on, off] = [meanLength(arrivals.onFor), meanLength(arrivals.offFor)];
      return (arrivals.on * on + arrivals.off * off) / (on + off);
    }
    case 'profile': {
      const length = arrivals.period ?? duration;
      const ends = [...arrivals.from.slice(1), length];
      const inAll = arrivals.from.reduce(
        (sum, from, i) => sum + arrivals.rate[i]! * Math.max(0, Math.min(ends[i]!, length) - from),
        0,
      );
      return inAll / length;
    }
  }
}

/** Those that are there at the start, and all that there can be of a group that is scaled. */
function working({ groups, nodes }: Scenario): Scenario['nodes'] {
  return nodes.filter(
    ({ state, taskCap, group }) =>
      taskCap > 0 && (state === 'online' || (state === 'absent' && groups[group]!.autoscale !== null)),
  );
}

/** Of the slots: where all are busy, faster nodes do more of the work. */
function meanSpeed(scenario: Scenario): number {
  const nodes = working(scenario);
  const slots = nodes.reduce((sum, { taskCap }) => sum + taskCap, 0);
  return slots === 0 ? 1 : nodes.reduce((sum, { taskCap, speed }) => sum + taskCap * speed, 0) / slots;
}

/** With the write by which a task ends. */
function taskDemand(scenario: Scenario, steps: readonly Step[], own = 1): Demand {
  const end: Step = { do: 'db', calls: 1, writes: 1, transaction: false, keeps: 0 };
  return stepsDemand(scenario, [...steps, end], own);
}

/** @param own slots of the task; its children's count as so many of these */
function stepsDemand(scenario: Scenario, steps: readonly Step[], own = 1): Demand {
  const sum: Demand = { slot: 0, database: 0, calls: 0, storage: 0, operations: 0 };
  for (const step of steps) {
    const demand = stepDemand(scenario, step, own);
    for (const key of Object.keys(sum) as (keyof Demand)[]) sum[key] += demand[key];
  }
  return sum;
}

const NOTHING: Demand = { slot: 0, database: 0, calls: 0, storage: 0, operations: 0 };

function stepDemand(scenario: Scenario, step: Step, own: number): Demand {
  const { database, storage } = scenario;
  switch (step.do) {
    case 'db':
      return database === null ? NOTHING : callsDemand(scenario, database, step.calls, step.writes);
    case 'read':
    case 'write':
      return storage === null ? NOTHING : transferDemand(scenario, storage, step.bytes);
    case 'cpu':
      return { ...NOTHING, slot: meanLength(step.length) / meanSpeed(scenario) };
    case 'run':
      return { ...NOTHING, slot: runLength(scenario, step.length) / meanSpeed(scenario) };
    case 'start': {
      // Its children at once, and its own slot as long as one of them takes.
      const child = scenario.tasks[step.taskClass]!;
      const one = stepsDemand(scenario, child.steps, child.slots);
      const held = step.exempt ? 0 : one.slot;
      return {
        slot: (step.count * one.slot * child.slots) / own + held,
        database: step.count * one.database,
        calls: step.count * one.calls,
        storage: step.count * one.storage,
        operations: step.count * one.operations,
      };
    }
    case 'repeat': {
      const once = stepsDemand(scenario, step.steps, own);
      return {
        slot: step.times * once.slot,
        database: step.times * once.database,
        calls: step.times * once.calls,
        storage: step.times * once.storage,
        operations: step.times * once.operations,
      };
    }
  }
}

function callsDemand(scenario: Scenario, database: DatabaseSpec, calls: number, writes: number): Demand {
  const service = (calls - writes) * meanLength(database.read) + writes * meanLength(database.write);
  const slot = service + calls * distance(scenario, database.place) + writes * database.flush;
  return { ...NOTHING, slot, database: service, calls };
}

function transferDemand(scenario: Scenario, storage: StorageSpec, bytes: number): Demand {
  const away = storage.local ? 0 : distance(scenario, storage.place);
  const alone = bytes / Math.min(storage.perTransfer, storage.bandwidth);
  const transfer = Math.max(alone * 1e6, (bytes * away) / storage.window);
  const slot = storage.roundTrips * away + meanLength(storage.latency) + transfer;
  return { ...NOTHING, slot, storage: (bytes / storage.bandwidth) * 1e6, operations: 1 };
}

/** Mean round trip from the nodes, in µs. */
function distance(scenario: Scenario, place: number): Micros {
  const nodes = working(scenario);
  const { roundTrip } = scenario.network;
  return (
    nodes.reduce((sum, node) => sum + Math.max(0, roundTrip[node.place]![place]!), 0) / (nodes.length || 1)
  );
}

function runLength(scenario: Scenario, length: Extract<Step, { do: 'run' }>['length']): Micros {
  return length === 'trace' ? meanOfTraces(scenario) : meanLength(length);
}

function meanOfTraces({ tasks }: Scenario): Micros {
  const durations = tasks.flatMap(({ arrivals }) =>
    arrivals?.kind === 'trace' && arrivals.trace.duration !== null ? [arrivals.trace.duration] : [],
  );
  const count = durations.reduce((sum, { length }) => sum + length, 0);
  const total = durations.reduce((sum, each) => sum + each.reduce((a, b) => a + b, 0), 0);
  return count === 0 ? 0 : total / count;
}
