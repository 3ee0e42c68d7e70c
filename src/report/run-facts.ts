/** What a planner reads first of a run: the rows of its table and the sentence above them. */
import { instantText } from '../scenario/calendar.ts';
import { parseMetricName } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import { shareOfTargets } from '../study/replications/expected-load.ts';
import type { Study } from '../study/replications/replicate.ts';
import { judged, shortFigure } from './figures.ts';
import { heldBackWords, overloadWords, refusalWords } from './held-back.ts';
import { metricPhrase, metricWords } from './metric-words.ts';
import { list, percent, plural, roughShare } from './words.ts';

/** Metric names in the order of the table: waits, durations and success by class, then the parts, then faults. */
export function keyMetrics({ scenario, estimates }: Study): string[] {
  const users = scenario.tasks.filter(({ kind }) => kind !== 'system');
  const classes = users.length > 0 ? users : scenario.tasks;
  const wanted = [
    ...classes.flatMap(({ name }) => [
      tail(estimates, `tasks.${name}.queueWait`),
      tail(estimates, `tasks.${name}.duration`),
      tail(estimates, `tasks.${name}.turnaround`),
      `tasks.${name}.succeeded`,
      `tasks.${name}.successRatio`,
      ...NOT_DONE.map((outcome) => `tasks.${name}.${outcome}`),
    ]),
    ...scenario.requests.flatMap(({ name, source }) => [
      ...(source.kind === 'closed' ? [`requests.${name}.throughput`] : []),
      tail(estimates, `requests.${name}.latency`),
      `requests.${name}.errorRatio`,
      ...UNSERVED.map((outcome) => `requests.${name}.${outcome}`),
      `requests.${name}.outage`,
    ]),
    'slots.utilisation',
    'database.utilisation',
    'storage.utilisation',
    'queue.lock.utilisation',
    'availability.users',
    // Who runs no tasks misses none.
    ...(scenario.tasks.length > 0 ? ['availability.tasks'] : []),
    'availability.ui',
    ...scenario.timeline.flatMap(({ name }) =>
      RECOVERY.filter((measure) => scenario.tasks.length > 0 || measure !== 'tasks.rto').map(
        (measure) => `recovery.${name}.${measure}`,
      ),
    ),
    'scaling.nodes',
    'scaling.added',
    'scaling.bootsFailed',
    'cost.perHour',
    'cost.perYear',
  ];
  // What a fault did not touch takes no line, availability says so; nor does what became of nothing.
  const asHoped = (name: string) => {
    const { value } = estimates.get(name)!;
    const { family, measure } = parseMetricName(name)!;
    if (measure === 'recovered') return value === null || value === 1;
    return (family === 'recovery' || UNTOLD.has(measure)) && value === 0;
  };
  return wanted.filter((name) => estimates.has(name) && !asHoped(name));
}

/** Outcomes that have a line where they came. */
const NOT_DONE = [
  'refused',
  'failed',
  'timedOut',
  'expired',
  'cancelled',
  'lost',
  'unfinished',
  'deadlocked',
  'retries',
] as const;
const UNSERVED = ['refused', 'failed', 'timedOut'] as const;

const UNTOLD: ReadonlySet<string> = new Set(['outage', 'bootsFailed', ...NOT_DONE, ...UNSERVED]);

const RECOVERY = [
  'users.rto',
  'tasks.rto',
  'ui.rto',
  'rpo.seconds',
  'rpo.tasks',
  'backlog',
  'recovered',
] as const;

type Estimates = ReadonlyMap<string, Estimate>;

/** The tail says more than the mean, where it can be said. */
function tail(estimates: Estimates, sample: string): string {
  const p95 = estimates.get(`${sample}.p95`);
  const tooFew = p95 !== undefined && p95.value === null && p95.infinite !== true;
  return tooFew && estimates.get(`${sample}.mean`)?.value != null ? `${sample}.mean` : `${sample}.p95`;
}

/** One or two sentences from facts: what was promised, what went wrong, how long people wait, what it waited for. */
export function runAnswer(study: Study, judgements: readonly Judgement[]): string {
  return [
    ...expectations(judgements),
    ...arrivals(study),
    ...losses(study),
    ...waits(study),
    ...overloadWords(study.scenario),
    ...heldBack(study),
  ].join(' ');
}

function expectations(judgements: readonly Judgement[]): string[] {
  if (judgements.length === 0) return [];
  const missed = judgements.filter(
    ({ verdict, expectation }) => verdict === 'fail' && expectation.level === 'error',
  );
  const open = judgements.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'invalid');
  if (missed.length > 0) {
    const which = judged(missed[0]!);
    return [`${missedWords(missed.length, judgements.length)}: ${which}.`];
  }
  if (open.length > 0)
    return [`${plural(open.length, 'expectation')} cannot be judged: ${judged(open[0]!)}.`];
  const warned = judgements.filter(({ verdict }) => verdict === 'fail');
  if (warned.length > 0) return [`All that is required is met, with a warning: ${judged(warned[0]!)}.`];
  const all = ['The expectation is', 'Both expectations are'][judgements.length - 1];
  return [`${all ?? `All ${judgements.length} expectations are`} met.`];
}

/** `2 of 3 expectations are not met`, and plainly where it is none of them. */
function missedWords(missed: number, all: number): string {
  if (missed === 1) return all === 1 ? 'The expectation is not met' : 'An expectation is not met';
  if (missed < all) return `${missed} of ${all} expectations are not met`;
  return all === 2 ? 'Neither expectation is met' : `None of the ${all} expectations is met`;
}

/** Where there is nothing else to say, and the reason why expectations cannot be judged. */
function arrivals({ estimates }: Study): string[] {
  const isNone = (name: string) => (estimates.get(name)?.value ?? 0) === 0;
  return isNone('tasks.arrived') && isNone('requests.arrived') ? ['Nothing arrived.'] : [];
}

function losses({ scenario, estimates }: Study): string[] {
  const success = estimates.get('tasks.successRatio')?.value ?? null;
  const errors = estimates.get('requests.errorRatio')?.value ?? null;
  const open = estimates.get('tasks.unfinished')?.value ?? 0;
  const out = estimates.get('requests.outage');
  const lost = [
    ...refusalWords(scenario, estimates),
    ...(success !== null && success < 1 ? [`${percent(1 - success)} of the tasks did not succeed`] : []),
    ...(open > 0
      ? [`${shortFigure(estimates.get('tasks.unfinished')!)} tasks were not over when the run ended`]
      : []),
    ...(errors !== null && errors > 0 ? [`${percent(errors)} of the requests failed`] : []),
    ...(out !== undefined && out.value! > 0 ? [`users were out for ${shortFigure(out)}`] : []),
  ];
  const faults = scenario.timeline.flatMap(({ name, at }) => {
    const date = dateWords(scenario, at);
    const isNever = (service: string) => estimates.get(`recovery.${name}.${service}.rto`)?.infinite === true;
    const away = [
      ...(scenario.tasks.length > 0 ? (['tasks'] as const) : []),
      ...(scenario.requests.length > 0 ? (['ui'] as const) : []),
    ].filter(isNever);
    const words = { tasks: 'tasks', ui: 'the user interface' };
    return [
      ...(isNever('users') ? [`after ${name}${date} users were not served again`] : []),
      ...(away.length === 0
        ? []
        : [`after ${name}${date} ${list(away.map((service) => words[service]))} did not come back`]),
    ];
  });
  const all = [...lost, ...faults];
  return all.length === 0 ? [] : [sentence(list(all))];
}

function waits(study: Study): string[] {
  const said = keyMetrics(study)
    .filter((name) => /\.(queueWait|latency)\.(mean|p95)$/.test(name))
    .filter((name) => study.estimates.get(name)!.value !== null)
    .slice(0, 3)
    .map((name) => `${metricPhrase(name, study.scenario)} ${shortFigure(study.estimates.get(name)!)}`);
  return said.length === 0 ? [] : [sentence(list(said))];
}

function heldBack({ scenario, estimates }: Study): string[] {
  const said = heldBackWords(scenario, estimates);
  return said.length > 0 ? said : busiest(scenario, estimates);
}

const PARTS: Readonly<Record<string, string>> = {
  slots: 'the task slots',
  'queue.lock': 'the queue lock',
  'database.pool': 'the database connections',
};
/** Less than this of what holds the slots is not worth a word. */
const NAMED = 0.1;

/** Where nothing waits: what is nearest to it. Looks and balancers have no capacity that could be used up. */
function busiest(scenario: Scenario, estimates: Estimates): string[] {
  const parts = [...estimates].filter(
    ([name, { value }]) =>
      (/^(slots|database|database\.pool|storage|queue\.lock)\.utilisation$/.test(name) ||
        /^node\..+\.cpu\.utilisation$/.test(name)) &&
      value !== null &&
      value > 0,
  );
  if (parts.length === 0) return [];
  const [name, most] = parts.reduce((a, b) => (b[1].value! > a[1].value! ? b : a));
  const { subject } = metricWords(name, scenario);
  const part = name.includes('.cpu.')
    ? `the processors of ${subject}`
    : (PARTS[name.replace('.utilisation', '')] ?? `the ${subject}`);
  const targets = name === 'slots.utilisation' ? shareOfTargets(scenario) : 0;
  const doing = targets >= NAMED ? `, ${roughShare(targets)} of that for work on targets` : '';
  return [`Busiest: ${part}, ${shortFigure(most)} in use${doing}.`];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** When it strikes, where the run has dates. */
function dateWords({ calendar }: Scenario, at: number): string {
  return calendar === null ? '' : ` (${instantText(calendar, at)})`;
}
