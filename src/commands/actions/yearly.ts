/** `hasim yearly`: failures that are too rare to wait for. */

import { painterFor, progressBar } from '../../node/terminal.ts';
import { ReplicationFailed } from '../../node/thread-runner.ts';
import { hasimVersion } from '../../node/version.ts';
import { yearlyJson, yearlySummary } from '../../report/yearly.ts';
import { type Yearly, yearly } from '../../study/yearly/yearly.ts';
import { repeatCommand } from '../command-line.ts';
import { BrokenPromise } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { YearlyFlags } from '../options.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { print, printJson } from './output.ts';
import { runnerOf } from './runner.ts';
import { checkWork } from './work.ts';

export interface YearlyCommandFlags extends YearlyFlags {
  readonly scenario: string;
}

/** The exit code says only whether it could be done. */
export async function yearOf(flags: YearlyCommandFlags, signal: AbortSignal): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const seed = flags.seed ?? design.scenario.seed;
  checkWork(design, flags.replications, flags);
  const repeat = repeatCommand('yearly', [design.path], { ...flags, seed });
  const year = await studied(design, { ...flags, seed }, repeat, signal);
  if (flags.json) printJson(yearlyJson(year, hasimVersion()));
  else print(yearlySummary(year, { repeat, notes: design.notes, paint: painterFor(process.stdout) }));
  return EXIT.met;
}

/** With a bar; when a replication breaks, the error names the command that repeats it. */
async function studied(
  { scenario }: ReadScenario,
  flags: YearlyCommandFlags & { readonly seed: string },
  repeat: string,
  signal: AbortSignal,
): Promise<Yearly> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  try {
    return await yearly(scenario, runner, {
      replications: flags.replications,
      seed: flags.seed,
      signal,
      onProgress: (done, asked, part) => bar.update(done, asked, part),
    });
  } catch (error) {
    throw error instanceof ReplicationFailed ? new BrokenPromise(error, repeat) : error;
  } finally {
    bar.stop();
    await runner.close();
  }
}
