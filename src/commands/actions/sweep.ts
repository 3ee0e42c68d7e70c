/** `hasim sweep`: every design of a grid under the same work. */
import { chartFiles } from '../../node/chart-files.ts';
import { pageFile } from '../../node/page-file.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { hasimVersion } from '../../node/version.ts';
import { sweepPage } from '../../page/sweep-page.ts';
import { sweepCharts } from '../../report/charts/sweep.ts';
import { sweepMarkdown } from '../../report/grid-markdown.ts';
import { sweepSummary } from '../../report/sweep.ts';
import { sweepCsv, sweepJson } from '../../report/sweep-files.ts';
import { columnsOf } from '../../report/terminal-width.ts';
import { statisticsOf } from '../../scenario/resolve-expect.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { gatedMetrics } from '../../study/estimates/gated.ts';
import { nameOf } from '../../study/estimates/metric-name.ts';
import { saturatedPart } from '../../study/replications/saturation.ts';
import { fixed, REPLICATIONS } from '../../study/replications/stop-rule.ts';
import type { Sweep, SweepCell } from '../../study/sweep/sweep.ts';
import { cellsOf, type GridAxis, gridOf } from '../../study/sweep/vary.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { axesOf, checkSize } from './axes.ts';
import { readDesign } from './designs.ts';
import { type CheckedGrid, checkGrid, type GridCell, gridSize, type Outcome, runGrid } from './grid.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { askedPrecision } from './precision.ts';
import { runnerOf } from './runner.ts';
import type { SweepFlags } from './sweep-flags.ts';
import { checkCosts, stopRule, usualReplications } from './work.ts';

/** Runs the grid; the exit code says only whether it could be done. */
export async function sweepScenario(flags: SweepFlags, signal: AbortSignal): Promise<ExitCode> {
  const base = readDesign(flags.scenario, flags);
  const axes = axesOf(flags.vary, base, flags.set);
  const size = cellsOf(axes);
  checkSize(size, flags);
  const folder = reportFolder(`${base.scenario.name}-sweep`, flags);
  await prepareFolder(folder);
  const grid = await checkGrid(flags.scenario, [...gridOf(axes)].map(cellFrom(axes)), flags, signal);
  const metrics = metricsOf(flags.metric, base.scenario, grid.metrics);
  const asked = replicationsAsked(base.scenario, flags);
  checkCosts({ path: flags.scenario, name: base.scenario.name }, grid.costs, asked ?? REPLICATIONS, flags);
  say(gridSize(grid, asked));

  const sweep: Sweep = {
    scenario: base.scenario,
    seed: flags.seed ?? base.scenario.seed,
    paths: axes.map(({ path }) => path),
    metrics,
    cells: await cellsRun(grid, [...gridOf(axes)], metrics, flags, signal),
  };
  const charts = flags.noCharts ? [] : sweepCharts(sweep);
  await writeReportFolder(folder, untilAborted(filesOf(sweep, charts, repeat(sweep, flags)), signal));
  if (flags.json) {
    say(`report  ${folder}/`);
    printJson(sweepJson(sweep, hasimVersion()));
  } else
    print(
      sweepSummary(sweep, {
        folder: `${folder}/`,
        repeat: repeat(sweep, flags),
        drawn: flags.noCharts ? null : charts.length,
        columns: columnsOf(process.stdout),
      }),
    );
  return EXIT.met;
}

function cellFrom(axes: readonly GridAxis[]) {
  return (values: readonly string[]): GridCell => {
    const set = axes.map(({ path }, i) => `${path}=${values[i]}`);
    return { set, label: set.join(' · ') };
  };
}

/** What to show: what was asked for, else what the scenario makes promises about. */
function metricsOf(asked: readonly string[], scenario: Scenario, known: ReadonlySet<string>): string[] {
  for (const name of asked) checkMetric('metric', name, known);
  if (asked.length > 0) return [...new Set(asked)];
  const promised = [...new Set(scenario.expect.map(nameOf))];
  const usual = promised.length > 0 ? promised : gatedMetrics(scenario).filter((name) => known.has(name));
  const [first = 'slots.utilisation', ...others] = usual;
  return [...new Set([first, 'slots.utilisation', ...others])];
}

/** @throws UsageError for a metric that none of the designs has */
export function checkMetric(flag: string, name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return;
  const why = name.includes(' within ')
    ? `a window is measured where the scenario has an expectation with it; leave --metric away to see those of expect`
    : (statisticsOf(name, known) ?? `${didYouMean(name, known)}hasim schema --metrics lists them`);
  throw new UsageError(`--${flag} ${name}: there is no such metric here; ${why}`);
}

/** null: until it is precise. */
export function replicationsAsked(scenario: Scenario, flags: SweepFlags): number | null {
  if (typeof flags.replications === 'number') return flags.replications;
  return askedPrecision(flags) === null ? usualReplications(scenario) : null;
}

async function cellsRun(
  grid: CheckedGrid,
  values: readonly (readonly string[])[],
  metrics: readonly string[],
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<SweepCell[]> {
  const runner = runnerOf(flags);
  const ruleOf = (scenario: Scenario) => stopRule(scenario, flags, fixed(usualReplications(scenario)));
  const cells: SweepCell[] = [];
  try {
    await runGrid(flags.scenario, grid, runner, flags, signal, ruleOf, (outcome, i) => {
      cells.push({ values: values[i]!, ...said(outcome, metrics) });
      return true;
    });
  } finally {
    await runner.close();
  }
  return cells;
}

function said({ study, tooShort }: Outcome, metrics: readonly string[]): Omit<SweepCell, 'values'> {
  const estimates = metrics.map((name) => study?.estimates.get(name) ?? null);
  if (study === null) return { estimates, saturated: null, tooShort, replications: 0, digest: '' };
  const { results, digest } = study;
  return { estimates, saturated: saturatedPart(study), tooShort, replications: results.length, digest };
}

function repeat({ seed }: Sweep, flags: SweepFlags): string {
  const { replications, set, allowOutside, vary, metric } = flags;
  return repeatCommand('sweep', [flags.scenario], {
    seed,
    set,
    allowOutside,
    ...(typeof replications === 'number' ? { replications } : {}),
    own: [
      ...vary.flatMap((text) => ['--vary', text]),
      ...metric.flatMap((name) => ['--metric', name]),
      ...precisionFlags(flags),
    ],
  });
}

/** What of a command line asks for a precision. */
export function precisionFlags(flags: SweepFlags): string[] {
  const precision = askedPrecision(flags);
  return precision === null ? [] : ['--precision', `${Number((precision * 100).toPrecision(12))}%`];
}

async function* filesOf(
  sweep: Sweep,
  charts: ReturnType<typeof sweepCharts>,
  repeat: string,
): AsyncGenerator<ReportFile> {
  yield { name: 'sweep.json', content: `${JSON.stringify(sweepJson(sweep, hasimVersion()), null, 2)}\n` };
  yield { name: 'sweep.csv', content: sweepCsv(sweep) };
  yield await pageFile(sweepPage(sweep, { repeat, version: hasimVersion(), notes: [] }));
  const drawn = yield* chartFiles(charts, sayUndrawn);
  yield { name: 'summary.md', content: sweepMarkdown(sweep, { charts: drawn, notes: [], repeat }) };
}
