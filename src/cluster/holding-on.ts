/**
 * Clients that hold on to an address (rule L14): a share of those of a class look it up only when they start, whatever its
 * TTL, and go on with what they found then. One uniform of a client says whether it does, and how long ago it started; a
 * user's starts are at their own times.
 */
import { draw, PURPOSE } from '../engine/draw.ts';
import type { Micros } from '../engine/time.ts';
import type { RequestClassSpec } from '../scenario/scenario.ts';

/** Who asks: an open arrival, which is a client of its own, or a user. */
export interface Client {
  readonly keyHigh: number;
  readonly keyLow: number;
  /** -1: an open arrival. */
  readonly user: number;
}

/** It looks the address up as the others do. */
export const ANEW = -1;

export class HoldingOn {
  readonly #spec: NonNullable<RequestClassSpec['holdOn']>;
  readonly #users: number;
  readonly #firstUser: number;

  /** @param firstUser number of the first user of the class */
  constructor(spec: NonNullable<RequestClassSpec['holdOn']>, users: number, firstUser: number) {
    this.#spec = spec;
    this.#users = users;
    this.#firstUser = firstUser;
  }

  /** How long ago a client looked its address up; for ever: before all; ANEW: it holds on to none. */
  age({ keyHigh, keyLow, user }: Client, now: Micros): Micros {
    const { share, for: lasts } = this.#spec;
    const isUser = user !== -1;
    // Of users the first, spread evenly: as many as the share says.
    const u = isUser ? (user - this.#firstUser) / this.#users : draw(keyHigh, keyLow, PURPOSE.holdingOn, 0);
    if (u >= share) return ANEW;
    if (lasts === null) return Number.POSITIVE_INFINITY;
    const age = Math.floor((u / share) * lasts);
    // Who asks once is of that age now; a user was at the start, and starts anew each time that it has lasted.
    return isUser ? (age + now) % lasts : age;
  }
}
