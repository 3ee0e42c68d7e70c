/** What became of one scenario of a check, for everything that tells it: terminal, JUnit, Markdown, annotations. */
import type { Mistake } from '../scenario/errors.ts';
import type { BaselineChange } from '../study/baseline.ts';
import type { Judgement } from '../study/gate.ts';
import type { Regression } from '../study/regressions.ts';
import { halfOf, judged } from './figures.ts';
import { amount, difference, percent } from './words.ts';

export interface CheckedScenario {
  /** Of its file. */
  readonly path: string;
  /** One or two words: `pass`, `fail`, `invalid`, `no baseline`, `inconclusive` … */
  readonly verdict: string;
  /** Replications that it took; 0: it could not be run. */
  readonly replications: number;
  /** Wall-clock. */
  readonly seconds: number;
  readonly judgements: readonly Judgement[];
  readonly regressions: readonly Regression[];
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

/** What was promised and what came, whether by a limit or against the baseline. */
export function judgementText(judgement: Judgement): string {
  const { expectation, value, low, high, unit, reason, method } = judgement;
  if (expectation.kind === 'limit' || value === null) return judged(judgement);
  const unpaired = method === 'welch' ? 'not paired' : '';
  const why = [reason, unpaired].filter((text) => text !== undefined && text !== '').join('; ');
  const found = value === 0 ? 'unchanged' : worseBy(value, halfOf({ low, high }), unit ?? 'count');
  return `${expectation.text}: ${found}${why === '' ? '' : ` (${why})`}`;
}

function worseBy(worse: number, half: number | null, unit: string): string {
  const size = difference(Math.abs(worse), half, unit).replace(/^\+/, '');
  return `${worse > 0 ? 'worse' : 'better'} by ${size}`;
}

/** `tasks.queueWait.p95: +2.8 s ± 0.3 (+23 %) from 12 s`. */
export function regressionText({ metric, unit, was, difference: change, half }: Regression): string {
  if (change === null) return `${metric}: beyond every limit, was ${amount(was, unit)}`;
  const share =
    was === 0 ? '' : ` (${change > 0 ? '+' : '−'}${percent(Number(Math.abs(change / was).toPrecision(2)))})`;
  return `${metric}: ${difference(change, half, unit, was)}${share} from ${amount(was, unit)}`;
}

/** `tasks.queueWait.p95: 12 s → 14.8 s`. */
export function changeText({ metric, unit, was, now }: BaselineChange): string {
  const [before, after] = [was, now].map((value) => (value === null ? 'none' : amount(value, unit)));
  return `${metric}: ${before} → ${after}`;
}
