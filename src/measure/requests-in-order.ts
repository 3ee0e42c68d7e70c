/** Requests in the order in which they were sent, each told when it and all before it are over. */
import type { Micros } from '../engine/time.ts';

/** What became of a request: `over` is when its client knew. */
export type InOrder = (requestClass: number, sent: Micros, over: Micros, served: boolean) => void;

const OPEN = -1;
/** Entries that are behind us before the front of the line is cut off. */
const BEHIND = 4096;

export class RequestsInOrder {
  readonly #tell: InOrder;
  /** By request: where it stands in the line, counted from the first that ever was. */
  readonly #placeOf: number[] = [];
  #classes: number[] = [];
  #sent: number[] = [];
  #over: number[] = [];
  #served: boolean[] = [];
  #head = 0;
  #cut = 0;

  constructor(tell: InOrder) {
    this.#tell = tell;
  }

  sent(at: Micros, requestClass: number, request: number): void {
    this.#placeOf[request] = this.#cut + this.#sent.length;
    this.#classes.push(requestClass);
    this.#sent.push(at);
    this.#over.push(OPEN);
    this.#served.push(false);
  }

  ended(at: Micros, request: number, served: boolean): void {
    const place = this.#placeOf[request]! - this.#cut;
    this.#over[place] = at;
    this.#served[place] = served;
    if (place === this.#head) this.#advance();
  }

  /** The run is over: what was sent before a time and has no answer was not served. */
  runEnded(at: Micros, before: Micros): void {
    this.#over.forEach((over, place) => {
      if (over === OPEN && this.#sent[place]! < before) this.#over[place] = at;
    });
    this.#advance();
  }

  #advance(): void {
    let head = this.#head;
    for (; head < this.#sent.length; head += 1) {
      const over = this.#over[head]!;
      if (over === OPEN) break;
      this.#tell(this.#classes[head]!, this.#sent[head]!, over, this.#served[head]!);
    }
    this.#head = head;
    if (head < BEHIND || 2 * head < this.#sent.length) return;
    for (const column of [this.#classes, this.#sent, this.#over, this.#served]) column.splice(0, head);
    this.#cut += head;
    this.#head = 0;
  }
}
