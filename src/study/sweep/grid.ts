/** Designs of a grid that are measured alike: of steady ones the same start is cut from each. */
import type { Micros } from '../../engine/time.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type ReplicateOptions, replicate, withWarmUp } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { saturatedPart } from '../replications/saturation.ts';
import { fixed, REPLICATIONS } from '../replications/stop-rule.ts';
import { warmUpOf } from '../replications/warm-up.ts';

/** What pilot replications say of the start of a steady design. */
export interface Pilot {
  /** What to cut; null: too short to tell. */
  readonly warmUp: Micros | null;
  /** Why it is too short, with the duration to try; empty where it is not. */
  readonly tooShort: string;
  /** It never becomes steady, so its start says nothing about the others. */
  readonly saturated: boolean;
}

/** Whether the start of a design has to be found by pilot replications. */
export function needsPilot({ study, warmUp }: Scenario): boolean {
  return study === 'steady' && warmUp === null;
}

/** Runs the pilot replications of a design that needs them. */
export async function runPilot(
  scenario: Scenario,
  runner: Runner,
  options: ReplicateOptions = {},
): Promise<Pilot> {
  const uncut = await replicate(withWarmUp(scenario, 0), runner, fixed(REPLICATIONS), {
    ...options,
    triesTies: false,
  });
  const saturated = saturatedPart(uncut) !== null;
  try {
    return { warmUp: warmUpOf(uncut.scenario, uncut.results), tooShort: '', saturated };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { warmUp: null, tooShort: error.mistakes[0]!.text, saturated };
  }
}

/** The cut for all: the longest start that any design needs which becomes steady at all. */
export function commonWarmUp(pilots: Iterable<Pilot>): Micros {
  let longest = 0;
  for (const { warmUp, saturated } of pilots) if (!saturated) longest = Math.max(longest, warmUp ?? 0);
  return longest;
}
