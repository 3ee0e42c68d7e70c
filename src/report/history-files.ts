/** The files that `hasim init` makes of recorded tasks: the recorded work as a trace, a scenario that replays it, one with fitted classes. */
import { formatDuration } from '../scenario/units.ts';
import type { ArrivalModel } from '../study/fit/arrivals.ts';
import type { DurationFit } from '../study/fit/durations.ts';
import type { Parameters } from '../study/fit/families.ts';
import { profileOf } from '../study/fit/profile.ts';
import type { ClassFit } from '../study/history/class-fits.ts';
import type { History, RecordedClass } from '../study/history/history.ts';
import {
  type RecordedWaits,
  reach,
  recordedWaits,
  type WaitStatistic,
  waitMetric,
} from '../study/history/waits.ts';
import type { Study } from '../study/replications/replicate.ts';
import { iso } from './history-words.ts';
import { plural } from './words.ts';

const SECOND = 1e6;
/** Cores a running task asks for (fact 103). */
const CORES_A_TASK = 0.2;
const LEAST_CORES = 4;

/** Arrival and duration of every task in seconds from the history's start, and its class. */
export function traceCsv({ classes, tasks }: History): string {
  const rows = tasks.map(
    ({ arrival, duration, taskClass }) =>
      `${seconds(arrival)},${seconds(duration)},${classes[taskClass]!.name}\n`,
  );
  return `arrival,duration,class\n${rows.join('')}`;
}

/** Whole µs as seconds with at most 6 decimals. */
function seconds(micros: number): string {
  return (micros / SECOND).toFixed(6).replace(/\.?0+$/, '');
}

/**
 * The scenario that replays a history.
 *
 * @param name of the scenario
 * @param trace file name of the trace, beside the scenario
 * @param study its replications, from which it takes how far a record may lie from them; null: it expects nothing
 */
export function replayYaml(history: History, name: string, trace: string, study: Study | null): string {
  const { classes, tasks, hours, start } = history;
  const tasksOf = classes.map(
    (each) => `    ${key(each)}: # ${plural(each.count, 'task')}
      kind: ${each.kind}
      arrivals: { trace: { file: ${JSON.stringify(`./${trace}`)}, class: ${quoted(each.name)} } }
      steps: [{ run: { from: trace } }]`,
  );
  return plainSpaces(`# ${plural(tasks.length, 'recorded task')}, replayed. Each arrives when it was queued and holds its slot as long as it
# ran; how long it waits is up to the model. 0 s is ${iso(start)}.
# Written by hasim init.
name: ${name}
question: Does the model wait as the record says?
seed: 1
duration: ${formatDuration(hours * 3600 * SECOND)}

regions: { home: [a] }
nodes:
  # A task cap is at least the largest number of tasks that ran on a node at once, which stands here: write the real
  # caps. Cores are enough to slow no task: what slowed it is in its recorded duration already.
${nodesYaml(history.mostAtOnce)}
database: { at: home/a }

workload:
  tasks:
${tasksOf.join('\n')}
${study === null ? '' : expectYaml(recordedWaits(history), study)}`);
}

function nodesYaml(caps: readonly number[]): string {
  const node = (cap: number, count: string) =>
    `{ ${count}at: home/a, taskCap: ${cap}, cores: ${Math.max(LEAST_CORES, Math.ceil(cap * CORES_A_TASK))} }`;
  if (caps.every((cap) => cap === caps[0])) return `  node: ${node(caps[0]!, `count: ${caps.length}, `)}`;
  return caps.map((cap, i) => `  node-${i + 1}: ${node(cap, '')}`).join('\n');
}

/** Classes with fewer tasks than this say too little of their waits. */
const LEAST_FOR_MEAN = 50;
const LEAST_FOR_P95 = 200;
const MOST_CLASSES = 3;

function expectYaml(waits: readonly RecordedWaits[], { estimates }: Study): string {
  const lines = waits.slice(0, MOST_CLASSES + 1).flatMap((each) => {
    const worth = (statistic: WaitStatistic) =>
      each.taskClass === null || each.count >= (statistic === 'p95' ? LEAST_FOR_P95 : LEAST_FOR_MEAN);
    return (['mean', 'p95'] as const).filter(worth).flatMap((statistic) => {
      const metric = waitMetric(each.taskClass, statistic);
      const replayed = estimates.get(metric);
      if (replayed === undefined) return [];
      const recorded = each[statistic];
      const [low, high] = [-1, 1].map((sign) => recorded + sign * reach(recorded, replayed));
      return [
        ...(low! > 0 ? [`  - { that: ${metric} >= ${short(low!, 4)}, level: warn }`] : []),
        `  - { that: ${metric} <= ${short(high!, 4)}, level: warn } # recorded: ${short(recorded, 4)}`,
      ];
    });
  });
  return `
# The recorded waits, give or take what one more replication may differ: a warning says where model and record differ.
expect:
${lines.join('\n')}
`;
}

/**
 * The scenario with the same cluster, and work that is like the recorded.
 *
 * @param replay file name of the scenario that it extends, beside it
 */
export function fittedYaml(
  { classes, start, hours }: History,
  fits: readonly ClassFit[],
  name: string,
  replay: string,
): string {
  const tasksOf = classes.map((each, i) => {
    const { arrivals, durations, asRecorded } = fits[i]!;
    if (asRecorded)
      return `    # ${each.name}: no fit gives what was recorded, so it is replayed as recorded.`;
    return `    ${key(each)}:
      arrivals: ${arrivalsYaml(arrivals.model, hours)}
      steps: [{ run: ${durationYaml(durations)} }]`;
  });
  return plainSpaces(`# Work like the recorded, for questions that a replay cannot answer: more load (workload.scale), longer, other days.
# hasim init has printed how well each class fits. 0 h is ${iso(start)}: hours of the day are of UTC.
extends: ${JSON.stringify(`./${replay}`)}
name: ${name}
question: How long would work like the recorded wait?

workload:
  tasks:
${tasksOf.join('\n')}

expect: []
`);
}

function arrivalsYaml(model: ArrivalModel, hours: number): string {
  if (model.kind === 'every') return `{ every: ${short(model.every)}, offset: ${short(model.offset)} }`;
  const { rates, batches, idle } = model;
  if (rates.length === 1 && batches.length + idle.length === 0) return `{ poisson: ${perHour(rates[0]!)} }`;
  const { steps, period } = profileOf(model, hours);
  const rows = steps.map(([from, rate]) => `[${at(from)}, ${perHour(rate)}]`);
  return `{ profile: [${rows.join(', ')}], period: ${period / 3600}h }`;
}

/** A time to the microsecond, in whole hours where it is. */
function at(time: number): string {
  return time % 3600 === 0 ? `${time / 3600}h` : `${seconds(Math.round(time * SECOND))}s`;
}

function durationYaml(fit: DurationFit): string {
  if (fit.kind === 'constant') return short(fit.value);
  if (fit.kind === 'family') return familyYaml(fit.parameters);
  return `{ empirical: [${fit.values.map((value) => `[${short(value)}, 1]`).join(', ')}] }`;
}

function familyYaml(p: Parameters): string {
  switch (p.family) {
    case 'exponential':
      return `{ exponential: ${short(p.mean)} }`;
    case 'lognormal':
      return `{ lognormal: { median: ${short(p.median)}, p95: ${short(p.p95)} } }`;
    case 'weibull':
      return `{ weibull: { shape: ${plain(p.shape)}, mean: ${short(p.mean)} } }`;
    case 'erlang':
      return `{ erlang: { k: ${p.k}, mean: ${short(p.mean)} } }`;
  }
}

/** Seconds; five digits are more than any record knows of a parameter. */
function short(value: number, digits = 5): string {
  return `${plain(value, digits)}s`;
}

function perHour(perSecond: number): string {
  return `${plain(perSecond * 3600)}/h`;
}

/** To so many digits, at most 9 decimals, and without exponent, as a scenario wants it. */
function plain(value: number, digits = 5): string {
  const rounded = Number(Math.max(0, value).toPrecision(digits));
  return rounded.toFixed(9).replace(/\.?0+$/, '');
}

/** A word that YAML takes for something else is a text only in quotes. */
function quoted(name: string): string {
  return /^(null|true|false|yes|no|on|off|y|n)$/i.test(name) ? JSON.stringify(name) : name;
}

function key({ name }: RecordedClass): string {
  return quoted(name);
}

/** Words for people have spaces that do not break. */
function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
