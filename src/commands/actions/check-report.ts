/** What a check leaves of a scenario that does not pass: its report, and the commands that go on from there. */
import { join } from 'node:path';
import { FolderNotOurs } from '../../node/report-folder.ts';
import { chartShowing } from '../../report/charts/showing.ts';
import type { Judgement } from '../../study/estimates/gate.ts';
import type { Study } from '../../study/replications/replicate.ts';
import { asTyped } from '../as-typed.ts';
import { commandLine } from '../command-line.ts';
import { Interrupted } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { failureOf } from '../failure.ts';
import type { CheckFlags } from './check-flags.ts';
import type { ReadScenario } from './designs.ts';
import { reportFolder } from './output.ts';
import { writeStudy } from './study.ts';

export interface Reported {
  readonly code: ExitCode;
  readonly folder: string | null;
  readonly repeat: string | null;
  readonly obstacles: readonly string[];
  /** Why charts, or the whole of it, were left out. */
  readonly remarks: readonly string[];
  readonly chartOf: (metric: string) => string | null;
}

const NO_REPORT: Reported = {
  code: EXIT.met,
  folder: null,
  repeat: null,
  obstacles: [],
  remarks: [],
  chartOf: () => null,
};

/** The report of what did not pass; one that cannot be written hides no verdict. */
export async function writeCheckReport(
  design: ReadScenario,
  study: Study,
  judgements: readonly Judgement[],
  code: ExitCode,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Reported> {
  // Of what was not compared there is nothing to see.
  if (code === EXIT.met || code === EXIT.noBaseline) return NO_REPORT;
  const folder = reportFolder(design.scenario.name, flags, true);
  try {
    const { repeat, charts, undrawn } = await writeStudy(folder, design, study, judgements, flags, signal);
    const chartOf = (metric: string) => {
      const file = chartShowing(metric, charts);
      return file === null ? null : join(folder, `${file}.png`);
    };
    return { ...NO_REPORT, folder, repeat, remarks: undrawn, chartOf };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const again = checkCommand(design.path, flags);
    if (error instanceof FolderNotOurs) return { ...NO_REPORT, remarks: [asTyped(error)], repeat: again };
    const failure = failureOf(error, ['check', design.path]);
    return {
      ...NO_REPORT,
      code: failure.code,
      obstacles: failure.text.split('\n'),
      repeat: again,
    };
  }
}

/** The command that checks one scenario again in the same way. */
export function checkCommand(
  path: string,
  { seed, replications, set, allowOutside, update, promises, disasters }: CheckFlags,
): string {
  return commandLine([
    'check',
    path,
    ...(update ? ['--update'] : []),
    ...(promises ? ['--promises'] : []),
    ...(disasters === undefined ? [] : ['--disasters', disasters]),
    ...(seed === undefined ? [] : ['--seed', seed]),
    ...(replications === undefined ? [] : ['--replications', `${replications}`]),
    ...set.flatMap((assignment) => ['--set', assignment]),
    ...(allowOutside ? ['--allow-outside'] : []),
  ]);
}

/** The command that makes the baseline. */
export function updateCommand(path: string, { allowOutside }: CheckFlags): string {
  return commandLine(['check', path, '--update', ...(allowOutside ? ['--allow-outside'] : [])]);
}
