/** A request as it is kept while it is under way: where it is, what it waits for, and what its client is told. */
import { StagedRow } from '../engine/stages.ts';
import type { Micros } from '../engine/time.ts';
import type { RequestClassSpec } from '../scenario/scenario.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Node } from './node.ts';
import type { Observer, RequestOutcome, WorkStage } from './observer.ts';

/** Where a request is. */
export const STAGE = {
  /** On the way to the balancer, and from it to the node. */
  toBalancer: 1,
  toNode: 2,
  /** In the node's line (rule L10). */
  waiting: 3,
  /** In a node that answers with an error (rule L13). */
  erring: 4,
  cpu: 5,
  call: 6,
  storage: 7,
  /** The answer is on its way to the balancer, and from it to the client. */
  back: 8,
  toClient: 9,
  /** The balancer learns of a refusal, or that there is no answer. */
  refusal: 10,
  /** Nothing will come: the client's time-out ends it. */
  silent: 11,
  /** What a client asks that tries again: its attempts are requests of their own (rule L9). */
  asking: 12,
} as const;
/** No node, user, call or time. */
export const NONE = -1;
export const NO_NODES: readonly number[] = [];
/** What is told of the stages that are ways. */
export const TOLD: Readonly<Record<number, WorkStage>> = {
  [STAGE.toBalancer]: 'toBalancer',
  [STAGE.toNode]: 'toNode',
  [STAGE.refusal]: 'fromNode',
  [STAGE.back]: 'fromNode',
  [STAGE.toClient]: 'toClient',
};

/** What comes back to a client. */
export const ANSWER = { well: 0, failed: 1, refused: 2 } as const;
export const OUTCOMES: readonly RequestOutcome[] = ['served', 'failed', 'refused'];

/** A probe of a balancer that is worked on like a request (rule L12). */
export const isProbe = (request: Request): boolean => request.asked === request;

export class Request extends StagedRow {
  spec!: RequestClassSpec;
  requestClass = 0;
  keyHigh = 0;
  keyLow = 0;
  /** Of a closed loop; else NONE. */
  user = NONE;
  /**
   * What its client asks, of which it is an attempt, and which one, from 0; null where the client asks once. A probe is
   * its own (rule L12).
   */
  asked: Request | null = null;
  attempt = 0;
  /** Of what a client asks: attempts made. */
  made = 0;
  /** Whether a breaker has let it out as a trial (rule L9). */
  isTrial = false;
  arrived: Micros = Number.NaN;
  balancer!: LoadBalancer;
  /** How often its balancer had been lost when it set out. */
  losses = 0;
  /** The round trips that it has set out with, from its client to the balancer and from there to its node (rule N5). */
  toBalancer: Micros = Number.NaN;
  toNode: Micros = Number.NaN;
  /** Where it was sent last. */
  node: Node | null = null;
  /** Calls made so far. */
  calls = 0;
  /** Since when its node works on it (rule L10). */
  servedSince: Micros = Number.NaN;
  /** Since when its transaction holds a connection, or NONE. */
  connectionSince: Micros = NONE;
  /** The call, capacity handle or storage operation it waits for. */
  waitFor = 0;
  sent: Micros = Number.NaN;
  /** Place in the lane of its client's time-out. */
  timeout = 0;
  /** Whether its client has been told, and what comes back. */
  told = false;
  answer: number = ANSWER.well;
  /** The nodes that it has been to, where it goes on to others (rule L3). */
  tried: readonly number[] = NO_NODES;
}

/**
 * Tells what a request is at, by the number of what its client asks; an attempt that it has given up is nobody's.
 *
 * @param alone how long it takes with nobody else there, in µs; -1: nobody knows
 */
export function tellWhere(
  { now }: { readonly now: Micros },
  observer: Observer,
  request: Request,
  stage: WorkStage,
  alone: Micros = -1,
): void {
  if (observer.follower === null) return;
  const { index, asked } = request;
  if (asked !== null && (request.told || asked === request)) return;
  observer.follower.workAt(now, 'request', asked?.index ?? index, stage, alone);
}
