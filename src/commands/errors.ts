/** What ends a command before its work is done. */

/** A command line that does not say what it should: exit code 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ctrl-C: exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('interrupted');
  }
}

/** A promise of the simulator itself that broke in one replication, with the command that repeats it: exit code 70. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
  readonly repeat: string;

  constructor(error: Error, repeat: string) {
    super(error.message, { cause: error });
    this.repeat = repeat;
  }
}
