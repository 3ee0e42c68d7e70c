/** Users who wait for an answer, think, and ask again (rule W3): class, key, and requests made. */
import { Sampler } from '../engine/distributions.ts';
import { derivedWord, draw, PURPOSE } from '../engine/draw.ts';
import { type Luck, MOST_TRIES } from '../engine/luck.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Stream } from '../engine/streams.ts';
import type { Micros } from '../engine/time.ts';
import type { RequestClassSpec } from '../scenario/scenario.ts';
import type { Requests } from './requests.ts';

/** Who is answered in no time and does not think would ask for ever at one instant. */
const LEAST_THOUGHT: Micros = 1;

export class Users {
  readonly #sim: Simulation;
  readonly #requests: Requests;
  readonly #luck: Luck;
  /** Nobody asks at or after it. */
  readonly #until: Micros;
  readonly #asks: Handler;
  readonly #class: Int32Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  /** Their keys after a history (rule T9). */
  readonly #highAnew: Int32Array;
  readonly #lowAnew: Int32Array;
  readonly #count: Int32Array;
  readonly #thinking: readonly (Sampler | null)[];

  constructor(
    sim: Simulation,
    classes: readonly RequestClassSpec[],
    requests: Requests,
    luck: Luck,
    until: Micros,
  ) {
    this.#sim = sim;
    this.#requests = requests;
    this.#luck = luck;
    this.#until = until;
    this.#asks = sim.handler('user.asks', (user) => this.#ask(user));
    this.#class = Int32Array.from(
      classes.flatMap(({ source }, c) =>
        source.kind === 'closed' ? new Array<number>(source.users).fill(c) : [],
      ),
    );
    const users = this.#class.length;
    this.#high = new Int32Array(users);
    this.#low = new Int32Array(users);
    this.#highAnew = new Int32Array(users);
    this.#lowAnew = new Int32Array(users);
    this.#count = new Int32Array(users);
    this.#thinking = classes.map(({ source }) =>
      source.kind === 'closed' ? new Sampler(source.think) : null,
    );
  }

  /** @param streams by class: where their keys come from */
  begin(streams: readonly Stream[]): void {
    for (let user = 0; user < this.#class.length; user += 1) {
      const words = streams[this.#class[user]!]!;
      this.#high[user] = words.word();
      this.#low[user] = words.word();
    }
    if (this.#luck.until < Number.POSITIVE_INFINITY) this.#takeOtherKeys(streams);
    for (let user = 0; user < this.#class.length; user += 1) {
      // Nobody sits down to think at the same instant as all others: each is somewhere in the first thinking time.
      this.#think(user, draw(this.#high[user]!, this.#low[user]!, PURPOSE.firstThink, 0), 0);
    }
  }

  /** Their streams give nothing but keys: they can turn at once. */
  #takeOtherKeys(streams: readonly Stream[]): void {
    for (let user = 0; user < this.#class.length; user += 1) {
      const words = streams[this.#class[user]!]!;
      words.turn();
      this.#highAnew[user] = words.word();
      this.#lowAnew[user] = words.word();
    }
  }

  /** A user has an answer: thinks, then asks again. */
  isFree(user: number): void {
    this.#think(user, 1, LEAST_THOUGHT);
  }

  /** @param left what is left of the thinking time, @param least of it */
  #think(user: number, left: number, least: Micros): void {
    const { now } = this.#sim;
    const { until } = this.#luck;
    const n = this.#count[user]!;
    let at = now + Math.max(least, Math.round(left * this.#thought(user, now > until, n)));
    if (now <= until && at > until) {
      // Who still thinks at the end of the history thinks otherwise long, but longer than that.
      for (let i = 1, other = now; i <= MOST_TRIES && other <= until; i += 1) {
        other = now + Math.max(least, Math.round(left * this.#thought(user, true, -(n * MOST_TRIES + i))));
        if (other > until) at = other;
      }
    }
    if (at < this.#until) this.#sim.at(at, this.#asks, user);
  }

  #thought(user: number, isAfter: boolean, n: number): Micros {
    const high = isAfter ? this.#highAnew[user]! : this.#high[user]!;
    const low = isAfter ? this.#lowAnew[user]! : this.#low[user]!;
    return this.#thinking[this.#class[user]!]!.draw(high, low, PURPOSE.think, n);
  }

  #ask(user: number): void {
    const isAfter = this.#sim.now > this.#luck.until;
    const high = (isAfter ? this.#highAnew : this.#high)[user]!;
    const low = (isAfter ? this.#lowAnew : this.#low)[user]!;
    const n = this.#count[user]!;
    this.#count[user] = n + 1;
    this.#requests.arrive(
      this.#class[user]!,
      derivedWord(high, low, n, 0),
      derivedWord(high, low, n, 1),
      user,
    );
  }
}
