/** The tables of summaries: a line for each measure, and which of them stand there when there is not room for all. */
import { parseMetricName } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import type { Effect, EffectVerdict } from '../study/comparison/effect.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { keyEffects, namingOf } from './compare-facts.ts';
import { change, figure, shortFigure } from './figures.ts';
import { INDENT, wrapped } from './frame.ts';
import { metricWords, subjectKey } from './metric-words.ts';
import type { Painter } from './painter.ts';
import { keyMetrics } from './run-facts.ts';
import { type Align, type Cell, columns, cut, cutApart } from './table.ts';
import { COLUMNS } from './terminal-width.ts';
import { NOTHING, plural } from './words.ts';

export interface Line {
  readonly name: string;
  /** What it is about, by `subjectKey`. */
  readonly subject: string;
  readonly cells: readonly Cell[];
}

/** Lines of a table, and how those of them that there is room for are written. */
export interface Table {
  readonly lines: readonly Line[];
  readonly rows: (shown: readonly Line[]) => string[];
}

/** What a reader came for: how long a fault lasts, and what was not done. */
const ANSWERS: ReadonlySet<string> = new Set([
  ...['refused', 'failed', 'timedOut', 'expired', 'retries', 'deadlocked', 'cancelled', 'lost', 'unfinished'],
  ...['outage', 'errorRatio', 'successRatio'],
]);

/** What did not happen is no answer: 0, or all that succeeded, and no difference from it. */
const NOTHING_HAPPENED = /^(0(\s%)?|no difference|equivalent)$/;
const ALL_SUCCEEDED = /^(100\s%|0|no difference|equivalent)$/;

/** At most so many of the lines, in their order: answers, then the first measure of each class, then the others. */
export function chosen(lines: readonly Line[], most: number): readonly Line[] {
  if (lines.length <= most) return lines;
  const keys = lines.map(({ subject }) => subject);
  const rank = ({ name, cells }: Line, i: number) => {
    const { family, measure } = parseMetricName(name)!;
    const usual = measure === 'successRatio' ? ALL_SUCCEEDED : NOTHING_HAPPENED;
    const happened = cells.some(({ text }) => !usual.test(text));
    if ((family === 'recovery' || ANSWERS.has(measure)) && happened) return 0;
    return keys.indexOf(keys[i]!) === i ? 1 : 2;
  };
  const ranks = lines.map(rank);
  const order = [0, 1, 2].flatMap((wanted) => lines.filter((_, i) => ranks[i] === wanted));
  const kept = new Set(order.slice(0, Math.max(0, most - 1)));
  return lines.filter((line) => kept.has(line));
}

/** The subject stands once, in front of its measures. */
function grouped(lines: readonly Line[], scenario: Scenario, paint: Painter): Cell[][] {
  let before = '';
  return lines.map(({ name, cells }) => {
    const { subject, measure } = metricWords(name, scenario);
    const shown = subject === before ? '' : subject;
    before = subject;
    return [{ text: cut(shown, 24), paint: paint.strong }, { text: cut(measure, 24) }, ...cells];
  });
}

/** One design: what it measured. */
export function runTable(study: Study, paint: Painter): Table {
  const lines = keyMetrics(study).map(
    (name): Line => ({
      name,
      subject: subjectKey(name, study.scenario),
      cells: [{ text: figure(study.estimates.get(name)!) }],
    }),
  );
  const rows = (shown: readonly Line[]) =>
    columns(grouped(shown, study.scenario, paint), ['left', 'left', 'left'], paint.columns, INDENT);
  return { lines, rows };
}

/** One candidate: baseline, candidate, difference with its interval, verdict. */
export function pairTable(comparison: Comparison, paint: Painter): Table {
  const { baseline, candidates } = comparison;
  const candidate = candidates[0]!;
  const naming = namingOf(comparison, candidate);
  const names = cutApart(
    [baseline, candidate].map(({ study }) => study.scenario.name),
    22,
  );
  const [none, last] = [
    [{ text: '' }, { text: '' }],
    [{ text: 'difference (95 %)' }, { text: 'verdict' }],
  ];
  const heading: Cell[] = [...none, ...names, ...last].map((one) => ({ ...one, paint: paint.quiet }));
  const lines = keyEffects(comparison, candidate).map((effect): Line => {
    const [before, now] = [baseline, candidate].map(({ study }) => cell(study.estimates.get(effect.metric)));
    const differs = effect.difference === null ? NOTHING : change(effect);
    return {
      name: effect.metric,
      subject: subjectKey(effect.metric, naming),
      cells: [before!, now!, { text: differs }, verdict(effect, paint)],
    };
  });
  const align: Align[] = ['left', 'left', 'right', 'right', 'right', 'left'];
  const written = (cells: readonly Cell[][]) =>
    columns([heading, ...cells], align, paint.columns, INDENT, 1, [5]);
  const rows = (shown: readonly Line[]) => {
    const wide = grouped(shown, naming, paint);
    const narrow = wide.map((row) => [...row.slice(0, -1), shortVerdict(row.at(-1)!)]);
    return withWholeWords(
      paint.columns < COLUMNS ? [wide, narrow, briefly(narrow)] : [wide, briefly(wide)],
      written,
    );
  };
  return { lines, rows };
}

/** The first form of a table in which no word before the figures and above the difference is cut, else the last. */
function withWholeWords(
  forms: readonly (readonly Cell[][])[],
  written: (cells: readonly Cell[][]) => string[],
): string[] {
  const all = forms.map((cells) => ({ cells, lines: written(cells) }));
  const isWhole = ({ cells, lines }: (typeof all)[number]) =>
    lines[0]!.includes(' difference') &&
    cells.every((row, i) => row.slice(0, 2).every(({ text }) => lines[i + 1]!.includes(text)));
  return (all.find(isWhole) ?? all.at(-1)!).lines;
}

/** With less of each reason, which is whole in the files. */
function briefly(cells: readonly (readonly ValueCell[])[]): Cell[][] {
  return cells.map((row) => row.map((one) => (one.isReason ? { ...one, text: inShort(one.text) } : one)));
}

/** `never: 100 %…`: half a figure is another one. */
function inShort(reason: string): string {
  const share = /^never: [\d.]+\s%/.exec(reason);
  return share === null ? cut(reason, 12) : `${share[0]}…`;
}

/** For a narrow terminal. */
function shortVerdict({ text, ...cell }: Cell): Cell {
  return { ...cell, text: text.replace('no difference', 'no diff.').replace('inconclusive', 'unclear') };
}

/** More designs than this do not fit beside each other. */
const MOST_BESIDE = 4;
const SIGN: Readonly<Record<EffectVerdict, string>> = {
  better: '▲',
  worse: '▼',
  'trade-off': '◆',
  different: '≠',
  equivalent: '=',
  'no difference': '=',
  inconclusive: '?',
};

/**
 * Several candidates: their values, each with a sign for its verdict against the baseline; as many beside each other as
 * there is room for with whole words and figures.
 */
export function manyTable(comparison: Comparison, paint: Painter): Table {
  const { baseline, candidates } = comparison;
  const naming = namingOf(comparison, candidates[0]!);
  const lines = keyEffects(comparison, candidates[0]!).map(({ metric }): Line => {
    const cells = candidates.map(({ study, effects }): ValueCell => {
      const effect = effects.get(metric);
      const value = cell(study.estimates.get(metric));
      return effect === undefined
        ? value
        : { ...value, ...verdict(effect, paint), text: value.text, sign: SIGN[effect.verdict] };
    });
    const subject = subjectKey(metric, naming);
    return { name: metric, subject, cells: [cell(baseline.study.estimates.get(metric)), ...cells] };
  });
  const all = [baseline, ...candidates].map(({ study }) => study.scenario.name);
  const most = Math.min(all.length, 1 + MOST_BESIDE);
  const beside = (cells: readonly Cell[][], designs: number): Form => {
    const body = cells.map((row) => row.slice(0, 2 + designs).map(signed));
    const names = cutApart(all.slice(0, designs), Math.floor(60 / designs));
    const heading = [{ text: '' }, { text: '' }, ...names].map((one) => ({ ...one, paint: paint.quiet }));
    const align: Align[] = ['left', 'left', ...names.map((): Align => 'right')];
    const table = columns([heading, ...body], align, paint.columns, INDENT, 1);
    const isWhole = body.every((row, i) => row.every(({ text }) => table[i + 1]!.includes(text)));
    return { table, designs, isWhole };
  };
  const rows = (some: readonly Line[]) => {
    const cells = grouped(some, naming, paint);
    const forms: Form[] = [];
    for (let designs = most; designs >= Math.min(2, most); designs -= 1)
      forms.push(beside(cells, designs), beside(briefly(cells), designs));
    const { table, designs } = forms.find(({ isWhole }) => isWhole) ?? forms.at(-1)!;
    const left = all.length - designs;
    return [
      ...table,
      ...wrapped(
        '▲ better than the first · ▼ worse · = no difference · ◆ better, but fewer served · ? unclear',
        paint.columns,
      ),
      ...(left > 0
        ? wrapped(`${plural(left, 'more design is', 'more designs are')} in summary.md`, paint.columns)
        : []),
    ];
  };
  return { lines, rows };
}

/** A table of so many designs, and whether nothing in it is cut. */
interface Form {
  readonly table: readonly string[];
  readonly designs: number;
  readonly isWhole: boolean;
}

/** A figure with the sign of its verdict behind it. */
function signed({ sign, ...rest }: ValueCell): Cell {
  return sign === undefined ? rest : { ...rest, text: `${rest.text} ${sign}` };
}

/** Of a value, or why there is none. */
interface ValueCell extends Cell {
  readonly isReason?: boolean;
  /** Of the verdict against the baseline. */
  readonly sign?: string;
}

/** Reasons are long and have their place in the files. */
function cell(estimate: Estimate | undefined): ValueCell {
  if (estimate === undefined) return { text: NOTHING };
  return { text: cut(shortFigure(estimate), 22), isReason: estimate.value === null };
}

function verdict(effect: Effect, paint: Painter): Cell {
  const colour = { better: paint.good, worse: paint.bad }[effect.verdict as string] ?? paint.unsure;
  const plain = effect.verdict === 'no difference' || effect.verdict === 'equivalent';
  return { text: effect.verdict, paint: plain ? paint.quiet : colour };
}
