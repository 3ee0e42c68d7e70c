/** Where the time went, in one sentence with numbers a class, and what is behind the first cause. */
import { CAUSE, CAUSES, type Cause } from '../../measure/causes.ts';
import type { Scenario, Step, TaskClassSpec } from '../../scenario/scenario.ts';
import type { Band, BandSum, ClassBands } from '../../study/explain/bands.ts';
import { type Blame, blames, type Explanation } from '../../study/explain/explain.ts';
import { momentWords } from '../instants.ts';
import { duration, plural, roughShare } from '../words.ts';
import { CAUSE_WORDS } from './cause-words.ts';

/** Bands from which the sentence speaks: the first with so much work. */
const SPOKEN: readonly Band[] = ['slowest 5 %', 'all', 'failed'];
const LEAST_COUNT = 3;
/** Less than this of the time is not worth a name. */
const LEAST_SHARE = 0.005;

/** `Of the slowest 5 % of deployment tasks (14 m 20 s in the mean), 71 % of the time is waiting …`. */
export function causeSentences(explanation: Explanation, one: ClassBands): string[] {
  const band = spokenBand(one);
  const sum = one.bands[band];
  if (sum.took === 0) return [`Of ${whoWords(band)}${nameOf(one)} none took any time.`];
  const [first] = blames(sum, explanation.holders);
  const who = `${whoWords(band)}${nameOf(one)} (${duration(sum.took / sum.count)} in the mean)`;
  const targets = sum.causes[CAUSE.targets]! / sum.took;
  if (first === undefined || first.share < LEAST_SHARE)
    return [`Of ${who}, ${roughShare(targets)} of the time is working on targets; nothing else takes 0.5 %.`];
  // What only those do who hold the slots is no wait of its own.
  const isOwn = first.share - first.throughSlots >= LEAST_SHARE;
  const partOf = (blame: Blame) => (isOwn ? blame.share : blame.throughSlots);
  const middle = one.bands.middle;
  const usual = blames(middle, explanation.holders).filter(({ cause }) => cause === first.cause);
  const beside = [
    ...(band === 'slowest 5 %' && middle.count > 0
      ? [`${roughShare(usual.map(partOf)[0] ?? 0)} in the middle`]
      : []),
    ...(targets > first.share ? [`${roughShare(targets)} is work on targets`] : []),
  ];
  const than = beside.length === 0 ? '' : ` (${beside.join('; ')})`;
  const doing = isOwn
    ? `${CAUSE_WORDS[first.cause][1]}${behind(explanation, one, first.cause)}`
    : `${CAUSE_WORDS.slot[1]}: ${slotWords(explanation.study)}${holderWords(explanation.holders, CAUSE[first.cause])}`;
  return [
    `Of ${who}, ${roughShare(partOf(first))} of the time${than} is ${doing}.`,
    ...(isOwn ? through(first, explanation.holders) : []),
  ];
}

/** The band of which the sentence speaks. */
export function spokenBand({ bands }: ClassBands): Band {
  const known = (least: number) => SPOKEN.find((name) => bands[name].count >= least);
  return known(LEAST_COUNT) ?? known(1)!;
}

function whoWords(band: Band): string {
  if (band === 'failed') return 'those that failed of ';
  return band === 'all' ? 'all ' : `the ${band} of `;
}

export function nameOf({ of, name }: Pick<ClassBands, 'of' | 'name'>): string {
  return `${name} ${of === 'task' ? 'tasks' : 'requests'}`;
}

function through({ cause, throughSlots }: Blame, holders: readonly number[]): string[] {
  if (throughSlots === 0) return [];
  const held = roughShare(holders[CAUSE[cause]]!);
  return [
    `In that, ${roughShare(throughSlots)} is waiting for slots: those who hold them spend ${held} of that time ${spentWords(cause)}.`,
  ];
}

/** The figure that stands behind a cause. */
function behind({ study, holders }: Explanation, one: ClassBands, cause: Cause): string {
  const { scenario, estimates } = study;
  const used = (metric: string): string => {
    const value = estimates.get(metric)?.value ?? null;
    return value === null ? '' : roughShare(value);
  };
  const calls = callsOf(scenario, one);
  switch (cause) {
    case 'slot':
      return `: ${slotWords(study)}${holderWords(holders)}`;
    case 'look':
    case 'fairShare':
      return `: each node looks every ${duration(scenario.dispatch.every / 1e6)}`;
    case 'lock':
    case 'turn':
    case 'taking':
      return `: the lock is held ${used('queue.lock.utilisation')} of the time`;
    case 'connection':
      return `: each node has ${plural(scenario.database!.poolSize, 'connection')}`;
    case 'databaseWay':
      return `: ${calls}, over a round trip of up to ${duration(longestTrip(scenario, scenario.database!.place))}`;
    case 'databaseQueue':
      return `: its ${plural(scenario.database!.cores, 'core')} are busy ${used('database.utilisation')} of the time`;
    case 'databaseService':
    case 'commit':
      return `: ${calls}`;
    case 'storageQueue':
    case 'storageLatency':
    case 'transferShared':
      return `: the storage is busy ${used('storage.utilisation')} of the time`;
    case 'worker':
      return `: ${scenario.workers.map(({ name }) => `those of ${name} are busy ${used(`workers.${name}.utilisation`)} of the time`).join(', ')}`;
    case 'cpuShared':
      return `: ${busiestCpu(scenario, estimates)}`;
    default:
      return '';
  }
}

/** From which share of the slots on they count as full, in a stretch of time. */
const FULL = 0.9;

/** `18 or more of 20 slots are taken from 2 h 10 m to 3 h 00 m`: the longest such stretch; else how many in the mean. */
function slotWords({ scenario: { nodes, calendar }, results, estimates }: Explanation['study']): string {
  const slots = nodes.reduce((sum, { state, taskCap }) => sum + (state === 'online' ? taskCap : 0), 0);
  const { width, bins } = results[0]!.series;
  const isFull = (bin: number): boolean => {
    const sum = (name: string): number =>
      results.reduce((all, { series }) => all + (series.averages[name]?.[bin] ?? 0), 0);
    return sum('slots.able') > 0 && sum('slots.busy') >= FULL * sum('slots.able');
  };
  let best = { from: 0, to: 0 };
  for (let from = 0; from < bins; from += 1) {
    let to = from;
    while (to < bins && isFull(to)) to += 1;
    if (to - from > best.to - best.from) best = { from, to };
    from = Math.max(from, to);
  }
  const when = (bin: number): string => momentWords((bin * width) / 1e6, calendar);
  if (best.to > best.from)
    return `${roughShare(FULL)} or more of ${plural(slots, 'slot')} are taken from ${when(best.from)} to ${when(best.to)}`;
  const mean = estimates.get('slots.utilisation')?.value ?? null;
  return mean === null ? '' : `${roughShare(mean)} of ${plural(slots, 'slot')} are taken in the mean`;
}

/** Time is spent waiting for commits, and on the way to the database. */
function spentWords(cause: Cause): string {
  return CAUSE_WORDS[cause][1].replace(/^(?=the )/, 'on ');
}

/** @param cause of what they do, by default that with most of the time */
function holderWords(holders: readonly number[], cause = holders.indexOf(Math.max(...holders))): string {
  if (holders[cause]! <= 0) return '';
  return `; those who hold them spend ${roughShare(holders[cause]!)} of that time ${spentWords(CAUSES[cause]!)}`;
}

function callsOf(scenario: Scenario, { of, name }: ClassBands): string {
  const spec = scenario.tasks.find((task) => of === 'task' && task.name === name);
  const calls =
    spec === undefined
      ? (scenario.requests.find((one) => one.name === name)?.dbCalls ?? 0)
      : callsIn(spec) + 1;
  return `${plural(calls, 'call')} one after another`;
}

function callsIn({ steps }: Pick<TaskClassSpec, 'steps'> | { readonly steps: readonly Step[] }): number {
  return steps.reduce((sum, step) => {
    if (step.do === 'db') return sum + step.calls;
    return step.do === 'repeat' ? sum + step.times * callsIn(step) : sum;
  }, 0);
}

/** In seconds, from any node. */
function longestTrip({ nodes, network }: Scenario, place: number): number {
  return Math.max(0, ...nodes.map((node) => network.roundTrip[node.place]![place]!)) / 1e6;
}

function busiestCpu({ nodes }: Scenario, estimates: Explanation['study']['estimates']): string {
  const busy = nodes.map(({ name }) => ({
    name,
    used: estimates.get(`node.${name}.cpu.utilisation`)?.value ?? 0,
  }));
  const first = busy.reduce((most, each) => (each.used > most.used ? each : most));
  return `${first.name} uses ${roughShare(first.used)} of its cores in the mean`;
}

/** Causes of some bands that are worth a line, those with most of the time first. */
export function shownCauses(bands: readonly BandSum[], most: number): number[] {
  const shareIn = ({ took, causes }: BandSum, cause: number): number =>
    took === 0 ? 0 : causes[cause]! / took;
  return CAUSES.map((_, cause) => ({ cause, share: Math.max(...bands.map((band) => shareIn(band, cause))) }))
    .filter((one) => one.share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share)
    .slice(0, most)
    .map(({ cause }) => cause);
}
