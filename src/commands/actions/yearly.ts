/** `hasim yearly`: failures that are too rare to wait for. */

import { ReplicationFailed } from '../../node/replication-failed.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { yearlyJson, yearlySummary } from '../../report/yearly.ts';
import { yearsJson, yearsSummary } from '../../report/years.ts';
import { judgeYear } from '../../study/yearly/promised.ts';
import { type Yearly, yearly } from '../../study/yearly/yearly.ts';
import { repeatCommand } from '../command-line.ts';
import { BrokenPromise } from '../errors.ts';
import { type ExitCode, gravest } from '../exit-codes.ts';
import type { YearlyFlags } from '../options.ts';
import { type ReadScenario, readDesigns } from './designs.ts';
import { exitCodeOf } from './judging.ts';
import { print, printJson } from './output.ts';
import { runnerOf } from './runner.ts';
import { checkWork } from './work.ts';

export interface YearlyCommandFlags extends YearlyFlags {
  readonly scenario: string;
  readonly others: readonly string[];
}

/** The exit code is that of the gravest promise about a year. */
export async function runYearly(flags: YearlyCommandFlags, signal: AbortSignal): Promise<ExitCode> {
  const designs = readDesigns([flags.scenario, ...flags.others], flags);
  const seed = flags.seed ?? designs[0]!.scenario.seed;
  for (const design of designs) checkWork(design, flags.replications, flags);
  const paths = designs.map(({ path }) => path);
  const repeat = repeatCommand('yearly', paths, { ...flags, seed });
  const years = await studied(designs, { ...flags, seed }, repeat, signal);
  const [first, ...others] = years;
  const notes = [...new Set(designs.flatMap((design) => design.notes))];
  const context = { repeat, notes, paint: painterFor(process.stdout) };
  const version = hasimVersion();
  if (flags.json) printJson(others.length === 0 ? yearlyJson(first!, version) : yearsJson(years, version));
  else print(others.length === 0 ? yearlySummary(first!, context) : yearsSummary(years, context));
  return gravest(years.map((year) => exitCodeOf(judgeYear(year))));
}

/** With a bar; when a replication breaks, the error names the command that repeats it. */
async function studied(
  designs: readonly ReadScenario[],
  flags: YearlyCommandFlags & { readonly seed: string },
  repeat: string,
  signal: AbortSignal,
): Promise<Yearly[]> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  try {
    const years: Yearly[] = [];
    for (const { scenario } of designs)
      years.push(
        await yearly(scenario, runner, {
          replications: flags.replications,
          seed: flags.seed,
          signal,
          onProgress: (done, asked, part) =>
            bar.update(done, asked, designs.length === 1 ? part : `${scenario.name}, ${part}`),
        }),
      );
    return years;
  } catch (error) {
    throw error instanceof ReplicationFailed ? new BrokenPromise(error, repeat) : error;
  } finally {
    bar.stop();
    await runner.close();
  }
}
