/** `hasim sweep`: every design of a grid under the same work. */
import { checkReportFolder, type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { progressBar } from '../../node/terminal.ts';
import { sweepCharts } from '../../report/charts/sweep.ts';
import { type Sweep, type SweepCell, sweepCsv, sweepJson, sweepTable } from '../../report/sweep.ts';
import { count, plural } from '../../report/words.ts';
import { describeMetric } from '../../scenario/catalogue.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { didYouMean, some } from '../../scenario/suggest.ts';
import { gatedMetrics } from '../../study/gated.ts';
import { nameOf, withoutWindow } from '../../study/metric-name.ts';
import { replicate } from '../../study/replicate.ts';
import type { Runner } from '../../study/runner.ts';
import { saturatedPart } from '../../study/saturation.ts';
import { fixed } from '../../study/stop-rule.ts';
import { type Axis, cellsOf, gridOf, missingKey, parseVary } from '../../study/vary.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { SweepFlags } from '../sweep.ts';
import { type Design, readDesign } from './designs.ts';
import { print, printJson, reportFolder, say, untilAborted } from './output.ts';
import { runnerOf } from './runner.ts';
import { repeatable, stopRule, usualReplications } from './work.ts';

/** Larger grids are more often a slip than a wish. */
const MOST_CELLS = 1_000;

/** Runs the grid; the exit code says only whether it could be done. */
export async function sweepScenario(flags: SweepFlags, signal: AbortSignal): Promise<ExitCode> {
  const base = readDesign(flags.scenario, flags);
  const axes = axesOf(flags.vary, base);
  const cells = cellsOf(axes);
  if (cells > MOST_CELLS && !flags.force)
    throw new UsageError(`the grid has ${count(cells)} cells; more than ${count(MOST_CELLS)} need --force`);
  const metrics = metricsOf(flags, base.scenario);
  const folder = reportFolder(`${base.scenario.name}-sweep`, flags);
  await checkReportFolder(folder);

  const sweep: Sweep = {
    name: base.scenario.name,
    question: base.scenario.question,
    seed: flags.seed ?? base.scenario.seed,
    paths: axes.map(({ path }) => path),
    metrics,
    cells: await cellsRun(axes, metrics, flags, signal),
  };
  await writeReportFolder(folder, untilAborted(filesOf(sweep, flags), signal));
  if (flags.json) {
    say(`report  ${folder}/`);
    printJson(sweepJson(sweep));
  } else print(`${sweepTable(sweep)}\n\n${plural(cells, 'design')}, seed ${sweep.seed}\nreport  ${folder}/`);
  return EXIT.met;
}

/** The axes of a grid, each at a place that the scenario has. */
export function axesOf(texts: readonly string[], { resolved, path: file }: Design): Axis[] {
  const axes = texts.map((text) => {
    const read = parseVary(text);
    if (!read.ok) throw new UsageError(read.why);
    const missing = missingKey(resolved, read.axis.path);
    if (missing === null) return read.axis;
    const { key, known } = missing;
    const hint = known.length === 0 ? '' : `; ${didYouMean(key, known)}there is ${some(known)}`;
    throw new UsageError(`--vary ${read.axis.path}: ${file} has no '${key}' there${hint}`);
  });
  const twice = axes.find(({ path }, i) => axes.findIndex((other) => other.path === path) < i);
  if (twice !== undefined) throw new UsageError(`--vary ${twice.path} is given twice`);
  return axes;
}

function metricsOf({ metric }: SweepFlags, scenario: Scenario): string[] {
  const wrong = metric.find((name) => describeMetric(withoutWindow(name)) === null);
  if (wrong !== undefined)
    throw new UsageError(`--metric ${wrong}: there is no such metric; hasim schema --metrics lists them`);
  if (metric.length > 0) return [...metric];
  const promised = [...new Set(scenario.expect.map(nameOf))];
  return [...(promised.length > 0 ? promised : gatedMetrics(scenario)), 'slots.utilisation'];
}

async function cellsRun(
  axes: readonly Axis[],
  metrics: readonly string[],
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<SweepCell[]> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  const all = cellsOf(axes);
  const cells: SweepCell[] = [];
  try {
    for (const values of gridOf(axes)) {
      bar.update(cells.length, all, values.join(' · '));
      cells.push(await cellOf(axes, values, metrics, runner, flags, signal));
    }
  } finally {
    bar.stop();
    await runner.close();
  }
  return cells;
}

async function cellOf(
  axes: readonly Axis[],
  values: readonly string[],
  metrics: readonly string[],
  runner: Runner,
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<SweepCell> {
  const set = [...flags.set, ...axes.map(({ path }, i) => `${path}=${values[i]}`)];
  const own = { ...flags, set };
  const design = readDesign(flags.scenario, own);
  const { scenario } = design;
  const rule = stopRule(scenario, flags, fixed(usualReplications(scenario)));
  const options = { signal, ...(flags.seed === undefined ? {} : { seed: flags.seed }) };
  const study = await repeatable([design], own, () => replicate(scenario, runner, rule, options));
  return {
    values,
    estimates: metrics.map((name) => study.estimates.get(name) ?? null),
    saturated: saturatedPart(study),
    replications: study.results.length,
  };
}

async function* filesOf(sweep: Sweep, { noCharts }: SweepFlags): AsyncGenerator<ReportFile> {
  yield { name: 'sweep.json', content: `${JSON.stringify(sweepJson(sweep), null, 2)}\n` };
  yield { name: 'sweep.csv', content: sweepCsv(sweep) };
  const charts = noCharts ? [] : sweepCharts(sweep, `${sweep.name} · seed ${sweep.seed}`);
  if (charts.length === 0) return;
  const { ChartPainter } = await import('../../node/png.ts');
  const painter = new ChartPainter();
  for (const chart of charts) yield { name: `${chart.file}.png`, content: await painter.png(chart) };
}
