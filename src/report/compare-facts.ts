/** What a comparison is about: its question, its figures and their order, its work. */
import { isSaidOfAll, parseMetricName, withClassesOf } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { headlines } from '../study/comparison/answer.ts';
import type { Candidate, Comparison } from '../study/comparison/compare.ts';
import type { Effect } from '../study/comparison/effect.ts';
import { subjectKey } from './metric-words.ts';
import { count, times } from './words.ts';

/** The question of the last design that asks one; else the names of all. */
export function askedOf({ baseline, candidates }: Comparison): string {
  const scenarios = [baseline, ...candidates].map(({ study }) => study.scenario);
  const asked = scenarios.findLast(({ question }) => question !== '')?.question;
  return asked ?? scenarios.map(({ name }) => name).join(' or ');
}

/** By what the figures of a candidate are named, beside those of all other designs. */
export function namingOf({ baseline, candidates }: Comparison, { study }: Candidate): Scenario {
  return withClassesOf(
    study.scenario,
    [baseline, ...candidates].map((design) => design.study.scenario),
  );
}

export function asNamed(comparison: Comparison, candidate: Candidate): Candidate {
  return { ...candidate, study: { ...candidate.study, scenario: namingOf(comparison, candidate) } };
}

/**
 * What a planner asks first, and before it the throughput of clients that wait for their answers: to a slower design
 * they send less. Sums over classes that stand below anyway are left to the files.
 */
export function keyEffects(comparison: Comparison, of: Candidate): Effect[] {
  const candidate = asNamed(comparison, of);
  const { study, effects } = candidate;
  const closed = study.scenario.requests.filter(({ source }) => source.kind === 'closed');
  const throughput = closed.flatMap(({ name }) => effects.get(`requests.${name}.throughput`) ?? []);
  // What a fault touched in no design takes no line: availability says so.
  const untouched = ({ metric, baseline, candidate: now }: Effect) =>
    baseline === 0 && now === 0 && parseMetricName(metric)?.family === 'recovery';
  const all = headlines(study.scenario, effects).filter((effect) => !untouched(effect));
  // What was not done has a line wherever it came, in either design.
  const notDone = figuresOnce(comparison, of).filter(
    ({ metric, baseline, candidate: now }) => isNotDone(metric) && ((baseline ?? 0) > 0 || (now ?? 0) > 0),
  );
  return bySubject(
    [...throughput, ...ofUsers(all, candidate), ...ofUsers(notDone, candidate)],
    study.scenario,
  );
}

/** All effects, of the only class of all designs under the name of all. */
export function figuresOnce(comparison: Comparison, candidate: Candidate): Effect[] {
  const { effects } = candidate;
  const naming = namingOf(comparison, candidate);
  return [...effects.values()].filter(({ metric }) => !isSaidOfAll(metric, naming, effects));
}

const NOT_DONE: ReadonlySet<string> = new Set(['refused', 'failed', 'timedOut', 'lost']);

/** Of tasks or of requests in the whole measured time; nodes count what failed on them, too. */
function isNotDone(metric: string): boolean {
  const { family, measure, window } = parseMetricName(metric)!;
  return (family === 'tasks' || family === 'requests') && NOT_DONE.has(measure) && window === '';
}

/** Each subject's lines together, in the order in which subjects come. */
function bySubject(effects: readonly Effect[], scenario: Scenario): Effect[] {
  const keys = effects.map(({ metric }) => subjectKey(metric, scenario));
  return [...new Set(keys)].flatMap((key) => effects.filter((_, i) => keys[i] === key));
}

/** Effects on what users wait for: without system tasks, nor all classes together where each speaks for itself. */
export function ofUsers(effects: readonly Effect[], { study, effects: all }: Candidate): Effect[] {
  const { tasks, requests } = study.scenario;
  // Where no class is in both designs, none speaks for itself.
  const eachTask = tasks.length > 1 && tasks.some(({ name }) => all.has(`tasks.${name}.successRatio`));
  const eachRequest =
    requests.length > 1 && requests.some(({ name }) => all.has(`requests.${name}.errorRatio`));
  const system = tasks.filter(({ kind }) => kind === 'system');
  const own = effects.filter(({ metric }) => {
    const { family, subject } = parseMetricName(metric)!;
    if (family === 'tasks' && system.some(({ name }) => name === subject)) return false;
    const eachSpeaks = family === 'tasks' ? eachTask : family === 'requests' && eachRequest;
    return !eachSpeaks || subject !== null;
  });
  return own.length > 0 ? own : [...effects];
}

/**
 * Why intervals without a 0 are called no difference: with several candidates their number is counted in (Holm), and an
 * interval is its own. Nothing where it is so of none.
 */
export function correctedWords({ candidates }: Comparison, effects: readonly Effect[]): string[] {
  const held = effects.filter(
    ({ verdict, difference, half, p }) =>
      verdict === 'no difference' && p !== null && half !== null && Math.abs(difference!) > half,
  ).length;
  if (candidates.length === 1 || held === 0) return [];
  const which = held === 1 ? '1 difference whose interval does' : `${held} differences whose intervals do`;
  return [
    `${which} not hold 0 ${held === 1 ? 'is' : 'are'} called no difference: verdicts count in that ${candidates.length} candidates are compared (Holm).`,
  ];
}

/** `paired (the same 4 823 tasks in both): pairing saved 31× the runs`. */
export function pairingWords(comparison: Comparison): string {
  const effects = comparison.candidates.flatMap(({ answer }) => [
    ...answer.better,
    ...answer.worse,
    ...answer.tradeOffs,
    ...answer.same,
  ]);
  const paired = effects.filter(({ method }) => method === 'paired').length;
  const factors = effects.flatMap(({ varianceReduction }) => varianceReduction ?? []).sort((a, b) => a - b);
  const middle = factors[Math.floor(factors.length / 2)];
  const work = workWords(comparison);
  if (middle === undefined) return `paired${work}`;
  if (paired === 0 || middle < 1) return `paired${work}: pairing did not help here, intervals by Welch`;
  return `paired${work}: pairing saved ${times(middle)} the runs`;
}

/** The same arrivals in all designs, counted over the replications. */
function workWords({ baseline, candidates }: Comparison): string {
  const arrived = [baseline, ...candidates].map(({ study }) =>
    study.results.reduce((sum, { values }) => sum + (values['tasks.arrived']?.sum ?? 0), 0),
  );
  const [first = 0] = arrived;
  if (first === 0 || arrived.some((other) => other !== first)) return '';
  return ` (the same ${count(first)} tasks in ${candidates.length === 1 ? 'both' : 'all'})`;
}
