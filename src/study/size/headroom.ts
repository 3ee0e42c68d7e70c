/** How far the load of a design may rise until it misses a goal. */
import type { Scenario } from '../../scenario/scenario.ts';
import { keepsArriving } from '../replications/saturation.ts';
import type { SizeRequest } from './configurations.ts';
import { variantsOf } from './losses.ts';
import { search } from './search.ts';
import { guess } from './theory.ts';
import { failsInWorse, type GoalJudgement, type Trial } from './trial.ts';

export interface Headroom {
  /** The largest load at which all goals are met with confidence, as a multiple of that of the design. */
  readonly meets: number;
  /** The smallest load above at which one is missed with confidence; null: none was tried. */
  readonly breaks: { readonly load: number; readonly judgements: readonly GoalJudgement[] } | null;
}

/** Loads that are tried: in steps of 5 %, up to four times. */
const STEPS = 60;
const STEP = 0.05;

/**
 * Finds it by bisection from where theory expects it: a larger load is taken to be never easier.
 *
 * @param tryOut runs a design and judges the goals
 * @returns null where nothing arrives at a rate that could rise
 */
export async function headroomOf(
  values: readonly string[],
  { designOf, goals, survive }: SizeRequest,
  tryOut: (design: Scenario, load: number) => Promise<Trial>,
): Promise<Headroom | null> {
  if (!arrivesAtARate(designOf(values, 1))) return null;
  const loadOf = (cell: number) => Number((1 + STEP * (STEPS - cell)).toFixed(2));
  const order = Array.from({ length: STEPS }, (_, cell) => cell);
  const guessed = order.map((cell) =>
    guess(variantsOf(designOf(values, loadOf(cell)), survive)[0]!.scenario, goals),
  );
  const first = guessed.findIndex((one) => one !== 'fails');
  const trials = new Map<number, Trial>();
  const space = {
    axes: [{ count: STEPS, rising: true }],
    order,
    likely: guessed.every((one) => one === 'unknown') ? null : first < 0 ? STEPS - 1 : first,
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
  return { meets, breaks: above[0] ?? null };
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
