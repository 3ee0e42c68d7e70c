/** A sizing as the terminal, `size.json` and `size.csv` show it. */
import type { Expectation } from '../scenario/expectation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Resources } from '../study/comparison/resources.ts';
import type { Configuration, Sizing } from '../study/size/size.ts';
import type { GoalJudgement } from '../study/size/trial.ts';
import { csvOf } from './csv.ts';
import { assumptions } from './facts.ts';
import { endOf, INDENT, wrapped } from './frame.ts';
import type { Painter } from './painter.ts';
import {
  boundOfInterval,
  eachWords,
  effortWords,
  headroomWords,
  premiseWords,
  sizeAnswer,
  unservedWords,
  verdictWords,
} from './size-words.ts';
import { type Align, type Cell, columns, paragraph } from './table.ts';
import { NOTHING, withEnds } from './words.ts';

export interface SizeContext {
  /** As it is in the file. */
  readonly scenario: Scenario;
  readonly seed: string;
  /** The command that repeats it. */
  readonly repeat: string;
  /** Report folder, as the user can open it. */
  readonly folder: string;
  readonly notes: readonly string[];
  readonly paint: Painter;
}

/** Failing neighbours that are shown; all are in size.json. */
const MOST_NEIGHBOURS = 3;
const MOST_ASSUMED = 6;

/** What `hasim size` prints: the answer, its evidence, what it rests on, how to repeat it. */
export function sizeSummary(sizing: Sizing, context: SizeContext): string {
  const { scenario, seed, repeat, folder, notes, paint } = context;
  const asked = scenario.question === '' ? scenario.name : scenario.question;
  const assumed = assumptions([scenario]);
  const more = assumed.length > MOST_ASSUMED ? ` · ${assumed.length - MOST_ASSUMED} more in size.json` : '';
  const blocks = [
    paragraph(asked, paint.columns, 0).map(paint.strong),
    sizeAnswer(sizing)
      .flatMap((text) => wrapped(text, paint.columns))
      .map(paint.strong),
    evidence(sizing, paint),
    [
      ...unservedWords(sizing),
      ...eachWords(sizing),
      ...headroomWords(sizing, scenario),
      effortWords(sizing, seed),
      ...premiseWords(sizing),
      ...(assumed.length === 0
        ? []
        : [`Assumed, not documented: ${assumed.slice(0, MOST_ASSUMED).join(' · ')}${more}`]),
      ...notes.map((note) => `Note: ${note}`),
    ].flatMap((text) => wrapped(text, paint.columns)),
    endOf({ folder, repeat }, sizing.digest, paint.columns),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** Goal by goal the answer, what is not decided, and the failing neighbours that prove it. */
function evidence(sizing: Sizing, paint: Painter): string[] {
  const { request, answer, open, failing } = sizing;
  const near = failing.slice(0, MOST_NEIGHBOURS);
  const shown = [...(answer === null ? [] : [answer]), ...open.slice(0, MOST_NEIGHBOURS), ...near];
  if (shown.length === 0) return [];
  const asked = request.survive === null ? ['goal', 'measured'] : ['goal', 'lost'];
  const heading = [...shortNames(request.axes.map(({ path }) => path)), ...asked, 'interval', 'verdict'];
  const rows = [
    heading.map((text) => ({ text, paint: paint.quiet })),
    ...shown.flatMap((one) => rowsOf(one, request.survive !== null, paint)),
  ];
  const align: Align[] = [
    ...request.axes.map((): Align => 'right'),
    ...(['left', request.survive === null ? 'right' : 'left', 'left', 'left'] as const),
  ];
  const table = (lines: readonly Cell[][], without?: number) => {
    const kept = <T>(cells: readonly T[]) => cells.filter((_, i) => i !== without);
    const sides = kept(align);
    return columns(lines.map(kept), sides, paint.columns, INDENT, 1, [sides.length - 1]);
  };
  // The verdict is the proof and is never cut; the measured figure has the interval with it. Where goals do not fit they
  // stand above by number.
  const fits = (lines: readonly string[]) => !lines.slice(1).some((line) => line.includes('…'));
  const interval = align.length - 2;
  const goal = request.axes.length;
  const numbered = rows.map((row, i) =>
    i === 0 ? row : row.map((cell, j) => (j === goal ? numberOf(cell, request.goals) : cell)),
  );
  const forms = [rows, numbered].flatMap((one) => {
    const signs = one.map((row) => row.map(shorter));
    const bare = signs.map((row) => row.map(alone));
    const above = one === rows ? [] : goalLines(request.goals, paint);
    const last = one === rows ? [] : [table(bare, interval)];
    return [table(one), table(signs), table(signs, interval), ...last].map((lines) => ({ above, lines }));
  });
  const { above, lines } = forms.find((form) => fits(form.lines)) ?? forms.at(-1)!;
  const left = failing.length - near.length;
  return [...above, ...lines, ...(left > 0 ? [`  … ${left} more that fail are in size.json`] : [])];
}

/** Each goal behind its number, whole. */
function goalLines(goals: readonly Expectation[], paint: Painter): string[] {
  const lines = goals.flatMap(({ text }, i) => {
    const label = `goal ${i + 1}  `;
    const [first, ...rest] = paragraph(text, paint.columns, INDENT + label.length);
    return [' '.repeat(INDENT) + paint.quiet(label) + first!.trimStart(), ...rest];
  });
  return [...lines, ''];
}

function numberOf(cell: Cell, goals: readonly Expectation[]): Cell {
  const i = goals.findIndex(({ text }) => text === cell.text);
  return i < 0 ? cell : { ...cell, text: `${i + 1}` };
}

/** The last keys of each path, as many as tell them apart: `count` and `taskCap`, `east.taskCap` and `west.taskCap`. */
function shortNames(paths: readonly string[]): string[] {
  const keys = paths.map((path) => path.split('.'));
  const most = Math.max(...keys.map(({ length }) => length));
  for (let n = 1; n < most; n += 1) {
    const names = keys.map((each) => each.slice(-n).join('.'));
    if (new Set(names).size === names.length) return names;
  }
  return [...paths];
}

/** Signs for words, where they are too long for a line. */
function shorter({ text, ...cell }: Cell): Cell {
  return { ...cell, text: text.replace('at most', '≤').replace('at least', '≥') };
}

/** A figure without its interval, where there is no room for it. */
function alone({ text, ...cell }: Cell): Cell {
  return { ...cell, text: text.replace(/ (± .*|\(.* to .*\))$/, '') };
}

function rowsOf(
  { values, judgements, verdict, saturated }: Configuration,
  survives: boolean,
  paint: Painter,
): Cell[][] {
  const colourOf = (word: string) =>
    word === 'pass' ? paint.good : word === 'fail' ? paint.bad : paint.unsure;
  if (judgements.length === 0) {
    const cells = [...values, `saturated (${saturated})`, '', ''].map((text) => ({ text }));
    return [[...cells, { text: verdict, paint: colourOf(verdict) }]];
  }
  return judgements.map((judgement, i): Cell[] => {
    const { expectation, value, unit, lost } = judgement;
    const measured =
      value === null ? NOTHING : withEnds(value, judgement.low, judgement.high, unit ?? 'count');
    return [
      ...values.map((text) => ({ text: i === 0 ? text : '' })),
      { text: expectation.text },
      { text: survives ? (lost ?? 'nothing') : measured },
      { text: boundOfInterval(judgement) },
      { text: verdictWords(judgement), paint: colourOf(judgement.verdict) },
    ];
  });
}

/** RFC 4180, base units: a line a configuration that was run. */
export function sizeCsv({ request, trials, shown }: Sizing): string {
  const head = [
    ...request.axes.map(({ path }) => path),
    ...['nodes', 'slots', 'cores', 'database cores', 'cost per hour', 'verdict', 'replications'],
    ...request.goals.flatMap(({ text }) => [text, `${text} low`, `${text} high`, `${text} met`]),
  ];
  const rows = [...trials, ...shown].map(({ values, resources, verdict, replications, judgements }) => [
    ...values,
    ...[
      resources.nodes,
      resources.slots,
      resources.cores,
      resources.databaseCores,
      resources.cost?.perHour ?? '',
    ].map(String),
    ...[verdict, `${replications}`],
    ...request.goals.flatMap((_, i) => {
      const { value = null, low = null, high = null, metIn } = judgements[i] ?? {};
      return [value, low, high, metIn === undefined ? null : metIn.met / metIn.of].map((x) =>
        x === null ? '' : `${x}`,
      );
    }),
  ]);
  return csvOf([head, ...rows]);
}

/** `hasim.size/1`. */
export function sizeJson(
  sizing: Sizing,
  { scenario, seed, repeat }: Pick<SizeContext, 'scenario' | 'seed' | 'repeat'>,
): object {
  const { request, answer, failing, open, contradiction, trials, shown, headroom, bound, cells } = sizing;
  const one = (configuration: Configuration) => configurationJson(sizing, configuration);
  const at = (values: readonly string[]) => atJson(sizing, values);
  return {
    schema: 'hasim.size/1',
    scenario: scenario.name,
    seed,
    digest: sizing.digest,
    goals: request.goals.map(({ text }) => text),
    objective: request.cheapest ? 'cheapest' : 'smallest',
    survive: request.survive,
    vary: request.axes.map(({ path, count, valueAt, rising }) => ({
      path,
      values: Array.from({ length: count }, (_, i) => valueAt(i)),
      moreIsBetter: rising,
    })),
    configurations: cells,
    replications: sizing.replications,
    answer: answer === null ? null : one(answer),
    failing: failing.map(one),
    undecided: open.map(one),
    contradiction: contradiction === null ? null : contradiction.map(({ values }) => at(values)),
    headroom:
      headroom === null
        ? null
        : {
            meets: headroom.meets,
            ...(headroom.months === null ? {} : { months: headroom.months }),
            breaks:
              headroom.breaks === null
                ? null
                : { load: headroom.breaks.load, goals: headroom.breaks.judgements.map(goalJson) },
          },
    bound: bound === null ? null : { at: at(bound.values), ...bound.cause },
    trials: trials.map(one),
    forTheChart: shown.map(one),
    assumed: assumptions([scenario]),
    repeat,
  };
}

function atJson({ request }: Sizing, values: readonly string[]): object {
  return Object.fromEntries(request.axes.map(({ path }, i) => [path, values[i]]));
}

function configurationJson(
  sizing: Sizing,
  { values, resources, verdict, judgements, saturated, unserved, replications }: Configuration,
): object {
  return {
    at: atJson(sizing, values),
    resources: resources satisfies Resources,
    verdict,
    replications,
    saturated,
    unserved,
    goals: judgements.map(goalJson),
  };
}

function goalJson(judgement: GoalJudgement): object {
  const { expectation, verdict, value, low, high, atLeast, unit, lost, reason, metIn } = judgement;
  return {
    goal: expectation.text,
    verdict,
    value,
    low,
    high,
    ...(atLeast === undefined ? {} : { atLeast }),
    unit,
    lost,
    ...(metIn === undefined ? {} : { metIn }),
    ...(reason === undefined ? {} : { reason }),
  };
}
