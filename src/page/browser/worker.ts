/** The engine in a thread of its own, started when something is first asked of it. */
import type { Order, WhatIfAnswer } from '../what-if/order.ts';

/** An order that is given up may hold the engine for one replication; longer than this nobody waits for it. */
const PATIENCE_MS = 400;

/** An order or what is said of it; what comes last of an answer says so. */
interface Numbered {
  readonly id: number;
}

/** Asks one thing at a time; whatever was asked before is given up. */
export class Engine<O extends Numbered = Order, A extends Numbered = WhatIfAnswer> {
  readonly #start: () => Promise<Worker>;
  readonly #isLast: (answer: A) => boolean;
  #worker: Promise<Worker> | null = null;
  /** When it was asked or last said something; null: it has nothing to do. */
  #busySince: number | null = null;
  #latest = -1;

  /** @param start makes the worker */
  constructor(start: () => Promise<Worker>, isLast: (answer: A) => boolean) {
    this.#start = start;
    this.#isLast = isLast;
  }

  /** Starts it before anything is asked: whatever is asked later takes the place of this, and finds it running. */
  async warm(order: O): Promise<void> {
    if (this.#worker !== null) return;
    this.#worker = this.#start();
    (await this.#worker).postMessage(order);
  }

  /** @param onAnswer is told of what is known so far, until another order comes */
  async ask(order: O, onAnswer: (answer: A) => void): Promise<void> {
    const stuck = this.#busySince !== null && performance.now() - this.#busySince > PATIENCE_MS;
    if (stuck) {
      const given = this.#worker;
      this.#worker = null;
      void given?.then((worker) => worker.terminate());
    }
    this.#latest = order.id;
    this.#busySince = performance.now();
    this.#worker ??= this.#start();
    const worker = await this.#worker;
    worker.onmessage = ({ data }: MessageEvent<A>) => {
      if (data.id !== this.#latest) return;
      this.#busySince = this.#isLast(data) ? null : performance.now();
      onAnswer(data);
    };
    if (order.id === this.#latest) worker.postMessage(order);
  }
}

/** Whether nothing more comes. */
export const isLastAnswer = (answer: WhatIfAnswer): boolean =>
  answer.kind === 'mistakes' || answer.found.done === answer.found.of;

/** Unpacks the engine out of the page. */
export async function startFromPage(): Promise<Worker> {
  const packed = document.getElementById('page-engine')!.textContent.trim();
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const program = await new Response(unpacked).text();
  return new Worker(URL.createObjectURL(new Blob([program], { type: 'text/javascript' })));
}
