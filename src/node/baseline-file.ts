/** Baseline files: a scenario's numbers beside it, as `<scenario>.baseline.json`. */
import { lstatSync } from 'node:fs';
import * as z from 'zod/mini';
import { describeMetric } from '../scenario/catalogue.ts';
import { withoutWindow } from '../scenario/metric-name.ts';
import { OF_PAIRS } from '../scenario/metric-table.ts';
import { parseShare } from '../scenario/units.ts';
import type { Baseline } from '../study/baseline/against-baseline.ts';
import { type BaselineMetric, MODEL } from '../study/baseline/baseline.ts';
import { readText } from './read-text.ts';
import { writeWhole } from './whole-file.ts';

/** Who made a baseline, of what. */
export interface Made {
  /** Version of hasim. */
  readonly hasim: string;
  /** Hash of the resolved scenario. */
  readonly scenario: string;
  readonly work: string;
  readonly seed: string;
  /** How many, which tells that lines have been lost; files of before it was kept have none. */
  readonly metrics?: number | undefined;
}

export type BaselineRead =
  | { readonly kind: 'baseline'; readonly baseline: Baseline; readonly made: Made }
  | { readonly kind: 'missing' }
  /** Damaged, or of other rules: of older ones `before` is what it kept, to tell what has changed. */
  | { readonly kind: 'unfit'; readonly why: string; readonly before: Baseline | null };

/** How much worse is tolerated unless the file says otherwise. */
const TOLERANCE = '2%';
const MOST_BYTES = 50_000_000;

const PAIR = z.tuple([z.number(), z.number().check(z.positive())]);
const FILE = z.object({
  schema: z.literal('hasim.baseline/1'),
  model: z.int().check(z.positive()),
  made: z.object({
    hasim: z.string(),
    scenario: z.string(),
    work: z.string(),
    seed: z.string(),
    metrics: z.optional(z.number()),
  }),
  tolerance: z.string(),
  metrics: z.record(
    z.string(),
    z.object({
      unit: z.string(),
      better: z.enum(['higher', 'lower']),
      values: z.array(z.union([z.number(), PAIR, z.literal('never'), z.null()])).check(z.minLength(1)),
    }),
  ),
});

/** Where the baseline of a scenario file lies. */
export function baselinePath(scenario: string): string {
  return `${scenario.replace(/\.(ya?ml|json)$/, '')}.baseline.json`;
}

/** Reads a baseline, and says what is wrong with one that cannot be used. */
export function readBaseline(path: string): BaselineRead {
  if (!isThere(path)) return { kind: 'missing' };
  const file = readText(path, MOST_BYTES);
  if (file.kind !== 'text') return { kind: 'unfit', why: file.why, before: null };
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch (error) {
    return unfit(`not JSON: ${(error as SyntaxError).message}`);
  }
  const model = (value as { model?: unknown } | null)?.model;
  if (typeof model === 'number' && model > MODEL)
    return unusable(`is of model ${model}, of a newer hasim than this one (model ${MODEL})`);
  const parsed = FILE.safeParse(value, { error: z.locales.en().localeError });
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0]!;
    return unfit(`${at.join('.') || 'the file'}: ${message}`);
  }
  const tolerance = parseShare(parsed.data.tolerance);
  if (!tolerance.ok) return unfit(`tolerance: ${tolerance.why}`);
  const { made, metrics } = parsed.data;
  const wrong = parsed.data.model === MODEL ? wrongMetric(metrics) : null;
  if (wrong !== null) return unfit(wrong);
  const baseline = { work: made.work, tolerance: tolerance.value, metrics };
  if (parsed.data.model === MODEL) return { kind: 'baseline', made, baseline };
  const why = `was made by hasim ${made.hasim}, whose model ${parsed.data.model} has other rules than model ${MODEL}: its figures differ without a change of yours (see Numbers in CHANGELOG.md)`;
  return { kind: 'unfit', why, before: baseline };
}

/** Whatever it is; a link to nothing is there, and cannot be read. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // A scenario whose own name is as long as one may be has none.
    return (error as NodeJS.ErrnoException).code !== 'ENAMETOOLONG';
  }
}

function unfit(what: string): BaselineRead {
  return unusable(`is damaged: ${what}`);
}

function unusable(why: string): BaselineRead {
  return { kind: 'unfit', why, before: null };
}

/** What the file says of a metric and the catalogue does not; null: it all agrees. */
function wrongMetric(metrics: Readonly<Record<string, BaselineMetric>>): string | null {
  const replications = Object.values(metrics)[0]?.values.length;
  if (replications === undefined) return 'metrics: there are none';
  for (const [name, { unit, better, values }] of Object.entries(metrics)) {
    const known = describeMetric(withoutWindow(name));
    if (known === null) return `metrics: there is no metric '${name}'`;
    if (unit !== known.unit) return `metrics: ${name} is in '${known.unit}', not in '${unit}'`;
    if (better !== known.better) return `metrics: ${name} is not better when it is ${better}`;
    if (values.length !== replications) {
      return `metrics: ${name} has ${values.length} values, others have ${replications}`;
    }
    const paired = OF_PAIRS.has(known.kind);
    if (values.some((value) => value !== null && value !== 'never' && Array.isArray(value) !== paired)) {
      return `metrics: the values of ${name} are ${paired ? 'pairs' : 'plain numbers'}`;
    }
  }
  return null;
}

/**
 * Writes a baseline, whole or not at all.
 *
 * @param tolerance a share, of the baseline in whose place it comes
 */
export function writeBaseline(
  path: string,
  made: Made,
  metrics: Readonly<Record<string, BaselineMetric>>,
  tolerance: number | null,
): void {
  const share = tolerance === null ? TOLERANCE : `${Number((100 * tolerance).toPrecision(12))}%`;
  const kept: Made = { ...made, metrics: Object.keys(metrics).length };
  const head = { schema: 'hasim.baseline/1', model: MODEL, made: kept, tolerance: share };
  const lines = Object.entries(metrics).map(
    ([name, one]) => `    ${JSON.stringify(name)}: ${JSON.stringify(one)}`,
  );
  // One metric a line: a review of a changed baseline shows which.
  const text = `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "metrics": {\n${lines.join(',\n')}\n  }\n}\n`;
  writeWhole(path, text);
}
