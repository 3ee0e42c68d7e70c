/** What a hunt found, or did not find: on the terminal, as JSON, and as a scenario that is kept. */
import type { TimelineEntry } from '../scenario/scenario.ts';
import { formatDuration } from '../scenario/units.ts';
import type { Find, Hunt } from '../study/hunt/hunt.ts';
import type { Quarry } from '../study/hunt/space.ts';
import { commandLines } from './frame.ts';
import type { Painter } from './painter.ts';
import { upTo } from './rounding.ts';
import { paragraph } from './table.ts';
import { amount, count, duration, list, percent, plural } from './words.ts';

const INDENT = 2;

export interface HuntContext {
  /** Where the find was written; null: nowhere. */
  readonly file: string | null;
  /** The command that says from when on the promise could not be kept in it. */
  readonly when: string | null;
  /** The command that runs the find by itself. */
  readonly run: string | null;
  readonly repeat: string;
  readonly unit: string;
  readonly notes: readonly string[];
  readonly paint: Painter;
}

/** Without a line break at the end. */
export function huntSummary(hunt: Hunt, context: HuntContext): string {
  const { repeat, file, when, run, notes, paint } = context;
  const lines = (text: string) => paragraph(text, paint.columns, INDENT);
  const answer = hunt.find === null ? nothingFound(hunt) : found(hunt, hunt.find, context.unit);
  return [
    ...paragraph(answer, paint.columns, 0).map(paint.strong),
    '',
    ...(hunt.find === null ? [] : marginWords(hunt, hunt.find).flatMap(lines)),
    ...lines(spaceWords(hunt)),
    ...lines(triedWords(hunt)),
    ...notes.flatMap(lines),
    ...(file === null ? [] : [`  kept as  ${file}: hasim check holds the promise there`]),
    ...(when === null ? [] : commandLines('when     ', when, paint.columns)),
    ...(run === null ? [] : commandLines('run      ', run, paint.columns)),
    ...commandLines('repeat   ', repeat, paint.columns),
  ].join('\n');
}

/** `a lost for 30 s and b lost 40 s later for 3 m 00 s`. */
export function outageWords({ space }: Hunt, { entries, faults }: Find): string {
  const first = entries[0]!.at;
  return list(
    entries.map((entry, i) => {
      const { name } = space.quarries[faults[i]!.quarry]!;
      const later = entry.at - first;
      const when = i === 0 ? '' : later === 0 ? ' at the same time' : ` ${duration(later / 1e6)} later`;
      return `${name} lost${when} for ${duration(entry.for! / 1e6)}`;
    }),
  );
}

function found(hunt: Hunt, find: Find, unit: string): string {
  const { promise } = hunt;
  const value =
    find.value === null ? 'for some of the work it has no end' : `it is ${amount(find.value, unit)}`;
  const often = find.share < 1 ? ` in ${percent(find.share)} of the replications` : '';
  const less = find.faults.length === 1 ? '' : '; with any one of them less it is kept';
  return `${promise.text} is broken by ${outageWords(hunt, find)}: ${value}${often}${less}.`;
}

function nothingFound({ promise, tried, drawn, atMost }: Hunt): string {
  const bound =
    drawn === 0
      ? ''
      : `; of outages of this space as they are drawn at most ${percent(atMost, null, upTo)} break it, at 95 %`;
  return `Nothing was found that breaks ${promise.text}: 0 of ${plural(tried, 'outage')}${bound}.`;
}

function marginWords({ space }: Hunt, { faults, entries, margins }: Find): string[] {
  return faults.map(({ quarry }, i) => {
    const { name } = space.quarries[quarry]!;
    const margin = margins[i]!;
    return margin === null
      ? `${name}: however short it is lost, the promise is broken`
      : `${name}: lost for ${duration(margin / 1e6)} instead of ${duration(entries[i]!.for! / 1e6)} the promise is kept`;
  });
}

function spaceWords({ space }: Hunt): string {
  const { quarries, lengths, steps, step, mostFaults } = space;
  const kinds = [...new Set(quarries.map(({ kind }) => kind))].map((kind) =>
    plural(quarries.filter((quarry) => quarry.kind === kind).length, kind.replace(/s$/, ''), kind),
  );
  const window = duration((steps * step) / 1e6);
  return `Space: up to ${plural(mostFaults, 'fault')} of ${list(kinds)} within ${window}, each for ${duration(lengths[0]! / 1e6)} to ${duration(lengths.at(-1)! / 1e6)}`;
}

function triedWords({ tried, hit, singles, pairs, find }: Hunt): string {
  const hits = [...hit].map(([kind, times]) => `${kind} in ${count(times)}`);
  const all = pairs
    ? ', all single faults and all pairs at once among them'
    : singles
      ? ', all single faults among them'
      : '';
  const shrunk =
    find === null ? '' : `; made small with ${plural(find.shrunkBy, 'more')}`.replace(/mores$/, 'more');
  const whole = find === null ? all : '';
  return `Tried: ${plural(tried, 'outage')}${whole}${hits.length === 0 ? '' : ` (${hits.join(', ')})`}${shrunk}`;
}

/** The timeline of a find as files take it. */
export function timelineOf(hunt: Hunt, { entries, faults }: Find, plan: string | null): object[] {
  return entries.map((entry, i) => entryOf(entry, hunt.space.quarries[faults[i]!.quarry]!, plan));
}

function entryOf(entry: TimelineEntry, { name, kind, target }: Quarry, plan: string | null): object {
  return {
    at: formatDuration(entry.at),
    name: entry.name,
    [target.kind === 'node' ? 'crash' : 'outage']: name,
    for: formatDuration(entry.for!),
    ...(kind === 'regions' && plan !== null ? { plan } : {}),
  };
}

/** How long a run of the find is. */
export function lengthOf({ space }: Hunt, { entries }: Find): string {
  return formatDuration(Math.max(...entries.map((entry) => entry.at + entry.for!)) + space.watch);
}

/** The find as a scenario that `hasim check` holds to the promise, beside the one that it extends. */
export function findScenario(
  hunt: Hunt,
  find: Find,
  name: string,
  extended: string,
  plan: string | null,
  command: string,
): string {
  const timeline = timelineOf(hunt, find, plan).map((entry) => `  - ${JSON.stringify(entry)}`);
  return [
    `# Found by ${command}`,
    `name: ${name}`,
    `question: ${JSON.stringify(`Is ${hunt.promise.text} kept with ${outageWords(hunt, find).replaceAll('\u00a0', ' ')}?`)}`,
    `extends: ${JSON.stringify(`./${extended}`)}`,
    `duration: ${lengthOf(hunt, find)}`,
    'study: terminating',
    'failures: null',
    'promises: null',
    'timeline:',
    ...timeline,
    'expect:',
    `  - ${JSON.stringify(hunt.promise.text)}`,
    '',
  ].join('\n');
}

/** `hasim.hunt/1`. @param version of hasim */
export function huntJson(
  hunt: Hunt,
  version: string,
  seed: string,
  plan: string | null,
  run: string | null,
): object {
  const { scenario, promise, space, find, tried, drawn, hit, singles, pairs, atMost } = hunt;
  return {
    schema: 'hasim.hunt/1',
    engine: { version, seed },
    scenario: scenario.name,
    promise: promise.text,
    space: {
      parts: space.quarries.map(({ kind, name }) => ({ kind, name })),
      lengths: space.lengths.map((length) => length / 1e6),
      window: (space.steps * space.step) / 1e6,
      mostFaults: space.mostFaults,
    },
    tried,
    drawn,
    hit: Object.fromEntries(hit),
    complete: { singles: find === null && singles, pairs: find === null && pairs },
    find: find && {
      timeline: timelineOf(hunt, find, plan),
      words: outageWords(hunt, find),
      share: find.share,
      value: find.value,
      margins: find.margins.map((margin) => (margin === null ? null : margin / 1e6)),
      run,
    },
    atMost: find === null ? atMost : null,
  };
}
