/** What a comparison says: the sentence above its table. */
import { parseMetricName } from '../scenario/metric-name.ts';
import type { Candidate, Comparison } from '../study/comparison/compare.ts';
import type { Effect } from '../study/comparison/effect.ts';
import { asNamed, keyEffects, ofUsers } from './compare-facts.ts';
import { change, proportion } from './figures.ts';
import { metricPhrase, metricWords } from './metric-words.ts';
import { difference, list } from './words.ts';

/** Effects of one kind that a sentence names. */
const MOST_NAMED = 3;

/** What is better with which candidate, and by how much; of those of which the same is to be said in one sentence. */
export function compareAnswer(comparison: Comparison): string[] {
  const baseline = comparison.baseline.study.scenario.name;
  const candidates = comparison.candidates.map((candidate) => asNamed(comparison, candidate));
  const alike = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const said = answerFor(baseline, candidate, ['']);
    alike.set(said, [...(alike.get(said) ?? []), candidate]);
  }
  const said = [...alike.values()].map((all) =>
    answerFor(
      baseline,
      all[0]!,
      all.map(({ study }) => study.scenario.name),
    ),
  );
  return candidates.some((one) => !isClaimed(one) && alone(one).length > 0) ? [...said, ALONE] : said;
}

const ALONE =
  'What may differ does so at 95 % taken alone, but not when all headline figures are judged together (Holm).';

/** Whether something is better or worse for sure. */
function isClaimed(candidate: Candidate): boolean {
  const { better, worse, tradeOffs } = candidate.answer;
  return tradeOffs.length > 0 || [better, worse].some((effects) => named(effects, candidate).length > 0);
}

/** What is proven and too little to plan by, and what does not differ or not for sure. */
function slightOf({ answer }: Candidate): Effect[] {
  return [...answer.better, ...answer.worse].filter((effect) => !isWorthSaying(effect));
}

/** What differs taken alone, and not among all that is claimed at once: neither a difference nor none. */
function alone(candidate: Candidate): Effect[] {
  const slight = slightOf(candidate);
  return ofUsers([...slight, ...candidate.answer.same], candidate).filter(
    (effect) => !slight.includes(effect) && DIFFERS.has(effect.verdict),
  );
}

/** The figures of a candidate: those that its answer names in its order, what else is claimed, then the others. */
export function inOrderOfAnswer(comparison: Comparison, of: Candidate): Effect[] {
  const candidate = asNamed(comparison, of);
  const { better, worse, tradeOffs } = candidate.answer;
  const first = isClaimed(candidate)
    ? [...named(worse, candidate), ...named(better, candidate), ...tradeOffs]
    : [...largestUnclear(candidate), ...alone(candidate)];
  const keys = keyEffects(comparison, of);
  const claimed = [...first, ...worse, ...better, ...tradeOffs].filter((effect) => keys.includes(effect));
  return [...new Set([...claimed, ...keys])];
}

/** @param names of the candidates of which it is said */
function answerFor(baseline: string, candidate: Candidate, names: readonly string[]): string {
  const { scenario } = candidate.study;
  const { answer, effects } = candidate;
  const [they, are] = names.length === 1 ? ['it', 'is'] : ['they', 'are'];
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
    .map((effect) => tradeOff(phrase(effect), effects.get(effect.against ?? ''), names));
  if (isClaimed(candidate)) {
    const first = parts.length > 0 ? `${list(names)} ${are} ${parts.join(`; ${they} ${are} `)}.` : '';
    return [first, ...tradeOffs].filter((text) => text !== '').join(' ');
  }
  const slight = slightOf(candidate);
  if (answer.same.length + slight.length > 0) {
    const open = alone(candidate);
    const same = ofUsers([...slight, ...answer.same], candidate).filter((effect) => !open.includes(effect));
    const perhaps = list(open.slice(0, MOST_NAMED).map(phrase));
    const none = list(same.slice(0, MOST_NAMED).map(({ metric }) => metricPhrase(metric, scenario)));
    const both = names.length === 1 ? `${names[0]} and ${baseline}` : `${baseline} and any of ${list(names)}`;
    const said = [
      ...(perhaps === ''
        ? []
        : [`${list(names)} may differ from ${baseline}, or by chance among so many figures: ${perhaps}.`]),
      ...(none === ''
        ? []
        : [`No difference${slight.length > 0 ? ' above 0.1 %' : ''} between ${both} in ${none}.`]),
    ];
    return `${unclearFirst(candidate)}${said.join(' ')}`;
  }
  const why = commonReason(answer.unclear);
  return `Nothing can be said about ${list(names)} against ${baseline}${why === undefined ? '' : `: ${why}`}.`;
}

const DIFFERS: ReadonlySet<string> = new Set(['better', 'worse', 'trade-off']);

/** Why nothing can be said of most of them: what one figure lacks is not what the others do. */
function commonReason(unclear: readonly Effect[]): string | undefined {
  const reasons = unclear.flatMap(({ reason }) => reason ?? []);
  const often = (one: string) => reasons.filter((reason) => reason === one).length;
  return reasons.toSorted((one, other) => often(other) - often(one))[0];
}

/** Of what nothing can be said, the largest difference first: what is equal must not hide it. */
function largestUnclear(candidate: Candidate): Effect[] {
  const { unclear } = candidate.answer;
  const size = ({ relative }: Effect) => Math.abs(relative ?? 0);
  if (unclear.length === 0) return [];
  return ofUsers(unclear, candidate).toSorted((one, other) => size(other) - size(one));
}

function unclearFirst(candidate: Candidate): string {
  const largest = largestUnclear(candidate).slice(0, MOST_NAMED);
  if (largest.length === 0) return '';
  const names = largest.map(({ metric }) => metricPhrase(metric, candidate.study.scenario));
  const why = largest[0]?.reason;
  return `Nothing can be said about ${list(names)}${why === undefined ? '' : `: ${why}`}. `;
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
function tradeOff(first: string, against: Effect | undefined, names: readonly string[]): string {
  if (against?.difference == null) return `With ${list(names)} ${first}.`;
  const points = difference(Math.abs(against.difference), against.half, 'share').replace(/^\+| ±.*/g, '');
  const lost = `${points} ${against.verdict === 'better' ? 'fewer' : 'more'} did not succeed`;
  return `With ${list(names)} ${first}, but ${lost}.`;
}
