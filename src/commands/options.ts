/** The flags that verbs share, each checked while the command line is read. */
import type { Argv, Options } from 'yargs';
import { LEAST_FOR_VERDICT } from '../study/estimates/gate.ts';
import { REPLICATIONS } from '../study/replications/stop-rule.ts';
import { UsageError } from './errors.ts';
import { flag, given, once, share, whole } from './flag-values.ts';
import { jobs, NO_CACHE, noShard, ON, SHARD, type WhereFlags } from './where.ts';

/** The numbers of each are kept until the end, some 30 kB: more would not fit into memory. */
const MOST_REPLICATIONS = 10_000;
/** A fault costs more or less by when it strikes: ten would leave the mean too wide. */
export const YEARLY_REPLICATIONS = 30;

/** `--set` and where files may lie: how a scenario is read. */
export interface ReadFlags {
  readonly set: readonly string[];
  readonly allowOutside: boolean;
}

/** How much is run, and where. */
export interface WorkFlags extends ReadFlags, WhereFlags {
  readonly seed: string | undefined;
  readonly replications: number | 'auto' | undefined;
  /** A share: 0.05 for 5%. */
  readonly precision: number | undefined;
  /** Also what would take hours. */
  readonly force: boolean;
}

/** How a verb simulates that reads no scenarios. */
export interface OwnStudyFlags extends WhereFlags {
  readonly seed: string;
  readonly json: boolean;
}

export interface YearlyFlags extends Omit<WorkFlags, 'replications' | 'precision'> {
  readonly replications: number;
  /** Only for the part of --shard: the year has no report. */
  readonly out: string | undefined;
  readonly json: boolean;
}

/** How a verb simulates that runs many cells of a few replications each. */
export interface DrillFlags extends Omit<WorkFlags, 'replications' | 'precision'>, OutputFlags {
  readonly replications: number;
}

/** How a verb simulates that asks many small questions, and writes no report. */
export interface HuntFlags extends Omit<WorkFlags, 'replications' | 'precision'> {
  readonly replications: number;
  readonly json: boolean;
}

/** Where the answer goes. */
export interface OutputFlags {
  readonly out: string | undefined;
  readonly json: boolean;
  readonly noCharts: boolean;
  /** Archive of all that was read and written. */
  readonly seal?: string | undefined;
}

/** Adds the flags of every verb that simulates. */
export function withStudyFlags<T>(yargs: Argv<T>): Argv<T & WorkFlags & OutputFlags> {
  return yargs
    .option('set', set())
    .option('seed', scenarioSeed())
    .option('replications', {
      ...once('replications', replications),
      describe: 'How many, or auto: until the numbers are precise; default 10',
    })
    .option('precision', {
      ...once('precision', precision),
      describe: 'What auto means by precise; default 5%',
    })
    .options(computing())
    .options(REPORT)
    .option('allow-outside', ALLOW_OUTSIDE)
    .option('shard', SHARD)
    .option('on', ON)
    .check(({ replications, precision, shard }) => {
      if (shard !== undefined && (replications === 'auto' || precision !== undefined))
        throw noShard(
          'how many replications are precise enough is known only when all of them are looked at; give --replications with a number',
        );
      if (typeof replications === 'number' && precision !== undefined)
        throw new UsageError('--precision goes with --replications auto, not with a number of them');
      return true;
    }) as unknown as Argv<T & WorkFlags & OutputFlags>;
}

/** Adds the flags of `yearly`, which has so many replications of each kind of fault. */
export function withYearlyFlags<T>(yargs: Argv<T>): Argv<T & YearlyFlags> {
  return yargs
    .option('set', set())
    .option('seed', scenarioSeed())
    .option('replications', {
      ...once('replications', (text) => whole('replications', text, LEAST_FOR_VERDICT, MOST_REPLICATIONS)),
      default: YEARLY_REPLICATIONS,
      describe: 'How many of each kind of fault',
    })
    .options(computing())
    .option('shard', SHARD)
    .option('on', ON)
    .option('out', { ...once('out', given('out')), describe: 'Folder of the part; default reports/parts' })
    .option('json', JSON_ONLY)
    .option('allow-outside', ALLOW_OUTSIDE)
    .check(({ out, shard }) => {
      if (out !== undefined && shard === undefined)
        throw new UsageError('--out goes with --shard: a year is printed, and has no report folder');
      return true;
    }) as unknown as Argv<T & YearlyFlags>;
}

/** Adds the flags of `drill`. */
export function withDrillFlags<T>(yargs: Argv<T>): Argv<T & DrillFlags> {
  return yargs
    .option('set', set())
    .option('seed', scenarioSeed())
    .option('replications', {
      ...once('replications', (text) => whole('replications', text, 1, MOST_REPLICATIONS)),
      default: REPLICATIONS,
      describe: 'How many of each cell; one where nothing is left to chance',
    })
    .options(computing())
    .options(REPORT)
    .option('seal', SEAL)
    .option('shard', SHARD)
    .option('on', ON)
    .option('allow-outside', ALLOW_OUTSIDE) as unknown as Argv<T & DrillFlags>;
}

/** Replications of each outage of a hunt: enough to tell a half from none. */
const HUNT_REPLICATIONS = 4;

/** Adds the flags of `hunt`. */
export function withHuntFlags<T>(yargs: Argv<T>): Argv<T & HuntFlags> {
  return yargs
    .option('set', set())
    .option('seed', scenarioSeed())
    .option('replications', {
      ...once('replications', (text) => whole('replications', text, 1, MOST_REPLICATIONS)),
      default: HUNT_REPLICATIONS,
      describe: 'How many of each outage; one where nothing is left to chance',
    })
    .options(computing())
    .option('shard', SHARD)
    .option('on', ON)
    .hide('shard')
    .option('json', JSON_ONLY)
    .option('allow-outside', ALLOW_OUTSIDE)
    .check(({ shard }) => {
      if (shard !== undefined)
        throw noShard(
          'a hunt ends with the first outage that breaks the promise, and what it tries then hangs on it; hunt for other promises, or with other --seed, in each part',
        );
      return true;
    }) as unknown as Argv<T & HuntFlags>;
}

/** Adds the flags of a verb that simulates what is its own, not the user's. */
export function withOwnStudyFlags<T>(yargs: Argv<T>): Argv<T & OwnStudyFlags> {
  return yargs
    .option('seed', { ...once('seed', seed), default: '1', describe: 'Where all randomness starts' })
    .option('jobs', jobs())
    .option('no-cache', NO_CACHE)
    .option('on', ON)
    .option('json', JSON_ONLY) as unknown as Argv<T & OwnStudyFlags>;
}

/** `--seal`: for the verbs whose report is a result to be kept. */
export function withSealFlag<T>(yargs: Argv<T>): Argv<T & Pick<OutputFlags, 'seal'>> {
  return yargs.option('seal', SEAL) as unknown as Argv<T & Pick<OutputFlags, 'seal'>>;
}

/** `--replication k`: exactly that one. */
export function withReplicationFlag<T>(
  yargs: Argv<T>,
): Argv<T & { readonly replication: number | undefined }> {
  return yargs
    .option('replication', {
      ...once('replication', (text) => whole('replication', text, 0, Number.MAX_SAFE_INTEGER)),
      describe: 'Exactly this one, counted from 0',
    })
    .check(({ replication, replications, precision, shard }) => {
      if (replication !== undefined && shard !== undefined) throw noShard('--replication runs exactly one');
      if (replication !== undefined && (replications !== undefined || precision !== undefined))
        throw new UsageError('--replication runs exactly one; leave --replications and --precision away');
      return true;
    }) as unknown as Argv<T & { readonly replication: number | undefined }>;
}

const FORCE = { ...flag, describe: 'Run it however large it is' } as const satisfies Options;
const SEAL = {
  ...once('seal', given('seal')),
  conflicts: 'shard',
  describe: 'Archive (.zip) of all that was read and written, for hasim verify',
};
const JSON_ONLY = {
  ...flag,
  describe: 'One JSON document on stdout and nothing else',
} as const satisfies Options;

/** Where results go, of verbs that write a report. */
const REPORT = {
  out: {
    ...once('out', given('out')),
    describe: 'Folder of the report, default reports/<name>; of a part, default reports/parts',
  },
  json: JSON_ONLY,
  'no-charts': { ...flag, describe: 'No PNG files' },
} as const satisfies Record<string, Options>;

/** How replications are computed. */
function computing() {
  return { jobs: jobs(), 'no-cache': NO_CACHE, force: FORCE };
}

export const ALLOW_OUTSIDE = {
  ...flag,
  describe: "Read files outside of the scenario's own folder",
} as const satisfies Options;

function set() {
  return {
    ...once('set', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
    default: [],
    defaultDescription: 'nothing',
    describe: 'path=value over the file, such as nodes.east.count=3; repeatable',
  };
}

function scenarioSeed() {
  return { ...once('seed', seed), describe: "Where all randomness starts; default: the scenario's" };
}

function seed(text: string): string {
  if (text.length < 1 || text.length > 100)
    throw new UsageError('--seed is a text of 1 to 100 characters, such as 1');
  return text;
}

function replications(text: string): number | 'auto' {
  return text === 'auto' ? text : whole('replications', text, 1, MOST_REPLICATIONS, ', or auto');
}

function precision(text: string): number {
  return share('precision', text);
}
