#!/usr/bin/env node
/** The command line: which verbs there are, and what is said when one cannot do its work. */
import yargs from 'yargs';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { UsageError } from './commands/errors.ts';
import { EXIT } from './commands/exit-codes.ts';
import { failureOf } from './commands/failure.ts';
import { init } from './commands/init.ts';
import { presets } from './commands/presets.ts';
import { run } from './commands/run.ts';
import { schema } from './commands/schema.ts';
import { usageMessage } from './commands/usage-message.ts';
import { endOnClosedPipe } from './node/terminal.ts';
import { hasimVersion } from './node/version.ts';

const VERBS = ['run', 'compare', 'check', 'init', 'schema', 'presets', 'completion'];
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
  .command(check)
  .command(init)
  .command(schema)
  .command(presets)
  .completion('completion', 'Print a script that completes verbs and flags in your shell')
  .demandCommand(1, 'name a verb')
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
  .fail((message, error) => {
    // A YError is what a check of a flag says, in the clothes of yargs.
    if (error && error.name !== 'YError') throw error;
    throw new UsageError(usageMessage(message || error.message, args, VERBS, knownFlags()));
  });

/** Of the verb that was called; in yargs itself, missing in its declared types. */
function knownFlags(): string[] {
  const { key } = (program as typeof program & { getOptions(): { key: object } }).getOptions();
  return Object.keys(key);
}

try {
  if (args.length > 0) await program.parseAsync();
  else {
    program.showHelp();
    process.exitCode = EXIT.usage;
  }
} catch (error) {
  const { code, text } = failureOf(error, args);
  process.exitCode = code;
  process.stderr.write(`${text}\n`);
}
