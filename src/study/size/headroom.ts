/** How far the load of a design may rise until it misses a goal. */
import type { Scenario } from '../../scenario/scenario.ts';
import { keepsArriving } from '../replications/saturation.ts';
import type { Growth, SizeRequest } from './configurations.ts';
import { variantsOf } from './losses.ts';
import { search } from './search.ts';
import { guess } from './theory.ts';
import { failsInWorse, type GoalJudgement, type Trial } from './trial.ts';

export interface Headroom {
  /** The largest load at which all goals are met with confidence, as a multiple of that of the design. */
  readonly meets: number;
  /** The smallest load above at which one is missed with confidence; null: none was tried. */
  readonly breaks: { readonly load: number; readonly judgements: readonly GoalJudgement[] } | null;
  /** The same in months of `workload.growth`; null where the work does not grow. */
  readonly months: { readonly meets: number; readonly breaks: number | null } | null;
}

/** Loads that are tried: in steps of 5 % or of a month's growth, up to four times. */
const STEP = 0.05;
const MOST = 4;
/** A design is built anew in less. */
const MOST_MONTHS = 120;

/** Loads that rise, the first above 1. */
function loadsOf(growth: Growth | null): number[] {
  if (growth === null)
    return Array.from({ length: (MOST - 1) / STEP }, (_, i) => Number((1 + STEP * (i + 1)).toFixed(2)));
  const loads = [1 + growth.perMonth];
  while (loads.length < MOST_MONTHS && loads.at(-1)! * loads[0]! <= MOST)
    loads.push(loads.at(-1)! * loads[0]!);
  return loads;
}

/**
 * Finds it by bisection from where theory expects it: a larger load is taken to be never easier.
 *
 * @param tryOut runs a design and judges the goals
 * @returns null where nothing arrives at a rate that could rise
 */
export async function findHeadroom(
  values: readonly string[],
  { designOf, goals, survive, growth }: SizeRequest,
  tryOut: (design: Scenario, load: number) => Promise<Trial>,
): Promise<Headroom | null> {
  if (!arrivesAtARate(designOf(values, 1))) return null;
  const loads = loadsOf(growth);
  const loadOf = (cell: number) => loads[loads.length - 1 - cell]!;
  const order = loads.map((_, cell) => cell);
  const guessed = order.map((cell) =>
    guess(variantsOf(designOf(values, loadOf(cell)), survive)[0]!.scenario, goals),
  );
  const first = guessed.findIndex((one) => one !== 'fails');
  const trials = new Map<number, Trial>();
  const space = {
    axes: [{ count: loads.length, rising: true }],
    order,
    likely: guessed.every((one) => one === 'unknown') ? null : first < 0 ? loads.length - 1 : first,
  };
  const { answer } = await search(
    space,
    async (cell) => {
      const trial = await tryOut(designOf(values, loadOf(cell)), loadOf(cell));
      trials.set(cell, trial);
      return trial.verdict;
    },
    (higher, lower) => failsInWorse(trials.get(higher)!, trials.get(lower)!),
  );
  const failed = [...trials].flatMap(([cell, trial]) =>
    trial.verdict === 'fail' ? [{ load: loadOf(cell), judgements: trial.judgements }] : [],
  );
  const meets = answer === null ? 1 : loadOf(answer);
  const above = failed.filter(({ load }) => load > meets).sort((a, b) => a.load - b.load);
  const breaks = above[0] ?? null;
  return { meets, breaks, months: growth === null ? null : monthsOf(loads, growth, meets, breaks?.load) };
}

/** `workload.scale` changes something. */
function arrivesAtARate(scenario: Scenario): boolean {
  return keepsArriving({
    ...scenario,
    tasks: scenario.tasks.filter(({ arrivals }) => arrivals?.kind !== 'trace'),
    requests: scenario.requests.filter(
      ({ source }) => source.kind === 'open' && source.arrivals.kind !== 'trace',
    ),
  });
}

/** Of the load of the design itself: the month in which it is. */
function monthsOf(
  loads: readonly number[],
  { months }: Growth,
  meets: number,
  breaks?: number,
): Headroom['months'] {
  const monthOf = (load: number) => months + loads.indexOf(load) + 1;
  return { meets: monthOf(meets), breaks: breaks === undefined ? null : monthOf(breaks) };
}
