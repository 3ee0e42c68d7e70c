/**
 * The floor under `scenarios/bench-mmc.yaml`: the same queue as a hand-written loop that can do nothing else.
 * What it costs is what the work itself costs in this language; what hasim costs beyond is the price of the product.
 */
import type { Answers } from './answers.ts';
import { EventHeap } from './event-heap.ts';
import { QuickRandom } from './random.ts';
import { WaitingLine } from './waiting-line.ts';

export const CAP = 10;
/** µs. */
export const MEAN_BETWEEN_ARRIVALS = 1_000_000 / 8;
export const MEAN_RUN = 1_000_000;

const ARRIVES = 0;
const ENDS = 1;
const HORIZON = 2;

/**
 * Poisson arrivals of 8/s until `duration` (µs), exponential service of mean 1 s by one of ten servers, first come
 * first served; then the run goes on until all have left.
 */
export function mmcFloor(seed: number, duration: number): Answers {
  const heap = new EventHeap();
  const random = new QuickRandom(seed);
  const waiting = new WaitingLine();
  const arrivedAt = new Float64Array(CAP);
  const startedAt = new Float64Array(CAP);
  const freeSlots = Int32Array.from({ length: CAP }, (_, i) => i);
  let free = CAP;
  let arrived = 0;
  let succeeded = 0;
  let succeededInTime = 0;
  let waitSum = 0;
  let durationSum = 0;
  let turnaroundSum = 0;
  let busyArea = 0;
  let busySince = 0;
  let slotShare = 0;
  let nextArrival = random.exponential(MEAN_BETWEEN_ARRIVALS);

  heap.push(duration, HORIZON);
  if (nextArrival < duration) heap.push(Math.round(nextArrival), ARRIVES);
  while (heap.pending > 0) {
    heap.take();
    const now = heap.now;
    busyArea += (CAP - free) * (now - busySince);
    busySince = now;
    switch (heap.payload & 3) {
      case ARRIVES:
        arrived += 1;
        nextArrival += random.exponential(MEAN_BETWEEN_ARRIVALS);
        if (nextArrival < duration) heap.push(Math.round(nextArrival) - now, ARRIVES);
        if (free > 0) {
          free -= 1;
          const slot = freeSlots[free]!;
          arrivedAt[slot] = now;
          startedAt[slot] = now;
          heap.push(Math.round(random.exponential(MEAN_RUN)), ENDS | (slot << 2));
        } else waiting.push(now);
        break;
      case ENDS: {
        const slot = heap.payload >> 2;
        succeeded += 1;
        durationSum += now - startedAt[slot]!;
        turnaroundSum += now - arrivedAt[slot]!;
        if (waiting.length > 0) {
          arrivedAt[slot] = waiting.shift();
          startedAt[slot] = now;
          waitSum += now - arrivedAt[slot];
          heap.push(Math.round(random.exponential(MEAN_RUN)), heap.payload);
        } else {
          freeSlots[free] = slot;
          free += 1;
        }
        break;
      }
      default:
        succeededInTime = succeeded;
        slotShare = busyArea / (CAP * duration);
    }
  }
  return {
    arrived,
    refused: 0,
    succeeded,
    cancelled: 0,
    throughput: succeededInTime / (duration / 1e6),
    queueWait: waitSum / arrived / 1e6,
    duration: durationSum / succeeded / 1e6,
    turnaround: turnaroundSum / succeeded / 1e6,
    slots: slotShare,
    database: null,
    storage: null,
    events: heap.taken,
  };
}
