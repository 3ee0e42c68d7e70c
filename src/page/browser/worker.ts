/** The engine in a thread of its own, started when something is first asked of it. */
import type { Answer, Order } from '../what-if/order.ts';

/** An order that is given up may hold the engine for one replication; longer than this nobody waits for it. */
const PATIENCE_MS = 400;

/** Asks one thing at a time; whatever was asked before is given up. */
export class Engine {
  #worker: Promise<Worker> | null = null;
  /** When it was asked or last said something; null: it has nothing to do. */
  #busySince: number | null = null;
  #latest = -1;

  /** @param onAnswer is told of what is known so far, until another order comes */
  async ask(order: Order, onAnswer: (answer: Answer) => void): Promise<void> {
    const stuck = this.#busySince !== null && performance.now() - this.#busySince > PATIENCE_MS;
    if (stuck) {
      const given = this.#worker;
      this.#worker = null;
      void given?.then((worker) => worker.terminate());
    }
    this.#latest = order.id;
    this.#busySince = performance.now();
    this.#worker ??= start();
    const worker = await this.#worker;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== this.#latest) return;
      const isLast = data.kind === 'mistakes' || data.found.done === data.found.of;
      this.#busySince = isLast ? null : performance.now();
      onAnswer(data);
    };
    if (order.id === this.#latest) worker.postMessage(order);
  }
}

/** Unpacks the engine out of the page. */
async function start(): Promise<Worker> {
  const packed = document.getElementById('page-engine')!.textContent.trim();
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const program = await new Response(unpacked).text();
  return new Worker(URL.createObjectURL(new Blob([program], { type: 'text/javascript' })));
}
