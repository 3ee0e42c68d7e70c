/** What a metric depends on, on the terminal: the parameter that matters most, then the largest effects. */
import type { FilledFigure } from '../scenario/scenario.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Sensitivity } from '../study/sensitivity/run-sensitivity.ts';
import {
  type Dependence,
  type Influence,
  mayMatterMore,
  type Side,
} from '../study/sensitivity/sensitivity.ts';
import { roundLength } from './facts.ts';
import { figure } from './figures.ts';
import { endOf, INDENT, wrapped } from './frame.ts';
import { metricPhrase } from './metric-words.ts';
import { type Cell, columns, paragraph } from './table.ts';
import { count, difference, list, NOTHING, percent, plural } from './words.ts';

export interface SensitivityContext {
  readonly folder: string;
  /** The command that repeats it. */
  readonly repeat: string;
  /** Characters of a line. */
  readonly columns: number;
}

const MOST_ROWS = 12;

/** The summary of a sensitivity, at most 40 lines on a terminal of 100 columns, without a line break at its end. */
export function sensitivitySummary(found: Sensitivity, context: SensitivityContext): string {
  const { scenario, dependences } = found;
  const { columns: most } = context;
  const asked = scenario.question === '' ? scenario.name : scenario.question;
  const head = [
    ...paragraph(asked, most, 0),
    '',
    ...sensitivityAnswer(found).flatMap((line) => wrapped(line, most)),
  ];
  const shown = dependences.filter(matters).slice(0, MOST_ROWS);
  const table = shown.length === 0 ? [] : tableOf(shown, found.estimate, most);
  const foot = [
    ...sensitivityCounts(found).flatMap((line) => wrapped(line, most)),
    ...endOf(context, found.digest, most),
  ];
  return [head, table, foot]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** Whether an effect is claimed. */
export function matters({ influence }: Dependence): boolean {
  return influence === 'breaks' || influence === 'raises' || influence === 'lowers';
}

/** What matters most, what comes after it, and which figures that no document states are among what matters. */
export function sensitivityAnswer(found: Sensitivity): string[] {
  const { scenario, metric, dependences, estimate } = found;
  const phrase = metricPhrase(metric, scenario);
  const name = `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}`;
  const [first, ...others] = dependences.filter(matters);
  if (first === undefined)
    return [`${name} (${figure(estimate)}) changes with no parameter by more than chance.`, standing(found)];
  const said = (one: Dependence) => `${one.parameter.path} (${effectWords(one, estimate)})`;
  const next = others.slice(0, 2).map(said);
  const larger = mayMatterMore(dependences);
  const unnamed = larger.length > MOST_LARGER ? [`${count(larger.length - MOST_LARGER)} more`] : [];
  const open =
    larger.length === 0
      ? []
      : [
          `${name} (${figure(estimate)}) may depend most on ${list([...larger.slice(0, MOST_LARGER).map(said), ...unnamed])}: so much was seen, which may be chance; more replications could tell.`,
        ];
  const most = open.length === 0 ? `${name} (${figure(estimate)}) depends most` : 'It surely depends';
  return [
    ...open,
    `${most} on ${first.parameter.path}: ${effectSentence(first, estimate)}.`,
    ...(next.length === 0 ? [] : [`${open.length === 0 ? 'Then' : 'And'} on ${list(next)}.`]),
    standing(found),
  ];
}

/** Larger effects that may be chance, by name. */
const MOST_LARGER = 3;

/** `10 % more of it make +1.9 s ± 0.2, 24 %`. */
function effectSentence(dependence: Dependence, estimate: Estimate): string {
  const { influence, less, more } = dependence;
  if (influence === 'breaks') {
    const side = [more, less].find((one) => one?.breaks)!;
    return `with ${side.written} (${signed(side.by)}) ${side.reason}`;
  }
  return `10\u00a0% more of it make ${effectWords(dependence, estimate)}`;
}

const STEEP = 0.5;

function effectWords({ perTenth, half, relative, influence }: Dependence, { unit, value }: Estimate): string {
  if (perTenth === null) return influence === 'breaks' ? 'beyond every limit' : NOTHING;
  // A straight line through a curve that is steep leads below nothing.
  const share = relative === null || Math.abs(relative) > STEEP ? '' : `, ${signed(relative)}`;
  return `${difference(perTenth, half, unit, value ?? 0)}${share}`;
}

function signed(share: number): string {
  const text = percent(Number(Math.abs(share).toPrecision(2)));
  return `${share < 0 ? '−' : '+'}${text}`;
}

const MOST_ASSUMED = 4;

/** Moves the metric by at least this share for 10 %: less is found by long looking, and changes no plan. */
const WORTH_NAMING = 0.01;

/** The figures on which the answer depends although nobody documents them. */
function standing({ dependences, scenario }: Sensitivity): string {
  const large = ({ influence, relative }: Dependence) =>
    influence === 'breaks' || relative === null || Math.abs(relative) >= WORTH_NAMING;
  const depends = dependences.filter((one) => matters(one) && large(one));
  const among = [...new Set(depends.flatMap(({ parameter }) => parameter.assumed ?? []))];
  const all = scenario.assumed.length;
  if (all === 0) return 'No figure of it is assumed: all are documented, or stand in the file.';
  if (among.length === 0)
    return all === 1
      ? 'The figure that no document states was not found to matter by 1\u00a0% or more.'
      : `None of the ${count(all)} figures that no document states was found to matter by 1\u00a0% or more.`;
  const shown = among.slice(0, MOST_ASSUMED).map(assumption);
  const more = among.length > shown.length ? `, and ${among.length - shown.length} more` : '';
  return `It depends on figures that no document states: ${shown.join(', ')}${more}.`;
}

function assumption({ text, standing }: FilledFigure): string {
  return `${text}: ${standing}`;
}

function tableOf(rows: readonly Dependence[], { unit, value }: Estimate, most: number): string[] {
  const head: Cell[] = ['parameter', 'less', 'then', 'more', 'then', 'per +10 %'].map((text) => ({ text }));
  const side = (one: Side | null): Cell => {
    if (one === null) return { text: NOTHING };
    if (one.difference === null)
      return { text: one.breaks ? (one.reason!.startsWith('saturated') ? 'saturated' : 'never') : NOTHING };
    return { text: difference(one.difference, one.half, unit, value ?? 0).split(' ± ')[0]! };
  };
  const body = rows.map(({ parameter, less, more, perTenth, half }): Cell[] => [
    { text: tail(parameter.path, 36) },
    { text: written(less) },
    side(less),
    { text: written(more) },
    side(more),
    { text: perTenth === null ? NOTHING : difference(perTenth, half, unit, value ?? 0) },
  ]);
  return columns([head, ...body], ['left', 'right', 'right', 'right', 'right', 'right'], most, INDENT, 1);
}

/** What a side is set to; what is long to write, by how much it is changed. */
function written(side: Side | null): string {
  if (side === null) return NOTHING;
  return side.written.length <= 10 ? side.written : signed(side.by);
}

/** The end of a path tells more than its beginning. */
function tail(path: string, most: number): string {
  return path.length <= most ? path : `…${path.slice(1 - most)}`;
}

/** How many had an effect, had none, were not changed; how it was made. */
export function sensitivityCounts({
  dependences,
  left,
  replications,
  scenario,
  estimate,
}: Sensitivity): string[] {
  const having = (...influences: Influence[]) =>
    dependences.filter(({ influence }) => influences.includes(influence)).length;
  const unseen = dependences.filter(matters).length - MOST_ROWS;
  const whys = [...new Set(left.map(({ why }) => why))];
  const coarse = dependences.some(({ less, more }) =>
    [less, more].some((side) => side && Math.abs(side.by) > 0.11),
  );
  return [
    [
      ...(unseen > 0 ? [`${count(unseen)} more with an effect`] : []),
      `no effect found: ${count(having('no effect found'))} of ${plural(dependences.length, 'parameter')}`,
      ...(having('inconclusive') > 0 ? [`cannot be said: ${count(having('inconclusive'))}`] : []),
      ...(left.length > 0 ? [`not changed: ${count(left.length)} (${list(whys)})`] : []),
    ].join(' · '),
    ...(coarse ? ['Whole numbers are changed by at least 1; per +10 % is then the share of that step.'] : []),
    `${plural(replications, 'replication')} of ${roundLength(scenario.duration / 1e6)} each${estimate.exact ? '; nothing is left to chance, every difference is exact' : ', paired; 95 % intervals, claims by Holm over all parameters'}`,
  ];
}
