/** What became of one scenario of a check, for everything that tells it: terminal, JUnit, Markdown, annotations. */
import type { Mistake, Position } from '../scenario/errors.ts';
import type { BaselineChange } from '../study/baseline/baseline.ts';
import type { Regression } from '../study/baseline/regressions.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import { judged } from './figures.ts';
import { amount, difference, percent, sizeOfDifference } from './words.ts';

/** Where people look for the reason of a verdict. */
export interface Shown {
  /** Where it was asked for; line 0 in what was set. */
  readonly at: Position;
  /** The picture in the report on which one sees it; null: there is none. */
  readonly chart: string | null;
}

export interface CheckedScenario {
  /** Of its file. */
  readonly path: string;
  /** One or two words: `pass`, `fail`, `invalid`, `no baseline`, `inconclusive` … */
  readonly verdict: string;
  /** Replications that it took; 0: it could not be run. */
  readonly replications: number;
  /** Wall-clock. */
  readonly seconds: number;
  readonly judgements: readonly (Judgement & Shown)[];
  readonly regressions: readonly (Regression & Shown)[];
  /** Every metric that was held against the baseline, with what became worse of it; null: nothing. */
  readonly compared: readonly { readonly metric: string; readonly regression: (Regression & Shown) | null }[];
  /** Why there is no verdict on the whole, in lines: mistakes of the file, a baseline that is missing. */
  readonly obstacles: readonly string[];
  /** Where the mistakes of the file are. */
  readonly mistakes: readonly Mistake[];
  /** What people should know although it fails nothing. */
  readonly remarks: readonly string[];
  /** Folder with charts and figures; null: none was written. */
  readonly report: string | null;
  /** The command that gives the same numbers again. */
  readonly repeat: string | null;
}

/** `pass`, `fail`, `inconclusive`, `invalid`; a failure that only warns is a `warning`. */
export function verdictWord({ verdict, expectation }: Judgement): string {
  return verdict !== 'pass' && expectation.level === 'warn' ? 'warning' : verdict;
}

/** `worse` than the baseline, or perhaps. */
export function regressionWord({ verdict }: Regression): string {
  return verdict === 'fail' ? 'worse' : verdict;
}

/** The pictures that show what did not pass, each once. */
export function chartsOf({ judgements, regressions }: CheckedScenario): string[] {
  const missed = judgements.filter(({ verdict }) => verdict !== 'pass');
  return [...new Set([...missed, ...regressions].flatMap(({ chart }) => chart ?? []))];
}

/** Where to look next, in lines: the charts, the report, the command that repeats it. */
export function whereToLook(
  checked: CheckedScenario,
  charts: readonly string[] = chartsOf(checked),
): string[] {
  const { report, repeat } = checked;
  return [
    ...charts.map((chart) => `chart   ${chart}`),
    ...(report === null ? [] : [`report  ${report}/`]),
    ...(repeat === null ? [] : [`repeat  ${repeat}`]),
  ];
}

/** What was promised and what came, whether by a limit or against the baseline. */
export function judgementText(judgement: Judgement): string {
  const { expectation, value, low, high, unit, reason, method } = judgement;
  if (expectation.kind === 'limit' || value === null) return judged(judgement);
  const unpaired = method === 'welch' ? 'not paired' : '';
  const why = [reason, unpaired].filter((text) => text !== undefined && text !== '').join('; ');
  const found = value === 0 ? 'unchanged' : worseBy(value, low, high, unit ?? 'count');
  return `${expectation.text}: ${found}${why === '' ? '' : ` (${why})`}`;
}

function worseBy(worse: number, low: number | null, high: number | null, unit: string): string {
  const minus = (end: number | null) => (end === null ? null : -end);
  return worse > 0
    ? `worse by ${sizeOfDifference(worse, low, high, unit)}`
    : `better by ${sizeOfDifference(-worse, minus(high), minus(low), unit)}`;
}

/** `tasks.queueWait.p95: +2.8 s ± 0.3 (+23 %) from 12 s`. */
export function regressionText({ verdict, metric, unit, was, difference: change, half }: Regression): string {
  const unsure = verdict === 'inconclusive' ? ' (too few replications to be sure)' : '';
  if (change === null) return `${metric}: beyond every limit, was ${amount(was, unit)}${unsure}`;
  const share =
    was === 0 ? '' : ` (${change > 0 ? '+' : '−'}${percent(Number(Math.abs(change / was).toPrecision(2)))})`;
  return `${metric}: ${difference(change, half, unit, was)}${share} from ${amount(was, unit)}${unsure}`;
}

/** `tasks.queueWait.p95: 12 s → 14.8 s`. */
export function changeText({ metric, unit, was, now }: BaselineChange): string {
  const [before, after] = [was, now].map((value) => (value === null ? 'none' : amount(value, unit)));
  return `${metric}: ${before} → ${after}`;
}
