/** One configuration put to the test: replications until it is known whether it meets all goals, whatever is lost. */
import { ScenarioError } from '../../scenario/errors.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { endsOf, isUnmet, type Judgement, judge } from '../estimates/gate.ts';
import { withMet } from '../estimates/met.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { type ReplicateOptions, replicate, type Study } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { saturatedPart } from '../replications/saturation.ts';
import type { StopRule } from '../replications/stop-rule.ts';
import { isUpperLimit } from './goals.ts';
import { type Survived, variantsOf } from './losses.ts';
import type { TrialVerdict } from './search.ts';
import { overloaded } from './theory.ts';

export interface GoalJudgement extends Judgement {
  readonly expectation: LimitExpectation;
  /** Under which loss it comes closest to its limit, or fails; null: with nothing lost. */
  readonly lost: string | null;
}

export interface Trial {
  /** `pass` when all goals are met with confidence, `fail` when one is missed with confidence. */
  readonly verdict: TrialVerdict;
  /** One a goal, the worst of all losses that were run; none where the design has no steady state to measure. */
  readonly judgements: readonly GoalJudgement[];
  /** The part that is full; null: it keeps up. */
  readonly saturated: string | null;
  /** Share of the tasks that did not succeed, the worst of all losses; goals may be met by serving less. */
  readonly unserved: number;
  /** Of every study that was made, in order. */
  readonly digests: readonly string[];
}

export interface TrialOptions extends ReplicateOptions {
  readonly goals: readonly LimitExpectation[];
  readonly survive: Survived | null;
  /** How many replications, for a scenario that expects the goals. */
  readonly ruleOf: (scenario: Scenario) => StopRule;
}

/** Runs a design, with each loss in turn, until one misses a goal or all are known. */
export async function tryDesign(design: Scenario, runner: Runner, options: TrialOptions): Promise<Trial> {
  const { goals, survive, ruleOf } = options;
  const scenario = Object.freeze({ ...design, expect: goals });
  const all: GoalJudgement[][] = [];
  const digests: string[] = [];
  let unserved = 0;
  for (const variant of variantsOf(scenario, survive)) {
    const study = await studyOrFull(variant.scenario, runner, ruleOf(variant.scenario), options);
    if (typeof study === 'string')
      return { verdict: 'fail', judgements: [], saturated: study, unserved, digests };
    digests.push(study.digest);
    const missed = 1 - (study.estimates.get('tasks.successRatio')?.value ?? 1);
    unserved = Math.max(unserved, missed);
    const judgements = goals.map((goal) => judged(goal, study, missed, variant.lost));
    all.push(judgements);
    if (judgements.some(({ verdict }) => isUnmet(verdict)))
      return {
        verdict: 'fail',
        judgements: worstOf(all),
        saturated: saturatedPart(study),
        unserved,
        digests,
      };
  }
  const judgements = worstOf(all);
  const isOpen = judgements.some(({ verdict }) => verdict === 'inconclusive');
  return { verdict: isOpen ? 'inconclusive' : 'pass', judgements, saturated: null, unserved, digests };
}

/** What is over without any success has no wait that counts: it meets no goal on tasks. */
function judged(
  goal: LimitExpectation,
  { scenario, estimates, results }: Study,
  missed: number,
  lost: string | null,
): GoalJudgement {
  const plain = { ...judge(goal, estimates), expectation: goal, lost };
  const judgement = withMet(plain, goal, results, isDeterministic(scenario));
  const { family } = parseMetricName(goal.metric)!;
  if (missed < 1 || family !== 'tasks' || judgement.verdict !== 'pass') return judgement;
  return { ...judgement, verdict: 'fail', value: null, low: null, high: null, reason: 'no task succeeded' };
}

/** The study, or the part that is too full for a steady state: then there is no warm-up to be found. */
async function studyOrFull(
  scenario: Scenario,
  runner: Runner,
  rule: StopRule,
  options: ReplicateOptions,
): Promise<Study | string> {
  try {
    return await replicate(scenario, runner, rule, { ...options, triesTies: false });
  } catch (error) {
    const full = overloaded(scenario);
    if (!(error instanceof ScenarioError) || full === null) throw error;
    return full;
  }
}

/** Goal by goal the loss under which it is missed, else undecided, else closest to its limit. */
function worstOf(all: readonly (readonly GoalJudgement[])[]): GoalJudgement[] {
  return all[0]!.map((_, goal) =>
    all.map((judgements) => judgements[goal]!).reduce((worst, one) => (isWorse(one, worst) ? one : worst)),
  );
}

/** Whether a design fails in a goal that another is better at, beyond the intervals of both. */
export function failsInWorse(failed: Trial, other: Trial): boolean {
  return failed.judgements.some((judgement, goal) => {
    const beside = other.judgements[goal];
    if (judgement.verdict !== 'fail' || beside === undefined || beside.value === null) return false;
    if (judgement.value === null) return true;
    const [low, high] = endsOf(judgement, judgement.value);
    const [besideLow, besideHigh] = endsOf(beside, beside.value);
    return isUpperLimit(judgement.expectation) ? besideHigh < low : besideLow > high;
  });
}

const GRAVEST = ['fail', 'invalid', 'inconclusive', 'pass'];

function isWorse(a: GoalJudgement, b: GoalJudgement): boolean {
  const [x, y] = [GRAVEST.indexOf(a.verdict), GRAVEST.indexOf(b.verdict)];
  return x === y ? towards(a) > towards(b) : x < y;
}

/** How far a judgement reaches towards its limit; more is nearer to it, or further beyond. */
function towards({ expectation, low, high, value }: GoalJudgement): number {
  return isUpperLimit(expectation)
    ? (high ?? value ?? Number.POSITIVE_INFINITY)
    : -(low ?? value ?? Number.NEGATIVE_INFINITY);
}
