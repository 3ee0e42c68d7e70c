/** The command line as yargs understands it. */
import yargs from 'yargs';
import { hasimVersion } from '../node/version.ts';
import { columnsOf } from '../report/terminal-width.ts';
import { UsageError } from './errors.ts';
import { usageMessage } from './usage-message.ts';
import type { Work } from './verb.ts';
import { COMPLETION, verbs } from './verbs.ts';
import type { WhereFlags } from './where.ts';

/**
 * The work that a command line asks for; null where yargs has answered it: help of a verb, version, completion.
 *
 * @param given what no flag can say
 * @throws UsageError
 */
export async function parseCommand(
  args: readonly string[],
  given: Pick<WhereFlags, 'merged'> = {},
): Promise<Work | null> {
  let work: Work | null = null;
  const modules = verbs((chosen) => {
    work = chosen;
  });
  const names = [...modules.map(({ command }) => String(command).split(' ')[0]!), COMPLETION[0]];
  const program = yargs([...args])
    .scriptName('hasim')
    .locale('en')
    .completion(...COMPLETION)
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
    .wrap(columnsOf(process.stdout))
    .middleware((flags) => void Object.assign(flags, given, { words: args }))
    .exitProcess(false)
    .fail((message, error) => {
      // A YError is what yargs makes of the words with which a check of a flag refuses its value.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(usageMessage(message || error.message, args, names, knownFlags(program)));
    });
  // yargs would answer with the help of all verbs.
  const [asked] = args.filter((arg) => !arg.startsWith('-'));
  if (args.some((arg) => arg === '--help' || arg === '-h') && asked !== undefined && !names.includes(asked))
    throw new UsageError(usageMessage(`Unknown command: ${asked}`, [asked], names, []));
  for (const module of modules) program.command(module as (typeof modules)[0]);
  await program.parseAsync();
  return work;
}

/** Of the verb that was called; in yargs itself, missing in its declared types. */
function knownFlags(program: object): string[] {
  return Object.keys((program as { getOptions(): { key: object } }).getOptions().key);
}
