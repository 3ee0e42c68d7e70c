/** Whether work is worth threads, told before it is done. */
import { MINUTE, type Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';

/** About 0.3 s of work: it is over before threads have started. */
export const SHORT_EVENTS = 1_000_000;
/** So much above it a rough guess will do: what it is mistaken about costs the start of threads. */
const FAR_ABOVE = 4;

/** A thousandth of far too much, and a fiftieth of too much: after so many events a glance knows enough. */
const MOST_EVENTS = 20_000;
/** Where so many tasks or users are there from the start, even the beginning is long. */
const MANY_AT_START = 10_000;

/** Simulated first where a thousandth is longer: of the longest scenario it takes no time either. */
const GLANCE: Micros = 10 * MINUTE;

/**
 * How many events these replications are expected to have together; infinite where it is clear that they are far from
 * short. Tried on the first thousandth of one, of a long one on less before, and if that does not settle it on the first
 * fiftieth: far off where little happens at first.
 */
export function roughEvents(scenario: Scenario, seed: string, replications: number): number {
  const { duration } = scenario;
  if (atStart(scenario) > MANY_AT_START) return Number.POSITIVE_INFINITY;
  const expected = (length: Micros) =>
    (replications * duration * eventsOfFirst(length, scenario, seed)) / length;
  const isFar = glances(duration / 1000).some((length) => !(expected(length) < FAR_ABOVE * SHORT_EVENTS));
  return isFar ? Number.POSITIVE_INFINITY : expected(Math.max(1, Math.floor(duration / 50)));
}

/**
 * About how many events a replication will have, told before it is run; 0 where that cannot be told from its beginning.
 * From the rate between two short lengths, so that what happens at the very start counts once.
 */
export function expectedEvents(scenario: Scenario, seed: string): number {
  const { duration } = scenario;
  if (atStart(scenario) > MANY_AT_START) return 0;
  for (let length = Math.floor(duration / 1000); length >= 10; length = Math.floor(length / 10)) {
    const events = eventsOfFirst(length, scenario, seed);
    if (!Number.isFinite(events)) continue;
    const before = Math.floor(length / 10);
    return ((events - eventsOfFirst(before, scenario, seed)) / (length - before)) * duration;
  }
  return 0;
}

function atStart({ tasks, requests }: Scenario): number {
  const queued = tasks.reduce((sum, each) => sum + each.queued, 0);
  return requests.reduce((sum, { source }) => sum + (source.kind === 'closed' ? source.users : 0), queued);
}

/** Ever longer ones up to the last. */
function glances(last: Micros): Micros[] {
  const lengths: Micros[] = [];
  for (let length = GLANCE; length < last; length *= 10) lengths.push(length);
  return [...lengths, Math.max(1, Math.floor(last))];
}

/** By scenario, seed and length: a command asks more than once. */
const glanced = new WeakMap<Scenario, Map<string, number>>();

function eventsOfFirst(duration: Micros, scenario: Scenario, seed: string): number {
  const known = glanced.get(scenario) ?? new Map<string, number>();
  glanced.set(scenario, known);
  const key = `${seed}/${duration}`;
  const events = known.get(key) ?? countFirst(duration, scenario, seed);
  known.set(key, events);
  return events;
}

function countFirst(duration: Micros, scenario: Scenario, seed: string): number {
  const timeline = scenario.timeline.filter(({ at }) => at < duration);
  try {
    const sample: Scenario = { ...scenario, duration, timeline, warmUp: 0, expect: [] };
    return simulate(sample, { seed, replication: 0, mostEvents: MOST_EVENTS }).events;
  } catch {
    // Too much for a glance, or broken: whatever is broken will break in the replication too, and be reported there.
    return Number.POSITIVE_INFINITY;
  }
}
