/** `hasim size`: the smallest or cheapest configuration that meets every goal. */

import { chartFiles } from '../../node/chart-files.ts';
import { pageFile } from '../../node/page-file.ts';
import { ReplicationFailed } from '../../node/replication-failed.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { sizePage } from '../../page/size-page.ts';
import { frontierChart } from '../../report/charts/frontier.ts';
import { sizeMarkdown } from '../../report/grid-markdown.ts';
import { type SizeContext, sizeCsv, sizeJson, sizeSummary } from '../../report/size.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { fixed, settled, usualReplications } from '../../study/replications/stop-rule.ts';
import type { SizeRequest } from '../../study/size/configurations.ts';
import { type GoalMistake, parseGoals } from '../../study/size/goals.ts';
import { growthOf, presentAxis, requestFor, usualAxis } from '../../study/size/request.ts';
import { type Sizing, size } from '../../study/size/size.ts';
import { cellsOf } from '../../study/sweep/vary.ts';
import { repeatCommand } from '../command-line.ts';
import { BrokenPromise, UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { OutputFlags, WorkFlags } from '../options.ts';
import { axesOf, checkSize } from './axes.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { designWith } from './grid.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { runnerOf } from './runner.ts';
import { checkWork, stopRule } from './work.ts';

export interface SizeFlags extends WorkFlags, OutputFlags {
  readonly scenario: string;
  readonly goal: readonly string[];
  /** One an axis, as written; empty: the task cap of the largest group of nodes. */
  readonly vary: readonly string[];
  readonly cost: boolean;
  readonly survive: 'node' | 'zone' | undefined;
  /** How long the design lasts as it is. */
  readonly until: 'broken' | undefined;
  readonly force: boolean;
}

/** Configurations on the chart besides those of the search. */
const SHOWN = 6;

/** Sizes a scenario; see `exitCodeOf`. */
export async function sizeScenario(flags: SizeFlags, signal: AbortSignal): Promise<ExitCode> {
  const base = readDesign(flags.scenario, flags);
  const request = requestOf(base, flags);
  const folder = reportFolder(`${base.scenario.name}-size`, flags);
  await prepareFolder(folder);
  checkWork(base, stopRule(base.scenario, flags, settled(base.scenario))([]), flags);
  const sizing = await sized(base, request, flags, signal);
  const context: SizeContext = {
    scenario: base.scenario,
    seed: flags.seed ?? base.scenario.seed,
    repeat: repeatOf(request, flags, base.scenario),
    folder: `${folder}/`,
    notes: [...base.notes, ...defaultWords(request, flags)],
    paint: painterFor(process.stdout),
  };
  await writeReportFolder(folder, untilAborted(filesOf(sizing, context, flags), signal));
  if (flags.json) {
    say(`report  ${folder}/`);
    printJson(sizeJson(sizing, context));
  } else print(sizeSummary(sizing, context));
  return exitCodeOf(sizing);
}

/** Found and proven; found or not, but something smaller could still do; nothing does. */
function exitCodeOf({ answer, open }: Sizing): ExitCode {
  if (open.length > 0) return EXIT.inconclusive;
  return answer === null ? EXIT.failed : EXIT.met;
}

function requestOf(base: ReadScenario, flags: SizeFlags): SizeRequest {
  const { scenario } = base;
  const goals = goalsOf(scenario, flags);
  if (goals.length === 0)
    throw new UsageError(
      `--goal is missing: what is to be met? For example --goal 'tasks.queueWait.p95 < 5m'; hasim schema --metrics lists all metrics`,
    );
  const read = parseGoals(goals, scenario);
  if (!read.ok) throw new UsageError(read.mistakes.map(goalMistake).join('\n       '));
  if (flags.cost && scenario.cost === null)
    throw new UsageError(
      `--cost: ${flags.scenario} has no prices; write for example cost: { currency: USD, perHour: { node: 0.20, core: 0.05 } }`,
    );
  if (flags.until !== undefined && growthOf(base.resolved) === null)
    throw new UsageError(
      `--until broken: the work of ${flags.scenario} does not grow; write for example workload: { growth: 8%/month }`,
    );
  const own = flags.until === undefined ? usualAxis(scenario) : presentAxis(scenario);
  const texts = flags.vary.length > 0 ? flags.vary : [own];
  const axes = axesOf(texts, base, flags.set);
  checkSize(cellsOf(axes), flags);
  const asked = { goals: read.goals, survive: flags.survive ?? null, cheapest: flags.cost };
  return requestFor(designWith(flags.scenario, flags), axes, asked);
}

function goalMistake({ goals, text }: GoalMistake): string {
  return `${goals.map((goal) => `--goal '${goal}'`).join(' and ')}: ${text}`;
}

/** What is to be met: how long a design lasts is asked of what it expects, unless goals are given. */
function goalsOf({ expect }: Scenario, { goal, until }: SizeFlags): readonly string[] {
  if (goal.length > 0 || until === undefined) return goal;
  return expect.flatMap(({ kind, level, text }) => (kind === 'limit' && level === 'error' ? [text] : []));
}

function defaultWords({ axes }: SizeRequest, { vary, until }: SizeFlags): string[] {
  if (vary.length > 0 || until !== undefined) return [];
  const { path, count: most } = axes[0]!;
  return [`without --vary it is the task cap of the largest group that is chosen: ${path}=1..${most}`];
}

async function sized(
  base: ReadScenario,
  request: SizeRequest,
  flags: SizeFlags,
  signal: AbortSignal,
): Promise<Sizing> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  let what = 'reading the configurations';
  const options = {
    signal,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    onProgress: ({ done, asked }: { done: number; asked: number }) => bar.update(done, asked, what),
    onTrial: (trial: string) => {
      what = trial;
    },
    ruleOf: (scenario: Scenario) => stopRule(scenario, flags, settled(scenario)),
    besides: {
      headroom: true,
      shown: flags.noCharts ? 0 : SHOWN,
      ruleOf: (scenario: Scenario) => fixed(usualReplications(scenario)),
    },
  };
  try {
    return await size(request, runner, options);
  } catch (error) {
    // What fails in one of many designs, perhaps with a node lost, is found again by the same search.
    if (!(error instanceof ReplicationFailed)) throw error;
    throw new BrokenPromise(error, repeatOf(request, flags, base.scenario));
  } finally {
    bar.stop();
    await runner.close();
  }
}

function repeatOf({ axes }: SizeRequest, flags: SizeFlags, { seed }: Scenario): string {
  const isAsItIs = flags.vary.length > 0 || flags.until !== undefined;
  const vary = isAsItIs ? flags.vary : axes.map(({ path, count: most }) => `${path}=1..${most}`);
  return repeatCommand('size', [flags.scenario], {
    own: [
      ...flags.goal.flatMap((goal) => ['--goal', goal]),
      ...vary.flatMap((axis) => ['--vary', axis]),
      ...(flags.cost ? ['--cost'] : []),
      ...(flags.survive === undefined ? [] : ['--survive', flags.survive]),
      ...(flags.until === undefined ? [] : ['--until', flags.until]),
      ...(flags.force ? ['--force'] : []),
    ],
    seed: flags.seed ?? seed,
    ...(typeof flags.replications === 'number' ? { replications: flags.replications } : {}),
    set: flags.set,
    allowOutside: flags.allowOutside,
  });
}

async function* filesOf(
  sizing: Sizing,
  context: SizeContext,
  { noCharts }: SizeFlags,
): AsyncGenerator<ReportFile> {
  yield { name: 'size.json', content: `${JSON.stringify(sizeJson(sizing, context), null, 2)}\n` };
  yield { name: 'size.csv', content: sizeCsv(sizing) };
  yield await pageFile(sizePage(sizing, { ...context, version: hasimVersion() }));
  const { scenario, seed } = context;
  const chart = noCharts ? null : frontierChart(sizing, `${scenario.name} · seed ${seed}`);
  const drawn = yield* chartFiles(chart === null ? [] : [chart], sayUndrawn);
  yield { name: 'summary.md', content: sizeMarkdown(sizing, context, drawn) };
}
