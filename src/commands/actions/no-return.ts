/** `hasim explain --no-return`: from when on a promise could not be kept any more, given what had happened. */
import { chartFiles } from '../../node/chart-files.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { noReturnChart } from '../../report/charts/no-return.ts';
import { noReturnCsv, noReturnJson, noReturnSummary } from '../../report/explain/no-return.ts';
import { describeMetric } from '../../scenario/catalogue.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import { disasterPromises } from '../../scenario/promises.ts';
import { metricsOf, promisableMetrics } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { missedBy } from '../../study/estimates/missed.ts';
import { findNoReturn, type NoReturn, type NoReturnOptions } from '../../study/explain/no-return.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { noShard } from '../where.ts';
import { readDesign } from './designs.ts';
import type { ExplainFlags } from './explain-flags.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { promisesOf } from './promises.ts';
import { runnerOf } from './runner.ts';
import { checkWork, runRepeatable } from './work.ts';

/** How often the rest is drawn at each time, unless --replications says it. */
const DRAWS = 100;
/** Of fewer all end alike by luck too often. */
const LEAST_DRAWS = 10;
/** A replication that misses the promise is looked for among so many. */
const SEARCHED = 20;
/** Times at which the rest is drawn, about. */
const MOMENTS = 30;

export async function explainNoReturn(flags: ExplainFlags, signal: AbortSignal): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const { scenario } = design;
  if (typeof flags.replications === 'string' || flags.precision !== undefined)
    throw new UsageError('--no-return wants --replications as a number: so often the rest is drawn');
  if ((flags.replications ?? DRAWS) < LEAST_DRAWS)
    throw new UsageError(
      `--replications ${flags.replications}: --no-return wants at least ${LEAST_DRAWS}; of fewer draws all may end alike by luck`,
    );
  if (flags.shard !== undefined) throw noShard('where to look shows when it is known where the curve jumps');
  const [asked] = promisesOf(flags.promise === undefined ? [] : [flags.promise], [design], metricsOfARun);
  const promise = asked ?? promiseOf(scenario);
  const folder = reportFolder(`${scenario.name}-no-return`, flags);
  await prepareFolder(folder);
  const draws = flags.replications ?? DRAWS;
  checkWork(design, draws * MOMENTS, flags);
  const seed = flags.seed ?? scenario.seed;
  const runner = runnerOf(flags);
  const bar = progressBar();
  try {
    const answer = await runRepeatable([design], flags, async () => {
      const replication =
        flags.replication ?? (await firstMissed(scenario, promise, runner, seed, signal)) ?? 0;
      const onProgress: NoReturnOptions['onProgress'] = (done, most) => bar.update(done, most, promise.text);
      return findNoReturn(scenario, promise, runner, { seed, replication, draws, signal, onProgress });
    });
    bar.stop();
    await writeReportFolder(folder, untilAborted(filesOf(answer, flags), signal));
    if (flags.json) {
      say(`report  ${folder}/`);
      printJson(noReturnJson(answer, hasimVersion()));
    } else {
      const unit = describeMetric(promise.metric)?.unit ?? 'count';
      const repeat = repeatOf(answer, flags);
      const context = { folder: `${folder}/`, repeat, unit, paint: painterFor(process.stdout) };
      print(noReturnSummary(answer, context));
    }
    return EXIT.met;
  } finally {
    bar.stop();
    await runner.close();
  }
}

/** Of a fault by its name as well, and nothing of a year. */
function metricsOfARun(scenario: Scenario): Set<string> {
  const isOfARun = (name: string) => parseMetricName(name)?.family !== 'year';
  return new Set([...metricsOf(scenario), ...[...promisableMetrics(scenario)].filter(isOfARun)]);
}

/** What is expected of the scenario, else what it promises of any disaster. */
function promiseOf(scenario: Scenario): LimitExpectation {
  const expected = scenario.expect.find((one) => one.kind === 'limit');
  const promise = expected ?? disasterPromises(scenario)[0];
  if (promise === undefined)
    throw new UsageError(
      "nothing is promised; give --promise 'recovery.tasks.rto < 1h', or expect: in the file",
    );
  return promise;
}

async function firstMissed(
  scenario: Scenario,
  promise: LimitExpectation,
  runner: Runner,
  seed: string,
  signal: AbortSignal,
): Promise<number | null> {
  const missed: number[] = [];
  const numbers = Array.from({ length: SEARCHED }, (_, i) => i);
  await runner.run(
    scenario,
    seed,
    numbers,
    (result) => {
      if (missedBy(promise, scenario, result) !== undefined) missed.push(result.replication);
    },
    signal,
  );
  return missed.length === 0 ? null : Math.min(...missed);
}

function repeatOf({ options: { seed, replication, draws }, promise }: NoReturn, flags: ExplainFlags): string {
  const { set, allowOutside, scenario } = flags;
  return repeatCommand('explain', [scenario], {
    ...{ seed, replications: draws, replication, set, allowOutside },
    own: ['--no-return', ...(flags.promise === undefined ? [] : ['--promise', promise.text])],
  });
}

async function* filesOf(answer: NoReturn, flags: ExplainFlags): AsyncGenerator<ReportFile> {
  const json = noReturnJson(answer, hasimVersion());
  yield { name: 'no-return.json', content: `${JSON.stringify(json, null, 2)}\n` };
  yield { name: 'no-return.csv', content: noReturnCsv(answer) };
  if (flags.noCharts) return;
  const { scenario, options } = answer;
  const foot = `${scenario.name} · replication ${options.replication} · seed ${options.seed}`;
  yield* chartFiles([noReturnChart(answer, foot)], sayUndrawn);
}
