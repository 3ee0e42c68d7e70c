/** The cluster model held against queueing theory: numbers that are known exactly, from the same way as all others. */
import type { RunResult } from '../../measure/result.ts';
import { observe } from '../estimates/observation.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { type Progress, type ReplicateOptions, replicate } from '../replications/replicate.ts';
import type { Runner, StopSignal } from '../replications/runner.ts';
import { fixed } from '../replications/stop-rule.ts';
import { halfWidth } from '../statistics/mean.ts';
import { ratioEstimate } from '../statistics/ratio.ts';
import type { Claim, TheoryModel } from '../theory-models/model.ts';

/** How often the table as a whole is red although nothing is wrong: for one seed in a thousand. */
const ALPHA_OF_TABLE = 0.001;

/** The confidence of each row's interval in a table of so many. */
export function confidenceOf(rows: number): number {
  return 1 - ALPHA_OF_TABLE / rows;
}

export interface TheoryRow {
  readonly model: string;
  readonly quantity: string;
  readonly unit: Claim['unit'];
  readonly exact: number;
  readonly estimate: number;
  /** Ends of the interval at 1 − 0.001/rows. */
  readonly low: number;
  readonly high: number;
  readonly replications: number;
  /** `pass`: the interval holds the exact value. */
  readonly verdict: 'pass' | 'fail';
}

export interface ValidateOptions {
  readonly seed: string;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: Progress & { readonly model: string }) => void;
}

/** Runs the models one after another and judges every number that theory claims of them. */
export async function validate(
  models: readonly TheoryModel[],
  runner: Runner,
  { seed, signal, onProgress }: ValidateOptions,
): Promise<TheoryRow[]> {
  const alpha = 1 - confidenceOf(models.reduce((sum, { claims }) => sum + claims.length, 0));
  const done = { runs: 0, asked: models.reduce((sum, { replications }) => sum + replications, 0) };
  const rows: TheoryRow[] = [];
  for (const model of models) {
    const onRun = () => {
      done.runs += 1;
      onProgress?.({ phase: 'run', done: done.runs, asked: done.asked, model: model.name });
    };
    rows.push(
      ...(await runModel(model, runner, seed, alpha, { ...(signal && { signal }), onProgress: onRun })),
    );
  }
  return rows;
}

/** Runs one model and judges its numbers, each at level `alpha`. */
export async function runModel(
  model: TheoryModel,
  runner: Runner,
  seed: string,
  alpha: number,
  options: Pick<ReplicateOptions, 'signal' | 'onProgress'> = {},
): Promise<TheoryRow[]> {
  const { results } = await replicate(model.scenario, runner, fixed(model.replications), {
    ...options,
    // Models that shared their random numbers would err together, and a table of many would say no more than one.
    seed: `${seed} ${model.name}`,
  });
  return model.claims.map((claim) => rowOf(model, claim, results, alpha));
}

/** One claim against the results of its model, at level `alpha`. */
export function rowOf(
  { name, scenario }: Pick<TheoryModel, 'name' | 'scenario'>,
  { quantity, unit, exact, measured }: Claim,
  results: readonly RunResult[],
  alpha: number,
): TheoryRow {
  const { value, each, resolution } = measure(measured, results);
  const half = isDeterministic(scenario) ? 0 : (halfWidth(each, alpha) ?? Number.NaN);
  const [low, high] = around(value, half, resolution);
  const verdict = low <= exact && exact <= high ? 'pass' : 'fail';
  return {
    model: name,
    quantity,
    unit,
    exact,
    estimate: value,
    low,
    high,
    replications: results.length,
    verdict,
  };
}

interface Measurement {
  readonly value: number;
  /** One a replication, around the value. */
  readonly each: readonly number[];
  readonly resolution: number;
}

/** NaN, which holds nothing, where there is no value. */
function measure(measured: Claim['measured'], results: readonly RunResult[]): Measurement {
  if (typeof measured === 'string') {
    const found = observe(results).get(measured);
    return { value: found?.value ?? Number.NaN, each: found?.each ?? [], resolution: found?.resolution ?? 0 };
  }
  const values = results.map(measured);
  const ratio = ratioEstimate(
    values.map(({ sum }) => sum),
    values.map(({ per }) => per),
  );
  return { value: ratio?.ratio ?? Number.NaN, each: ratio?.each ?? [], resolution: 0 };
}

/**
 * `value · e^(±half/value)`: of quantities that cannot be negative and vary the more the larger they are, the
 * logarithm is the more nearly normal, which matters as far out as here. Rounding to whole µs is allowed for.
 */
function around(value: number, half: number, resolution: number): [low: number, high: number] {
  const reach = resolution + 1e-9 * Math.abs(value);
  if (!(value > 0)) return [value - half - reach, value + half + reach];
  return [value * Math.exp(-half / value) - reach, value * Math.exp(half / value) + reach];
}
