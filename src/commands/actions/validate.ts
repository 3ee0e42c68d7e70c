/** `hasim validate`: the cluster model against queueing theory. */

import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { theoryTable } from '../../report/theory-table.ts';
import { confidenceOf, type TheoryRow, validate } from '../../study/theory/validate.ts';
import { theoryModels } from '../../study/theory-models/all.ts';
import { commandLine } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { OwnStudyFlags } from '../options.ts';
import { print, printJson } from './output.ts';
import { runnerOf } from './runner.ts';

export type ValidateFlags = OwnStudyFlags;

/** Exit code 1 when a row is red. */
export async function validateModel(flags: ValidateFlags, signal: AbortSignal): Promise<ExitCode> {
  const rows = await rowsOf(flags, signal);
  const red = rows.filter(({ verdict }) => verdict === 'fail').length;
  if (flags.json) {
    const engine = { version: hasimVersion(), seed: flags.seed };
    printJson({ schema: 'hasim.validation/1', engine, confidence: confidenceOf(rows.length), red, rows });
  } else {
    const repeat = commandLine(['validate', '--seed', flags.seed]);
    print(theoryTable(rows, { repeat, paint: painterFor(process.stdout) }));
  }
  return red === 0 ? EXIT.met : EXIT.failed;
}

async function rowsOf(flags: ValidateFlags, signal: AbortSignal): Promise<TheoryRow[]> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  try {
    return await validate(theoryModels(), runner, {
      seed: flags.seed,
      signal,
      onProgress: ({ done, asked, model }) => bar.update(done, asked, model),
    });
  } finally {
    bar.stop();
    await runner.close();
  }
}
