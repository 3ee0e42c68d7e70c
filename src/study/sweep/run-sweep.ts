/** From a scenario and the axes along which it changes to what every design says. */
import { statisticsOf } from '../../scenario/resolve-expect.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { gatedMetrics } from '../estimates/gated.ts';
import { nameOf } from '../estimates/metric-name.ts';
import type { Progress, ReplicateOptions } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { saturatedPart } from '../replications/saturation.ts';
import { fixed, type StopRule, usualReplications } from '../replications/stop-rule.ts';
import { readAxes } from './axes.ts';
import { type ReadWith, readerOf, wrongOption } from './designs.ts';
import { checkGrid, type GridCell, type Outcome, runGrid } from './run-grid.ts';
import type { Sweep, SweepCell } from './sweep.ts';
import { type GridAxis, gridOf } from './vary.ts';

export interface SweepOptions extends Pick<ReplicateOptions, 'seed' | 'signal'> {
  /** What to show; unless given, what the scenario makes promises about. */
  readonly metrics?: readonly string[];
  /** How many replications of a design; unless given ten, or one where nothing is left to chance. */
  readonly ruleOf?: (scenario: Scenario) => StopRule;
  /** Told of every replication that ends, and in which design: `nodes.east.taskCap=5 · workload.scale=80%`. */
  readonly onProgress?: (progress: Progress, design: string) => void;
}

/**
 * Runs every design of a grid under the same work, as `hasim sweep` does. Steady designs without a warm-up of their own
 * are all cut alike.
 *
 * @param scenario its text, or who reads it with settings over its own, as `(set) => loadScenario(path, { set })`
 * @param vary one an axis, `path=values`: `a,b,c`, `a..b`, `a..b+step`, `a..b/n` or `log:a..b/n`
 * @param runner where replications are run: `inlineRunner`, or a `ThreadRunner`
 * @param options unless given, the seed of the scenario
 * @returns the cells, the last axis changing fastest, with estimates in base units: seconds, 1/s, bytes, shares, counts;
 * `estimateAt` leaves out those that mean nothing, `kneesOf` finds where a metric bends, `breaksOf` when a promise breaks
 * @throws ScenarioError for a design that is no valid scenario, an axis or metric that is not there, or when no design is
 * long enough to find its warm-up
 * @throws InternalError when a replication does not add up, from a `ThreadRunner` as `ReplicationFailed`
 * @throws DOMException when `options.signal` is aborted, or its reason
 *
 * @example
 * const found = await sweep(text, ['nodes.n.taskCap=4..12'], inlineRunner);
 * for (const cell of found.cells) console.log(cell.values, estimateAt(found, cell, 0)?.value);
 */
export async function sweep(
  scenario: string | ReadWith,
  vary: readonly string[],
  runner: Runner,
  options: SweepOptions = {},
): Promise<Sweep> {
  const readWith = readerOf(scenario);
  const base = readWith([]);
  const { seed = base.scenario.seed, signal, onProgress, metrics: asked = [] } = options;
  const read = readAxes(vary, base.resolved, base.scenario.name);
  if (!read.ok) throw wrongOption('vary', [read.why]);
  const grid = await checkGrid(readWith, gridCells(read.axes), signal);
  const unknown = asked.flatMap((name) => whyUnknown(name, grid.metrics) ?? []);
  if (unknown.length > 0) throw wrongOption('metrics', unknown);
  const metrics = shownMetrics(asked, base.scenario, grid.metrics);
  const cells: SweepCell[] = [];
  const values = [...gridOf(read.axes)];
  await runGrid(readWith, base.scenario.name, grid, runner, {
    seed,
    ...(signal && { signal }),
    ruleOf: options.ruleOf ?? ((design) => fixed(usualReplications(design))),
    take: (outcome, i) => {
      cells.push(sweepCell(values[i]!, outcome, metrics));
      return true;
    },
    onProgress: (progress, { label }) => onProgress?.(progress, label),
  });
  return { scenario: base.scenario, seed, paths: read.axes.map(({ path }) => path), metrics, cells };
}

/** The designs of a grid, the last axis changing fastest. */
export function gridCells(axes: readonly GridAxis[]): GridCell[] {
  return [...gridOf(axes)].map((values) => {
    const set = axes.map(({ path }, i) => `${path}=${values[i]}`);
    return { set, label: set.join(' · ') };
  });
}

/** What a cell of a sweep says of these metrics. */
export function sweepCell(
  values: readonly string[],
  { study, tooShort }: Outcome,
  metrics: readonly string[],
): SweepCell {
  const estimates = metrics.map((name) => study?.estimates.get(name) ?? null);
  if (study === null) return { values, estimates, saturated: null, tooShort, replications: 0, digest: '' };
  const { results, digest } = study;
  return {
    ...{ values, estimates, saturated: saturatedPart(study), tooShort },
    ...{ replications: results.length, digest },
  };
}

/** What to show: what was asked for, else what the scenario makes promises about. */
export function shownMetrics(
  asked: readonly string[],
  scenario: Scenario,
  known: ReadonlySet<string>,
): string[] {
  if (asked.length > 0) return [...new Set(asked)];
  const promised = [...new Set(scenario.expect.map(nameOf))];
  const usual = promised.length > 0 ? promised : gatedMetrics(scenario).filter((name) => known.has(name));
  const [first = 'slots.utilisation', ...others] = usual;
  return [...new Set([first, 'slots.utilisation', ...others])];
}

/** Why a metric cannot be asked of designs, beginning with it; null: one of them has it. */
export function whyUnknown(name: string, known: ReadonlySet<string>): string | null {
  if (known.has(name)) return null;
  const why = name.includes(' within ')
    ? 'a window is measured where the scenario has an expectation with it; name no metric to see those of expect'
    : (statisticsOf(name, known) ?? `${didYouMean(name, known)}the catalogue of metrics lists them`);
  return `${name}: there is no such metric here; ${why}`;
}
