/** `hasim run`: each scenario simulated, judged, told and written down. */
import { runReport } from '../../node/report-files.ts';
import { checkReportFolder, writeReportFolder } from '../../node/report-folder.ts';
import { painterFor } from '../../node/terminal.ts';
import { ThreadRunner } from '../../node/thread-runner.ts';
import { hasimVersion } from '../../node/version.ts';
import { type Gallery, gallery } from '../../report/charts/all.ts';
import { type ResultJson, resultJson } from '../../report/result-json.ts';
import { runSummary } from '../../report/summary.ts';
import { runTopic } from '../../report/topics.ts';
import type { Judgement } from '../../study/gate.ts';
import { replicate, replicateOnly, type Study } from '../../study/replicate.ts';
import type { Runner } from '../../study/runner.ts';
import { fixed } from '../../study/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { type ExitCode, gravest } from '../exit-codes.ts';
import type { RunFlags } from '../run.ts';
import { type Design, readDesigns } from './designs.ts';
import { exitCodeOf, judgeLimits, notJudged } from './judging.ts';
import { print, printJson, reportFolder, say, untilAborted } from './output.ts';
import { progressLine, repeatable, stopRule, usualReplications } from './work.ts';

/** Runs scenarios one after another; the reports of those that are finished stay whatever happens to the others. */
export async function runScenarios(flags: RunFlags, signal: AbortSignal): Promise<ExitCode> {
  const designs = readDesigns(flags.scenarios, flags);
  const folderOf = ({ scenario }: Design) => reportFolder(scenario.name, flags, designs.length > 1);
  for (const design of designs) await checkReportFolder(folderOf(design));
  const runner = new ThreadRunner(flags.jobs);
  const documents: ResultJson[] = [];
  const codes: ExitCode[] = [];
  try {
    for (const [i, design] of designs.entries()) {
      const study = await studyOf(design, runner, flags, signal);
      const judgements = judgeLimits(study);
      const summary = await report(design, study, judgements, folderOf(design), flags, signal);
      if (flags.json) documents.push(resultJson(study, judgements, hasimVersion()));
      else print(i === 0 ? summary : `\n${summary}`);
      codes.push(exitCodeOf(judgements));
    }
  } finally {
    await runner.close();
  }
  if (flags.json)
    printJson(documents.length === 1 ? documents[0]! : { schema: 'hasim.results/1', results: documents });
  return gravest(codes);
}

async function studyOf(design: Design, runner: Runner, flags: RunFlags, signal: AbortSignal): Promise<Study> {
  const { scenario } = design;
  const { replication } = flags;
  const bar = progressLine([scenario.name]);
  const options = {
    signal,
    onProgress: bar.onProgress,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  };
  const rule = stopRule(scenario, flags, fixed(usualReplications(scenario)));
  try {
    return await repeatable([design], flags, () =>
      replication === undefined
        ? replicate(scenario, runner, rule, options)
        : replicateOnly(scenario, runner, replication, options),
    );
  } finally {
    bar.stop();
  }
}

/** Writes the report folder; gives the summary for the terminal. */
async function report(
  { path, scenario, notes }: Design,
  study: Study,
  judgements: readonly Judgement[],
  folder: string,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<string> {
  const { set, allowOutside, replication } = flags;
  const repeat = repeatCommand('run', [path], {
    seed: study.seed,
    ...(replication === undefined ? { replications: study.results.length } : { replication }),
    set,
    allowOutside,
  });
  const drawn: Gallery = flags.noCharts ? { charts: [], notes: [] } : gallery(runTopic(study));
  const files = runReport(study, judgements, { gallery: drawn, repeat, version: hasimVersion() });
  await writeReportFolder(folder, untilAborted(files, signal));
  const remarks = [...notes, ...notJudged(scenario)];
  if (flags.json) say([...remarks, `report  ${folder}/`].join('\n'));
  return runSummary(study, judgements, {
    folder: `${folder}/`,
    repeat,
    notes: [...remarks, ...drawn.notes],
    paint: painterFor(process.stdout),
  });
}
