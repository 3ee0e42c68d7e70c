/** `hasim sweep --sensitivity`: each parameter of a scenario 10 % smaller and larger, one at a time. */

import { chartFiles } from '../../node/chart-files.ts';
import { pageFile } from '../../node/page-file.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { hasimVersion } from '../../node/version.ts';
import { sensitivityPage } from '../../page/sensitivity-page.ts';
import { tornado } from '../../report/charts/tornado.ts';
import { sensitivitySummary } from '../../report/sensitivity.ts';
import { sensitivityCsv, sensitivityJson } from '../../report/sensitivity-files.ts';
import { columnsOf } from '../../report/terminal-width.ts';
import { plural } from '../../report/words.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import { replicate } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { fixed } from '../../study/replications/stop-rule.ts';
import {
  measureSensitivity,
  planSensitivity,
  type Sensitivity,
} from '../../study/sensitivity/run-sensitivity.ts';
import { repeatCommand } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkSize } from './axes.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { designWith, gridSize, runGridAloud } from './grid.ts';
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
  const plan = await planSensitivity(designWith(flags.scenario, flags), metric, signal);
  checkSize(plan.grid.cells.length, flags);
  const runner = runnerOf(flags);
  try {
    const replications = await replicationsOf(base, runner, flags, signal);
    checkWork(base, replications * plan.grid.cells.length, flags);
    say(`${plural(plan.trials.length, 'parameter')}, one at a time: ${gridSize(plan.grid, replications)}`);
    const found = await measureSensitivity(base.scenario, plan, replications, flags.seed, (take) =>
      runGridAloud(base, plan.grid, runner, flags, { signal, ruleOf: () => fixed(replications), take }),
    );
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
