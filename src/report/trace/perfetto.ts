/**
 * A trace as ui.perfetto.dev and chrome://tracing open it: the JSON of Chrome's trace events, times in µs. A process each for
 * the queue, the nodes and what was not as usual; a lane for each task or request at a time; counters; an arrow from the
 * wait to the run.
 */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Recorded, Recording } from '../../study/explain/recorder.ts';
import { nameOf } from '../explain/story.ts';
import { phasesOf, stretchesOf } from './stretches.ts';

type Event = Readonly<Record<string, unknown>>;

const [QUEUE, AROUND, FIRST_NODE] = [1, 2, 10];
/** What has no length is drawn so long, or it could not be seen. */
const INSTANT = 1000;
const MOST_COUNTS = 5_000;

export function perfettoJson(scenario: Scenario, { works, levels, result }: Recording): object {
  const lanes = new Lanes();
  const events = [...works]
    .sort((a, b) => a.arrived - b.arrived)
    .flatMap((work, i) => eventsOf(scenario, work, i + 1, lanes));
  const around = result.spans.map(({ label, from, to }) => {
    const until = Math.max(from + INSTANT, to ?? scenario.duration);
    return slice(label, AROUND, lanes.take(AROUND, from, until), from, until);
  });
  const every = Math.max(1, Math.ceil(levels.length / MOST_COUNTS));
  const counters = levels
    .filter((_, i) => i % every === 0)
    .map(({ at, waiting, running }) => ({
      ...{ ph: 'C', name: 'tasks', pid: QUEUE, tid: 0, ts: at },
      args: { waiting, running },
    }));
  const names = [
    processName(QUEUE, 'queue'),
    processName(AROUND, 'not as usual'),
    ...scenario.nodes.map(({ name }, i) => processName(FIRST_NODE + i, name)),
    ...lanes.names(),
  ];
  return { displayTimeUnit: 'ms', traceEvents: [...names, ...around, ...counters, ...events] };
}

function eventsOf(scenario: Scenario, work: Recorded, id: number, lanes: Lanes): Event[] {
  const stretches = stretchesOf(work);
  const name = nameOf(scenario, work);
  // Refused at once: it would not be seen.
  if (work.ended === work.arrived) {
    const until = work.arrived + INSTANT;
    return [
      slice(`${name}, ${work.outcome}`, QUEUE, lanes.take(QUEUE, work.arrived, until), work.arrived, until),
    ];
  }
  return phasesOf(work).flatMap(({ node, from, to }, i, phases): Event[] => {
    const pid = node === -1 ? QUEUE : FIRST_NODE + node;
    const tid = lanes.take(pid, from, to);
    const inner = stretches
      .filter((one) => one.from < to && one.to > from)
      .map((one) => slice(one.name, pid, tid, Math.max(from, one.from), Math.min(to, one.to)));
    const arrow = { cat: 'work', name: 'goes on', id: `${id}.${i}`, pid, tid, ts: from };
    return [
      { ...slice(name, pid, tid, from, to), args: { outcome: work.outcome, of: work.of } },
      ...inner,
      ...(i < phases.length - 1 ? [{ ...arrow, ph: 's' }] : []),
      ...(i > 0 ? [{ ...arrow, id: `${id}.${i - 1}`, ph: 'f', bp: 'e' }] : []),
    ];
  });
}

function slice(name: string, pid: number, tid: number, from: number, to: number): Event {
  return { ph: 'X', cat: 'work', name, pid, tid, ts: from, dur: to - from };
}

function processName(pid: number, name: string): Event {
  return { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } };
}

/** Lanes of each process: what overlaps has different ones. */
class Lanes {
  readonly #busyUntil = new Map<number, number[]>();

  /** The number of a free lane, from 1. To be asked in order of `from`, as far as one process is concerned. */
  take(pid: number, from: number, to: number): number {
    const lanes = this.#busyUntil.get(pid) ?? [];
    this.#busyUntil.set(pid, lanes);
    const free = lanes.findIndex((until) => until <= from);
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = to;
    return lane + 1;
  }

  names(): Event[] {
    return [...this.#busyUntil].flatMap(([pid, lanes]) =>
      lanes.map((_, i) => ({
        ...{ ph: 'M', name: 'thread_name', pid, tid: i + 1, args: { name: `lane ${i + 1}` } },
      })),
    );
  }
}
