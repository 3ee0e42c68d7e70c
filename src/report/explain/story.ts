/** The story of one task or request, in plain words and time by time, with the rules that say why: under ten lines. */
import { CAUSE, CAUSES } from '../../measure/causes.ts';
import type { WorkOutcome } from '../../measure/kept-causes.ts';
import type { Span } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Chosen } from '../../study/explain/choose.ts';
import type { Recorded, Recording, Segment } from '../../study/explain/recorder.ts';
import { clockOf } from '../instants.ts';
import { duration, list, plural } from '../words.ts';
import { CAUSE_RULES, CAUSE_WORDS } from './cause-words.ts';

const SECOND = 1e6;
const MOST_CAUSES = 4;
const LEAST_SHARE = 0.01;
const MOST_PHASES = 4;
const MOST_SPANS = 2;

export interface Line {
  /** As a clock of the simulated time. */
  readonly when: string;
  readonly text: string;
}

export interface Story {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** @param chosen why this one is told of */
export function storyOf(scenario: Scenario, { result, works }: Recording, chosen: Chosen): Story {
  const work = works[0]!;
  const isFine = work.of === 'request';
  const clock = (at: number): string => clockOf(at, isFine, scenario.calendar);
  const phases = phasesOf(work);
  const shown = phases.length > MOST_PHASES ? [...phases.slice(0, MOST_PHASES - 1), phases.at(-1)!] : phases;
  const left = phases.length - shown.length;
  const lines = shown.flatMap((phase, i): Line[] => [
    ...(left > 0 && i === shown.length - 1
      ? [{ when: '', text: `and ${plural(left, 'time')} more it waits or runs` }]
      : []),
    { when: clock(phase.from), text: phaseWords(scenario, phase) },
  ]);
  const name = nameOf(scenario, work);
  const why = chosen.why === '' ? '' : `, ${chosen.why}`;
  return {
    title: `${name}${why}: ${duration((work.ended - work.arrived) / SECOND)} in replication ${result.replication}`,
    lines: [
      { when: clock(work.arrived), text: arrivalWords(scenario, work) },
      ...lines,
      ...meanwhile(result.spans, work, clock),
      { when: clock(work.ended), text: endWords(scenario, work) },
    ],
  };
}

export function nameOf(
  { tasks, requests }: Scenario,
  { of, workClass, ordinal }: Pick<Recorded, 'of' | 'workClass' | 'ordinal'>,
): string {
  const { name } = of === 'task' ? tasks[workClass]! : requests[workClass]!;
  return ordinal > 0 ? `${name} ${ordinal}` : `${name}, submitted again ${-ordinal}`;
}

function arrivalWords(
  { requests, places }: Scenario,
  { of, workClass, waitingBefore, running }: Recorded,
): string {
  if (of === 'task') {
    const before =
      waitingBefore === 0
        ? 'nothing waits before it'
        : `${plural(waitingBefore, 'task')} ${waitingBefore === 1 ? 'waits' : 'wait'} before it`;
    return `arrives; ${before}, ${plural(running, 'task')} ${running === 1 ? 'runs' : 'run'}`;
  }
  const { region, zone } = places[requests[workClass]!.from]!;
  return `is sent from ${region}${zone === null ? '' : `/${zone}`}`;
}

interface Phase {
  readonly from: number;
  readonly to: number;
  readonly kind: 'waits' | 'runs' | 'orphan';
  readonly node: number;
  readonly segments: readonly Segment[];
  readonly failed: number;
}

/** What it did from one change to the next: it waits, runs on a node, or looks as if it ran. */
function phasesOf(work: Recorded): Phase[] {
  const borders = work.moments.filter(({ what }) => what !== 'attemptFailed' && what !== 'resubmitted');
  const times = [work.arrived, ...borders.map(({ at }) => at), work.ended];
  return times.slice(0, -1).flatMap((from, i): Phase[] => {
    const to = times[i + 1]!;
    if (to === from) return [];
    const begun = i === 0 ? null : borders[i - 1]!;
    const kind =
      work.of === 'request' || begun?.what === 'starts'
        ? 'runs'
        : begun?.what === 'orphaned'
          ? 'orphan'
          : 'waits';
    const inside = (at: number) => at >= from && at < to;
    return [
      {
        ...{ from, to, kind },
        node: begun?.node ?? work.node,
        segments: work.segments.filter((segment) => inside(segment.from)),
        failed: work.moments.filter(({ what, at }) => what === 'attemptFailed' && at > from && at <= to)
          .length,
      },
    ];
  });
}

function phaseWords({ nodes }: Scenario, { from, to, kind, node, segments, failed }: Phase): string {
  const length = duration((to - from) / SECOND);
  const where = node === -1 ? '' : ` on ${nodes[node]!.name}`;
  if (kind === 'orphan') {
    const name = node === -1 ? 'its node' : nodes[node]!.name;
    return `${name} is lost: for ${length} it looks as if it ran, until it is cancelled or taken up (rule D4)`;
  }
  const again = failed === 0 ? '' : `; ${plural(failed, 'attempt')} failed`;
  return `${kind}${kind === 'runs' ? where : ''} for ${length}: ${partsWords(segments, to - from)}${again}`;
}

/** Time by cause, the most first: what something took longer than alone is the others'. */
export function causeSums(segments: readonly Segment[]): [cause: number, amount: number][] {
  const sums = new Map<number, number>();
  const add = (cause: number, amount: number) => sums.set(cause, (sums.get(cause) ?? 0) + amount);
  for (const { cause, from, to, more } of segments) {
    add(cause, to - from - more);
    if (more > 0) add(SHARED_OF[CAUSES[cause]!] ?? cause, more);
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}

/** `way to the database 1 m 30 s (rule N2), work on targets 14 m 01 s (rule W1)`, the most first. */
function partsWords(segments: readonly Segment[], whole: number): string {
  const parts = causeSums(segments).filter(([, amount]) => amount >= LEAST_SHARE * whole);
  const shown = parts.slice(0, MOST_CAUSES);
  const left = whole - shown.reduce((sum, [, amount]) => sum + amount, 0);
  const isAlone = shown.length === 1 && left < LEAST_SHARE * whole;
  const words = shown.map(([cause, amount]) => {
    const name = CAUSES[cause]!;
    const length = isAlone ? '' : ` ${duration(amount / SECOND)}`;
    return `${CAUSE_WORDS[name][0]}${length} (rule ${CAUSE_RULES[name]})`;
  });
  return list([...words, ...(left >= LEAST_SHARE * whole ? [`all else ${duration(left / SECOND)}`] : [])]);
}

const REFUSALS: Readonly<Record<NonNullable<Recorded['refused']>, string>> = {
  licence: 'more nodes are online than the licence allows (rule A1)',
  maintenance: 'the cluster is in maintenance mode (rule A2)',
  ui: 'there is no user interface (rule W4)',
};

const SHARED_OF: Readonly<Record<string, number>> = {
  transfer: CAUSE.transferShared,
  cpu: CAUSE.cpuShared,
  targets: CAUSE.cpuShared,
};

/** What was not as usual while it was there. */
function meanwhile(spans: readonly Span[], work: Recorded, clock: (at: number) => string): Line[] {
  const there = spans.filter(
    ({ kind, from, to }) =>
      kind !== 'ignored' &&
      kind !== 'noted' &&
      from < work.ended &&
      (to ?? Number.POSITIVE_INFINITY) > work.arrived,
  );
  if (there.length === 0) return [];
  const words = there
    .slice(0, MOST_SPANS)
    .map(({ label, from, to }) => `${label} (${clock(from)} to ${to === null ? 'the end' : clock(to)})`);
  const left = there.length - words.length;
  return [{ when: '', text: `meanwhile: ${list([...words, ...(left > 0 ? [`${left} more`] : [])])}` }];
}

function endWords({ tasks, requests, nodes, dispatch }: Scenario, work: Recorded): string {
  const { of, workClass, node } = work;
  const where = node === -1 ? '' : `, on ${nodes[node]!.name}`;
  const last = work.segments.at(-1);
  const doing =
    last === undefined
      ? ''
      : `: the last was ${CAUSE_WORDS[CAUSES[last.cause]!][1]} (rule ${CAUSE_RULES[CAUSES[last.cause]!]})`;
  const words: Readonly<Record<WorkOutcome, string>> = {
    succeeded: `succeeds${where}`,
    served: `is served${where}`,
    failed: `fails${where}${doing}`,
    cancelled: `is cancelled${where}`,
    refused:
      of === 'task'
        ? `is refused: ${REFUSALS[work.refused ?? 'ui']}`
        : 'is refused: no node is in rotation (rule L4)',
    lost: 'is lost: the database that serves now does not know it (rule B7)',
    timedOut:
      of === 'task'
        ? `gives up: it has waited for ${duration((dispatch.queueTimeout ?? 0) / SECOND)} (rule Q7)`
        : `its client gives up after ${duration(requests[workClass]!.timeout / SECOND)} (rule W3)`,
    expired: `is dropped: a node would take it, later than ${duration((tasks[workClass]?.deadline ?? 0) / SECOND)} after it was queued (rule Q14)`,
    unfinished: `is not over when the run ends${doing}`,
  };
  return words[work.outcome];
}
