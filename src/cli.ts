#!/usr/bin/env node
/** The command line: which verbs there are, and what is said when one cannot do its work. */
import yargs from 'yargs';
import { compare } from './commands/compare.ts';
import { UsageError } from './commands/errors.ts';
import { failureOf } from './commands/failure.ts';
import { run } from './commands/run.ts';
import { unknownNames } from './commands/unknown.ts';
import { endOnClosedPipe } from './node/terminal.ts';
import { hasimVersion } from './node/version.ts';

const VERBS = ['run', 'compare', 'completion'];
const args = process.argv.slice(2);
endOnClosedPipe();

const program = yargs(args)
  .scriptName('hasim')
  .locale('en')
  .usage(
    '$0 <verb>\n\nSimulates HA clusters: throughput, waiting, failover and cost of a design before it is built.',
  )
  .command(run)
  .command(compare)
  .completion('completion', 'Print a script that completes verbs and flags in your shell')
  .demandCommand(1, 1, 'name a verb')
  .strict()
  .parserConfiguration({
    'boolean-negation': false,
    'dot-notation': false,
    'parse-numbers': false,
    'parse-positional-numbers': false,
  })
  .version(hasimVersion())
  .alias('help', 'h')
  .wrap(100)
  .exitProcess(false)
  .fail((message, error, self) => {
    if (error) throw error;
    // Of yargs itself, missing in its declared types.
    const { key } = (self as typeof self & { getOptions(): { key: object } }).getOptions();
    throw new UsageError(unknownNames(message, args, VERBS, Object.keys(key)) ?? message);
  });

try {
  await program.parseAsync();
} catch (error) {
  const { code, text } = failureOf(error, args);
  process.exitCode = code;
  process.stderr.write(`${text}\n`);
}
