/**
 * The event loop. Events run in order of (time, sequence number given when scheduled); nothing else decides a tie
 * (rule T2). A part registers its handlers once and schedules (delay, handler, argument): no closure, promise or
 * object is made for an event. A run is single-threaded, has no clock and no state outside itself.
 */
import { Digest, hashText } from './digest.ts';
import { EventHeap } from './event-heap.ts';
import { InternalError } from './invariant.ts';
import { Lane } from './lane.ts';
import { type Micros, NEVER } from './time.ts';

/** Kinds in the heap that are not handlers: the engine looks up what is due. */
const TIMER = -1;
const LANE = -2;

/** Every so many events the model's sums are checked: 65 536. */
const CHECK_MASK = 0xffff;

/**
 * How ties are broken: in the order scheduled, or, to show that nothing depends on it, the other way round (but for
 * the events of one lane among themselves, which come due as they were armed).
 */
export type Ties = 'in-order' | 'reversed';

declare const OF: unique symbol;
/** What is to be done at an event, timer or lane: a number that only the engine gives, so that none is taken for another. */
export type Handler = number & { readonly [OF]: 'handler' };
/** One event that can be set, moved and cleared. */
export type Timer = number & { readonly [OF]: 'timer' };
/** Events that all have the same delay. */
export type LaneNumber = number & { readonly [OF]: 'lane' };

export class Simulation {
  /** Now, in µs. */
  now: Micros = 0;
  /** Handlers run so far. */
  events = 0;
  readonly digest = new Digest();
  /** Run every 65 536 events, before the next. */
  onCheck: () => void = () => {};
  #heap = new EventHeap();
  #sequence = 0;
  #limit: Micros = 0;
  /** A run that would execute more throws. */
  mostEvents = Number.POSITIVE_INFINITY;
  readonly #sequenceStep: number;
  readonly #handlers: ((argument: number) => void)[] = [];
  readonly #names: string[] = [];
  readonly #hashes: number[] = [];
  readonly #lanes: Lane[] = [];
  /** The sequence number of the event a timer waits for; 0: none. */
  #timerSequence = new Float64Array(64);
  #timerHandler = new Int32Array(64);
  #timerArgument = new Int32Array(64);
  #timers = 0;

  constructor(ties: Ties = 'in-order') {
    this.#sequenceStep = ties === 'in-order' ? 1 : -1;
  }

  /** Registers a handler under a name that says what happened; its number. */
  handler(name: string, run: (argument: number) => void): Handler {
    this.#names.push(name);
    this.#hashes.push(hashText(name));
    return (this.#handlers.push(run) - 1) as Handler;
  }

  /** The name a handler was registered under. */
  nameOf(handler: Handler): string {
    return this.#names[handler] ?? 'none';
  }

  /** Runs a handler now, as part of the event that is running. */
  call(handler: Handler, argument: number): void {
    this.#handlers[handler]!(argument);
  }

  /**
   * Schedules an event `delay` µs from now, which cannot be cancelled.
   * @throws InternalError for a time before now, NaN or Infinity, like all that schedules
   */
  after(delay: Micros, handler: Handler, argument: number): void {
    this.at(this.now + delay, handler, argument);
  }

  /** Schedules an event at a time not before now, which cannot be cancelled. */
  at(time: Micros, handler: Handler, argument: number): void {
    if (!(time >= this.now && time < Number.POSITIVE_INFINITY)) this.#refuse(time, handler);
    this.#sequence += this.#sequenceStep;
    this.#heap.push(time, this.#sequence, handler, argument);
  }

  /** Makes a timer: one event that can be set, moved and cleared in O(1); its number. */
  timer(handler: Handler, argument: number): Timer {
    const timer = this.#timers as Timer;
    if (timer === this.#timerSequence.length) this.#growTimers();
    this.#timers = timer + 1;
    this.#timerHandler[timer] = handler;
    this.#timerArgument[timer] = argument;
    return timer;
  }

  /** Sets a timer to a time not before now, in place of what it was set to. */
  setTimer(timer: Timer, time: Micros): void {
    if (!(time >= this.now && time < Number.POSITIVE_INFINITY))
      this.#refuse(time, this.#timerHandler[timer] as Handler);
    this.#sequence += this.#sequenceStep;
    this.#timerSequence[timer] = this.#sequence;
    this.#heap.push(time, this.#sequence, TIMER, timer);
  }

  /** Clears a timer. */
  clearTimer(timer: Timer): void {
    this.#timerSequence[timer] = 0;
  }

  /** Whether a timer is set. */
  isSet(timer: Timer): boolean {
    return this.#timerSequence[timer] !== 0;
  }

  /** Makes a lane for events that always come `delay` µs after they are armed; its number. */
  lane(delay: Micros, handler: Handler): LaneNumber {
    if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY)) this.#refuse(this.now + delay, handler);
    return (this.#lanes.push(new Lane(delay, handler)) - 1) as LaneNumber;
  }

  /** Arms an event of a lane; the position by which it can be cancelled. */
  arm(lane: LaneNumber, argument: number): number {
    const it = this.#lanes[lane]!;
    this.#sequence += this.#sequenceStep;
    const position = it.append(this.now + it.delay, this.#sequence, argument);
    if (!it.inHeap) {
      it.inHeap = true;
      this.#heap.push(this.now + it.delay, this.#sequence, LANE, lane);
    }
    return position;
  }

  /** Cancels an event of a lane; no effect when it is over. */
  disarm(lane: LaneNumber, position: number): void {
    this.#lanes[lane]!.cancel(position);
  }

  /** Ends `runUntil` after the event that is running. */
  stop(): void {
    this.#limit = -1;
  }

  /** Runs every event before `limit`; then it is `limit`, unless `stop` was called. */
  runUntil(limit: Micros): void {
    this.#limit = limit;
    const heap = this.#heap;
    const handlers = this.#handlers;
    const hashes = this.#hashes;
    const digest = this.digest;
    while (heap.popBefore(this.#limit)) {
      if (this.events >= this.mostEvents) throw new RangeError(`more than ${this.mostEvents} events`);
      let kind = heap.kind;
      let argument = heap.argument;
      if (kind < 0) {
        if (kind === LANE) {
          const lane = this.#lanes[argument]!;
          if (!this.#isDue(lane, argument)) continue;
          kind = lane.handler;
          argument = this.#takeHead(lane, argument);
        } else {
          if (this.#timerSequence[argument] !== heap.sequence) continue;
          this.#timerSequence[argument] = 0;
          kind = this.#timerHandler[argument]!;
          argument = this.#timerArgument[argument]!;
        }
      }
      this.now = heap.time;
      this.events += 1;
      if ((this.events & CHECK_MASK) === 0) this.onCheck();
      digest.add(this.now, hashes[kind]!, argument);
      handlers[kind]!(argument);
    }
    if (this.#limit === limit && limit < NEVER) this.now = limit;
  }

  /** Whether the heap's entry for a lane is its first entry; if that was cancelled, the next takes its place. */
  #isDue(lane: Lane, number: number): boolean {
    if (lane.head < lane.tail && lane.headSequence === this.#heap.sequence) return true;
    this.#enqueueHead(lane, number);
    return false;
  }

  #takeHead(lane: Lane, number: number): number {
    const argument = lane.headArgument;
    lane.head += 1;
    lane.skipCancelled();
    this.#enqueueHead(lane, number);
    return argument;
  }

  #enqueueHead(lane: Lane, number: number): void {
    lane.inHeap = lane.head < lane.tail;
    if (lane.inHeap) this.#heap.push(lane.headTime, lane.headSequence, LANE, number);
  }

  /** Nothing can happen before now, or at no time: who asks for it has made a mistake. */
  #refuse(time: Micros, handler: Handler): never {
    throw new InternalError(`${this.nameOf(handler)} was scheduled for ${time} µs`, this);
  }

  #growTimers(): void {
    const sequences = new Float64Array(2 * this.#timers);
    sequences.set(this.#timerSequence);
    this.#timerSequence = sequences;
    const handlers = new Int32Array(2 * this.#timers);
    handlers.set(this.#timerHandler);
    this.#timerHandler = handlers;
    const args = new Int32Array(2 * this.#timers);
    args.set(this.#timerArgument);
    this.#timerArgument = args;
  }
}
