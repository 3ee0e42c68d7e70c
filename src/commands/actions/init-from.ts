/** `hasim init --from`: recorded tasks as a trace, a replay of it and fitted classes; and what the replay says. */
import { accessSync, constants, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import { HOUR } from '../../engine/time.ts';
import { readTaskLists } from '../../node/task-lists.ts';
import { painterFor } from '../../node/terminal.ts';
import { type NamedText, writeTogether } from '../../node/write-together.ts';
import { fittedYaml, replayYaml, traceCsv } from '../../report/history-files.ts';
import { gapWords, historySummary, iso } from '../../report/history-words.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { parseScenario } from '../../scenario/parse.ts';
import { fitHistory } from '../../study/history/class-fits.ts';
import { type History, historyOf, MOST_HOURS } from '../../study/history/history.ts';
import type { Study } from '../../study/replicate.ts';
import { fixed, REPLICATIONS } from '../../study/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { InitFlags } from '../init.ts';
import type { Design } from './designs.ts';
import { checkNewScenario, isThere, nameFrom } from './init.ts';
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
  out: undefined,
  json: false,
  noCharts: true,
};

/**
 * Replays the recorded tasks, writes the three files, all or none, and prints recorded waits beside replayed ones.
 *
 * @throws UsageError as `checkNewScenario`, and when a file is there and is not to be overwritten
 * @throws ScenarioError, FileError when a list cannot be read, or has nothing to replay
 */
export async function writeFromTasks(
  { file, force, from }: InitFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (extname(file) === '.json')
    throw new UsageError(`${file}: give each list its own --from, or name the folder that they are in`);
  checkNewScenario(file);
  const stem = file.slice(0, -extname(file).length);
  const paths = [file, `${stem}.csv`, `${stem}-fitted${extname(file)}`] as const;
  const there = force ? undefined : paths.find((path) => existsSync(path));
  if (there !== undefined) throw isThere(there);
  // Before the work rather than after.
  accessSync(dirname(file), constants.W_OK);

  const history = readHistory(from);
  const fits = fitHistory(history);
  const study = await replayed(history, paths, signal);
  const [replay, trace, fitted] = paths;
  const texts = [
    replayYaml(history, nameFrom(replay), basename(trace), study),
    traceCsv(history),
    fittedYaml(history, fits, nameFrom(fitted), basename(replay)),
  ];
  const files = paths.map((path, i) => ({ path, text: texts[i]! }));
  for (const path of [replay, fitted]) parsed(path, files);
  writeTogether(files);
  const repeat = repeatCommand('run', [replay], { ...FLAGS, seed: study.seed, replications: REPLICATIONS });
  print(historySummary(history, fits, study, { files: paths, repeat, paint: painterFor(process.stdout) }));
  return EXIT.met;
}

/** The replay, before anything is written. */
async function replayed(
  history: History,
  [replay, trace]: readonly [replay: string, trace: string, fitted: string],
  signal: AbortSignal,
): Promise<Study> {
  const files = [
    { path: replay, text: replayYaml(history, nameFrom(replay), basename(trace), null) },
    { path: trace, text: traceCsv(history) },
  ];
  const runner = runnerOf(FLAGS);
  try {
    return await studyDesign(parsed(replay, files), runner, fixed(REPLICATIONS), FLAGS, signal);
  } finally {
    await runner.close();
  }
}

function readHistory(from: readonly string[]): History {
  const refuse = (text: string) =>
    new ScenarioError([{ file: from.join(', '), line: 1, column: 1, path: '', text }]);
  const history = historyOf(readTaskLists(from));
  if (!('tasks' in history)) {
    const gaps = gapWords(history).join('; ').replace(/\s+/g, ' ').trim();
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
function parsed(path: string, files: readonly NamedText[]): Design {
  const file = (name: string) => files.find((each) => basename(each.path) === basename(name));
  const read = (name: string) => file(name) ?? { error: `no ${name}` };
  return { path, ...parseScenario(file(path)!, { set: [], read }) };
}
