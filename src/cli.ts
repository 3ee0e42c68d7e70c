#!/usr/bin/env node
/** The command line, and what is said when it cannot be done. */
import { EXIT, type ExitCode } from './commands/exit-codes.ts';
import { failureOf } from './commands/failure.ts';
import { overview } from './commands/overview.ts';
import { endOnClosedPipe } from './node/closed-pipe.ts';

const args = process.argv.slice(2);

/** Does what the command line says. */
async function main(): Promise<ExitCode> {
  if (args.length === 0) {
    process.stderr.write(`${overview()}\n`);
    return EXIT.usage;
  }
  if (args.length === 1 && /^(--help|-h)$/.test(args[0]!)) {
    process.stdout.write(`${overview()}\n`);
    return EXIT.met;
  }
  const { workOf } = await import('./commands/command-parser.ts');
  const work = await workOf(args);
  return work === null ? EXIT.met : work();
}

endOnClosedPipe(EXIT.unreadable);
try {
  process.exitCode = await main();
} catch (error) {
  const { code, text } = failureOf(error, args);
  process.exitCode = code;
  process.stderr.write(`${text}\n`);
}
