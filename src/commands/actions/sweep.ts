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
import type { Scenario } from '../../scenario/scenario.ts';
import { fixed, REPLICATIONS, usualReplications } from '../../study/replications/stop-rule.ts';
import { type CheckedGrid, checkGrid, type Outcome } from '../../study/sweep/run-grid.ts';
import { gridCells, shownMetrics, sweepCell, whyUnknown } from '../../study/sweep/run-sweep.ts';
import type { Sweep, SweepCell } from '../../study/sweep/sweep.ts';
import { cellsOf, gridOf } from '../../study/sweep/vary.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { axesOf, checkSize } from './axes.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { designWith, gridSize, runGridAloud } from './grid.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { askedPrecision } from './precision.ts';
import { runnerOf } from './runner.ts';
import type { SweepFlags } from './sweep-flags.ts';
import { type Cost, checkCosts, costOf, stopRule } from './work.ts';

/** Runs the grid; the exit code says only whether it could be done. */
export async function sweepScenario(flags: SweepFlags, signal: AbortSignal): Promise<ExitCode> {
  const base = readDesign(flags.scenario, flags);
  const axes = axesOf(flags.vary, base, flags.set);
  const size = cellsOf(axes);
  checkSize(size, flags);
  const folder = reportFolder(`${base.scenario.name}-sweep`, flags);
  await prepareFolder(folder);
  const costs: Cost[] = [];
  const grid = await checkGrid(designWith(flags.scenario, flags), gridCells(axes), signal, (scenario) =>
    costs.push(costOf(scenario, flags.seed)),
  );
  for (const name of flags.metric) checkMetric('metric', name, grid.metrics);
  const metrics = shownMetrics(flags.metric, base.scenario, grid.metrics);
  const asked = replicationsAsked(base.scenario, flags);
  checkCosts({ path: flags.scenario, name: base.scenario.name }, costs, asked ?? REPLICATIONS, flags);
  say(gridSize(grid, asked));

  const sweep: Sweep = {
    scenario: base.scenario,
    seed: flags.seed ?? base.scenario.seed,
    paths: axes.map(({ path }) => path),
    metrics,
    cells: await runCells(base, grid, [...gridOf(axes)], metrics, flags, signal),
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

/**
 * @param flag null: it stands alone
 * @throws UsageError for a metric that none of the designs has
 */
export function checkMetric(flag: string | null, name: string, known: ReadonlySet<string>): void {
  const why = whyUnknown(name, known);
  if (why !== null) throw new UsageError(flag === null ? why : `--${flag} ${why}`);
}

/** null: until it is precise. */
export function replicationsAsked(scenario: Scenario, flags: SweepFlags): number | null {
  if (typeof flags.replications === 'number') return flags.replications;
  return askedPrecision(flags) === null ? usualReplications(scenario) : null;
}

async function runCells(
  base: ReadScenario,
  grid: CheckedGrid,
  values: readonly (readonly string[])[],
  metrics: readonly string[],
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<SweepCell[]> {
  const runner = runnerOf(flags);
  const ruleOf = (scenario: Scenario) => stopRule(scenario, flags, fixed(usualReplications(scenario)));
  const cells: SweepCell[] = [];
  const take = (outcome: Outcome, i: number) => {
    cells.push(sweepCell(values[i]!, outcome, metrics));
    return true;
  };
  try {
    await runGridAloud(base, grid, runner, flags, { signal, ruleOf, take });
  } finally {
    await runner.close();
  }
  return cells;
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
