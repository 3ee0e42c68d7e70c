/**
 * When the clients of a class try again (rule L9): after which pause, and whether their token bucket and their breaker
 * let them. One for each class: its clients are one program.
 */
import { draw, PURPOSE } from '../engine/draw.ts';
import { ln } from '../engine/elementary.ts';
import type { Micros } from '../engine/time.ts';
import type { RetrySpec } from '../scenario/scenario.ts';

const CLOSED = -1;

export class ClientRetries {
  readonly #spec: RetrySpec;
  #tokens: number;
  #failuresInRow = 0;
  /** Until when nothing is sent; CLOSED: the breaker lets all through. */
  #openUntil: Micros = CLOSED;
  #isTrialUnderWay = false;

  constructor(spec: RetrySpec) {
    this.#spec = spec;
    this.#tokens = spec.tokenBucket?.most ?? 0;
  }

  /** Whether the breaker lets an attempt go out: all, none while it is open, then one as a trial. */
  letsThrough(now: Micros): 'yes' | 'as trial' | 'no' {
    if (this.#openUntil === CLOSED) return 'yes';
    if (now < this.#openUntil || this.#isTrialUnderWay) return 'no';
    this.#isTrialUnderWay = true;
    return 'as trial';
  }

  /** An attempt that went out, perhaps as a trial, has ended. */
  note(served: boolean, isTrial: boolean, now: Micros): void {
    const { tokenBucket, breaker } = this.#spec;
    if (served && tokenBucket !== null)
      this.#tokens = Math.min(tokenBucket.most, this.#tokens + tokenBucket.perSuccess);
    if (breaker === null) return;
    // What went out before it opened says nothing new, however late it ends.
    if (this.#openUntil !== CLOSED && !isTrial) return;
    this.#isTrialUnderWay = false;
    if (served) {
      this.#failuresInRow = 0;
      this.#openUntil = CLOSED;
      return;
    }
    this.#failuresInRow += 1;
    if (this.#openUntil !== CLOSED || this.#failuresInRow >= breaker.failures)
      this.#openUntil = now + breaker.openFor;
  }

  /**
   * The pause before the next attempt of a request, of which a token is taken; null: it is given up.
   * @param made attempts so far; @param since when the request was first sent.
   */
  pauseAfter(made: number, since: Micros, now: Micros, keyHigh: number, keyLow: number): Micros | null {
    const { attempts, patience, tokenBucket } = this.#spec;
    if (made >= attempts) return null;
    const pause = this.#jittered(this.#longestPause(made), made, keyHigh, keyLow);
    if (patience !== null && now + pause > since + patience) return null;
    if (tokenBucket !== null) {
      if (this.#tokens < 1) return null;
      this.#tokens -= 1;
    }
    return pause;
  }

  #jittered(longest: Micros, made: number, keyHigh: number, keyLow: number): Micros {
    const { jitter } = this.#spec;
    if (jitter === 'off') return longest;
    const u = draw(keyHigh, keyLow, PURPOSE.retryPause, made);
    if (jitter === 'exponential') return Math.round(-longest * ln(1 - u));
    return Math.round(jitter === 'equal' ? (longest + longest * u) / 2 : longest * u);
  }

  #longestPause(made: number): Micros {
    const { backoff, pause, upTo } = this.#spec;
    if (backoff === 'fixed') return pause;
    let longest = pause;
    for (let doubled = 1; doubled < made && longest < upTo; doubled += 1) longest += longest;
    return Math.min(longest, upTo);
  }
}
