/** The one sentence of a comparison, as data: which design is better at what, by how much. */
import type { Scenario } from '../../scenario/scenario.ts';
import { holm } from '../statistics/holm.ts';
import { ALPHA } from '../statistics/mean.ts';
import type { Effect } from './effect.ts';

/** What a candidate is better and worse at, among the headline metrics. */
export interface Answer {
  /** What is better with the candidate, the largest relative effect first. */
  readonly better: readonly Effect[];
  readonly worse: readonly Effect[];
  /** Better for those it served, but fewer were; `against` names the other half. */
  readonly tradeOffs: readonly Effect[];
  /** Headline metrics that differ by nothing, by nothing beyond chance, or by less than δ. */
  readonly same: readonly Effect[];
  /** Headline metrics of which nothing can be said, with their reasons. */
  readonly unclear: readonly Effect[];
}

/** The headline metrics of a scenario among some effects: what a planner asks first, class by class. */
export function headlines(scenario: Scenario, effects: ReadonlyMap<string, Effect>): Effect[] {
  const tasks =
    scenario.tasks.length === 1 ? ['tasks'] : ['tasks', ...scenario.tasks.map(({ name }) => `tasks.${name}`)];
  const requests =
    scenario.requests.length === 1
      ? ['requests']
      : ['requests', ...scenario.requests.map(({ name }) => `requests.${name}`)];
  const found: Effect[] = [];
  const put = (...choices: string[]) => {
    // The tail says more than the mean, where it can be said.
    const known = choices.map((name) => effects.get(name)).filter((effect) => effect !== undefined);
    const effect = known.find(({ verdict }) => verdict !== 'inconclusive') ?? known[0];
    if (effect !== undefined) found.push(effect);
  };
  for (const subject of tasks) {
    put(`${subject}.queueWait.p95`, `${subject}.queueWait.mean`);
    put(`${subject}.turnaround.p95`, `${subject}.turnaround.mean`);
    put(`${subject}.successRatio`);
  }
  for (const subject of requests) {
    put(`${subject}.latency.p95`, `${subject}.latency.mean`);
    put(`${subject}.errorRatio`);
  }
  for (const name of ['availability.users', 'availability.tasks', 'availability.ui', 'cost.perHour'])
    put(name);
  for (const { name } of scenario.timeline) {
    for (const measure of ['users.rto', 'tasks.rto', 'ui.rto', 'rpo.seconds', 'backlog'])
      put(`recovery.${name}.${measure}`);
  }
  return found;
}

/** Sorts the headline effects of a candidate into what its one sentence says. */
export function answerOf(scenario: Scenario, effects: ReadonlyMap<string, Effect>): Answer {
  const all = headlines(scenario, effects);
  const proven = provenAmong(all);
  const having = (...verdicts: Effect['verdict'][]) =>
    all.filter((effect) => proven.has(effect) && verdicts.includes(effect.verdict));
  return {
    better: having('better').sort(byEffect),
    worse: having('worse').sort(byEffect),
    tradeOffs: having('trade-off').sort(byEffect),
    same: [...having('no difference', 'equivalent'), ...all.filter((effect) => !proven.has(effect))],
    unclear: having('inconclusive'),
  };
}

/**
 * The effects that a sentence may claim. It claims about a dozen metrics at once, so each must hold at 95 % for all of
 * them together (Holm); what was not tested, being exact or infinite, or no difference, stands as it is.
 */
function provenAmong(effects: readonly Effect[]): ReadonlySet<Effect> {
  const tested = effects.filter(({ p }) => p !== null);
  const adjusted = holm(tested.map(({ p }) => p!));
  const claims = (effect: Effect): boolean => ['better', 'worse', 'trade-off'].includes(effect.verdict);
  const unproven = new Set(tested.filter((effect, i) => claims(effect) && adjusted[i]! > ALPHA));
  return new Set(effects.filter((effect) => !unproven.has(effect)));
}

/** What became infinite first, then by relative effect, then by name. */
function byEffect(a: Effect, b: Effect): number {
  const size = (effect: Effect) =>
    effect.relative === null ? Number.POSITIVE_INFINITY : Math.abs(effect.relative);
  const [x, y] = [size(a), size(b)];
  if (x !== y) return x > y ? -1 : 1;
  return a.metric < b.metric ? -1 : 1;
}
