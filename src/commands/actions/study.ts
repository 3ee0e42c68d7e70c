/** One scenario's replications, and the folder in which they are written down. */
import { runReport } from '../../node/report-files.ts';
import { writeReportFolder } from '../../node/report-folder.ts';
import { hasimVersion } from '../../node/version.ts';
import { rerunOf } from '../../page/what-if/rerun.ts';
import { type Gallery, gallery } from '../../report/charts/all.ts';
import type { Chart } from '../../report/charts/picture.ts';
import { runTopic } from '../../report/topics.ts';
import type { Judgement } from '../../study/estimates/gate.ts';
import { replicate, replicateOnly, type Study } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import type { StopRule } from '../../study/replications/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import type { OutputFlags, WorkFlags } from '../options.ts';
import type { ReadScenario } from './designs.ts';
import { untilAborted } from './output.ts';
import { progressLine, runRepeatable } from './work.ts';

export interface StudyFlags extends WorkFlags, OutputFlags {
  /** Only this one. */
  readonly replication?: number | undefined;
}

/** Runs as many replications of a design as the rule asks for, with a bar. */
export async function studyDesign(
  design: ReadScenario,
  runner: Runner,
  rule: StopRule,
  flags: StudyFlags,
  signal: AbortSignal,
): Promise<Study> {
  const { scenario } = design;
  const { replication, seed } = flags;
  const bar = progressLine([scenario.name], replication === undefined ? rule([]) : 1, flags);
  const options = {
    signal,
    onProgress: bar.onProgress,
    triesTies: true,
    ...(seed === undefined ? {} : { seed }),
  };
  try {
    return await runRepeatable([design], flags, () =>
      replication === undefined
        ? replicate(scenario, runner, rule, options)
        : replicateOnly(scenario, runner, replication, options),
    );
  } finally {
    bar.stop();
  }
}

export interface Written {
  /** The command that gives the same numbers again. */
  readonly repeat: string;
  readonly charts: readonly Chart[];
  /** Which charts were left out, and why. */
  readonly left: readonly string[];
  /** Why some could not be drawn. */
  readonly undrawn: readonly string[];
}

/** Writes the report folder of a study, whole or not at all. */
export async function writeStudy(
  folder: string,
  { path, sources, resolved }: ReadScenario,
  study: Study,
  judgements: readonly Judgement[],
  { set, allowOutside, replication, noCharts }: StudyFlags,
  signal: AbortSignal,
): Promise<Written> {
  const replications = study.results.length;
  const repeat = repeatCommand('run', [path], {
    seed: study.seed,
    ...(replication === undefined ? { replications } : { replication }),
    set,
    allowOutside,
  });
  const drawn: Gallery = noCharts ? { charts: [], notes: [] } : gallery(runTopic(study));
  const undrawn = new Map<Chart, string>();
  const files = runReport(study, judgements, {
    gallery: drawn,
    repeat,
    version: hasimVersion(),
    // A single replication by its number is no study that could be compared.
    rerun: replication === undefined ? rerunOf([{ sources, set, resolved }], [study]) : null,
    onUndrawn: (why, charts) => {
      for (const chart of charts) undrawn.set(chart, why);
    },
  });
  await writeReportFolder(folder, untilAborted(files, signal));
  const charts = drawn.charts.filter((chart) => !undrawn.has(chart));
  return { repeat, charts, left: drawn.notes, undrawn: [...new Set(undrawn.values())] };
}
