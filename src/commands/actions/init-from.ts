/** `hasim init --from`: recorded tasks as a trace, a replay of it and fitted classes; then what the replay says. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname } from 'node:path';
import { readTaskLists } from '../../node/task-lists.ts';
import { painterFor } from '../../node/terminal.ts';
import { type NamedText, writeTogether } from '../../node/write-together.ts';
import { fittedYaml, replayYaml, traceCsv } from '../../report/history-files.ts';
import { gapWords, historySummary } from '../../report/history-words.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { parseScenario } from '../../scenario/parse.ts';
import { fitHistory } from '../../study/history/class-fits.ts';
import { type History, historyOf } from '../../study/history/history.ts';
import { fixed, REPLICATIONS } from '../../study/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { InitFlags } from '../init.ts';
import { readDesign } from './designs.ts';
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
 * Writes the three files, all or none, then replays and prints recorded waits beside replayed ones.
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

  const history = readHistory(from);
  const fits = fitHistory(history);
  const [replay, trace, fitted] = paths;
  const texts = [
    replayYaml(history, nameFrom(replay), basename(trace)),
    traceCsv(history),
    fittedYaml(history, fits, nameFrom(fitted), basename(replay)),
  ];
  const files = paths.map((path, i) => ({ path, text: texts[i]! }));
  mustBeReadable(files);
  writeTogether(files);

  const design = readDesign(replay, FLAGS);
  const runner = runnerOf(FLAGS);
  try {
    const study = await studyDesign(design, runner, fixed(REPLICATIONS), FLAGS, signal);
    const repeat = repeatCommand('run', [replay], { ...FLAGS, seed: study.seed, replications: REPLICATIONS });
    print(historySummary(history, fits, study, { files: paths, repeat, paint: painterFor(process.stdout) }));
  } finally {
    await runner.close();
  }
  return EXIT.met;
}

function readHistory(from: readonly string[]): History {
  const history = historyOf(readTaskLists(from));
  if ('tasks' in history) return history;
  const gaps = gapWords(history).join('; ').replace(/\s+/g, ' ').trim();
  const text = `has no task that was queued and started; ${gaps === '' ? 'ask for more pages or other dates' : gaps}`;
  throw new ScenarioError([{ file: from.join(', '), line: 1, column: 1, path: '', text }]);
}

/** What is written can be run: a promise of ours, kept before anything is on disk. */
function mustBeReadable(files: readonly NamedText[]): void {
  const read = (name: string) => {
    const found = files.find(({ path }) => basename(path) === basename(name));
    return found === undefined ? { error: `no ${name}` } : found;
  };
  for (const { path, text } of files.filter((each) => extname(each.path) !== '.csv'))
    parseScenario({ path, text }, { set: [], read });
}
