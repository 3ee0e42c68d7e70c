/**
 * The one collector of measures, told directly by the model of everything that happens. Windows select work by arrival
 * and follow it until it is over; gauges are read at the borders of windows and time bins, so that averages over time are
 * exact without a sampling event (rule W5).
 *
 * Longer than other files: a method for each thing that the model tells, all of them on one object, as the model calls
 * each directly.
 */
import {
  type Gauge,
  type Observer,
  type RefusalReason,
  type RequestOutcome,
  type SpanKind,
  TASK_OUTCOMES,
  type TaskOutcome,
} from '../cluster/observer.ts';
import { Level, type Steps } from '../engine/level.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { HeldUpWork } from './backlog.ts';
import { BinnedDurations, binWidth } from './bins.ts';
import { Gauges } from './gauges.ts';
import { bucketOf } from './histogram.ts';
import { Recovery } from './recovery.ts';
import type { Span } from './result.ts';
import { Users } from './users.ts';
import { WindowMeasures } from './window.ts';

/** Bins over the duration: enough to see a shape; more where the warm-up is to be found among them. */
const BINS = { terminating: 60, steady: 400 } as const;
/** Spans kept: more than this cannot be told apart on a chart. */
const MOST_SPANS = 200;
/** Among the counts of a class: those that arrived and started stand before it. */
const SUCCEEDED = 2 + TASK_OUTCOMES.indexOf('succeeded');

export class Collector implements Observer {
  readonly follower = null;
  readonly scenario: Scenario;
  readonly sim: Simulation;
  /** The main window first, then those of expectations. */
  readonly windows: readonly WindowMeasures[];
  readonly gauges = new Gauges();
  readonly recovery: Recovery;
  readonly users: Users;
  readonly spans: { kind: SpanKind; label: string; from: Micros; to: Micros | null }[] = [];
  readonly tasksUp: Level;
  readonly uiUp: Level;
  readonly ableSlots: Level;
  readonly failureCounts: Float64Array;
  readonly failureDowntimes: Float64Array;
  readonly binWidth: Micros;
  readonly bins: number;
  /** By class. */
  readonly waitBins: readonly BinnedDurations[];
  readonly durationBins: readonly BinnedDurations[];
  readonly latencyBins: readonly BinnedDurations[];
  /** The longest queue in each bin, and so far in this one. */
  readonly queueMaxima: number[] = [];
  #longest = 0;
  /** The gauges' readings at the borders of the bins. */
  readonly binReadings: number[][] = [];
  /** By class: what happened until now, read as gauges. */
  readonly #taskEvents: readonly Float64Array[];
  readonly #requestEvents: readonly Float64Array[];
  readonly #nodeStarted: Float64Array;
  readonly #nodeServed: Float64Array;
  readonly #nodeFailed: Float64Array;
  /** Windows that hold now. */
  #active: WindowMeasures[] = [];
  /** Asked of the cluster, once it stands. */
  #heldUp: HeldUpWork = { slots: () => [], isOutside: () => false, isFull: () => false };
  #openWork = 0;
  #isOver = false;
  readonly #spanIndex = new Map<number, number>();

  constructor(sim: Simulation, scenario: Scenario) {
    this.sim = sim;
    this.scenario = scenario;
    const { tasks, requests, nodes, duration } = scenario;
    const main = new WindowMeasures(scenario.warmUp ?? 0, duration, '', tasks.length, requests.length);
    this.windows = [main, ...expectationWindows(scenario)];
    this.users = new Users(scenario, this.windows);
    this.recovery = new Recovery(
      scenario.timeline,
      {
        slots: () => this.#heldUp.slots(),
        isOutside: () => this.#heldUp.isOutside(),
        isFull: (fewerThan) => this.#heldUp.isFull(fewerThan),
      },
      duration,
    );
    this.tasksUp = new Level(sim);
    this.uiUp = new Level(sim);
    this.ableSlots = new Level(sim);
    this.failureCounts = new Float64Array(scenario.failures.length);
    this.failureDowntimes = new Float64Array(scenario.failures.length);
    this.binWidth = binWidth(duration, BINS[scenario.study]);
    this.bins = Math.ceil(duration / this.binWidth);
    const durations = (): BinnedDurations => new BinnedDurations(this.binWidth, duration);
    this.waitBins = tasks.map(durations);
    this.durationBins = tasks.map(durations);
    this.latencyBins = requests.map(durations);
    this.#taskEvents = tasks.map(() => new Float64Array(2 + TASK_OUTCOMES.length));
    this.#requestEvents = requests.map(() => new Float64Array(2));
    this.#nodeStarted = new Float64Array(nodes.length);
    this.#nodeServed = new Float64Array(nodes.length);
    this.#nodeFailed = new Float64Array(nodes.length);
    this.#addGauges();
    // Work that is active at time 0 calls while the cluster is put together, before the first border.
    this.#active = this.windows.filter((window) => window.from === 0);
  }

  /** Adds what the cluster's parts know themselves, once it stands. */
  addParts(gauges: readonly Gauge[], heldUp: HeldUpWork): void {
    this.#heldUp = heldUp;
    for (const gauge of gauges) this.gauges.add(gauge);
  }

  /** The times at which `border` must be called, in order, from the first after 0 to the duration. */
  borders(): Micros[] {
    const times = new Set<Micros>([this.scenario.duration]);
    for (let bin = 1; bin < this.bins; bin += 1) times.add(bin * this.binWidth);
    for (const window of this.windows) {
      times.add(window.from);
      times.add(window.to);
    }
    return [...times].filter((time) => time > 0 && time <= this.scenario.duration).sort((a, b) => a - b);
  }

  /** All that happens before now has happened: reads what has to be read now. `queueMax` is the longest queue so far. */
  border(queue: Steps): void {
    const now = this.sim.now;
    const readings = now === 0 ? this.gauges.zero() : this.gauges.read();
    if (now > 0) this.#longest = Math.max(this.#longest, queue.max);
    if (now === this.scenario.duration || now % this.binWidth === 0) {
      this.binReadings.push(readings);
      if (now > 0) this.queueMaxima.push(this.#longest);
      this.#longest = 0;
    }
    for (const window of this.#active) window.queueMax = Math.max(window.queueMax, queue.max);
    for (const window of this.windows) {
      if (window.from === now) window.atFrom = readings;
      if (window.to === now) window.atTo = readings;
    }
    queue.resetMax();
    this.#active = this.windows.filter((window) => window.from <= now && now < window.to);
  }

  /** Work that counts and is not over yet. */
  get openWork(): number {
    return this.#openWork;
  }

  /** From now on the run ends when the work that counts is over. */
  awaitEnd(): void {
    this.#isOver = true;
  }

  taskArrived(at: Micros, taskClass: number): void {
    this.#taskEvents[taskClass]![0]! += 1;
    let counts = false;
    for (const window of this.windows) {
      if (!window.has(at)) continue;
      counts = true;
      window.tasks[taskClass]!.arrived += 1;
      if (window.firstArrivals[taskClass] === -1) window.firstArrivals[taskClass] = at;
    }
    if (counts) this.#openWork += 1;
    this.recovery.taskArrived(at);
  }

  taskStarted(
    at: Micros,
    taskClass: number,
    _task: number,
    arrived: Micros,
    node: number,
    countsWait: boolean,
  ): void {
    // A second run is not of a backlog; what was active at time 0 started as it arrived.
    if (countsWait || at === arrived) this.recovery.taskStarted(at, arrived);
    if (!countsWait) return;
    this.#taskEvents[taskClass]![1]! += 1;
    this.#nodeStarted[node]! += 1;
    const wait = at - arrived;
    const bucket = bucketOf(wait);
    this.waitBins[taskClass]!.record(arrived, bucket);
    for (const window of this.windows) {
      if (!window.has(arrived)) continue;
      const measures = window.tasks[taskClass]!;
      measures.started += 1;
      measures.queueWait.recordIn(bucket, wait);
    }
  }

  /** Nothing is measured of that. */
  runEnded(): void {}

  taskEnded(
    at: Micros,
    taskClass: number,
    _task: number,
    arrived: Micros,
    started: Micros,
    outcome: TaskOutcome,
    node: number,
  ): void {
    if (outcome === 'succeeded') {
      this.#taskSucceeded(at, taskClass, arrived, started);
      return;
    }
    this.#taskEvents[taskClass]![2 + TASK_OUTCOMES.indexOf(outcome)]! += 1;
    if (outcome === 'failed' && node !== -1) this.#nodeFailed[node]! += 1;
    if (started === -1) {
      this.recovery.taskEndedUnstarted(at, arrived, outcome);
      this.waitBins[taskClass]!.recordInfinite(arrived);
    }
    for (const window of this.windows) {
      if (!window.has(arrived)) continue;
      const measures = window.tasks[taskClass]!;
      measures.ended[outcome] += 1;
      window.lastEnds[taskClass] = at;
      if (started === -1) measures.queueWait.recordNever();
      measures.turnaround.recordNever();
    }
    if (this.#counts(arrived)) this.#workIsOver();
  }

  #taskSucceeded(at: Micros, taskClass: number, arrived: Micros, started: Micros): void {
    const duration = at - started;
    const bucket = bucketOf(duration);
    this.#taskEvents[taskClass]![SUCCEEDED]! += 1;
    this.durationBins[taskClass]!.record(arrived, bucket);
    let counts = false;
    for (const window of this.windows) {
      if (!window.has(arrived)) continue;
      counts = true;
      const measures = window.tasks[taskClass]!;
      measures.ended.succeeded += 1;
      window.lastEnds[taskClass] = at;
      measures.duration.recordIn(bucket, duration);
      measures.turnaround.record(at - arrived);
    }
    if (counts) this.#workIsOver();
  }

  taskRefused(_at: Micros, taskClass: number, _task: number, arrived: Micros, reason: RefusalReason): void {
    this.recovery.taskRefused(reason);
    for (const window of this.windows)
      if (window.has(arrived)) window.tasks[taskClass]!.refusedFor[reason] += 1;
  }

  taskOrphaned(_at: Micros, taskClass: number, _task: number, _node: number, arrived: Micros): void {
    for (const window of this.windows) if (window.has(arrived)) window.tasks[taskClass]!.orphaned += 1;
  }

  orphanCancelled(at: Micros, taskClass: number, _task: number, crashed: Micros, arrived: Micros): void {
    for (const window of this.windows) {
      if (window.has(arrived)) window.tasks[taskClass]!.looksRunning.record(at - crashed);
    }
  }

  taskGhosted(_at: Micros, taskClass: number, _task: number, _node: number, arrived: Micros): void {
    for (const window of this.windows) if (window.has(arrived)) window.tasks[taskClass]!.ghosts += 1;
  }

  taskDuplicated(_at: Micros, taskClass: number, _task: number, arrived: Micros): void {
    for (const window of this.windows) if (window.has(arrived)) window.tasks[taskClass]!.duplicated += 1;
  }

  taskTriedAgain(_at: Micros, taskClass: number, _task: number, arrived: Micros): void {
    for (const window of this.windows) if (window.has(arrived)) window.tasks[taskClass]!.retries += 1;
  }

  taskResubmitted(at: Micros, taskClass: number): void {
    for (const window of this.windows) if (window.has(at)) window.tasks[taskClass]!.resubmitted += 1;
  }

  dataLost(_at: Micros, entry: number, length: Micros, tasks: number): void {
    this.recovery.dataLost(entry, length, tasks);
  }

  requestArrived(at: Micros, requestClass: number, request: number): void {
    this.users.requestArrived(at, requestClass, request);
    this.#requestEvents[requestClass]![0]! += 1;
    let counts = false;
    for (const window of this.windows) {
      if (!window.has(at)) continue;
      counts = true;
      window.requests[requestClass]!.arrived += 1;
    }
    if (counts) this.#openWork += 1;
  }

  requestTried(_at: Micros, requestClass: number, arrived: Micros): void {
    for (const window of this.windows) if (window.has(arrived)) window.requests[requestClass]!.retries += 1;
  }

  requestEnded(
    at: Micros,
    requestClass: number,
    request: number,
    arrived: Micros,
    outcome: RequestOutcome,
    node: number,
  ): void {
    const served = outcome === 'served';
    const latency = at - arrived;
    const bucket = bucketOf(latency);
    this.users.requestEnded(at, request, served);
    if (served) {
      this.#requestEvents[requestClass]![1]! += 1;
      this.#nodeServed[node]! += 1;
      this.latencyBins[requestClass]!.record(arrived, bucket);
    } else {
      this.latencyBins[requestClass]!.recordInfinite(arrived);
      if (outcome === 'failed' && node !== -1) this.#nodeFailed[node]! += 1;
    }
    let counts = false;
    for (const window of this.windows) {
      if (!window.has(arrived)) continue;
      counts = true;
      const measures = window.requests[requestClass]!;
      measures.ended[outcome] += 1;
      if (served) measures.latency.recordIn(bucket, latency);
      else measures.latency.recordNever();
    }
    if (counts) this.#workIsOver();
  }

  databaseCall(_at: Micros, took: Micros): void {
    for (const window of this.#active) window.databaseCall.record(took);
  }

  poolWait(_at: Micros, waited: Micros): void {
    for (const window of this.#active) window.poolWait.record(waited);
  }

  lockWait(_at: Micros, waited: Micros): void {
    for (const window of this.#active) window.lockWait.record(waited);
  }

  storageOperation(_at: Micros, took: Micros): void {
    for (const window of this.#active) window.operation.record(took);
  }

  serviceChanged(at: Micros, tasks: boolean, ui: boolean, ableSlots: number): void {
    this.tasksUp.add((tasks ? 1 : 0) - this.tasksUp.value);
    this.uiUp.add((ui ? 1 : 0) - this.uiUp.value);
    this.ableSlots.add(ableSlots - this.ableSlots.value);
    this.recovery.serviceChanged(at, tasks, ui, ableSlots);
  }

  faultBegan(at: Micros, entry: number): void {
    this.recovery.faultBegan(at, entry);
    this.users.faultBegan(at, entry);
  }

  faultEnded(at: Micros, entry: number): void {
    this.recovery.faultEnded(at, entry);
  }

  /** Counted as down to the end of the window, until its repair says otherwise. */
  failureBegan(at: Micros, failure: number): void {
    if (this.windows[0]!.has(at)) this.failureCounts[failure]! += 1;
    this.failureDowntimes[failure]! += this.#restOfWindow(at);
    this.recovery.failureBegan(at);
  }

  failureEnded(at: Micros, failure: number): void {
    this.failureDowntimes[failure]! -= this.#restOfWindow(at);
  }

  spanBegan(at: Micros, kind: SpanKind, label: string, id: number): void {
    if (this.spans.length >= MOST_SPANS) return;
    this.#spanIndex.set(id, this.spans.length);
    this.spans.push({ kind, label, from: at, to: null });
  }

  spanEnded(at: Micros, id: number): void {
    const index = this.#spanIndex.get(id);
    if (index !== undefined) this.spans[index]!.to = at;
  }

  /** The run is over: a task is not (its crash -1 unless it is an orphan). */
  taskUnfinished(
    taskClass: number,
    arrived: Micros,
    started: boolean,
    crashed: Micros,
    stuck: boolean,
  ): void {
    const waited = this.sim.now - arrived;
    if (!started) this.waitBins[taskClass]!.recordInfinite(arrived);
    for (const window of this.windows) {
      if (!window.has(arrived)) continue;
      const measures = window.tasks[taskClass]!;
      measures.unfinished += 1;
      if (stuck) measures.deadlocked += 1;
      if (!started) measures.queueWait.recordUnfinished(waited);
      measures.turnaround.recordUnfinished(waited);
      if (crashed !== -1) measures.looksRunning.recordUnfinished(this.sim.now - crashed);
    }
  }

  /** The run is over: a request has no answer. */
  requestUnfinished(requestClass: number, arrived: Micros): void {
    this.latencyBins[requestClass]!.recordInfinite(arrived);
    for (const window of this.windows) {
      if (!window.has(arrived)) continue;
      window.requests[requestClass]!.unfinished += 1;
      window.requests[requestClass]!.latency.recordUnfinished(this.sim.now - arrived);
    }
  }

  /** Times in which something was not as usual, as the charts show them. */
  spanList(): Span[] {
    return this.spans.map((span) => ({ ...span }));
  }

  /** How much of the main window is left at a time; all of it before it begins. */
  #restOfWindow(at: Micros): Micros {
    const { from, to } = this.windows[0]!;
    return Math.max(0, to - Math.max(at, from));
  }

  /** Whether work that arrived at a time is of any window: one may begin before the warm-up is over. */
  #counts(arrived: Micros): boolean {
    for (const window of this.windows) if (window.has(arrived)) return true;
    return false;
  }

  #workIsOver(): void {
    this.#openWork -= 1;
    if (this.#isOver && this.#openWork === 0) this.sim.stop();
  }

  #addGauges(): void {
    const { tasks, requests, nodes } = this.scenario;
    const add = (name: string, read: () => number): void => this.gauges.add({ name, read });
    add('up.tasks', () => this.tasksUp.area());
    add('up.ui', () => this.uiUp.area());
    add('up.slots', () => this.ableSlots.area());
    tasks.forEach((spec, c) => {
      const events = this.#taskEvents[c]!;
      add(`tasks.${spec.name}.arrived`, () => events[0]!);
      add(`tasks.${spec.name}.started`, () => events[1]!);
      TASK_OUTCOMES.forEach((outcome, o) => {
        add(`tasks.${spec.name}.${outcome}`, () => events[2 + o]!);
      });
    });
    requests.forEach((spec, c) => {
      const events = this.#requestEvents[c]!;
      add(`requests.${spec.name}.arrived`, () => events[0]!);
      add(`requests.${spec.name}.served`, () => events[1]!);
    });
    nodes.forEach((spec, n) => {
      add(`node.${spec.name}.started`, () => this.#nodeStarted[n]!);
      add(`node.${spec.name}.served`, () => this.#nodeServed[n]!);
      add(`node.${spec.name}.failed`, () => this.#nodeFailed[n]!);
    });
  }
}

/** One window for each that an expectation names. */
function expectationWindows(scenario: Scenario): WindowMeasures[] {
  const windows = new Map<string, WindowMeasures>();
  for (const expectation of scenario.expect) {
    if (expectation.kind !== 'limit' || expectation.within === null) continue;
    const { from, to } = expectation.within;
    const suffix = ` within ${from}..${to}`;
    if (windows.has(suffix)) continue;
    windows.set(
      suffix,
      new WindowMeasures(from, to, suffix, scenario.tasks.length, scenario.requests.length),
    );
  }
  return [...windows.values()];
}
