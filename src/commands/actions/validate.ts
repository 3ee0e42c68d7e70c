/** `hasim validate`: the cluster model against queueing theory, and against what others have published. */

import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { publishedTable } from '../../report/published-table.ts';
import { theoryTable } from '../../report/theory-table.ts';
import { publishedModels } from '../../study/published/all.ts';
import { validatePublished } from '../../study/published/validate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { confidenceOf, type ValidateOptions, validate } from '../../study/theory/validate.ts';
import { theoryModels } from '../../study/theory-models/all.ts';
import { commandLine } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { OwnStudyFlags } from '../options.ts';
import { print, printJson } from './output.ts';
import { runnerOf } from './runner.ts';

export interface ValidateFlags extends OwnStudyFlags {
  readonly external: boolean;
}

/** Exit code 1 when a row is red. */
export async function validateModel(flags: ValidateFlags, signal: AbortSignal): Promise<ExitCode> {
  const context = {
    repeat: commandLine(['validate', ...(flags.external ? ['--external'] : []), '--seed', flags.seed]),
    paint: painterFor(process.stdout),
  };
  if (flags.external) {
    const rows = await withRunner(flags, signal, (runner, options) =>
      validatePublished(publishedModels(), runner, options),
    );
    return told(flags, rows, () => publishedTable(rows, context));
  }
  const rows = await withRunner(flags, signal, (runner, options) =>
    validate(theoryModels(), runner, options),
  );
  return told(flags, rows, () => theoryTable(rows, context));
}

function told(
  { json, seed }: ValidateFlags,
  rows: readonly { readonly verdict: 'pass' | 'fail' }[],
  table: () => string,
): ExitCode {
  const red = rows.filter(({ verdict }) => verdict === 'fail').length;
  if (json) {
    const engine = { version: hasimVersion(), seed };
    printJson({ schema: 'hasim.validation/1', engine, confidence: confidenceOf(rows.length), red, rows });
  } else {
    print(table());
  }
  return red === 0 ? EXIT.met : EXIT.failed;
}

async function withRunner<Row>(
  flags: ValidateFlags,
  signal: AbortSignal,
  rowsOf: (runner: Runner, options: ValidateOptions) => Promise<Row[]>,
): Promise<Row[]> {
  const runner = runnerOf(flags);
  const bar = progressBar();
  try {
    return await rowsOf(runner, {
      seed: flags.seed,
      signal,
      onProgress: ({ done, asked, model }) => bar.update(done, asked, model),
    });
  } finally {
    bar.stop();
    await runner.close();
  }
}
