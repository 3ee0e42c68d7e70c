/** `hasim explain`: where the time of a scenario's work went, and which remedy would help. */

import { chartFiles } from '../../node/chart-files.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { causesChart } from '../../report/charts/causes.ts';
import { explainCsv, explainJson } from '../../report/explain/files.ts';
import { type Explained, explainSummary, isSystem } from '../../report/explain/summary.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { ClassBands } from '../../study/explain/bands.ts';
import { type Explanation, explanationOf, largestShare } from '../../study/explain/explain.ts';
import { helpsOf, type Tried } from '../../study/explain/helps.ts';
import { remediesOf } from '../../study/explain/remedies.ts';
import { findWarmUp, replicate, withWarmUp } from '../../study/replications/replicate.ts';
import { fixed, usualReplications } from '../../study/replications/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { noShard } from '../where.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import type { ExplainFlags } from './explain-flags.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { type CommandRunner, runnerOf } from './runner.ts';
import { checkMetric } from './sweep.ts';
import { checkWork, runRepeatable } from './work.ts';

/** Exit code 4 where the metric has no value, so that nothing can be said of what would help it. */
export async function explainScenario(flags: ExplainFlags, signal: AbortSignal): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const { scenario } = design;
  if (typeof flags.replications === 'string' || flags.precision !== undefined)
    throw new UsageError('explain wants --replications as a number: what helps is found in pairs of them');
  if (flags.shard !== undefined) throw noShard('what might help shows when it is known where the time goes');
  const metric = flags.metric ?? usualMetric(scenario);
  checkMetric(null, metric, new Set(metricsOf(scenario)));
  const folder = reportFolder(`${scenario.name}-explain`, flags);
  await prepareFolder(folder);
  const replications = flags.replications ?? usualReplications(scenario);
  checkWork(design, replications, flags);
  const runner = runnerOf(flags);
  const bar = progressBar();
  try {
    const work = new Explaining(design, metric, replications, runner, flags, signal);
    const explanation = await work.attributed((done) => bar.update(done, replications, scenario.name));
    const subject = subjectOf(explanation, metric);
    if (subject === null) {
      say(`hasim: nothing arrived in ${scenario.name}: there is no time to explain`);
      return EXIT.inconclusive;
    }
    const found = await work.helped(explanation, subject, (done, all, what) => bar.update(done, all, what));
    bar.stop();
    const explained: Explained = { explanation, metric, subject, ...found };
    const repeat = repeatOf(explained, flags);
    await writeReportFolder(folder, untilAborted(filesOf(explained, flags), signal));
    if (flags.json) {
      say(`report  ${folder}/`);
      printJson(explainJson(explained, hasimVersion()));
    } else {
      const context = {
        folder: `${folder}/`,
        repeat,
        notes: design.notes,
        paint: painterFor(process.stdout),
      };
      print(explainSummary(explained, context));
    }
    return explanation.study.estimates.get(metric)?.value == null ? EXIT.inconclusive : EXIT.met;
  } finally {
    bar.stop();
    await runner.close();
  }
}

class Explaining {
  readonly #design: ReadScenario;
  readonly #metric: string;
  readonly #numbers: readonly number[];
  readonly #runner: CommandRunner;
  readonly #flags: ExplainFlags;
  readonly #signal: AbortSignal;
  readonly #seed: string;

  constructor(
    design: ReadScenario,
    metric: string,
    replications: number,
    runner: CommandRunner,
    flags: ExplainFlags,
    signal: AbortSignal,
  ) {
    this.#design = design;
    this.#metric = metric;
    this.#numbers = Array.from({ length: replications }, (_, i) => i);
    this.#runner = runner;
    this.#flags = flags;
    this.#signal = signal;
    this.#seed = flags.seed ?? design.scenario.seed;
  }

  /** All replications, every µs of their work put down to a cause. */
  async attributed(onProgress: (done: number) => void): Promise<Explanation> {
    const { scenario } = this.#design;
    const seed = this.#seed;
    return runRepeatable([this.#design], this.#flags, async () => {
      const options = { seed, signal: this.#signal };
      const ready = withWarmUp(scenario, await findWarmUp(scenario, this.#runner, options));
      let done = 0;
      const parts = await this.#runner.attribute(ready, seed, this.#numbers, this.#signal, () => {
        done += 1;
        onProgress(done);
      });
      return explanationOf(ready, seed, parts);
    });
  }

  /** What was tried, best first. */
  async helped(
    { study, holders }: Explanation,
    subject: ClassBands,
    onProgress: (done: number, all: number, what: string) => void,
  ): Promise<Pick<Explained, 'helps' | 'idle'>> {
    if (this.#flags.noRemedies || study.estimates.get(this.#metric)?.value == null)
      return { helps: null, idle: [] };
    const { remedies, idle } = remediesOf(study.scenario, (cause) => largestShare(subject, holders, cause));
    const tried: Tried[] = [];
    for (const [i, remedy] of remedies.entries()) {
      onProgress(i, remedies.length, `${remedy.part}, ${remedy.change}`);
      const { results } = await runRepeatable([this.#design], this.#flags, () =>
        replicate(remedy.scenario, this.#runner, fixed(this.#numbers.length), {
          ...{ seed: this.#seed, signal: this.#signal, triesTies: false },
        }),
      );
      tried.push({ remedy, results });
    }
    return { helps: helpsOf(study, tried, this.#metric), idle };
  }
}

function usualMetric({ tasks, requests }: Scenario): string {
  const users = tasks.find(({ kind }) => kind !== 'system') ?? tasks[0];
  if (users !== undefined) return `tasks.${users.name}.turnaround.p95`;
  return `requests.${requests[0]?.name}.latency.p95`;
}

/** The class that a metric names, else the first of users; null where nothing arrived. */
function subjectOf({ study, classes }: Explanation, metric: string): Explained['subject'] | null {
  const asked = parseMetricName(metric);
  const ofKind = classes.filter(({ of }) => asked?.family === `${of}s`);
  const named = ofKind.find(({ name }) => asked?.subject === name);
  const users = (some: readonly Explained['subject'][]) => some.find((one) => !isSystem(study.scenario, one));
  return named ?? users(ofKind) ?? users(classes) ?? classes[0] ?? null;
}

function repeatOf({ explanation: { study }, metric }: Explained, flags: ExplainFlags): string {
  const { set, allowOutside, noRemedies, scenario } = flags;
  const own = [...(flags.metric === undefined ? [] : [metric]), ...(noRemedies ? ['--no-remedies'] : [])];
  const replications = study.results.length;
  return repeatCommand('explain', [scenario], { seed: study.seed, replications, set, allowOutside, own });
}

async function* filesOf(explained: Explained, flags: ExplainFlags): AsyncGenerator<ReportFile> {
  const json = explainJson(explained, hasimVersion());
  yield { name: 'explanation.json', content: `${JSON.stringify(json, null, 2)}\n` };
  yield { name: 'explanation.csv', content: explainCsv(explained) };
  if (flags.noCharts) return;
  const charts = explained.explanation.classes.map((one) => causesChart(explained.explanation, one));
  yield* chartFiles(
    charts.filter((chart) => chart !== null),
    sayUndrawn,
  );
}
