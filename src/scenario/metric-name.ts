/** A metric's name as what it says. It is parsed here and nowhere else; who wants a part of it asks for that part. */
import { describeMetric, familyOf, type MetricDescription } from './catalogue.ts';
import type { Scenario } from './scenario.ts';

export interface MetricName {
  /** `tasks`, `requests`, `node`, `recovery`, `queue` …: the first word. */
  readonly family: string;
  /** The class, node, pool or fault that it is about; null: all of them, or what has no name. */
  readonly subject: string | null;
  /** `queueWait`, `users.rto`, `length`: without a statistic. */
  readonly measure: string;
  /** `p95`, `max`, `max.mean`; null: none. */
  readonly statistic: string | null;
  /** As behind the name, ` within 0..60000000`; empty: none. */
  readonly window: string;
  readonly description: MetricDescription;
}

const WITHIN = ' within ';

/** The name without its window. */
export function withoutWindow(name: string): string {
  const at = name.indexOf(WITHIN);
  return at < 0 ? name : name.slice(0, at);
}

/** What stands behind the name of a metric of a window, in µs. */
export function windowSuffix({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${WITHIN}${from}..${to}`;
}

/** What a metric's name says, with its window or without; null: there is no such metric. */
export function parseMetricName(name: string): MetricName | null {
  const plain = withoutWindow(name);
  const description = describeMetric(plain);
  if (description === null) return null;
  const { stem, statistic } = familyOf(description);
  const words = stem.split('.');
  const isNamed = words[1]?.startsWith('<') === true;
  return {
    family: words[0]!,
    subject: isNamed ? plain.split('.')[1]! : null,
    measure: words.slice(isNamed ? 2 : 1).join('.'),
    statistic,
    window: name.slice(plain.length),
    description,
  };
}

/** `tasks.queueWait within 0..60` and `p95` give `tasks.queueWait.p95 within 0..60`. */
export function withStatistic(name: string, statistic: string): string {
  const plain = withoutWindow(name);
  return `${plain}.${statistic}${name.slice(plain.length)}`;
}

/**
 * Undoes `withStatistic`: `tasks.makespan.max.p95` is the `p95` of `tasks.makespan.max`. Null: the metric has no statistic,
 * or there is no such metric.
 */
export function lastStatistic(name: string): { readonly of: string; readonly statistic: string } | null {
  const parsed = parseMetricName(name);
  if (parsed === null || parsed.statistic === null) return null;
  const statistic = parsed.statistic.split('.').at(-1)!;
  const plain = withoutWindow(name);
  return { of: plain.slice(0, -statistic.length - 1) + parsed.window, statistic };
}

/** The same metric of all that its subject is one of: `tasks.queueWait.p95` for that of deployments. */
export function ofAllClasses(name: string): string {
  const parsed = parseMetricName(name);
  if (parsed === null || (parsed.family !== 'tasks' && parsed.family !== 'requests')) return name;
  const { family, measure, statistic, window } = parsed;
  return [family, measure, ...(statistic === null ? [] : [statistic])].join('.') + window;
}

type Classes = Pick<Scenario, 'tasks' | 'requests'>;

/** The only class of tasks or of requests, whatever family a metric is of; null: there are several, or it has no classes. */
export function onlyClass(family: string, { tasks, requests }: Classes): string | null {
  const classes = family === 'tasks' ? tasks : family === 'requests' ? requests : [];
  return classes.length === 1 ? classes[0]!.name : null;
}

/**
 * The one name of a figure that has two: what is said of the only class of tasks or of requests is said of all of them,
 * and goes by that name wherever people look. In files for programs both stand.
 *
 * @returns the name itself where there are several classes, or it is of no class
 */
export function nameOfFigure(name: string, scenario: Classes): string {
  const family = parseMetricName(name)?.family ?? '';
  return onlyClass(family, scenario) === null ? name : ofAllClasses(name);
}

/** Whether another of these names says the same figure of all: that of `tasks.deployment.failed`, the only class. */
export function isSaidOfAll(
  name: string,
  scenario: Classes,
  among: { readonly has: (name: string) => boolean },
): boolean {
  const ofAll = nameOfFigure(name, scenario);
  return ofAll !== name && among.has(ofAll);
}

/**
 * A scenario by which figures of designs that stand side by side are named: where they do not all have the same only class,
 * what is said of all and of one class are two figures.
 *
 * @returns the scenario with the classes of the designs behind its own
 */
export function withClassesOf<S extends Classes>(scenario: S, designs: readonly Classes[]): S {
  const once = <C extends { readonly name: string }>(classes: readonly C[]): C[] =>
    classes.filter(({ name }, i) => classes.findIndex((each) => each.name === name) === i);
  const all = [scenario, ...designs];
  return {
    ...scenario,
    tasks: once(all.flatMap(({ tasks }) => tasks)),
    requests: once(all.flatMap(({ requests }) => requests)),
  };
}
