/** A sizing in sentences: the answer, what stops it, how far it may be loaded, what it took and takes for granted. */

import { parseMetricName } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { endsOf, isUnmet } from '../study/estimates/gate.ts';
import type { Bound } from '../study/size/bounds.ts';
import { isUpperLimit } from '../study/size/goals.ts';
import { type Configuration, type Sizing, settingsOf } from '../study/size/size.ts';
import type { GoalJudgement } from '../study/size/trial.ts';
import { resourceWords } from './facts.ts';
import { metWords } from './figures.ts';
import { monthWords } from './instants.ts';
import { downTo, upTo } from './rounding.ts';
import { amount, difference, duration, endOfInterval, list, NOTHING, percent, plural } from './words.ts';

/** The answer, in one or two sentences. */
export function sizeAnswer(sizing: Sizing): string[] {
  const { request, answer, open, bound } = sizing;
  const said = (one: Configuration) => settingsOf(request, one.values);
  const all = `every goal${survivalWords(sizing)}`;
  const undecided = list(open.slice(0, MOST_NAMED).map(said)) + more(open.length);
  if (answer === null) {
    if (open.length > 0)
      return [`Not decided: ${undecided} may meet ${all} or may not; more replications could tell.`];
    return [`No configuration meets ${all}: ${boundWords(sizing, bound!)}.`];
  }
  const wanted = request.cheapest ? 'cheapest' : 'smallest';
  const what = resourceWords(answer.resources);
  if (sizing.cells === 1) return [`${said(answer)} meets ${all}: ${what}.`];
  if (open.length > 0)
    return [
      `${said(answer)} meets ${all}: ${what}. Whether ${undecided} does too is not decided; more replications could tell.`,
    ];
  return [`${said(answer)} is the ${wanted} that meets ${all}: ${what}.`];
}

const MOST_NAMED = 3;

function more(count: number): string {
  return count > MOST_NAMED ? ` (and ${count - MOST_NAMED} more)` : '';
}

function survivalWords({ request: { survive } }: Sizing): string {
  return survive === null ? '' : `, whichever one ${survive} is lost`;
}

/** What is full, where it has no name of its own. */
const FULL: Readonly<Record<string, string>> = {
  slots: 'the task slots cannot do what arrives',
  queue: 'nodes take less at their looks than arrives',
};

function boundWords({ request }: Sizing, { values, judgement, cause }: Bound): string {
  const largest = `even ${settingsOf(request, values)}`;
  const missed =
    judgement === null
      ? ''
      : ` misses ${judgement.expectation.text} (${boundOfInterval(judgement)}${lossWords(judgement)})`;
  switch (cause.kind) {
    case 'full': {
      const full = FULL[cause.part] ?? `the ${cause.part} cannot do what arrives`;
      const why = judgement === null ? ` has no steady state: ${full}` : `${missed}, as ${full}`;
      if (cause.varied) return `${largest}${why}; vary further`;
      const others =
        FULL[cause.part] === undefined ? 'what is varied never becomes the limit' : 'none of them is varied';
      return `${largest}${why}, and ${others}`;
    }
    case 'alone':
      return `${largest}${missed}, as a task of ${cause.name} takes ${duration(cause.seconds)} where it waits for nothing`;
    case 'look':
      return `${largest}${missed}, as a task waits ${duration(cause.seconds)} in the mean until a node looks (dispatch.every)`;
    case 'lost':
      return `without ${cause.lost} nothing is left of ${cause.part}`;
    case 'unknown':
      return `${largest}${missed}; if more of it could help, vary further`;
  }
}

function lossWords({ lost }: GoalJudgement): string {
  return lost === null ? '' : ` with ${lost} lost`;
}

/**
 * The end of the interval that decides: `at most 0.56 s` inside an upper limit, `at least 1.02 s` beyond it; both ends
 * where it is not decided. Rounded outwards: it is no less than that, or no more.
 */
export function boundOfInterval(judgement: GoalJudgement): string {
  const { expectation, verdict, value, unit, reason } = judgement;
  if (value === null) return reason ?? NOTHING;
  const ends = endsOf(judgement, value);
  if (ends[0] === ends[1]) return amount(value, unit ?? 'count');
  const [least, most] = [
    endOfInterval(ends[0], value - ends[0], unit ?? 'count', downTo),
    endOfInterval(ends[1], ends[1] - value, unit ?? 'count', upTo),
  ];
  if (verdict === 'inconclusive') return `${least} to ${most}`;
  return isUpperLimit(expectation) === (verdict === 'pass') ? `at most ${most}` : `at least ${least}`;
}

/** A design may meet its goals by serving less; said where no goal asks for it. */
export function unservedWords({ request: { goals }, answer }: Sizing): string[] {
  if (
    answer === null ||
    answer.unserved === 0 ||
    goals.some(({ metric }) => parseMetricName(metric)?.measure === 'successRatio')
  )
    return [];
  return [
    `${percent(answer.unserved)} of the tasks do not succeed there; the goal 'tasks.successRatio >= 99%' would ask for more.`,
  ];
}

/** Each replication by itself: goals on all of them together may be missed on many days. */
export function eachWords({ answer }: Sizing): string[] {
  return (answer?.judgements ?? []).flatMap((judgement) => {
    const { expectation, lost, metIn } = judgement;
    if (metIn === undefined) return [];
    const loss = lost === null ? '' : ` with ${lost} lost`;
    return [`Each replication by itself: ${expectation.text}${loss}${metWords(judgement)}.`];
  });
}

/** `pass by 0.42 s`: how far the end of the interval that decides lies from the limit. */
export function verdictWords(judgement: GoalJudgement): string {
  const { expectation, verdict, value, unit } = judgement;
  if (value === null || (verdict !== 'pass' && verdict !== 'fail')) return verdict;
  const isMost = isUpperLimit(expectation) === (verdict === 'pass');
  const decisive = endsOf(judgement, value)[isMost ? 1 : 0];
  const margin = Math.abs(decisive - expectation.value);
  return margin === 0 ? verdict : `${verdict} by ${difference(margin, null, unit ?? 'count').slice(1)}`;
}

/** How far the load may rise; nothing where it cannot, or there is no answer. */
export function headroomWords({ headroom, request }: Sizing, scenario: Pick<Scenario, 'calendar'>): string[] {
  if (headroom === null) return [];
  const { meets, breaks, months } = headroom;
  const named = (month: number) => `month ${month}${monthWords(scenario, month)}`;
  const load = months === null ? '' : `${named(months.meets)}, `;
  const upTo =
    meets === 1
      ? 'no goal was proven to hold under more load'
      : `every goal is met up to ${load}${share(meets)} of this load`;
  if (breaks === null) return [`Headroom: ${upTo}; no more was tried.`];
  const missed = breaks.judgements.find(({ verdict }) => isUnmet(verdict));
  const how =
    missed === undefined
      ? 'there is no steady state'
      : `${missed.expectation.metric} is ${boundOfInterval(missed)}${lossWords(missed)}`;
  if (months === null) return [`Headroom: ${upTo}; at ${share(breaks.load)} ${how}.`];
  const growth = percent(request.growth!.perMonth);
  return [
    `Headroom: with ${growth} more work a month ${upTo}, and one breaks in ${named(months.breaks!)} at the latest: at ${share(breaks.load)} ${how}.`,
  ];
}

function share(load: number): string {
  return `${Math.round(100 * load)}\u00a0%`;
}

/** What was run, out of how many. */
export function effortWords({ cells, trials, shown, headroom, replications }: Sizing, seed: string): string {
  const besides = [
    ...(shown.length > 0 ? [`${shown.length} more for the chart`] : []),
    ...(headroom === null ? [] : ['more load on the answer']),
  ];
  const and = besides.length === 0 ? '' : `, besides ${list(besides)}`;
  return `${trials.length} of ${plural(cells, 'configuration')} run to find it${and}: ${plural(replications, 'replication')} in all, the same random numbers in each (seed ${seed})`;
}

/** What was not run, and why that is thought to be enough. */
export function premiseWords({ request, answer, contradiction, trials }: Sizing): string[] {
  if (contradiction !== null) {
    const [smaller, larger] = contradiction.map(({ values }) => settingsOf(request, values));
    const tried = answer === null ? 'every configuration' : 'every smaller one';
    return [
      `More was not better here: ${larger} misses a goal by which ${smaller} does better. So ${tried} was run by itself.`,
    ];
  }
  const rising = request.axes.filter(({ rising }) => rising).map(({ path }) => path);
  if (rising.length === 0 || trials.length < 2) return [];
  const checked = trials.some(
    ({ values }) => answer !== null && isStepAbove(request.axes, answer.values, values),
  );
  const how = checked ? ', as one step above the answer was checked to be' : '';
  return [
    `Taken for granted: more of ${list(rising)} is never worse${how}; so what is below a failure was not run.`,
  ];
}

function isStepAbove(
  axes: Sizing['request']['axes'],
  answer: readonly string[],
  values: readonly string[],
): boolean {
  const differing = axes.flatMap(({ rising }, i) => (values[i] === answer[i] ? [] : [{ rising, i }]));
  return (
    differing.length === 1 &&
    differing[0]!.rising &&
    Number(values[differing[0]!.i]) > Number(answer[differing[0]!.i])
  );
}
