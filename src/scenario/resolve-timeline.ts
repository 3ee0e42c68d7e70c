/** The timeline of the file to its place in a `Scenario`. */
import type { Distribution } from '../engine/distributions.ts';
import type { Report } from './report.ts';
import { type EntryInput, resolveAction, type TimelineContext } from './resolve-actions.ts';
import { resolveCron } from './resolve-cron.ts';
import { middleOf } from './resolve-plan-times.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type { TimelineAction, TimelineEntry } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { Path } from './tree.ts';
import { formatDuration } from './units.ts';
import { VERBS } from './verbs.ts';

/** In order of time, entries of one time in file order (rule F1). */
export function resolveTimeline(file: ScenarioFile, context: TimelineContext): TimelineEntry[] {
  const times = file.timeline.map((input, i) => timesOfEntry(input, ['timeline', i, 'at'], file, context));
  const names = entryNames(
    file.timeline,
    times.map(({ length }) => length),
    context.report,
  );
  const entries = file.timeline.flatMap((input, i): TimelineEntry[] => {
    const path = ['timeline', i];
    const { report, plans } = context;
    const action = resolveAction(input, path, context);
    const plan = input.plan === undefined ? null : plans.get(input.plan);
    if (plan === undefined) context.lookup.missing(input.plan!, [...path, 'plan'], 'plan', [...plans.keys()]);
    if (action === null) return [];
    const length =
      'for' in input && input.for !== undefined
        ? resolveDistribution(input.for, [...path, 'for'], report)
        : null;
    const lasts = length === null ? null : middleOf(length);
    return times[i]!.map((when, n) => {
      const isFixed = when.kind === 'constant' && (length === null || length.kind === 'constant');
      const drawn = { at: randomOf(when), for: length === null ? null : randomOf(length) };
      const entry = { at: middleOf(when), name: names[i]![n]!, action, for: lasts, plan: plan ?? null };
      return isFixed ? entry : { ...entry, drawn };
    });
  });
  checkFailovers(file.timeline, context);
  return entries.sort((a, b) => a.at - b.at);
}

/** When it happens: once, or as often as it recurs (rule K4). */
function timesOfEntry(
  input: EntryInput,
  path: Path,
  file: ScenarioFile,
  { report, dates }: TimelineContext,
): Distribution[] {
  if (typeof input.at === 'object' && 'cron' in input.at) {
    if ('addNode' in input) report.value(path, 'recurs, and a node is added once; write at: 2h');
    const times = resolveCron(input.at.cron, [...path, 'cron'], dates, report);
    return times.map((value) => ({ kind: 'constant', value }));
  }
  const when = resolveDistribution(input.at, path, report);
  if (middleOf(when) > dates.duration)
    report.value(path, `${shown(input.at)} is after the end of the run (${file.duration})`);
  return [when];
}

function randomOf(distribution: Distribution): Distribution | null {
  return distribution.kind === 'constant' ? null : distribution;
}

function shown(at: EntryInput['at']): string {
  return typeof at === 'string' ? at : 'the middle of it';
}

/** Of two planned failovers the second cannot begin while the first goes on. */
function checkFailovers(timeline: readonly EntryInput[], { lookup, report }: TimelineContext): void {
  const replicas = lookup.parts.database?.replicas ?? [];
  const planned = timeline
    .flatMap((entry, i) =>
      'failover' in entry && typeof entry.at === 'string'
        ? [{ i, at: micros(entry.at), text: entry.at, to: entry.failover }]
        : [],
    )
    .sort((a, b) => a.at - b.at);
  for (const [n, { i, at }] of planned.entries()) {
    const before = planned[n - 1];
    const takes = replicas.find(({ name }) => name === before?.to)?.promote ?? 0;
    if (before !== undefined && at < before.at + takes) {
      report.value(
        ['timeline', i, 'at'],
        `the failover to ${before.to} at ${before.text} is under way until ${formatDuration(before.at + takes)}; two at once cannot be`,
      );
    }
  }
}

/**
 * Given names, or verb and argument; two of one name are told apart by a number where they were not given, and so is each
 * time that one recurs.
 *
 * @param counts how often each happens
 */
function entryNames(timeline: readonly EntryInput[], counts: readonly number[], report: Report): string[][] {
  const taken = new Set<string>();
  for (const [i, { name }] of timeline.entries()) {
    if (name === undefined) continue;
    if (taken.has(name))
      report.value(
        ['timeline', i, 'name'],
        `'${name}' is the name of an entry already; names differ from each other`,
      );
    taken.add(name);
  }
  return timeline.map((entry, i) => {
    const stem = entry.name ?? defaultName(entry);
    return Array.from({ length: counts[i]! }, (_, time) => {
      if (time === 0 && entry.name !== undefined) return entry.name;
      let name = stem;
      for (let n = 2; taken.has(name); n += 1) name = `${stem}-${n}`;
      taken.add(name);
      return name;
    });
  });
}

function defaultName(entry: EntryInput): string {
  const verb = verbOf(entry);
  const argument = (entry as unknown as Record<string, unknown>)[verb];
  return typeof argument === 'string' && verb !== 'maintenance'
    ? `${verb}-${argument.replaceAll('/', '-')}`
    : verb;
}

type KeyOf<T> = T extends unknown ? keyof T : never;

/** The key of an entry that says what is done. */
function verbOf(entry: EntryInput): TimelineAction['do'] {
  // The compiler refuses a verb that the grammar of no entry has.
  return VERBS.find((verb: KeyOf<EntryInput>) => verb in entry)!;
}
