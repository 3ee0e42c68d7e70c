/** What is wrong with a command line, in words that help: yargs finds it, this says it. */
import { closest, distance } from 'fastest-levenshtein';

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
  const names = unknown[1]!.split(', ');
  if (names.includes(args[0]!)) return `there is no verb '${args[0]}'; ${meant(args[0]!, verbs)}see ${help}`;
  const sentences = onceEach(names).map((name) => {
    const flag = flagNamed(name, args);
    if (flag === undefined) return `'${name}' is one argument too many; `;
    return `there is no flag ${flag}; ${meant(flag.replace(/^--?/, ''), known, '--')}`;
  });
  return `${[...new Set(sentences)].join('')}see ${help}`;
}

/** Two letters in the wrong order count as two: that much is a slip even in a word of three. */
const SLIP = 2;

function meant(name: string, candidates: readonly string[], dashes = ''): string {
  const small = name.toLowerCase();
  const begun = small.length > 1 ? candidates.find((candidate) => candidate.startsWith(small)) : undefined;
  const near = begun ?? closest(small, [...candidates]);
  const isNear = begun !== undefined || distance(small, near) <= Math.max(SLIP, 0.4 * name.length);
  return isNear ? `did you mean '${dashes}${near}'? ` : '';
}

/** yargs tells of `no-json` as `noJson`, too. */
function onceEach(names: readonly string[]): string[] {
  const joined = (name: string) => name.replace(/-+(.?)/g, (_, letter: string) => letter.toUpperCase());
  return names.filter((name) => !names.some((other) => other.includes('-') && joined(other) === name));
}

/** The flag as it was written, which yargs tells without dashes, and of `-seed` letter by letter. */
function flagNamed(name: string, args: readonly string[]): string | undefined {
  const flags = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.split('=')[0]!);
  return (
    flags.find((flag) => flag.replace(/^--?/, '') === name) ??
    flags.find((flag) => /^-[^-]./.test(flag) && name.length === 1 && flag.includes(name))
  );
}
