#!/usr/bin/env node
/** The command line: which verbs there are, and what is said when one cannot do its work. */
import yargs from 'yargs';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { UsageError } from './commands/errors.ts';
import { EXIT, type ExitCode } from './commands/exit-codes.ts';
import { failureOf } from './commands/failure.ts';
import { init } from './commands/init.ts';
import { presets } from './commands/presets.ts';
import { run } from './commands/run.ts';
import { schema } from './commands/schema.ts';
import { sweep } from './commands/sweep.ts';
import { usageMessage } from './commands/usage-message.ts';
import type { Work } from './commands/verb.ts';
import { endOnClosedPipe } from './node/terminal.ts';
import { hasimVersion } from './node/version.ts';

const VERBS = ['run', 'compare', 'sweep', 'check', 'init', 'schema', 'presets', 'completion'];
const args = process.argv.slice(2);
endOnClosedPipe();

let work: Work | null = null;
const doThis = (chosen: Work) => {
  work = chosen;
};

const program = yargs(args)
  .scriptName('hasim')
  .locale('en')
  .usage(
    '$0 <verb>\n\nSimulates HA clusters: throughput, waiting, failover and cost of a design before it is built.',
  )
  .command(run(doThis))
  .command(compare(doThis))
  .command(sweep(doThis))
  .command(check(doThis))
  .command(init(doThis))
  .command(schema(doThis))
  .command(presets(doThis))
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

/** Does what the command line says. */
async function main(): Promise<ExitCode> {
  if (args.length === 0) {
    program.showHelp();
    return EXIT.usage;
  }
  await program.parseAsync();
  // None where yargs has answered: --help, --version, completion.
  return work === null ? EXIT.met : work();
}

try {
  process.exitCode = await main();
} catch (error) {
  const { code, text } = failureOf(error, args);
  process.exitCode = code;
  process.stderr.write(`${text}\n`);
}
