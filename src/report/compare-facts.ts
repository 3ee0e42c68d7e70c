/** What a comparison says: the sentence above its table. */
import { isSaidOfAll, parseMetricName, withClassesOf } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { headlines } from '../study/comparison/answer.ts';
import type { Candidate, Comparison } from '../study/comparison/compare.ts';
import type { Effect } from '../study/comparison/effect.ts';
import { change, proportion } from './figures.ts';
import { metricPhrase, metricWords, subjectKey } from './metric-words.ts';
import { count, difference, list, times } from './words.ts';

/** Effects of one kind that a sentence names. */
const MOST_NAMED = 3;

/** One sentence a candidate: which design is better at what, and by how much. */
export function compareAnswer(comparison: Comparison): string[] {
  return comparison.candidates.map((candidate) =>
    answerFor(comparison.baseline.study.scenario.name, asNamed(comparison, candidate)),
  );
}

/** By what the figures of a candidate are named, beside those of all other designs. */
export function namingOf({ baseline, candidates }: Comparison, { study }: Candidate): Scenario {
  return withClassesOf(
    study.scenario,
    [baseline, ...candidates].map((design) => design.study.scenario),
  );
}

function asNamed(comparison: Comparison, candidate: Candidate): Candidate {
  return { ...candidate, study: { ...candidate.study, scenario: namingOf(comparison, candidate) } };
}

function answerFor(baseline: string, candidate: Candidate): string {
  const { scenario } = candidate.study;
  const { answer, effects } = candidate;
  const phrase = (effect: Effect) => effectPhrase(effect, candidate);
  const better = named(answer.better, candidate);
  const worse = named(answer.worse, candidate);
  const parts = [
    ...(worse.length > 0 ? [`worse than ${baseline}: ${list(worse.map(phrase))}`] : []),
    ...(better.length > 0
      ? [`better${worse.length > 0 ? '' : ` than ${baseline}`}: ${list(better.map(phrase))}`]
      : []),
  ];
  const tradeOffs = answer.tradeOffs
    .slice(0, 1)
    .map((effect) => tradeOff(phrase(effect), effects.get(effect.against ?? ''), candidate));
  if (parts.length > 0 || tradeOffs.length > 0) {
    const first = parts.length > 0 ? `${scenario.name} is ${parts.join('; it is ')}.` : '';
    return [first, ...tradeOffs].filter((text) => text !== '').join(' ');
  }
  const slight = [...answer.better, ...answer.worse].filter((effect) => !isWorthSaying(effect));
  if (answer.same.length + slight.length > 0) {
    const same = ofUsers([...slight, ...answer.same], candidate);
    // What differs taken alone, and not among all that is claimed at once, is neither a difference nor none.
    const alone = same.filter((effect) => !slight.includes(effect) && DIFFERS.has(effect.verdict));
    const perhaps = list(alone.slice(0, MOST_NAMED).map(phrase));
    const none = list(
      same
        .filter((effect) => !alone.includes(effect))
        .slice(0, MOST_NAMED)
        .map(({ metric }) => metricPhrase(metric, scenario)),
    );
    const said = [
      ...(perhaps === ''
        ? []
        : [`${scenario.name} may differ from ${baseline}, or by chance among so many figures: ${perhaps}.`]),
      ...(none === ''
        ? []
        : [
            `No difference${slight.length > 0 ? ' above 0.1 %' : ''} between ${scenario.name} and ${baseline} in ${none}.`,
          ]),
    ];
    return `${unclearFirst(candidate)}${said.join(' ')}`;
  }
  const why = commonReason(answer.unclear);
  return `Nothing can be said about ${scenario.name} against ${baseline}${why === undefined ? '' : `: ${why}`}.`;
}

const DIFFERS: ReadonlySet<string> = new Set(['better', 'worse', 'trade-off']);

/** Why nothing can be said of most of them: what one figure lacks is not what the others do. */
function commonReason(unclear: readonly Effect[]): string | undefined {
  const reasons = unclear.flatMap(({ reason }) => reason ?? []);
  const often = (one: string) => reasons.filter((reason) => reason === one).length;
  return reasons.toSorted((one, other) => often(other) - often(one))[0];
}

/** Of what nothing can be said, the largest difference first: what is equal must not hide it. */
function unclearFirst(candidate: Candidate): string {
  const { answer, study } = candidate;
  if (answer.unclear.length === 0) return '';
  const size = ({ relative }: Effect) => Math.abs(relative ?? 0);
  const largest = ofUsers(answer.unclear, candidate).toSorted((one, other) => size(other) - size(one));
  const names = largest.slice(0, MOST_NAMED).map(({ metric }) => metricPhrase(metric, study.scenario));
  const why = largest[0]?.reason;
  return `Nothing can be said about ${list(names)}${why === undefined ? '' : `: ${why}`}. `;
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
function ofUsers(effects: readonly Effect[], { study, effects: all }: Candidate): Effect[] {
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

/** Whether work succeeds at all: never left out for how long it takes. */
function isSuccess(metric: string): boolean {
  const { measure } = parseMetricName(metric)!;
  return measure === 'successRatio' || measure === 'errorRatio';
}

/** Less than this is proven at times, and nothing that anybody plans by. */
const WORTH_SAYING = 1e-3;

function isWorthSaying({ relative, metric }: Effect): boolean {
  return relative === null || Math.abs(relative) >= WORTH_SAYING || isSuccess(metric);
}

/** The largest effect on each subject, and wherever fewer succeed. */
function named(effects: readonly Effect[], candidate: Candidate): Effect[] {
  const { scenario } = candidate.study;
  const all = ofUsers(effects, candidate).filter(isWorthSaying);
  const subjects = new Set<string>();
  const largest = all
    .filter(({ metric }) => {
      const { subject } = metricWords(metric, scenario);
      return !subjects.has(subject) && subjects.add(subject);
    })
    .slice(0, MOST_NAMED);
  const fewer = all.filter(
    (effect) => effect.verdict === 'worse' && isSuccess(effect.metric) && !largest.includes(effect),
  );
  return [...largest, ...fewer.slice(0, MOST_NAMED)];
}

function effectPhrase(effect: Effect, { study }: Candidate): string {
  const name = metricPhrase(effect.metric, study.scenario);
  if (effect.difference === null) return `${name} (${insteadOf(effect)}${effect.reason ?? 'no value'})`;
  const size = proportion(effect);
  return size === '' || effect.unit === 'share'
    ? `${name} ${change(effect)}`
    : `${name} ${size} (${change(effect)})`;
}

/** What is better than what has no value gives the reason of the other: `instead of never: 8 % did not start`. */
function insteadOf({ verdict, reason = '' }: Effect): string {
  if (verdict !== 'better') return '';
  return /^(never|>)/.test(reason) ? 'instead of ' : 'instead of: ';
}

/** Both halves in one sentence (rule W5). */
function tradeOff(first: string, against: Effect | undefined, candidate: Candidate): string {
  if (against?.difference == null) return `With ${candidate.study.scenario.name} ${first}.`;
  const points = difference(Math.abs(against.difference), against.half, 'share').replace(/^\+| ±.*/g, '');
  const lost = `${points} ${against.verdict === 'better' ? 'fewer' : 'more'} did not succeed`;
  return `With ${candidate.study.scenario.name} ${first}, but ${lost}.`;
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
