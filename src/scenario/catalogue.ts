/**
 * Every metric that exists: the one list from which `hasim schema`, the docs, expectations and every
 * estimate take their unit, kind and direction. Base units: seconds, 1/s, shares 0..1, counts.
 */
import { FAMILIES, type Family, type MetricKind, type MetricUnit } from './metric-table.ts';
import { didYouMean } from './suggest.ts';

export type { MetricKind } from './metric-table.ts';

export interface MetricDescription {
  /** With `<class>`, `<node>`, `<pool>`, `<fault>`, `<entry>` where a name stands. */
  readonly pattern: string;
  readonly unit: MetricUnit;
  readonly kind: MetricKind;
  /** Which direction is better; null: neither. */
  readonly better: 'higher' | 'lower' | null;
  /** One defining sentence. */
  readonly text: string;
  /** Whether `within t1..t2` selects a part of it. */
  readonly windowed: boolean;
}

const STATISTICS = ['mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const;

const STATISTIC_WORDS: Readonly<Record<(typeof STATISTICS)[number], string>> = {
  mean: 'Mean of the finite ones.',
  p50: 'Half stay below.',
  p90: '90 % stay below.',
  p95: '95 % stay below.',
  p99: '99 % stay below.',
  max: 'The longest.',
};

/** All patterns of the catalogue, in its order. */
export const CATALOGUE: readonly MetricDescription[] = FAMILIES.flatMap(descriptionsOf);

const byPattern = new Map(CATALOGUE.map((description) => [description.pattern, description]));

/** Patterns without their statistic. */
const STEMS: ReadonlySet<string> = new Set(
  FAMILIES.flatMap(({ subject, rows }) => rows.map(([measure]) => stemOf(subject, measure))),
);

/** A pattern taken apart: `tasks.<class>.queueWait` and `p95`; null: it has no statistic. */
export function familyOf({ pattern }: MetricDescription): { stem: string; statistic: string | null } {
  const words = pattern.split('.');
  for (let length = words.length; length > 0; length -= 1) {
    if (!STEMS.has(words.slice(0, length).join('.'))) continue;
    // A row may name the only statistic that there is: `queue.length.max`.
    const own = /^(mean|max)$/.test(words[length - 1]!) ? length - 1 : length;
    return { stem: words.slice(0, own).join('.'), statistic: words.slice(own).join('.') || null };
  }
  return { stem: pattern, statistic: null };
}

/**
 * What a metric is, by its full name such as `tasks.deployment.queueWait.p95`; null: there is none. A class, node or
 * fault may have the name of a measure: behind a name stands a measure, behind a measure a statistic or nothing, and no
 * measure is called like a statistic.
 *
 * @param name with the names of the scenario in it, without a window
 * @returns unit, kind, direction and definition; null: there is no such metric
 */
export function describeMetric(name: string): MetricDescription | null {
  const parts = name.split('.');
  const plain = byPattern.get(name);
  if (plain !== undefined) return plain.pattern.includes('<') ? null : plain;
  const [subject, named, ...rest] = parts;
  const placeholder = Object.hasOwn(PLACEHOLDERS, subject!) ? PLACEHOLDERS[subject!] : undefined;
  if (placeholder === undefined || named === undefined || named.startsWith('<')) return null;
  return byPattern.get([subject, placeholder, ...rest].join('.')) ?? null;
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  tasks: '<class>',
  requests: '<class>',
  node: '<node>',
  workers: '<pool>',
  recovery: '<fault>',
  failures: '<entry>',
};

/** What of a scenario decides which metrics it has: any part of a scenario, resolved or not. */
export interface MetricSubjects {
  readonly tasks: readonly string[];
  readonly requests: readonly string[];
  readonly nodes: readonly string[];
  readonly workers: readonly string[];
  readonly faults: readonly string[];
  readonly failures: readonly string[];
  readonly database: boolean;
  readonly storage: boolean;
  readonly lock: boolean;
  readonly cost: boolean;
  /** Some group's number of nodes changes by itself. */
  readonly scaling: boolean;
  /** Whether promises about a year are meant, too. */
  readonly year: boolean;
}

/** What is told of users where there are requests. */
const OF_USERS =
  /^availability\.users$|^year\.(requests|.+\.users$)|\.users\.(rto|longest)|^recovery\..*recovered$/;

/** The names of all metrics that these subjects have, in the order of the catalogue. */
export function metricNames(subjects: MetricSubjects): string[] {
  const names: Readonly<Record<string, readonly string[]>> = {
    'tasks.<class>': subjects.tasks,
    requests: subjects.requests.length > 0 ? [''] : [],
    'requests.<class>': subjects.requests,
    'node.<node>': subjects.nodes,
    'workers.<pool>': subjects.workers,
    'recovery.<fault>': subjects.faults,
    recovery: subjects.faults.length > 0 ? [''] : [],
    outage: subjects.faults.length + subjects.failures.length > 0 ? [''] : [],
    'failures.<entry>': subjects.failures,
    database: subjects.database ? [''] : [],
    storage: subjects.storage ? [''] : [],
    scaling: subjects.scaling ? [''] : [],
    cost: subjects.cost ? [''] : [],
    year: subjects.year ? [''] : [],
  };
  return FAMILIES.flatMap((family) => {
    const patterns = descriptionsOf(family)
      .map((description) => description.pattern)
      .filter((pattern) => subjects.lock || !pattern.startsWith('queue.lock.'))
      .filter((pattern) => subjects.requests.length > 0 || !OF_USERS.test(pattern))
      .filter((pattern) => subjects.tasks.length > 0 || !pattern.startsWith('year.tasks.'))
      .filter((pattern) => subjects.cost || pattern !== 'year.cost');
    return (names[family.subject] ?? ['']).flatMap((name) =>
      patterns.map((pattern) => pattern.replace(/<\w+>/, name)),
    );
  });
}

/** `did you mean 'tasks.queueWait.p95'? `, or nothing. */
export function suggestMetric(name: string, known: Iterable<string>): string {
  return didYouMean(name, known);
}

/** Of what has one value a replication: the mean, with and without its name, and over replications p95 and the worst. */
function overReplications(one: MetricDescription): MetricDescription[] {
  const over = (statistic: string, words: string): MetricDescription => ({
    ...one,
    pattern: `${one.pattern}.${statistic}`,
    text: `${one.text} Over replications: ${words}.`,
  });
  return [one, over('mean', 'the mean'), over('p95', '95 % stay below'), over('max', 'the worst')];
}

function stemOf(subject: string, measure: string): string {
  return subject === '' ? measure : `${subject}.${measure}`;
}

function descriptionsOf({ subject, rows, windowed }: Family): MetricDescription[] {
  return rows.flatMap(([measure, unit, kind, better, text]): MetricDescription[] => {
    const stem = stemOf(subject, measure);
    const common = { unit, better, windowed };
    if (kind === 'once' || kind === 'once-per-fault')
      return overReplications({ ...common, pattern: stem, kind, text });
    if (kind !== 'sample') return [{ ...common, pattern: stem, kind, text }];
    return STATISTICS.flatMap((statistic): MetricDescription[] => {
      const own = {
        ...common,
        pattern: `${stem}.${statistic}`,
        text: `${text} ${STATISTIC_WORDS[statistic]}`,
      };
      if (statistic === 'max') return overReplications({ ...own, kind: 'once' });
      return [{ ...own, kind: statistic === 'mean' ? 'mean' : 'quantile' }];
    });
  });
}
