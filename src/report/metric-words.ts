/** Metric names as people say them: `tasks.deployment.queueWait.p95` is the queue wait p95 of deployment. */
import { onlyClass, parseMetricName, withoutWindow } from '../scenario/metric-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { formatDuration } from '../scenario/units.ts';
import { plural } from './words.ts';

export interface MetricWords {
  /** What it is about: a class, a node, a fault, a part. */
  readonly subject: string;
  readonly measure: string;
}

const SAID: Readonly<Record<string, string>> = {
  errorRatio: 'errors',
  looksRunning: 'looks running',
  outage: 'users out',
  'users.rto': 'RTO of users',
  'tasks.rto': 'RTO of tasks',
  'ui.rto': 'RTO of UI',
  'rpo.seconds': 'RPO',
  'rpo.tasks': 'RPO in tasks',
  normal: 'back to normal',
  'queue.mean': 'calls waiting',
  'lock.utilisation': 'lock held',
  added: 'nodes added',
  bootsFailed: 'boots that failed',
  perHour: 'per hour',
  perTask: 'per task',
  ui: 'UI',
};

/** The words of a metric; all classes together go by the class's name when there is only one. */
export function metricWords(name: string, scenario: Scenario): MetricWords {
  const parsed = parseMetricName(name);
  const { family, measure, statistic } = parsed ?? unknown(name);
  const subject = parsed?.subject ?? subjectOfAll(family, scenario);
  const { cost } = scenario;
  const said = measure === 'length' && subject === 'queue' ? 'length' : (SAID[measure] ?? spaced(measure));
  const currency = subject === 'cost' && cost !== null ? `, ${cost.currency}` : '';
  const which = statistic === null ? '' : ` ${statistic.replace('.', ' ')}`;
  return { subject, measure: `${said}${which}${currency}${windowWords(name)}` };
}

/** A name that is in no catalogue, such as one without its statistic: a part and the rest. */
function unknown(name: string) {
  const [family = name, ...rest] = withoutWindow(name).split('.');
  return { family, measure: rest.join('.'), statistic: null };
}

/** What a metric is about that names nothing. */
function subjectOfAll(family: string, scenario: Scenario): string {
  if (family === 'recovery') return 'worst';
  if (family !== 'tasks' && family !== 'requests') return family;
  return onlyClass(family, scenario) ?? `all ${family}`;
}

/**
 * By what lines of a table belong together: a class, which is all classes together when there is only one, a node, a fault;
 * what is about none of them stands by itself.
 */
export function subjectKey(name: string, scenario: Scenario): string {
  const { family, subject, measure } = parseMetricName(name)!;
  return `${family}.${subject ?? onlyClass(family, scenario) ?? measure}`;
}

/** How many metrics a list leaves out, each a figure of the only class (`isSaidOfAll`); nothing where it leaves out none. */
export function saidOfAllWords(number: number, file: string): string[] {
  const many = plural(number, 'more metric says', 'more metrics say');
  return number === 0 ? [] : [`${many} of the only class what stands here of all: see ${file}.`];
}

/** The name as expectations write it, with times: `tasks.queueWait.p95 within 9h..10h`. */
export function metricName(name: string): string {
  return withoutWindow(name) + windowWords(name);
}

/** ` within 32400000000..36000000000` behind a name as ` within 9h..10h`; nothing behind most. */
function windowWords(name: string): string {
  return name.slice(withoutWindow(name).length).replace(/\d+/g, (end) => formatDuration(Number(end)));
}

/** Subject and measure in one: deployment queue wait p95. */
export function metricPhrase(name: string, scenario: Scenario): string {
  const { subject, measure } = metricWords(name, scenario);
  return `${subject} ${measure}`;
}

/** `queueWait` as `queue wait`, `pool.wait` as `pool wait`. */
function spaced(measure: string): string {
  return measure
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replaceAll('.', ' ');
}
