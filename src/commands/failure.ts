/** What is said, and with which exit code, when a command cannot do its work. */

import { QueueTrouble } from '../node/farm/queue-trouble.ts';
import { FileError } from '../node/file-error.ts';
import { PartWritten } from '../node/parts/part-written.ts';
import { FolderNotOurs } from '../node/report-folder.ts';
import { ScenarioError } from '../scenario/errors.ts';
import { asTyped } from './as-typed.ts';
import { commandLine } from './command-line.ts';
import { BrokenPromise, Interrupted, UsageError } from './errors.ts';
import { EXIT, type ExitCode, gravest } from './exit-codes.ts';

export interface Failure {
  readonly code: ExitCode;
  /** For stderr. */
  readonly text: string;
}

/**
 * The failure that an error stands for.
 *
 * @param args the command line, which repeats what nobody foresaw
 */
export function failureOf(error: unknown, args: readonly string[]): Failure {
  if (error instanceof AggregateError) {
    const failures = error.errors.map((each) => failureOf(each, args));
    return {
      code: gravest(failures.map(({ code }) => code)),
      text: failures.map(({ text }) => text).join('\n'),
    };
  }
  if (error instanceof Interrupted) {
    const kept = args.includes('--no-cache') ? '' : '; the same command goes on where this one stopped';
    return { code: EXIT.interrupted, text: `hasim: ${error.message}${kept}` };
  }
  if (error instanceof PartWritten)
    return { code: EXIT.met, text: `${error.message}\nwhen all parts are there: hasim merge <parts>` };
  if (error instanceof QueueTrouble)
    return {
      code: EXIT.unavailable,
      text: `hasim: ${error.message}\nwhat is finished is kept; the same command goes on`,
    };
  if (error instanceof UsageError || error instanceof FolderNotOurs)
    return { code: EXIT.usage, text: `hasim: ${asTyped(error)}` };
  if (error instanceof ScenarioError) return { code: EXIT.invalid, text: asTyped(error) };
  if (error instanceof FileError) return { code: EXIT.unreadable, text: asTyped(error) };
  if (error instanceof BrokenPromise) return internal(error, error.repeat);
  if (isSystemError(error)) return { code: EXIT.unreadable, text: systemWords(error) };
  return internal(error, commandLine(args));
}

function internal(error: unknown, repeat: string): Failure {
  const cause = error instanceof BrokenPromise ? error.cause : error;
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return {
    code: EXIT.internal,
    text: [
      'hasim: internal error; no figure of this run is to be trusted. Please report it with these lines.',
      stack,
      `repeat  ${repeat}`,
    ].join('\n'),
  };
}

/** What the file system says: reading goes through `FileError`, so this is about a report that cannot be written. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: ': the disk is full',
  EDQUOT: ': your share of the disk is used up',
  EROFS: ': the file system is read-only',
  EACCES: ': you have no permission',
  EPERM: ': you have no permission',
  ENAMETOOLONG: ': its name is too long',
  ELOOP: ': it is a symbolic link in a circle',
  ENOTDIR: ': a file is where a folder should be',
};

function systemWords({ code = '', syscall, path = 'a file' }: NodeJS.ErrnoException): string {
  if (syscall === 'uv_cwd') return 'hasim: the folder that you are in is not there any more; cd to another';
  if (code === 'EMFILE' || code === 'ENFILE')
    return `${path}: cannot be opened: too many files are open (${code}); raise the limit, see ulimit -n`;
  return `${path}: cannot be written${WHY[code] ?? ''} (${code})`;
}
