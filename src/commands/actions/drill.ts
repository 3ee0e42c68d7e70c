/** `hasim drill`: each design through each disaster. */
import { chartFiles } from '../../node/chart-files.ts';
import { readDisasters, SHIPPED_DISASTERS } from '../../node/disaster-files.ts';
import { type LoadedDrill, loadDrill } from '../../node/load-drill.ts';
import { pageFile } from '../../node/page-file.ts';
import { ReplicationFailed } from '../../node/replication-failed.ts';
import { type ReportFile, writeReportFolder } from '../../node/report-folder.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { drillPage } from '../../page/drill-page.ts';
import { drillCharts } from '../../report/charts/drill.ts';
import type { Chart } from '../../report/charts/picture.ts';
import { drillCsv, drillJson, drillMarkdown } from '../../report/drill/files.ts';
import { drillSummary } from '../../report/drill/summary.ts';
import { plural } from '../../report/words.ts';
import { type CellVerdict, type Drill, drill } from '../../study/drill/drill.ts';
import { repeatCommand } from '../command-line.ts';
import { BrokenPromise } from '../errors.ts';
import { EXIT, type ExitCode, gravest } from '../exit-codes.ts';
import { folderName } from './compare.ts';
import { type ReadScenario, readDesigns } from './designs.ts';
import type { DrillCommandFlags } from './drill-flags.ts';
import { prepareFolder, print, printJson, reportFolder, say, sayUndrawn, untilAborted } from './output.ts';
import { promisesOf } from './promises.ts';
import { runnerOf } from './runner.ts';
import { checkSeal, sealed } from './seal.ts';
import { checkCosts, costOf } from './work.ts';

/** The exit code is that of the gravest promise. */
export async function drillDesigns(flags: DrillCommandFlags, signal: AbortSignal): Promise<ExitCode> {
  checkSeal(flags);
  const designs = readDesigns(flags.designs, flags);
  const files = readDisasters(flags.disasters ?? SHIPPED_DISASTERS);
  const { set, allowOutside } = flags;
  const loaded = loadDrill(designs, files, promisesOf(flags.promise, designs), { set, allowOutside });
  const folder = reportFolder(`${folderName(designs)}-drill`, flags);
  await prepareFolder(folder);
  checkDrill(loaded, designs[0]!, flags);
  const drilled = await run(loaded, designs, flags, signal);
  const repeat = repeatOf(designs, drilled, flags);
  const notes = [...designs.flatMap((design) => design.notes), ...loaded.notes];
  const charts = flags.noCharts ? [] : drillCharts(drilled, footOf(drilled, flags));
  const command = (d: number, i: number, replications: number) => {
    const own = { seed: drilled.seed, replications, set: [...flags.set, ...loaded.sets[d]![i]!] };
    return repeatCommand('run', [designs[d]!.path], { ...own, allowOutside });
  };
  const json = drillJson(drilled, hasimVersion(), command);
  await writeReportFolder(folder, untilAborted(filesOf(drilled, json, charts, notes, repeat), signal));
  if (flags.json) {
    say(`report  ${folder}/`);
    printJson(json);
  } else
    print(drillSummary(drilled, { folder: `${folder}/`, repeat, notes, paint: painterFor(process.stdout) }));
  // Those that ship are of the build.
  const own = flags.disasters === undefined ? [] : files;
  for (const line of sealed(flags, designs, [folder], own)) say(line);
  return exitCodeOf(drilled);
}

/** The ordinary day of each design, and each disaster that it can have. */
function checkDrill({ plan }: LoadedDrill, { path }: ReadScenario, flags: DrillCommandFlags): void {
  const scenarios = plan.designs.flatMap(({ ordinary, cells }) => [
    ordinary,
    ...cells.flatMap((cell) => ('scenario' in cell ? [cell.scenario] : [])),
  ]);
  const costs = scenarios.map((scenario) => costOf(scenario, flags.seed));
  checkCosts({ path, name: 'the drill' }, costs, flags.replications, flags);
}

async function run(
  { plan }: LoadedDrill,
  designs: readonly ReadScenario[],
  flags: DrillCommandFlags,
  signal: AbortSignal,
): Promise<Drill> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  const { replications } = flags;
  const seed = flags.seed ?? designs[0]!.scenario.seed;
  try {
    return await drill(plan, runner, {
      seed,
      replications,
      signal,
      onProgress: (done, asked, what) => bar.update(done, asked, what),
    });
  } catch (error) {
    if (!(error instanceof ReplicationFailed)) throw error;
    const words = designs.map(({ path }) => path);
    throw new BrokenPromise(error, repeatCommand('drill', words, { ...flags, seed, own: ownFlags(flags) }));
  } finally {
    bar.stop();
    await runner.close();
  }
}

const CODES: Readonly<Record<CellVerdict, ExitCode>> = {
  kept: EXIT.met,
  broken: EXIT.failed,
  unsure: EXIT.inconclusive,
};

function exitCodeOf({ designs }: Drill): ExitCode {
  return gravest(
    designs.flatMap(({ cells }) =>
      cells.map(({ verdict }) => (verdict === null ? EXIT.met : CODES[verdict])),
    ),
  );
}

function ownFlags({ disasters, promise }: DrillCommandFlags): string[] {
  return [
    ...(disasters === undefined ? [] : ['--disasters', disasters]),
    ...promise.flatMap((text) => ['--promise', text]),
  ];
}

function repeatOf(designs: readonly ReadScenario[], { seed }: Drill, flags: DrillCommandFlags): string {
  const { set, allowOutside, replications } = flags;
  const paths = designs.map(({ path }) => path);
  return repeatCommand('drill', paths, { seed, replications, set, allowOutside, own: ownFlags(flags) });
}

function footOf({ seed, designs, disasters }: Drill, { replications }: DrillCommandFlags): string {
  return `${plural(designs.length, 'design')} × ${plural(disasters.length, 'disaster')} · ${plural(replications, 'replication')} · seed ${seed}`;
}

async function* filesOf(
  drilled: Drill,
  document: object,
  charts: readonly Chart[],
  notes: readonly string[],
  repeat: string,
): AsyncGenerator<ReportFile> {
  yield { name: 'drill.json', content: `${JSON.stringify(document, null, 2)}\n` };
  yield { name: 'drill.csv', content: drillCsv(drilled) };
  const drawn = yield* chartFiles(charts, sayUndrawn);
  yield { name: 'summary.md', content: drillMarkdown(drilled, { charts: drawn, notes, repeat }) };
  yield await pageFile(drillPage(drilled, { repeat, version: hasimVersion(), notes }));
}
