/** What happened in one replication, in order: spans, services, what was lost, refused or not served, first and last. */
import type { Micros } from '../../engine/time.ts';
import { tapFor } from '../../measure/both-taps.ts';
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';

export type HappeningKind = 'span' | 'service' | 'tasks' | 'requests' | 'data';

export interface Happening {
  readonly at: Micros;
  /** Of what lasts; null: to the end of the run. */
  readonly until?: Micros | null;
  readonly kind: HappeningKind;
  /** `{}` stands for `length`. */
  readonly text: string;
  readonly length?: Micros;
  /** Index of the node that it is about, where it is about one. */
  readonly node?: number;
}

export interface Happened {
  readonly result: RunResult;
  readonly happenings: readonly Happening[];
}

/** Runs a replication, and puts what happened in order of time. */
export function happened(scenario: Scenario, seed: string, replication: number): Happened {
  const watch = new Watch(scenario);
  const result = simulate(scenario, { seed, replication, tap: watch.tap });
  const spans = result.spans.map(({ label, from, to, kind }): Happening => {
    const moment = kind === 'ignored' || kind === 'noted';
    return { at: from, kind: 'span', text: label, ...(moment ? {} : { until: to }) };
  });
  const happenings = [...spans, ...watch.all()].sort((a, b) => a.at - b.at);
  return { result, happenings };
}

/** First, last and number of things that come one by one. */
interface Run {
  readonly kind: HappeningKind;
  readonly what: string;
  readonly first: Micros;
  readonly firstName: string;
  last: Micros;
  lastName: string;
  count: number;
}

const REASONS = {
  licence: 'as the licence allows no more nodes',
  maintenance: 'in maintenance mode',
  ui: 'without a user interface',
} as const;

class Watch {
  readonly #list: Happening[] = [];
  readonly #runs = new Map<string, Run>();
  /** What comes to many at one instant, by what it is and when. */
  readonly #together = new Map<
    string,
    { at: Micros; count: number; text: (count: number) => string; node: number }
  >();
  readonly #arrivals: { readonly task: Float64Array; readonly request: Float64Array };
  readonly #names = { task: new Map<number, string>(), request: new Map<number, string>() };
  readonly #scenario: Scenario;
  readonly #since = { tasks: -1, ui: -1 };
  readonly #isUp = { tasks: true, ui: true };

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#arrivals = {
      task: new Float64Array(scenario.tasks.length),
      request: new Float64Array(scenario.requests.length),
    };
  }

  readonly tap = tapFor({
    taskArrived: (_at, taskClass, task) => this.#names.task.set(task, this.#name('task', taskClass)),
    requestArrived: (_at, requestClass, request) =>
      this.#names.request.set(request, this.#name('request', requestClass)),
    taskRefused: (at, _taskClass, task, _arrived, reason) =>
      this.#one('tasks', `refused ${REASONS[reason]}`, at, this.#names.task.get(task)!),
    taskEnded: (at, _taskClass, task, _arrived, _started, outcome, node) => {
      if (outcome === 'cancelled' && node !== -1)
        this.#many(at, node, (n) => `${tasks(n)} of ${this.#node(node)} ${n === 1 ? 'is' : 'are'} cancelled`);
      else if (outcome === 'failed' || outcome === 'lost' || outcome === 'timedOut' || outcome === 'expired')
        this.#one('tasks', WORDS[outcome], at, this.#names.task.get(task)!);
    },
    taskOrphaned: (at, _taskClass, _task, node) =>
      this.#many(
        at,
        node,
        (n) => `${tasks(n)} on ${this.#node(node)} ${n === 1 ? 'loses its' : 'lose their'} node`,
      ),
    taskDuplicated: (at, _taskClass, task) =>
      this.#one('tasks', 'pending again, to run twice', at, this.#names.task.get(task) ?? 'one'),
    taskTriedAgain: (at, _taskClass, task) =>
      this.#one('tasks', 'to be tried again', at, this.#names.task.get(task) ?? 'one'),
    requestEnded: (at, _requestClass, request, _arrived, outcome) => {
      if (outcome !== 'served') this.#one('requests', WORDS[outcome], at, this.#names.request.get(request)!);
    },
    dataLost: (at, _entry, seconds, count) =>
      this.#list.push({
        at,
        kind: 'data',
        text: `commits of {} are lost, with ${tasks(count)}`,
        length: seconds,
      }),
    serviceChanged: (at, areTasksUp, isUiUp) => {
      this.#service(at, 'tasks', areTasksUp);
      if (this.#scenario.requests.length > 0) this.#service(at, 'ui', isUiUp);
    },
  });

  all(): Happening[] {
    const together = [...this.#together.values()].map(
      ({ at, count, text, node }): Happening => ({ at, kind: 'tasks', text: text(count), node }),
    );
    const runs = [...this.#runs.values()].flatMap(
      ({ kind, what, first, firstName, last, lastName, count }): Happening[] => [
        {
          at: first,
          kind,
          text: `${firstName}: ${count === 1 ? 'the only one' : `first of ${count}`} ${what}`,
        },
        ...(count === 1 ? [] : [{ at: last, kind, text: `${lastName}: last of ${count} ${what}` } as const]),
      ],
    );
    return [...this.#list, ...together, ...runs];
  }

  #name(of: 'task' | 'request', workClass: number): string {
    const ordinal = (this.#arrivals[of][workClass]! += 1);
    const { name } = of === 'task' ? this.#scenario.tasks[workClass]! : this.#scenario.requests[workClass]!;
    return `${name} ${ordinal}`;
  }

  #node(node: number): string {
    return this.#scenario.nodes[node]!.name;
  }

  #one(kind: HappeningKind, what: string, at: Micros, name: string): void {
    const run = this.#runs.get(`${kind} ${what}`);
    if (run === undefined) {
      this.#runs.set(`${kind} ${what}`, {
        kind,
        what,
        first: at,
        firstName: name,
        last: at,
        lastName: name,
        count: 1,
      });
      return;
    }
    run.last = at;
    run.lastName = name;
    run.count += 1;
  }

  #many(at: Micros, node: number, text: (count: number) => string): void {
    const key = `${at} ${node} ${text(0)}`;
    const there = this.#together.get(key);
    if (there === undefined) this.#together.set(key, { at, count: 1, text, node });
    else there.count += 1;
  }

  #service(at: Micros, service: 'tasks' | 'ui', isUp: boolean): void {
    if (isUp === this.#isUp[service]) return;
    this.#isUp[service] = isUp;
    const name = service === 'tasks' ? 'tasks' : 'the user interface';
    const since = this.#since[service];
    if (!isUp) {
      this.#since[service] = at;
      this.#list.push({
        at,
        kind: 'service',
        text: `${name} ${service === 'tasks' ? 'cannot run' : 'is down'}`,
      });
    } else {
      const text = `${name} ${service === 'tasks' ? 'can run' : 'is up'} again, after {}`;
      this.#list.push({ at, kind: 'service', text, length: at - since });
    }
  }
}

const WORDS = {
  failed: 'failed',
  lost: 'lost',
  timedOut: 'timed out',
  expired: 'expired',
  refused: 'refused',
} as const;

function tasks(count: number): string {
  return `${count} task${count === 1 ? '' : 's'}`;
}
