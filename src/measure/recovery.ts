/**
 * How long each disruption lasted for users (rule F4): from the fault until a service is up and stays up until the next
 * disruption, and until everything that arrived meanwhile has started.
 */
import { MINUTE, type Micros, SECOND } from '../engine/time.ts';
import type { TimelineEntry } from '../scenario/scenario.ts';
import { DISRUPTIONS } from '../scenario/verbs.ts';
import type { Value } from './result.ts';

/** Work that arrives this long after the fault's end still belongs to its backlog. */
const AFTERMATH = 5 * MINUTE;

/** Whether an entry of the timeline is a disruption that recovery is measured of. */
export function isDisruption(entry: TimelineEntry): boolean {
  return DISRUPTIONS.has(entry.action.do);
}

interface Disruption {
  readonly entry: number;
  readonly began: Micros;
  /** Since when each service is up, since the fault; -1: it is down. */
  tasksUpSince: Micros;
  uiUpSince: Micros;
  /** No later change counts: the next disruption has begun. */
  closed: boolean;
  ended: Micros | null;
  /** Work of the backlog that has not started, whether some never will, and when the last one started. */
  waiting: number;
  neverStarted: number;
  refused: number;
  /** How far back the lost commits reach, and of how many tasks. */
  lostTime: Micros;
  lostTasks: number;
  lastStart: Micros;
}

export class Recovery {
  readonly #entries: readonly TimelineEntry[];
  readonly #disruptions: Disruption[] = [];
  #tasksUp = true;
  #uiUp = true;
  /** Tasks that arrived at this instant and have not started: of the backlog of a fault that strikes at it, too. */
  #instant: Micros = -1;
  #arrivedNow = 0;

  constructor(entries: readonly TimelineEntry[]) {
    this.#entries = entries;
  }

  /** The services are as they are now, from now. */
  serviceChanged(at: Micros, tasksUp: boolean, uiUp: boolean): void {
    this.#tasksUp = tasksUp;
    this.#uiUp = uiUp;
    for (const disruption of this.#disruptions) {
      if (disruption.closed) continue;
      if (!tasksUp) disruption.tasksUpSince = -1;
      else if (disruption.tasksUpSince === -1) disruption.tasksUpSince = at;
      if (!uiUp) disruption.uiUpSince = -1;
      else if (disruption.uiUpSince === -1) disruption.uiUpSince = at;
    }
  }

  /** An entry strikes; what is in the queue already, unless it arrived just now, is not of its backlog. */
  faultBegan(at: Micros, entry: number): void {
    if (!isDisruption(this.#entries[entry]!)) return;
    for (const disruption of this.#disruptions) if (disruption.began < at) disruption.closed = true;
    this.#disruptions.push({
      entry,
      began: at,
      tasksUpSince: this.#tasksUp ? at : -1,
      uiUpSince: this.#uiUp ? at : -1,
      closed: false,
      ended: null,
      waiting: this.#instant === at ? this.#arrivedNow : 0,
      neverStarted: 0,
      refused: 0,
      lostTime: 0,
      lostTasks: 0,
      lastStart: at,
    });
  }

  faultEnded(at: Micros, entry: number): void {
    const disruption = this.#disruptions.find((d) => d.entry === entry);
    if (disruption !== undefined && disruption.ended === null) disruption.ended = at;
  }

  /** A recovery from an entry's fault lost commits. */
  dataLost(entry: number, length: Micros, tasks: number): void {
    const disruption = this.#disruptions.find((d) => d.entry === entry);
    if (disruption === undefined) return;
    disruption.lostTime = Math.max(disruption.lostTime, length);
    disruption.lostTasks += tasks;
  }

  taskArrived(at: Micros): void {
    if (this.#instant !== at) this.#arrivedNow = 0;
    this.#instant = at;
    this.#arrivedNow += 1;
    for (const disruption of this.#disruptions) if (belongs(disruption, at)) disruption.waiting += 1;
  }

  taskStarted(at: Micros, arrived: Micros): void {
    if (this.#instant === arrived) this.#arrivedNow -= 1;
    for (const disruption of this.#disruptions) {
      if (!belongs(disruption, arrived)) continue;
      disruption.waiting -= 1;
      disruption.lastStart = at;
    }
  }

  /** A task is over without having started. */
  taskEndedUnstarted(arrived: Micros, refused: boolean): void {
    if (this.#instant === arrived) this.#arrivedNow -= 1;
    for (const disruption of this.#disruptions) {
      if (!belongs(disruption, arrived)) continue;
      disruption.waiting -= 1;
      if (refused) disruption.refused += 1;
      else disruption.neverStarted += 1;
    }
  }

  /** By metric name. */
  values(): Record<string, Value> {
    const values: Record<string, Value> = {};
    for (const disruption of this.#disruptions) {
      const { began, tasksUpSince, uiUpSince } = disruption;
      const name = `recovery.${this.#entries[disruption.entry]!.name}`;
      values[`${name}.tasks.rto`] = sinceOr(tasksUpSince, began, 'tasks did not come up again');
      values[`${name}.ui.rto`] = sinceOr(uiUpSince, began, 'the user interface did not come up again');
      values[`${name}.rpo.seconds`] = { sum: disruption.lostTime / SECOND, per: 1 };
      values[`${name}.rpo.tasks`] = { sum: disruption.lostTasks, per: 1 };
      values[`${name}.backlog`] = backlogOf(disruption);
    }
    return values;
  }
}

/** Whether work that arrived at a time is of a disruption's backlog. */
function belongs(disruption: Disruption, arrived: Micros): boolean {
  if (arrived < disruption.began) return false;
  return disruption.ended === null || arrived <= disruption.ended + AFTERMATH;
}

function sinceOr(since: Micros, began: Micros, reason: string): Value {
  return since === -1 ? { sum: 0, per: 0, reason } : { sum: (since - began) / SECOND, per: 1 };
}

function backlogOf(disruption: Disruption): Value {
  if (disruption.waiting > 0)
    return { sum: 0, per: 0, reason: `${disruption.waiting} tasks had not started` };
  if (disruption.neverStarted > 0) {
    return { sum: 0, per: 0, reason: `${disruption.neverStarted} tasks never started` };
  }
  return { sum: (disruption.lastStart - disruption.began) / SECOND, per: 1 };
}
