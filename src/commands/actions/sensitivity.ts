/** `hasim sweep --sensitivity`: each parameter of a scenario 10 % smaller and larger, one at a time. */

import { chartFiles } from '../../node/chart-files.ts';
import { pageFile } from '../../node/page-file.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { hasimVersion } from '../../node/version.ts';
import { sensitivityPage } from '../../page/sensitivity-page.ts';
import { tornado } from '../../report/charts/tornado.ts';
import { type LeftOut, type Sensitivity, sensitivitySummary } from '../../report/sensitivity.ts';
import { sensitivityCsv, sensitivityJson } from '../../report/sensitivity-files.ts';
import { columnsOf } from '../../report/terminal-width.ts';
import { plural } from '../../report/words.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { hashOf } from '../../scenario/hash.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import type { Estimate } from '../../study/estimates/estimate.ts';
import { observe } from '../../study/estimates/observation.ts';
import { isDeterministic } from '../../study/replications/deterministic.ts';
import { replicate } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { meansNothing, saturatedPart } from '../../study/replications/saturation.ts';
import { fixed } from '../../study/replications/stop-rule.ts';
import { type Change, changesOf, type Parameter, parametersOf } from '../../study/sensitivity/parameters.ts';
import { dependences, type MeasuredDesign, TENTH } from '../../study/sensitivity/sensitivity.ts';
import { needsPilot } from '../../study/sweep/grid.ts';
import { repeatCommand } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkSize } from './axes.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { type CheckedGrid, type GridCell, gridSize, type Outcome, runGrid } from './grid.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { askedPrecision, preciseAloud } from './precision.ts';
import { runnerOf } from './runner.ts';
import { checkMetric, precisionFlags, replicationsAsked } from './sweep.ts';
import type { SweepFlags } from './sweep-flags.ts';
import { checkWork, runRepeatable } from './work.ts';

/** Finds on which parameters the metric depends; inconclusive where it has no value to begin with. */
export async function runSensitivity(
  metric: string,
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const base = readDesign(flags.scenario, flags);
  checkMetric('sensitivity', metric, new Set(metricsOf(base.scenario)));
  const folder = reportFolder(`${base.scenario.name}-sensitivity`, flags);
  await prepareFolder(folder);
  const plan = await planOf(base, metric, flags, signal);
  checkSize(plan.grid.cells.length, flags);
  const runner = runnerOf(flags);
  try {
    const replications = await replicationsOf(base, runner, flags, signal);
    checkWork(base, replications * plan.grid.cells.length, flags);
    say(`${plural(plan.trials.length, 'parameter')}, one at a time: ${gridSize(plan.grid, replications)}`);
    const found = await measured(base, plan, metric, replications, runner, flags, signal);
    if (typeof found === 'string') {
      say(`hasim: ${metric} ${found}: nothing can be said of what it depends on`);
      return EXIT.inconclusive;
    }
    await writeReportFolder(folder, untilAborted(filesOf(found, flags), signal));
    if (flags.json) {
      say(`report  ${folder}/`);
      printJson(sensitivityJson(found, hasimVersion()));
    } else
      print(
        sensitivitySummary(found, {
          folder: `${folder}/`,
          repeat: repeat(found, flags),
          columns: columnsOf(process.stdout),
        }),
      );
  } finally {
    await runner.close();
  }
  return EXIT.met;
}

interface Plan {
  readonly trials: readonly {
    readonly parameter: Parameter;
    readonly less: Change | null;
    readonly more: Change | null;
  }[];
  readonly left: readonly LeftOut[];
  /** The design as it is, then the sides that there are. */
  readonly grid: CheckedGrid;
}

/** What to change, each change as a design of its own through the checks of the scenario. */
async function planOf(
  base: ReadScenario,
  metric: string,
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<Plan> {
  const trials: Plan['trials'][number][] = [];
  const left: LeftOut[] = [];
  const cells: GridCell[] = [{ label: base.scenario.name, set: [] }];
  const pilots = needsPilot(base.scenario) ? [0] : [];
  for (const parameter of parametersOf(base.resolved as object, base.scenario.assumed, metric)) {
    const [less, more] = [-TENTH, TENTH].map((by) => accepted(changesOf(parameter, by), flags));
    const sides = [less, more].filter((side) => side !== null && side !== undefined);
    if (sides.length === 0) {
      const none = changesOf(parameter, TENTH).length === 0;
      left.push({ path: parameter.path, why: none ? 'they are 0' : 'the checks let nothing else through' });
      continue;
    }
    trials.push({ parameter, less: less!, more: more! });
    for (const side of sides) {
      if (pilots.length > 0) pilots.push(cells.length);
      cells.push({ label: `${parameter.path} ${side.written}`, set: side.set });
    }
    // The event loop turns, for Ctrl-C.
    await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return { trials, left, grid: { cells, metrics: new Set(), costs: [], pilots } };
}

/** The first change that gives a valid scenario; null when none does. */
function accepted(changes: readonly Change[], flags: SweepFlags): Change | null {
  for (const change of changes) {
    try {
      readDesign(flags.scenario, { ...flags, set: [...flags.set, ...change.set] });
      return change;
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
    }
  }
  return null;
}

/** The same number for all designs: until it is precise, what the scenario takes as it is. */
async function replicationsOf(
  base: ReadScenario,
  runner: Runner,
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<number> {
  const asked = replicationsAsked(base.scenario, flags);
  if (asked !== null) return asked;
  const rule = preciseAloud(base.scenario, askedPrecision(flags)!);
  const seed = flags.seed === undefined ? {} : { seed: flags.seed };
  const study = await runRepeatable([base], flags, () =>
    replicate(base.scenario, runner, rule, { signal, triesTies: false, ...seed }),
  );
  return study.results.length;
}

/** What was found; or why the metric says nothing in the scenario as it is. */
async function measured(
  base: ReadScenario,
  { trials, left, grid }: Plan,
  metric: string,
  replications: number,
  runner: Runner,
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<Sensitivity | string> {
  const all: MeasuredDesign[] = [];
  const digests: string[] = [];
  let estimate: Estimate | undefined;
  let exact = true;
  const take = (outcome: Outcome, i: number) => {
    const one = measuredIn(outcome, metric);
    all.push(one);
    digests.push(outcome.study?.digest ?? '');
    if (i === 0) estimate = outcome.study?.estimates.get(metric);
    exact &&= outcome.study === null || isDeterministic(outcome.study.scenario);
    return i > 0 || whyNothing(one) === null;
  };
  await runGrid(flags.scenario, grid, runner, flags, signal, () => fixed(replications), take);
  const why = whyNothing(all[0]!);
  if (why !== null) return why;
  let next = 1;
  const sideOf = (change: Change | null) => (change === null ? null : { change, measured: all[next++]! });
  const tried = trials.map(({ parameter, less, more }) => ({
    parameter,
    less: sideOf(less),
    more: sideOf(more),
  }));
  return {
    scenario: base.scenario,
    seed: flags.seed ?? base.scenario.seed,
    metric,
    estimate: estimate!,
    dependences: dependences(all[0]!.observation!, tried, exact),
    left,
    replications,
    digest: hashOf(digests),
  };
}

function measuredIn({ study, tooShort }: Outcome, metric: string): MeasuredDesign {
  if (study === null) return { observation: null, saturated: null, tooShort };
  const full = saturatedPart(study);
  const saturated = meansNothing(metric, full) ? full : null;
  return {
    observation: observe(study.results, isDeterministic(study.scenario)).get(metric) ?? null,
    saturated,
    tooShort,
  };
}

function whyNothing({ observation, saturated, tooShort }: MeasuredDesign): string | null {
  if (tooShort !== null) return `is not known, ${tooShort}`;
  if (saturated !== null) return `only says how long was looked, as the scenario is saturated (${saturated})`;
  if (observation?.value != null) return null;
  return `has no value (${observation?.reason ?? 'no samples'})`;
}

function repeat({ seed, metric }: Sensitivity, flags: SweepFlags): string {
  const { replications, set, allowOutside } = flags;
  return repeatCommand('sweep', [flags.scenario], {
    seed,
    set,
    allowOutside,
    ...(typeof replications === 'number' ? { replications } : {}),
    own: ['--sensitivity', metric, ...precisionFlags(flags)],
  });
}

async function* filesOf(found: Sensitivity, flags: SweepFlags): AsyncGenerator<ReportFile> {
  const json = sensitivityJson(found, hasimVersion());
  yield { name: 'sensitivity.json', content: `${JSON.stringify(json, null, 2)}\n` };
  yield { name: 'sensitivity.csv', content: sensitivityCsv(found) };
  yield await pageFile(sensitivityPage(found, { repeat: repeat(found, flags), version: hasimVersion() }));
  const chart = flags.noCharts ? null : tornado(found);
  if (chart !== null) yield* chartFiles([chart], sayUndrawn);
}
