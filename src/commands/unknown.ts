/** "Did you mean" for verbs and flags. */
import { didYouMean } from '../scenario/suggest.ts';

/**
 * A better sentence for a verb, flag or argument that does not exist.
 *
 * @param message what yargs says, in English
 * @param known flags of the verb, without dashes
 * @returns null when the message is about something else
 */
export function unknownNames(
  message: string,
  args: readonly string[],
  verbs: readonly string[],
  known: readonly string[],
): string | null {
  const found = /^Unknown (?:argument|command)s?: (.+)$/.exec(message);
  if (found === null) return null;
  const names = found[1]!.split(', ');
  const [verb] = args;
  if (verb !== undefined && names.includes(verb))
    return `there is no verb '${verb}'; ${didYouMean(verb, verbs)}hasim --help lists them`;
  const sentences = names.map((name) => {
    const written = args.find(
      (arg) => /^--?[^-]/.test(arg) && arg.replace(/^--?/, '').split('=')[0] === name,
    );
    if (written === undefined) return `'${name}' is one argument too many; `;
    const flag = written.split('=')[0]!;
    return `there is no flag ${flag}; ${didYouMean(name, known).replace(/'(.*)'/, "'--$1'")}`;
  });
  return `${sentences.join('')}hasim ${verb} --help lists what there is`;
}
