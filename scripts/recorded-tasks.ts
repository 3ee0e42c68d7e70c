/** What the product's list of tasks would say of a simulated run: the same fields, made up to the last one. */
import type { Tap, TaskOutcome } from '../src/cluster/observer.ts';
import { tapFor } from '../src/measure/both-taps.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { simulate } from '../src/simulate.ts';

export interface ListedItem {
  readonly Id: string;
  readonly Name: string;
  readonly State: string;
  readonly QueueTime: string;
  readonly StartTime: string | null;
  readonly CompletedTime: string | null;
  readonly ServerNode: string | null;
}

const STATES: Readonly<Record<TaskOutcome, string>> = {
  succeeded: 'Success',
  failed: 'Failed',
  cancelled: 'Canceled',
  timedOut: 'TimedOut',
  expired: 'TimedOut',
  refused: 'Canceled',
  lost: 'Canceled',
};

/**
 * The tasks of one replication that arrived before its end, newest first as the product lists them; what was not over at
 * the end of the run still runs.
 *
 * @param start ISO time of the run's 0
 * @param until µs after which nothing is known; default: everything
 */
export function recordedTasks(
  scenario: Scenario,
  { seed, start, until = Number.POSITIVE_INFINITY }: { seed: string; start: string; until?: number },
): ListedItem[] {
  interface Row {
    taskClass: number;
    queued: number;
    started: number;
    ended: number;
    outcome: TaskOutcome | null;
    node: number;
  }
  const rows = new Map<number, Row>();
  const finished: Row[] = [];
  const told: Partial<Tap> = {
    taskArrived: (at, taskClass, task) =>
      rows.set(task, { taskClass, queued: at, started: -1, ended: -1, outcome: null, node: -1 }),
    taskStarted: (at, _taskClass, task, _arrived, node) =>
      Object.assign(rows.get(task)!, { started: at, node }),
    taskEnded: (at, _taskClass, task, _arrived, _started, outcome) => {
      finished.push(Object.assign(rows.get(task)!, { ended: at, outcome }));
      rows.delete(task);
    },
  };
  simulate(scenario, { seed, replication: 0, tap: tapFor(told) });
  const time = (at: number) =>
    at < 0 || at > until
      ? null
      : new Date(Date.parse(start) + Math.floor(at / 1000)).toISOString().replace('Z', '+00:00');
  return [...finished, ...rows.values()]
    .filter(({ queued }) => queued <= until)
    .sort((a, b) => b.queued - a.queued)
    .map(({ taskClass, queued, started, ended, outcome, node }, i, all) => {
      const [StartTime, CompletedTime] = [time(started), time(ended)];
      return {
        Id: `ServerTasks-${1000 + all.length - i}`,
        Name: scenario.tasks[taskClass]!.name,
        State: CompletedTime !== null ? STATES[outcome!] : StartTime !== null ? 'Executing' : 'Queued',
        QueueTime: time(queued)!,
        StartTime,
        CompletedTime,
        ServerNode: StartTime === null ? null : `OctopusServerNodes-${scenario.nodes[node]!.name}`,
      };
    });
}
