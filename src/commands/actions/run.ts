/** `hasim run`: each scenario simulated, judged, told and written down. */

import { painterFor } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { assumptionLines } from '../../report/assumptions.ts';
import { type ResultJson, resultJson } from '../../report/result-json.ts';
import { runSummary } from '../../report/summary.ts';
import { judgeLimits } from '../../study/estimates/judge-limits.ts';
import { planStudies } from '../../study/replications/orders.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { fixed, type StopRule, usualReplications } from '../../study/replications/stop-rule.ts';
import { type ExitCode, gravest } from '../exit-codes.ts';
import type { OutputFlags, WorkFlags } from '../options.ts';
import { type ReadScenario, readDesigns } from './designs.ts';
import { exitCodeOf, notJudged } from './judging.ts';
import { prepareFolder, print, printJson, reportFolder, say } from './output.ts';
import { precisionRemarks } from './precision.ts';
import { runnerOf } from './runner.ts';
import { checkSeal, sealed } from './seal.ts';
import { studyDesign, writeStudy } from './study.ts';
import { checkWork, runRepeatable, stopRule, warnOfRunLength } from './work.ts';

export interface RunFlags extends WorkFlags, OutputFlags {
  readonly scenarios: readonly string[];
  readonly replication: number | undefined;
  readonly assumptions: boolean;
}

/** Runs scenarios one after another; the reports of those that are finished stay whatever happens to the others. */
export async function runScenarios(flags: RunFlags, signal: AbortSignal): Promise<ExitCode> {
  checkSeal(flags);
  const designs = readDesigns(flags.scenarios, flags);
  const folderOf = ({ scenario }: ReadScenario) => reportFolder(scenario.name, flags, designs.length > 1);
  for (const design of designs) await prepareFolder(folderOf(design));
  const runner = runnerOf(flags);
  const documents: ResultJson[] = [];
  const codes: ExitCode[] = [];
  const ruleOf = ({ scenario }: ReadScenario) =>
    stopRule(scenario, flags, fixed(usualReplications(scenario)));
  try {
    if (flags.replication === undefined) await planned(designs, runner, ruleOf, flags, signal);
    for (const [i, design] of designs.entries()) {
      const { scenario } = design;
      const rule = ruleOf(design);
      const first = flags.replication === undefined ? rule([]) : 1;
      checkWork(design, first, flags);
      warnOfRunLength(design, first);
      const study = await studyDesign(design, runner, rule, flags, signal);
      const judgements = judgeLimits(study);
      const folder = folderOf(design);
      const { repeat, left, undrawn } = await writeStudy(folder, design, study, judgements, flags, signal);
      const remarks = [
        ...design.notes,
        ...undrawn,
        ...precisionRemarks(flags, [study]),
        ...notJudged(scenario),
      ];
      codes.push(exitCodeOf(judgements));
      if (flags.json) {
        say([...remarks, `report  ${folder}/`].join('\n'));
        documents.push(resultJson(study, judgements, hasimVersion()));
      } else {
        const paint = painterFor(process.stdout);
        const notes = [...remarks, ...left];
        if (i > 0) print('');
        print(runSummary(study, judgements, { folder: `${folder}/`, repeat, notes, paint }));
        if (flags.assumptions) print(['', ...assumptionLines(scenario, paint)].join('\n'));
      }
    }
  } finally {
    await runner.close();
  }
  for (const line of sealed(flags, designs, designs.map(folderOf))) say(line);
  if (flags.json)
    printJson(documents.length === 1 ? documents[0]! : { schema: 'hasim.results/1', results: documents });
  return gravest(codes);
}

/** Tells the runner of all scenarios, as far as it is known beforehand what they take. */
function planned(
  designs: readonly ReadScenario[],
  runner: Runner,
  ruleOf: (design: ReadScenario) => StopRule,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<void> {
  const studies = designs.map((design) => ({
    scenario: design.scenario,
    replications: ruleOf(design)([]),
  }));
  const { seed } = flags;
  const options = { signal, triesTies: true, ...(seed === undefined ? {} : { seed }) };
  return runRepeatable(designs, flags, () => planStudies(studies, runner, options));
}
