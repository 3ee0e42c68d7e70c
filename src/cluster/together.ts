/** What happens at one time (rule F1): queued tasks are offered to nodes once, when all of it has. */
export class Together {
  readonly #give: () => void;
  /** Whether more is to happen before tasks are offered. */
  #waits = false;
  /** Whether tasks are to be offered when it has. */
  #isOffered = false;

  /** @param give offers what is queued */
  constructor(give: () => void) {
    this.#give = give;
  }

  /** Offers what is queued: now, or when all that goes on has happened. */
  offer(): void {
    this.#isOffered = this.#waits;
    if (!this.#waits) this.#give();
  }

  /** What is offered meanwhile is when this is over. */
  whenOver(act: () => void): void {
    const isWithin = this.#waits;
    this.#waits = true;
    act();
    this.#waits = isWithin;
    if (this.#isOffered) this.offer();
  }
}
