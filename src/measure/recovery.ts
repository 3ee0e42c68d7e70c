/**
 * How long each disruption lasted for users (rule F4): until a service that it took away is back, and until the work
 * that it held up has started.
 */
import type { RefusalReason, TaskOutcome } from '../cluster/observer.ts';
import { type Micros, NEVER, SECOND } from '../engine/time.ts';
import type { TimelineEntry } from '../scenario/scenario.ts';
import { verbIs } from '../scenario/verbs.ts';
import { Backlog, type HeldUpWork } from './backlog.ts';
import { Longest, longestOf, longestOutages } from './longest.ts';
import type { Value } from './result.ts';
import { Returns } from './returns.ts';
import type { UserOutage } from './user-outages.ts';
import { answersFor, type UserFault, userReturn } from './user-returns.ts';

/** Whether an entry of the timeline is a disruption that recovery is measured of. */
export function isDisruption(entry: TimelineEntry): boolean {
  return verbIs(entry.action.do, 'disrupts');
}

interface Disruption {
  readonly entry: number;
  readonly backlog: Backlog;
  /** How far back the lost commits reach, and of how many tasks. */
  lostTime: Micros;
  lostTasks: number;
}

export class Recovery {
  readonly #entries: readonly TimelineEntry[];
  readonly #heldUp: HeldUpWork;
  readonly #disruptions: Disruption[] = [];
  readonly #tasks = new Returns();
  readonly #ui = new Returns();
  /** Everything that struck, with when it was over. */
  readonly #faults: { entry: number | null; began: Micros; ended: Micros; inSteps: boolean }[] = [];
  readonly #longest: { readonly tasks: Longest; readonly ui: Longest };
  #ableSlots = 0;
  /** Tasks that have arrived and neither started nor ended; of them, those that arrived at this instant. */
  #waiting = 0;
  #instant: Micros = -1;
  #arrivedNow = 0;

  /**
   * @param heldUp what the model knows of work that is held up
   * @param end of the duration: the longest outage is one that began before
   */
  constructor(entries: readonly TimelineEntry[], heldUp: HeldUpWork, end: Micros = NEVER) {
    this.#entries = entries;
    this.#longest = { tasks: new Longest(end), ui: new Longest(end) };
    this.#heldUp = heldUp;
  }

  /** The services are as they are now, from now. */
  serviceChanged(at: Micros, tasksUp: boolean, uiUp: boolean, ableSlots: number): void {
    this.#tasks.change(at, tasksUp);
    this.#ui.change(at, uiUp);
    this.#longest.tasks.change(at, tasksUp);
    this.#longest.ui.change(at, uiUp);
    this.#ableSlots = ableSlots;
    this.#look(at);
  }

  /** An entry strikes; what is in the queue already, unless it arrived just now, is not of its backlog. */
  faultBegan(at: Micros, entry: number): void {
    const spec = this.#entries[entry]!;
    if (!isDisruption(spec)) return;
    const inSteps = verbIs(spec.action.do, 'inSteps');
    this.#tasks.begin(at, entry, inSteps);
    this.#ui.begin(at, entry, inSteps);
    this.#faults.push({ entry, began: at, ended: NEVER, inSteps });
    const before = this.#waiting - (this.#instant === at ? this.#arrivedNow : 0);
    if (spec.action.do !== 'slow') this.#otherBegan(at);
    this.#disruptions.push({
      entry,
      backlog: new Backlog(at, before, this.#ableSlots, this.#heldUp.slots(), spec.action.do),
      lostTime: 0,
      lostTasks: 0,
    });
  }

  faultEnded(at: Micros, entry: number): void {
    this.#tasks.end(entry);
    this.#ui.end(entry);
    for (const fault of this.#faults) if (fault.entry === entry) fault.ended = at;
    this.#of(entry)?.backlog.faultEnded(at);
    this.#look(at);
  }

  /** A stochastic failure strikes: what goes down with it is not of a disruption before it. */
  failureBegan(at: Micros): void {
    this.#tasks.begin(at, null, false);
    this.#ui.begin(at, null, false);
    this.#faults.push({ entry: null, began: at, ended: NEVER, inSteps: false });
    this.#otherBegan(at);
  }

  /** A recovery from an entry's fault lost commits. */
  dataLost(entry: number, length: Micros, tasks: number): void {
    const disruption = this.#of(entry);
    if (disruption === undefined) return;
    disruption.lostTime = Math.max(disruption.lostTime, length);
    disruption.lostTasks += tasks;
  }

  taskArrived(at: Micros): void {
    if (this.#instant !== at) this.#arrivedNow = 0;
    this.#instant = at;
    this.#arrivedNow += 1;
    this.#waiting += 1;
    this.#look(at);
  }

  taskStarted(at: Micros, arrived: Micros): void {
    this.#left(arrived);
    this.#look(at);
  }

  /** A task is refused, and over next. */
  taskRefused(reason: RefusalReason): void {
    for (const { entry, backlog } of this.#disruptions) backlog.refused(reason, this.#ui.isAway(entry));
  }

  /** A task is over without having started. */
  taskEndedUnstarted(at: Micros, arrived: Micros, outcome: TaskOutcome): void {
    this.#left(arrived);
    if (outcome !== 'refused') for (const { backlog } of this.#disruptions) backlog.gaveUp(arrived);
    this.#look(at);
  }

  /**
   * By metric name.
   *
   * @param outages when users of every class were out; null: there are no requests
   */
  values(outages: readonly UserOutage[] | null = null): Record<string, Value> {
    const faults = this.#faultsOver();
    const all = this.#disruptions.map((disruption) => this.#measuresOf(disruption, faults, outages));
    const values: Record<string, Value> = {};
    const put = (name: string, measures: Readonly<Record<string, Value>>) => {
      for (const [measure, value] of Object.entries(measures)) values[`${name}.${measure}`] = value;
    };
    this.#disruptions.forEach(({ entry }, i) => {
      put(`recovery.${this.#entries[entry]!.name}`, all[i]!);
    });
    if (all.length > 0)
      put(
        'recovery',
        together(
          all,
          this.#disruptions.map(({ entry }) => this.#entries[entry]!.name),
        ),
      );
    return values;
  }

  /** How long each service was away at most, and users were out, by metric name. */
  longest(outages: readonly UserOutage[] | null = null): Record<string, Value> {
    const { tasks, ui } = this.#longest;
    const faults = this.#faultsOver();
    const withFaults = (value: Value, those: readonly UserOutage[]): Value =>
      those.length === 0 || this.#disruptions.length < 2
        ? value
        : { ...value, of: this.#answering(faults, those) };
    return {
      ...(outages === null
        ? {}
        : { 'outage.users.longest': withFaults(longestOf(outages), longestOutages(outages)) }),
      'outage.tasks.longest': withFaults(tasks.value(TASKS_AWAY), tasks.outages),
      'outage.ui.longest': withFaults(ui.value(UI_AWAY), ui.outages),
    };
  }

  /** The disruptions that some of those outages are of, by name; none where chance alone brought them. */
  #answering(faults: readonly UserFault[], outages: readonly UserOutage[]): string[] {
    const answers = (own: UserFault): boolean => outages.some((outage) => answersFor(faults, own, outage));
    return this.#disruptions
      .filter(({ entry }) => answers(faults.find((fault) => fault.entry === entry)!))
      .map(({ entry }) => this.#entries[entry]!.name);
  }

  #faultsOver(): UserFault[] {
    return this.#faults.map((fault) => ({ ...fault, servicesBack: this.#servicesBack(fault) }));
  }

  #measuresOf(
    { entry, backlog, lostTime, lostTasks }: Disruption,
    faults: readonly UserFault[],
    outages: readonly UserOutage[] | null,
  ): Record<string, Value> {
    const users = outages === null ? null : sinceOr(userReturn(faults, outages, entry), USERS_OUT);
    const tasks = sinceOr(this.#tasks.timeOf(entry), TASKS_AWAY);
    const ui = sinceOr(this.#ui.timeOf(entry), UI_AWAY);
    const all = [...(users === null ? [] : [users]), tasks, ui, backlog.queueTime(this.#waiting)];
    return {
      ...(users === null ? {} : { 'users.rto': users }),
      'tasks.rto': tasks,
      'ui.rto': ui,
      'rpo.seconds': { sum: lostTime / SECOND, per: 1 },
      'rpo.tasks': { sum: lostTasks, per: 1 },
      backlog: backlog.value(this.#waiting),
      normal: all.reduce(longer),
    };
  }

  #servicesBack({ entry, began }: Pick<UserFault, 'entry' | 'began'>): Micros {
    if (entry === null) return began;
    const times = [this.#tasks.timeOf(entry), this.#ui.timeOf(entry)];
    return times.some((time) => time === null) ? NEVER : began + Math.max(...times.map(Number));
  }

  #of(entry: number): Disruption | undefined {
    return this.#disruptions.find((one) => one.entry === entry);
  }

  #left(arrived: Micros): void {
    this.#waiting -= 1;
    if (this.#instant === arrived) this.#arrivedNow -= 1;
  }

  #otherBegan(at: Micros): void {
    for (const { backlog } of this.#disruptions) backlog.otherBegan(at);
  }

  #look(at: Micros): void {
    for (const { entry, backlog } of this.#disruptions)
      backlog.look(at, this.#waiting, this.#ableSlots, this.#ui.isAway(entry), this.#heldUp);
  }
}

const TASKS_AWAY = 'tasks did not come up again';
const UI_AWAY = 'the user interface did not come up again';
const USERS_OUT = 'users were not served again';

/**
 * The worst of several disruptions, measure by measure, and whose it is; what they lost is summed up.
 *
 * @param names of the disruptions
 */
function together(
  all: readonly Readonly<Record<string, Value>>[],
  names: readonly string[],
): Record<string, Value> {
  const both = (one: Value, other: Value): Value => ({ sum: one.sum + other.sum, per: 1 });
  return Object.fromEntries(
    Object.keys(all[0]!).map((measure) => [
      measure,
      measure === 'rpo.tasks'
        ? all.map((one) => one[measure]!).reduce(both)
        : ofWhom(
            all.map((one) => one[measure]!),
            names,
          ),
    ]),
  );
}

/** The longest, and of several which ones it is of; none where nothing lasted. */
function ofWhom(values: readonly Value[], names: readonly string[]): Value {
  const longest = values.reduce(longer);
  if (values.length < 2) return longest;
  const same = ({ sum, per }: Value) => per === longest.per && sum === longest.sum;
  const lasts = longest.per === 0 || longest.sum > 0;
  return { ...longest, of: lasts ? names.filter((_, i) => same(values[i]!)) : [] };
}

/** The longer of two times; one that did not end is longer than all. */
function longer(one: Value, other: Value): Value {
  if (one.per === 0 || other.per === 0) return one.per === 0 ? one : other;
  return one.sum >= other.sum ? one : other;
}

/** A time in seconds, or why there is none. */
export function sinceOr(time: Micros | null, reason: string): Value {
  return time === null ? { sum: 0, per: 0, reason } : { sum: time / SECOND, per: 1 };
}
