/** `hasim init --from`: recorded tasks as a trace, a replay of it and fitted classes; and what the replay says. */
import { accessSync, constants, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, resolve } from 'node:path';
import { HOUR } from '../../engine/time.ts';
import { readTaskLists } from '../../node/task-lists.ts';
import { painterFor } from '../../node/terminal.ts';
import { type NamedText, writeTogether } from '../../node/write-together.ts';
import { fittedYaml, replayYaml, traceCsv } from '../../report/history-files.ts';
import { gapWords, historySummary, iso } from '../../report/history-words.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { parseScenario } from '../../scenario/parse.ts';
import { type ClassFit, fitHistory, isBunched } from '../../study/history/class-fits.ts';
import { type History, historyOf, MOST_HOURS } from '../../study/history/history.ts';
import { type Misfit, misfits } from '../../study/history/misfits.ts';
import { parseColumns } from '../../study/history/task-columns.ts';
import type { Study } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { fixed, REPLICATIONS } from '../../study/replications/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { ReadScenario } from './designs.ts';
import { checkNewScenario, isThere, nameFrom } from './init.ts';
import type { InitFlags } from './init-flags.ts';
import { print } from './output.ts';
import { runnerOf } from './runner.ts';
import { studyDesign } from './study.ts';

/** As `hasim run` has them when nothing is asked for, so that it finds these replications in the cache. */
const FLAGS = {
  set: [],
  allowOutside: false,
  seed: undefined,
  replications: undefined,
  precision: undefined,
  jobs: availableParallelism(),
  noCache: false,
  force: true,
  out: undefined,
  json: false,
  noCharts: true,
};

/**
 * Replays the recorded tasks, writes the three files, all or none, and prints recorded waits beside replayed ones.
 * A fitted scenario that does not give what was recorded is not written, and the exit code says so.
 *
 * @throws UsageError as `checkNewScenario`, and when a file is there and is not to be overwritten
 * @throws ScenarioError, FileError when a list cannot be read, or has nothing to replay
 */
export async function writeFromTasks(
  { file, force, from, columns }: InitFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (extname(file) === '.json')
    throw new UsageError(`${file}: give each list its own --from, or name the folder that they are in`);
  checkNewScenario(file);
  const stem = file.slice(0, -extname(file).length);
  const paths = [file, `${stem}.csv`, `${stem}-fitted${extname(file)}`] as const;
  const there = force ? undefined : paths.find((path) => existsSync(path));
  if (there !== undefined) throw isThere(there);
  const own = paths.find((path) => from.some((list) => resolve(list) === resolve(path)));
  if (own !== undefined) throw new UsageError(`${own} would be written over the list; name another file`);
  // Before the work rather than after.
  accessSync(dirname(file), constants.W_OK);

  const history = readHistory(from, columns);
  const runner = runnerOf(FLAGS);
  try {
    const study = await replayed(history, paths, runner, signal);
    const { fits, wrong } = await fittedTo(history, study, paths, runner, signal);
    const files = filesOf(history, study, fits, paths);
    parsed(paths[0], files);
    writeTogether(wrong.length === 0 ? files : files.slice(0, 2));
    const flags = { ...FLAGS, seed: study.seed, replications: REPLICATIONS };
    const repeat = repeatCommand('run', [paths[0]], flags);
    const context = { files: paths, misfits: wrong, repeat, paint: painterFor(process.stdout) };
    print(historySummary(history, fits, study, context));
    return wrong.length === 0 ? EXIT.met : EXIT.failed;
  } finally {
    await runner.close();
  }
}

type Paths = readonly [replay: string, trace: string, fitted: string];

/** The texts of the three files; of the fitted one only with fits. */
function filesOf(
  history: History,
  study: Study | null,
  fits: readonly ClassFit[] | null,
  [replay, trace, fitted]: Paths,
): NamedText[] {
  return [
    { path: replay, text: replayYaml(history, nameFrom(replay), basename(trace), study) },
    { path: trace, text: traceCsv(history) },
    ...(fits === null
      ? []
      : [{ path: fitted, text: fittedYaml(history, fits, nameFrom(fitted), basename(replay)) }]),
  ];
}

/** The replay, before anything is written. */
function replayed(history: History, paths: Paths, runner: Runner, signal: AbortSignal): Promise<Study> {
  const design = parsed(paths[0], filesOf(history, null, null, paths));
  return studyDesign(design, runner, fixed(REPLICATIONS), FLAGS, signal);
}

/**
 * The fits that give what was recorded: of all classes; else of all but those in bunches, which are replayed. Where
 * neither does, the first ones, with what is wrong with them.
 */
async function fittedTo(
  history: History,
  replay: Study,
  paths: Paths,
  runner: Runner,
  signal: AbortSignal,
): Promise<{ fits: readonly ClassFit[]; wrong: readonly Misfit[] }> {
  const wrongWith = async (fits: readonly ClassFit[]) => {
    const design = parsed(paths[2], filesOf(history, null, fits, paths));
    return misfits(history, replay, await studyDesign(design, runner, fixed(REPLICATIONS), FLAGS, signal));
  };
  const fits = fitHistory(history);
  const wrong = await wrongWith(fits);
  if (wrong.length === 0) return { fits, wrong };
  const fewer = fits.map((fit) => ({ ...fit, asRecorded: fit.asRecorded || isBunched(fit) }));
  const isOther = fewer.some(({ asRecorded }, i) => asRecorded !== fits[i]!.asRecorded);
  if (isOther && (await wrongWith(fewer)).length === 0) return { fits: fewer, wrong: [] };
  return { fits, wrong };
}

function readHistory(from: readonly string[], text: string | undefined): History {
  const columns = text === undefined ? {} : parseColumns(text);
  if (typeof columns === 'string') throw new UsageError(`--columns: ${columns}`);
  const refuse = (text: string) =>
    new ScenarioError([{ file: from.join(', '), line: 1, column: 1, path: '', text }]);
  const history = historyOf(readTaskLists(from, columns));
  if (!('tasks' in history)) {
    const gaps = gapWords(history).join('; ');
    throw refuse(
      `has no task that was queued and started; ${gaps === '' ? 'ask for more pages or other dates' : gaps}`,
    );
  }
  const { start, hours } = history;
  if (hours > MOST_HOURS) {
    const ends = `from ${iso(start)} to ${iso(start + hours * HOUR)}`;
    throw refuse(`goes ${ends}; a record of more than ten years has a wrong time in it`);
  }
  return history;
}

/** One of files that are not on disk yet: what is written can be run. */
function parsed(path: string, files: readonly NamedText[]): ReadScenario {
  const file = (name: string) => files.find((each) => basename(each.path) === basename(name));
  const read = (name: string) => file(name) ?? { error: `no ${name}` };
  const source = file(path)!;
  return { path, sources: { file: source, named: [] }, ...parseScenario(source, { set: [], read }) };
}
