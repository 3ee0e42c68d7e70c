/** Flags that say where replications are computed. */
import { availableParallelism } from 'node:os';
import type { Argv, Options } from 'yargs';
import { addressMistake } from '../node/farm/address.ts';
import type { PartFile, Shard } from '../node/parts/part-file.ts';
import { UsageError } from './errors.ts';
import { flag, once, whole } from './flag-values.ts';

/** Where replications come from. */
export interface WhereFlags {
  readonly jobs: number;
  /** Nothing is read from the cache of finished replications, and nothing kept in it. */
  readonly noCache: boolean;
  /** Only this part is computed, and written down. */
  readonly shard?: Shard | undefined;
  /** The queue that takes them to other machines. */
  readonly on?: string | undefined;
  /** `hasim merge`: what others have computed. */
  readonly merged?: readonly PartFile[];
  /** The words of the command line. */
  readonly words?: readonly string[];
}

export const NO_CACHE = {
  ...flag,
  describe: 'Compute again what is finished, and keep nothing',
} as const satisfies Options;
export const SHARD = {
  ...once('shard', shardOf),
  describe: 'Only this part of the work, such as 2/5: writes a file for hasim merge',
} as const satisfies Options;

/** Why work cannot be parted beforehand. */
export function noShard(why: string): UsageError {
  return new UsageError(`--shard: this work cannot be parted: ${why}`);
}

const MOST_THREADS = 1_024;
const MOST_PARTS = 1_000;

export const ON = {
  ...once('on', (text) => queueAddress('--on', text)),
  describe: 'Queue of workers, such as redis://host:6379; default: HASIM_ON, or else this machine',
} as const satisfies Options;

/** The queue that a flag names, or the environment. */
export function queueAddress(source: string, text: string): string {
  const mistake = addressMistake(text);
  // The address itself may hold a password.
  if (mistake !== null) throw new UsageError(`${source}: the address ${mistake}`);
  return text;
}

function shardOf(text: string): Shard {
  const [, part, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (part !== undefined && of !== undefined && part >= 1 && part <= of && of <= MOST_PARTS)
    return { part, of };
  throw new UsageError(
    `--shard is one part of at most ${MOST_PARTS}, such as 2/5 for the second of five; it is '${text}'`,
  );
}

export function jobs() {
  return {
    ...once('jobs', (text) => whole('jobs', text, 1, MOST_THREADS)),
    default: availableParallelism(),
    defaultDescription: 'all cores',
    describe: 'Worker threads',
  };
}

/** Adds `--jobs` alone. */
export function withJobsFlag<T>(yargs: Argv<T>): Argv<T & { readonly jobs: number }> {
  return yargs.option('jobs', jobs()) as unknown as Argv<T & { readonly jobs: number }>;
}
