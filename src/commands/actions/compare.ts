/** `hasim compare`: the same work through two or more designs. */

import { compareReport } from '../../node/report-files.ts';
import { writeReportFolder } from '../../node/report-folder.ts';
import { painterFor } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { rerunOf } from '../../page/what-if/rerun.ts';
import { type Gallery, gallery } from '../../report/charts/all.ts';
import { comparisonJson } from '../../report/result-json.ts';
import { slowerSentences } from '../../report/slower-words.ts';
import { compareSummary } from '../../report/summary.ts';
import { compareTopic } from '../../report/topics.ts';
import { type Comparison, compare, FOLLOWED } from '../../study/comparison/compare.ts';
import { remembering } from '../../study/replications/remembering.ts';
import { type ReplicateOptions, replicate } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { REPLICATIONS } from '../../study/replications/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { OutputFlags, WorkFlags } from '../options.ts';
import { type ReadScenario, readDesigns } from './designs.ts';
import { prepareFolder, print, printJson, reportFolder, say, untilAborted } from './output.ts';
import { askedPrecision, preciseAloud, precisionRemarks } from './precision.ts';
import { type CommandRunner, runnerOf } from './runner.ts';
import { checkSeal, sealed } from './seal.ts';
import { checkWork, progressLine, runRepeatable, warnOfRunLength } from './work.ts';

export interface CompareFlags extends WorkFlags, OutputFlags {
  readonly baseline: string;
  readonly candidates: readonly string[];
  /** A share: 0.02 for 2%. */
  readonly delta: number | undefined;
  /** Differences by cause. */
  readonly explain: boolean;
}

/** Compares candidates with a baseline; the exit code says only whether it could be done. */
export async function compareScenarios(flags: CompareFlags, signal: AbortSignal): Promise<ExitCode> {
  checkSeal(flags);
  const designs = readDesigns([flags.baseline, ...flags.candidates], flags);
  const folder = reportFolder(folderName(designs), flags);
  await prepareFolder(folder);
  const runner = runnerOf(flags, { follows: FOLLOWED });
  try {
    const comparison = await comparisonOf(designs, runner, flags, signal);
    const summary = await report(designs, comparison, folder, flags, signal);
    if (flags.json) printJson(comparisonJson(comparison, hasimVersion()));
    else print(summary);
    for (const line of sealed(flags, designs, [folder])) say(line);
  } finally {
    await runner.close();
  }
  return EXIT.met;
}

/** Longer than this a folder would not fit into the name of a file. */
const LONGEST_NAME = 200;

/** `a-vs-b-vs-c`; of very many designs `a-vs-b-and-7-more`. */
export function folderName(designs: readonly ReadScenario[]): string {
  const names = designs.map(({ scenario }) => scenario.name);
  const all = names.join('-vs-');
  return all.length <= LONGEST_NAME ? all : `${names[0]}-vs-${names[1]}-and-${names.length - 2}-more`;
}

async function comparisonOf(
  designs: readonly ReadScenario[],
  threads: CommandRunner,
  flags: CompareFlags,
  signal: AbortSignal,
): Promise<Comparison> {
  const [baseline, ...candidates] = designs.map(({ scenario }) => scenario);
  const { delta, replications: asked } = flags;
  const names = designs.map(({ scenario }) => scenario.name);
  const first = typeof asked === 'number' ? asked : REPLICATIONS;
  for (const design of designs) {
    checkWork(design, first, flags);
    warnOfRunLength(design, first);
  }
  const bar = progressLine(names, first, flags);
  // The replications that find out how many are needed are those that are compared.
  const runner = askedPrecision(flags) === null ? threads : remembering(threads);
  const options = { seed: flags.seed ?? baseline!.seed, signal, onProgress: bar.onProgress, triesTies: true };
  try {
    return await runRepeatable(designs, flags, async () => {
      const replications = await replicationsFor(designs, runner, flags, options);
      return compare(baseline!, candidates, runner, {
        ...options,
        replications,
        follow: (...what) => threads.follow(...what, signal),
        ...(flags.explain ? { attribute: (...what) => threads.causes(...what, signal) } : {}),
        ...(delta === undefined ? {} : { delta }),
      });
    });
  } finally {
    bar.stop();
  }
}

/** The same number for all designs: of `auto`, what the one takes that takes most. */
async function replicationsFor(
  designs: readonly ReadScenario[],
  runner: Runner,
  flags: CompareFlags,
  options: ReplicateOptions,
): Promise<number> {
  if (typeof flags.replications === 'number') return flags.replications;
  const relative = askedPrecision(flags);
  if (relative === null) return REPLICATIONS;
  let most = 0;
  for (const { scenario } of designs) {
    const study = await replicate(scenario, runner, preciseAloud(scenario, relative), options);
    most = Math.max(most, study.results.length);
  }
  return most;
}

async function report(
  designs: readonly ReadScenario[],
  comparison: Comparison,
  folder: string,
  flags: CompareFlags,
  signal: AbortSignal,
): Promise<string> {
  const { set, allowOutside, delta, explain, noCharts, json } = flags;
  const repeat = repeatCommand(
    'compare',
    designs.map(({ path }) => path),
    {
      seed: comparison.seed,
      replications: comparison.replications,
      set,
      ...(delta === undefined ? {} : { delta }),
      allowOutside,
      own: explain ? ['--explain'] : [],
    },
  );
  const drawn: Gallery = noCharts ? { charts: [], notes: [] } : gallery(compareTopic(comparison), comparison);
  const found = [...slowerSentences(comparison), ...comparison.candidates.flatMap(({ notes }) => notes)];
  const told = { ...drawn, notes: [...found, ...drawn.notes] };
  const undrawn: string[] = [];
  const studies = [comparison.baseline, ...comparison.candidates].map(({ study }) => study);
  const sources = designs.map((design) => ({ ...design, set }));
  const files = compareReport(comparison, {
    gallery: told,
    repeat,
    version: hasimVersion(),
    rerun: rerunOf(sources, studies),
    onUndrawn: (why) => undrawn.push(why),
  });
  await writeReportFolder(folder, untilAborted(files, signal));
  const remarks = [...designs.flatMap(({ notes }) => notes), ...undrawn, ...precisionRemarks(flags, studies)];
  if (json) say([...remarks, `report  ${folder}/`].join('\n'));
  return compareSummary(comparison, {
    folder: `${folder}/`,
    repeat,
    notes: [...remarks, ...told.notes],
    paint: painterFor(process.stdout),
  });
}
