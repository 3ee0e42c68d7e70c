/** The cluster model held against what others have published. */
import type { RunResult } from '../../measure/result.ts';
import { replicate } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { fixed } from '../replications/stop-rule.ts';
import { sameChance } from '../statistics/counts.ts';
import { confidenceOf, rowOf, type TheoryRow, type ValidateOptions } from '../theory/validate.ts';
import { isOutcome, type PublishedModel, type PublishedNumber, type PublishedOutcome } from './model.ts';

/** A number: what is published, what is exact, and what is simulated. */
export interface NumberRow extends TheoryRow {
  readonly kind: 'number';
  readonly source: string;
  readonly published: number;
  /** One in the last digit that was printed. */
  readonly digit: number;
  /** Whether the published number is the exact one, as far as it was printed. */
  readonly isRight: boolean;
  /** Why it is not. */
  readonly off: string | null;
}

/** An outcome: how often it was published to happen, and how often it happens here. */
export interface OutcomeRow {
  readonly kind: 'outcome';
  readonly model: string;
  readonly source: string;
  readonly quantity: string;
  readonly published: PublishedOutcome['published'];
  readonly happened: number;
  /** What differs from theirs. */
  readonly note: string | null;
  readonly replications: number;
  readonly verdict: 'pass' | 'fail';
}

export type PublishedRow = NumberRow | OutcomeRow;

/** Runs the models one after another and judges every number and outcome. */
export async function validatePublished(
  models: readonly PublishedModel[],
  runner: Runner,
  { seed, signal, onProgress }: ValidateOptions,
): Promise<PublishedRow[]> {
  const alpha = 1 - confidenceOf(models.reduce((sum, { claims }) => sum + claims.length, 0));
  const asked = models.reduce((sum, { replications }) => sum + replications, 0);
  let done = 0;
  const rows: PublishedRow[] = [];
  for (const model of models) {
    const onRun = () => {
      done += 1;
      onProgress?.({ phase: 'run', done, asked, model: model.name });
    };
    const { results } = await replicate(model.scenario, runner, fixed(model.replications), {
      ...(signal && { signal }),
      onProgress: onRun,
      seed: `${seed} ${model.name}`,
    });
    rows.push(...publishedRows(model, results, alpha));
  }
  return rows;
}

/** The rows of one model, each judged at level `alpha`. */
export function publishedRows(
  model: PublishedModel,
  results: readonly RunResult[],
  alpha: number,
): PublishedRow[] {
  return model.claims.map((claim) =>
    isOutcome(claim) ? outcomeRow(model, claim, results, alpha) : numberRow(model, claim, results, alpha),
  );
}

/** Red where the simulation is not at the exact number; where the published one is not, and nothing says why; and where it is, though something does. */
function numberRow(
  model: PublishedModel,
  claim: PublishedNumber,
  results: readonly RunResult[],
  alpha: number,
): NumberRow {
  const row = rowOf(model, claim, results, alpha);
  const { value, digit } = claim.published;
  const isRight = Math.abs(value - claim.exact) <= digit * (1 + 1e-9);
  const { source } = model;
  const off = claim.off ?? null;
  const verdict = isRight === (off === null) ? row.verdict : 'fail';
  return { kind: 'number', ...row, source, published: value, digit, isRight, off, verdict };
}

/** Red where a split so uneven is rarer than `alpha` under one chance; of words, where most of ours do otherwise. */
function outcomeRow(
  { name, source }: PublishedModel,
  { quantity, happens, published, note }: PublishedOutcome,
  results: readonly RunResult[],
  alpha: number,
): OutcomeRow {
  const happened = results.filter(happens).length;
  const replications = results.length;
  const most = published === 'usually' ? happened : replications - happened;
  const isRight =
    typeof published === 'string'
      ? most > replications / 2
      : sameChance(happened, replications, ...published) >= alpha;
  const verdict = isRight ? 'pass' : 'fail';
  const told = { model: name, source, quantity, published, note: note ?? null };
  return { kind: 'outcome', ...told, happened, replications, verdict };
}
