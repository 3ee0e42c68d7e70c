/** What is wrong with a command line, in words that help: yargs finds it, this says it. */
import { closest, distance } from 'fastest-levenshtein';
import { didYouMean } from '../scenario/suggest.ts';

/**
 * A sentence about a command line that cannot be understood.
 *
 * @param message what yargs says, in English
 * @param known flags of the verb, without dashes
 */
export function usageMessage(
  message: string,
  args: readonly string[],
  verbs: readonly string[],
  known: readonly string[],
): string {
  const help = verbs.includes(args[0]!) ? `hasim ${args[0]} --help` : 'hasim --help';
  const valueless = /^Not enough arguments following: (.+)$/.exec(message);
  if (valueless !== null) return `--${valueless[1]} needs a value; see ${help}`;
  if (message.startsWith('Not enough non-option arguments')) return `a file is missing; see ${help}`;
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message);
  if (unknown === null) return `${message}; see ${help}`;
  const sentences = unknown[1]!.split(', ').map((name) => {
    if (name === args[0]) return `there is no verb '${name}'; ${meantVerb(name, verbs)}`;
    const flag = flagNamed(name, args);
    if (flag === undefined) return `'${name}' is one argument too many; `;
    return `there is no flag ${flag}; ${didYouMean(name, known).replace("'", "'--")}`;
  });
  return `${sentences.join('')}see ${help}`;
}

/** Verbs are short: two letters in the wrong order are already half of one. */
function meantVerb(name: string, verbs: readonly string[]): string {
  const near = closest(name, [...verbs]);
  return distance(name, near) <= 2 ? `did you mean '${near}'? ` : '';
}

/** The flag as it was written, which yargs tells without dashes. */
function flagNamed(name: string, args: readonly string[]): string | undefined {
  const flags = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.split('=')[0]!);
  return flags.find((flag) => flag.replace(/^--?/, '') === name);
}
