/**
 * What hasim promises of any run, for `scenarios/bench-mmc.yaml` alone: the floor's loop with the same draws as hasim
 * makes, to the bit, portable arithmetic, a digest of the events, percentiles and time bins, and areas and stays that are
 * checked against each other. It can do nothing else, as the floor cannot: what hasim takes beyond it is the price of
 * reading any scenario, what it takes beyond the floor that of the promises.
 */
import { Digest, hashText } from '../../src/engine/digest.ts';
import { Sampler } from '../../src/engine/distributions.ts';
import { PURPOSE } from '../../src/engine/draw.ts';
import { ln } from '../../src/engine/elementary.ts';
import { EventHeap } from '../../src/engine/event-heap.ts';
import { ExactSum } from '../../src/engine/exact.ts';
import { areaUntil } from '../../src/engine/level.ts';
import { stream } from '../../src/engine/streams.ts';
import { BinnedDurations } from '../../src/measure/bins.ts';
import { bucketOf } from '../../src/measure/histogram.ts';
import { SampleBuilder } from '../../src/measure/sample-builder.ts';
import type { Answers } from './answers.ts';
import { CAP, MEAN_BETWEEN_ARRIVALS, MEAN_RUN } from './mmc.ts';
import { WaitingLine } from './waiting-line.ts';

const BINS = 60;

const ARRIVES = 0;
const ENDS = 1;
const HORIZON = 2;

/**
 * Poisson arrivals until `duration` (µs), exponential service by one of ten, first come first served, until all have left.
 *
 * @returns what hasim says of the same replication, and a digest of this loop's own events
 */
export function mmcPromises(
  seed: string,
  replication: number,
  duration: number,
): Answers & { readonly digest: string } {
  const heap = new EventHeap();
  const digest = new Digest();
  const hashes = ['task.arrives', 'task.ends', 'horizon'].map(hashText);
  const luck = stream(seed, replication, 'arrivals/job');
  const run = new Sampler({ kind: 'exponential', mean: MEAN_RUN });
  const line = { arrived: new WaitingLine(), high: new WaitingLine(), low: new WaitingLine() };
  const arrivedAt = new Float64Array(CAP);
  const startedAt = new Float64Array(CAP);
  const freeSlots = Int32Array.from({ length: CAP }, (_, i) => i);
  const waits = new SampleBuilder();
  const durations = new SampleBuilder();
  const turnarounds = new SampleBuilder();
  const waitBins = new BinnedDurations(duration / BINS, duration);
  const durationBins = new BinnedDurations(duration / BINS, duration);
  const queueMoment = new ExactSum();
  const queueStays = new ExactSum();
  const busyMoment = new ExactSum();
  const busyStays = new ExactSum();
  let free = CAP;
  let sequence = 0;
  let events = 0;
  let arrived = 0;
  let succeeded = 0;
  let succeededInTime = 0;
  let slotShare = 0;
  let nextArrival = 0;

  function push(time: number, kind: number, slot: number): void {
    sequence += 1;
    heap.push(time, sequence, kind, slot);
  }

  function scheduleArrival(): void {
    nextArrival += -ln(1 - luck.uniform()) * MEAN_BETWEEN_ARRIVALS;
    const at = Math.round(nextArrival);
    if (at < duration) push(at, ARRIVES, 0);
  }

  function start(slot: number, arrival: number, high: number, low: number): void {
    const now = heap.time;
    const wait = now - arrival;
    const bucket = bucketOf(wait);
    arrivedAt[slot] = arrival;
    startedAt[slot] = now;
    waits.recordIn(bucket, wait);
    waitBins.record(arrival, bucket);
    queueMoment.add(-now);
    queueStays.add(wait);
    push(now + run.draw(high, low, PURPOSE.run, 0), ENDS, slot);
  }

  push(duration, HORIZON, 0);
  scheduleArrival();
  while (heap.popBefore(Number.POSITIVE_INFINITY)) {
    const now = heap.time;
    const slot = heap.argument;
    const { kind } = heap;
    events += 1;
    digest.add(now, hashes[kind]!, slot);
    if (kind === ARRIVES) {
      arrived += 1;
      const high = luck.word();
      const low = luck.word();
      scheduleArrival();
      queueMoment.add(now);
      if (free > 0) {
        free -= 1;
        busyMoment.add(now);
        start(freeSlots[free]!, now, high, low);
      } else {
        line.arrived.push(now);
        line.high.push(high);
        line.low.push(low);
      }
    } else if (kind === ENDS) {
      const duration = now - startedAt[slot]!;
      const bucket = bucketOf(duration);
      succeeded += 1;
      durations.recordIn(bucket, duration);
      durationBins.record(arrivedAt[slot]!, bucket);
      turnarounds.record(now - arrivedAt[slot]!);
      busyStays.add(duration);
      if (line.arrived.length > 0) start(slot, line.arrived.shift(), line.high.shift(), line.low.shift());
      else {
        busyMoment.add(-now);
        freeSlots[free] = slot;
        free += 1;
      }
    } else {
      succeededInTime = succeeded;
      slotShare = areaUntil(now, CAP - free, busyMoment).value / (CAP * duration);
    }
  }
  const isConserved =
    areaUntil(heap.time, 0, queueMoment).equals(queueStays) &&
    areaUntil(heap.time, 0, busyMoment).equals(busyStays);
  if (!isConserved) throw new Error('areas are not the stays of those that left');
  const seconds = (samples: SampleBuilder) => {
    const { sum, count } = samples.build();
    return sum / count / 1e6;
  };
  return {
    arrived,
    refused: 0,
    succeeded,
    cancelled: 0,
    throughput: succeededInTime / (duration / 1e6),
    queueWait: seconds(waits),
    duration: seconds(durations),
    turnaround: seconds(turnarounds),
    slots: slotShare,
    database: null,
    storage: null,
    events,
    digest: digest.toString(),
  };
}
