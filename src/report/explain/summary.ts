/** What `explain` prints: a sentence a class, where the time of one class went band by band, and what would help. */
import { CAUSES } from '../../measure/causes.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Band, ClassBands, PooledBand } from '../../study/explain/bands.ts';
import type { Explanation } from '../../study/explain/explain.ts';
import { type Help, mayHelpMore } from '../../study/explain/helps.ts';
import { replicationsOf } from '../facts.ts';
import { change, figure, proportion } from '../figures.ts';
import { endOf, INDENT, wrapped } from '../frame.ts';
import { metricPhrase } from '../metric-words.ts';
import type { Painter } from '../painter.ts';
import { type Align, type Cell, columns, paragraph } from '../table.ts';
import { count, duration, list, NOTHING, roughShare, withInterval } from '../words.ts';
import { CAUSE_WORDS } from './cause-words.ts';
import { causeSentences, nameOf, shownCauses } from './sentences.ts';

/** Both halves of an explanation. */
export interface Explained {
  readonly explanation: Explanation;
  readonly metric: string;
  /** The class that the metric is about, or the first. */
  readonly subject: ClassBands<PooledBand>;
  /** What was tried, best first; null: nothing was. */
  readonly helps: readonly Help[] | null;
  /** Parts that take none of the time. */
  readonly idle: readonly string[];
}

export interface ExplainContext {
  readonly folder: string | null;
  readonly repeat: string;
  readonly notes: readonly string[];
  readonly paint: Painter;
}

/** Bands of the table, with their headings. */
export const COLUMNS_OF_BANDS: readonly (readonly [Band, string])[] = [
  ['middle', 'middle'],
  ['p90 to p95', 'p90–p95'],
  ['p95 to p99', 'p95–p99'],
  ['slowest 1 %', 'slowest 1 %'],
  ['failed', 'failed'],
];
const MOST_CAUSES = 9;
const MOST_CLASSES = 4;
const MOST_HELPS = 9;
const MOST_OTHERS = 3;

/** Without a line break at its end. */
export function explainSummary(explained: Explained, context: ExplainContext): string {
  const { explanation, subject, metric } = explained;
  const { scenario, estimates, digest, warnings } = explanation.study;
  const { paint } = context;
  const say = (text: string): string[] => wrapped(text, paint.columns);
  const asked = scenario.question === '' ? scenario.name : scenario.question;
  const blocks = [
    paragraph(asked, paint.columns, 0).map(paint.strong),
    spokenOf(explained).flatMap((one) =>
      causeSentences(explanation, one).flatMap((text, i) =>
        i === 0 && one === subject ? say(text).map(paint.strong) : say(text),
      ),
    ),
    bandTable(subject, paint),
    ...helpBlocks(explained, say, paint),
    [
      ...say(
        `${replicationsOf(explanation.study)}; ${metricPhrase(metric, scenario)} ${figure(estimates.get(metric)!)}`,
      ),
      ...(isExact(explanation, metric) && figure(estimates.get(metric)!).includes('±')
        ? say('Nothing is left to chance: ± is how finely a percentile is told (docs/statistics.md)')
        : []),
      ...(explanation.leftOut === 0
        ? []
        : say(`Note: ${count(explanation.leftOut)} pieces of work more were not attributed`)),
      ...context.notes.flatMap((note) => say(`Note: ${note}`)),
      ...warnings.flatMap((warning) => say(`Warning: ${warning}`)),
      ...endOf(context, digest, paint.columns),
    ],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** Its intervals are of no chance, but as wide as the buckets in which times are counted. */
function isExact({ study }: Explanation, metric: string): boolean {
  return study.estimates.get(metric)?.exact === true;
}

/** The class in question first, then the others of users. */
function spokenOf({ explanation: { study, classes }, subject }: Explained): ClassBands[] {
  const others = classes.filter((one) => one !== subject && !isSystem(study.scenario, one));
  return [subject, ...others].slice(0, MOST_CLASSES);
}

export function isSystem({ tasks }: Scenario, { of, name }: Pick<ClassBands, 'of' | 'name'>): boolean {
  return of === 'task' && tasks.some((task) => task.name === name && task.kind === 'system');
}

/** Bands that have work; all together where none of them has. */
export function shownBands({ bands }: ClassBands): (readonly [Band, string])[] {
  const shown = COLUMNS_OF_BANDS.filter(([band]) => bands[band].count > 0);
  return shown.some(([band]) => band !== 'failed') ? shown : [['all', 'all'], ...shown];
}

/** Causes down, bands across: the mean time of each, and its share. */
function bandTable(subject: ClassBands<PooledBand>, paint: Painter): string[] {
  const shown = shownBands(subject).filter(([band]) => subject.bands[band].count > 0);
  const sums = shown.map(([band]) => subject.bands[band]);
  const causes = shownCauses(sums, MOST_CAUSES);
  const quiet = (text: string): Cell => ({ text, paint: paint.quiet });
  const left = sums.map(
    ({ took, causes: all, count: n }) => (took - causes.reduce((sum, c) => sum + all[c]!, 0)) / n,
  );
  const rows: Cell[][] = [
    [quiet(nameOf(subject)), ...shown.map(([, heading]) => quiet(heading))],
    [{ text: 'how many' }, ...sums.map((sum) => ({ text: count(sum.count) }))],
    [{ text: 'mean time' }, ...sums.map((sum) => ({ text: duration(sum.took / sum.count, sum.meanHalf) }))],
    ...(sums.some(({ meanHalf }) => meanHalf)
      ? [
          [
            { text: '± (95 %)' },
            ...sums.map(({ meanHalf: half }) => ({ text: half === null ? NOTHING : duration(half) })),
          ],
        ]
      : []),
    ...causes.map((cause) => [
      { text: CAUSE_WORDS[CAUSES[cause]!][0] },
      ...sums.map((sum) => ({
        text: sum.causes[cause] === 0 ? NOTHING : shareIn(sum, cause),
      })),
    ]),
    ...(left.some((rest) => rest > 1e-9)
      ? [
          [
            { text: 'all else' },
            ...sums.map((sum, i) => ({
              text: left[i]! <= 1e-9 ? NOTHING : roughShare((left[i]! * sum.count) / sum.took),
            })),
          ],
        ]
      : []),
  ];
  const align: Align[] = ['left', ...shown.map((): Align => 'right')];
  return columns(rows, align, paint.columns, INDENT, 1);
}

/** No coarser than the sentences say it: `18 % ± 26` and not `20 % ± 30`. */
const WHOLE_PERCENTS = 0.05;

/** `71 % ± 3`. */
function shareIn({ causes, took, halves }: PooledBand, cause: number): string {
  const [part, half] = [causes[cause]! / took, halves[cause]!];
  return half === null || half === 0
    ? roughShare(part)
    : withInterval(part, half, 'share', Math.min(half, WHOLE_PERCENTS));
}

function helpBlocks(
  { explanation, helps, idle, metric }: Explained,
  say: (text: string) => string[],
  paint: Painter,
): string[][] {
  if (helps === null) return [];
  const { scenario } = explanation.study;
  const name = metricPhrase(metric, scenario);
  const good = helps.filter(({ verdict }) => verdict === 'helps');
  const nothing = helps.filter(({ verdict }) => verdict === 'nothing');
  const others = helps.filter(({ verdict }) => verdict === 'harms' || verdict === 'unknown');
  const shown = [...good.slice(0, MOST_HELPS), ...others.slice(0, MOST_OTHERS)];
  const left = good.length + others.length - shown.length;
  const rows = shown.map((help): Cell[] => [
    { text: help.part, paint: paint.strong },
    { text: help.change },
    { text: help.effect.difference === null ? (help.effect.reason ?? NOTHING) : change(help.effect) },
    { text: help.effect.difference === null ? '' : proportion(help.effect) },
    { text: VERDICT[help.verdict], paint: paint.unsure },
  ]);
  const [first] = good;
  const said = ({ part, change: what, effect }: Help) =>
    `${part}, ${what}: ${change(effect)}${effect.half && !isExact(explanation, metric) ? ' (95 %)' : ''}`;
  const [larger] = mayHelpMore(helps);
  const head =
    first === undefined
      ? `Of what was tried nothing measurably improves the ${name}.`
      : larger === undefined
        ? `What would help the ${name} most: ${said(first)}.`
        : `What may help the ${name} most: ${said(larger)}, which may be chance; more replications could tell. What would surely help: ${said(first)}.`;
  return [
    [
      ...say(head),
      ...columns(rows, ['left', 'left', 'right', 'right', 'left'], paint.columns, INDENT, 0, [0, 2]),
      ...(left === 0 ? [] : say(`… ${count(left)} more in explanation.json`)),
      ...(nothing.length === 0 ? [] : say(`Nothing measurable: ${list(byPart(nothing))}.`)),
      ...(idle.length === 0 ? [] : say(`Not tried, as hardly any time goes there: ${list(idle)}.`)),
    ],
  ];
}

/** `task slots (20 % more, 1 more on each node)`. */
function byPart(helps: readonly Help[]): string[] {
  return [...new Set(helps.map(({ part }) => part))].map(
    (name) =>
      `${name} (${helps
        .filter(({ part }) => part === name)
        .map(({ change: what }) => what)
        .join('; ')})`,
  );
}

const VERDICT = { helps: '', harms: 'harms', unknown: 'cannot be said', nothing: '' } as const;
