/** The command line, and what is said when it cannot be done. */
import { endOnClosedPipe } from '../node/closed-pipe.ts';
import { printable } from '../scenario/plain-text.ts';
import { UsageError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { overview } from './overview.ts';

/** Does what the command line says. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  endOnClosedPipe(EXIT.unreadable);
  const args = withoutEnd(words[0] === 'help' ? [...words.slice(1), '--help'] : words);
  try {
    checkDashes(args);
    return await done(args);
  } catch (error) {
    const { code, text } = failureOf(error, args);
    process.stderr.write(`${printable(text, process.stderr.isTTY)}\n`);
    return code;
  }
}

async function done(args: readonly string[]): Promise<ExitCode> {
  if (args.length === 0) {
    process.stderr.write(`${overview(process.stderr)}\n`);
    return EXIT.usage;
  }
  if (args.length === 1 && /^(--help|-h)$/.test(args[0]!)) {
    process.stdout.write(`${overview(process.stdout)}\n`);
    return EXIT.met;
  }
  const { parseCommand } = await import('./command-parser.ts');
  const work = await parseCommand(args);
  return work === null ? EXIT.met : work();
}

/**
 * Elsewhere `-` is standard input. yargs would take it for a flag without a name: a file less, and nobody hears of it.
 *
 * @throws UsageError
 */
function checkDashes(args: readonly string[]): void {
  const dashes = args.find((arg) => /^-+$/.test(arg));
  if (dashes !== undefined)
    throw new UsageError(`'${dashes}' stands for no file here; one of that name is ./${dashes}`);
}

/** After `--` everything is a file, even if its name begins with a dash. */
function withoutEnd(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  if (end < 0) return words;
  const files = words.slice(end + 1).map((word) => (word.startsWith('-') ? `./${word}` : word));
  return [...words.slice(0, end), ...files];
}
