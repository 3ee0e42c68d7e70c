/** Replications as the flags ask for them, with a bar, Ctrl-C, and the command that repeats what breaks. */

import { ReplicationFailed } from '../../node/replication-failed.ts';
import { expectedEvents } from '../../node/short-work.ts';
import { progressBar } from '../../node/terminal.ts';
import { count, duration, plural } from '../../report/words.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { meanRate } from '../../study/replications/expected-load.ts';
import type { Progress } from '../../study/replications/replicate.ts';
import { expectedRunLengthWarnings } from '../../study/replications/run-length-guard.ts';
import { fixed, type StopRule } from '../../study/replications/stop-rule.ts';
import { repeatCommand } from '../command-line.ts';
import { BrokenPromise, UsageError } from '../errors.ts';
import type { WorkFlags } from '../options.ts';
import type { WhereFlags } from '../where.ts';
import type { ReadScenario } from './designs.ts';
import { say } from './output.ts';
import { askedPrecision, preciseAloud } from './precision.ts';

/** How many replications the flags ask for; `usual` when they ask for none. */
export function stopRule(scenario: Scenario, flags: WorkFlags, usual: StopRule): StopRule {
  if (typeof flags.replications === 'number') return fixed(flags.replications);
  const relative = askedPrecision(flags);
  return relative === null ? usual : preciseAloud(scenario, relative);
}

/** Warns of what is too short for its utilisation, before hours are spent on it. */
export function warnOfRunLength({ scenario }: ReadScenario, replications: number): void {
  for (const warning of expectedRunLengthWarnings(scenario, replications)) {
    say(`Warning: ${scenario.name}: ${warning}`);
  }
}

/** What a thread does in a second once it is warm, roughly: 2 to 4 million, by machine and scenario. */
const EVENTS_A_SECOND = 2_500_000;
/** Work of more than a minute is said before it begins. */
const PATIENCE_S = 60;
/** An hour of a thread, and more often a slip of a unit than a wish. */
const MOST_EVENTS = 10_000_000_000;
/** Each of them may have to wait, and takes about 100 bytes then. */
const MOST_TASKS = 100_000_000;

/** What a replication takes, told before it is run. */
export interface Cost {
  readonly events: number;
  readonly tasks: number;
}

/** About what a replication of a scenario takes. */
export function costOf(scenario: Scenario, seed: string | undefined): Cost {
  const tasks = scenario.tasks.reduce(
    (sum, { arrivals }) => sum + (meanRate(arrivals, scenario.duration) * scenario.duration) / 1e6,
    0,
  );
  return { events: expectedEvents(scenario, seed ?? scenario.seed), tasks };
}

/**
 * Says what work will cost when that is more than a minute.
 *
 * @throws UsageError for what would take a thread more than an hour, or more memory than there is, unless --force is given
 */
export function checkWork(
  { scenario, path }: Pick<ReadScenario, 'scenario' | 'path'>,
  replications: number,
  flags: CostFlags,
): void {
  checkCosts({ path, name: scenario.name }, [costOf(scenario, flags.seed)], replications, flags);
}

export type CostFlags = Pick<WorkFlags, 'jobs' | 'force' | 'seed'>;

/** The same for several designs, each with so many replications. */
export function checkCosts(
  { path, name }: { readonly path: string; readonly name: string },
  costs: readonly Cost[],
  replications: number,
  { jobs, force }: CostFlags,
): void {
  const all = costs.reduce((sum, { events }) => sum + events, 0) * replications;
  const tasks = Math.max(...costs.map((cost) => cost.tasks));
  const runs = costs.length * replications;
  const seconds = all / EVENTS_A_SECOND / Math.min(jobs, runs);
  const size = `${plural(runs, 'replication')} of about ${rough(all / runs)} events and ${rough(tasks)} tasks`;
  const cost = `${size}, some ${duration(Math.max(1, Math.round(seconds)))}`;
  if ((all > MOST_EVENTS || tasks > MOST_TASKS) && !force)
    throw new UsageError(
      `${path}: ${cost}: more than ${rough(MOST_EVENTS)} events, or ${rough(MOST_TASKS)} tasks a replication, need --force; is a unit wrong?`,
    );
  if (seconds > PATIENCE_S) say(`Note: ${name}: ${cost}`);
}

function rough(n: number): string {
  return count(Number(n.toPrecision(2)));
}

/**
 * Does some work with designs; when a replication breaks, the error names the command that repeats just that.
 *
 * @throws BrokenPromise
 */
export async function runRepeatable<T>(
  designs: readonly ReadScenario[],
  { set, allowOutside }: WorkFlags,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReplicationFailed)) throw error;
    const { seed, replication, scenario: name } = error;
    const { path } = designs.find(({ scenario }) => scenario.name === name)!;
    throw new BrokenPromise(error, repeatCommand('run', [path], { seed, replication, set, allowOutside }));
  }
}

/** Shows a bar also while nothing ends. Of a part of the work, of which its runner has a bar, it shows only what ends. */
export function alsoMeanwhile(
  show: () => void,
  { shard }: Pick<WhereFlags, 'shard'>,
): NodeJS.Timeout | undefined {
  return shard === undefined ? setInterval(show, 250) : undefined;
}

export interface ProgressLine {
  readonly onProgress: (progress: Progress & { readonly design?: number }) => void;
  /** To be called however the work ends. */
  readonly stop: () => void;
}

/**
 * A bar that also appears while the first replication is still running.
 *
 * @param names of the designs
 * @param asked replications of the first one, as far as they are known
 */
export function progressLine(
  names: readonly string[],
  asked: number,
  flags: Pick<WhereFlags, 'shard'>,
): ProgressLine {
  const bar = progressBar();
  let last = { done: 0, asked, what: names[0]! };
  const show = () => bar.update(last.done, last.asked, last.what);
  const timer = alsoMeanwhile(show, flags);
  return {
    onProgress: ({ phase, done, asked, design }) => {
      const name = names[design ?? 0]!;
      last = { done, asked, what: phase === 'pilot' ? `${name}, finding its warm-up` : name };
      show();
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}
