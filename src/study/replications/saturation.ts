/** Whether a design cannot keep up with what arrives, so that its waits only say how long was looked. */

import { parseMetricName } from '../../scenario/metric-name.ts';
import type { Arrivals, Scenario } from '../../scenario/scenario.ts';
import { meanInterval } from '../statistics/mean.ts';
import { isDeterministic } from './deterministic.ts';
import { wholeResults } from './folding.ts';
import type { Study } from './replicate.ts';

/** What is full; `queue`: slots may stand empty between two looks, and yet more arrives than is taken. */
export type Saturated = 'database' | 'storage' | 'slots' | 'queue';

/** A full database or storage fills the slots, too: the cause is named. */
const STATIONS = ['database', 'storage', 'slots'] as const;
/** Busier than this over the whole run, while work keeps arriving, is no steady state. */
const FULL = 0.99;
/** From here on it is one that cannot be told from full, when its interval reaches that. */
const NEARLY = 0.95;
/** Share of what arrives that piles up. */
const PILES_UP = 1 - FULL;

/** What is full; null where nothing is, or where all work is there from the start and only has to be done. */
export function saturatedPart({
  scenario,
  estimates,
  results,
}: Pick<Study, 'scenario' | 'estimates' | 'results'>): Saturated | null {
  if (!keepsArriving(scenario)) return null;
  const full = STATIONS.find((name) => {
    const { value = null, high = null } = estimates.get(`${name}.utilisation`) ?? {};
    return value !== null && (value >= FULL || (value >= NEARLY && high !== null && high >= FULL));
  });
  return full ?? (queueGrows(scenario, results) ? 'queue' : null);
}

/** Measures that mean nothing where tasks, or anything, wait for what is full: by family, or of any. */
const OF_TASKS: ReadonlySet<string> = new Set([
  'queueWait',
  'turnaround',
  'makespan',
  'unfinished',
  'looksRunning',
]);
const OF_ANYTHING: ReadonlySet<string> = new Set([
  ...OF_TASKS,
  ...['duration', 'latency', 'length', 'queue', 'wait', 'call', 'op'],
]);

/** Utilisation and throughput mean something at saturation, waits do not; those of requests where only tasks wait do. */
export function meansNothing(metric: string, saturated: Saturated | null): boolean {
  if (saturated === null) return false;
  const parsed = parseMetricName(metric);
  if (parsed === null) return false;
  const { family, measure } = parsed;
  if (saturated === 'slots' || saturated === 'queue')
    return (
      (family === 'tasks' && OF_TASKS.has(measure)) || (family === 'queue' && measure.startsWith('length'))
    );
  return OF_ANYTHING.has(measure.split('.').at(-1)!);
}

/** Whether work comes for as long as the run lasts, rather than being there from the start or at set times. */
export function keepsArriving({ tasks, requests }: Scenario): boolean {
  return (
    tasks.some(({ arrivals }) => arrivals !== null && arrivals.kind !== 'at') ||
    requests.some(({ source }) => source.kind === 'open' && source.arrivals.kind !== 'at')
  );
}

/**
 * Whether the queue grows from the first half of the measured time to the second by more than 1 % of what arrives in
 * a half, with confidence. Only where tasks arrive at one rate and nothing fails: elsewhere a queue may grow and shrink again.
 */
function queueGrows(scenario: Scenario, results: Study['results']): boolean {
  const { tasks, timeline, failures, duration, warmUp } = scenario;
  const steady = tasks.every(({ arrivals }) => arrivals === null || isOneRate(arrivals));
  if (!steady || timeline.length > 0 || failures.length > 0) return false;
  const shares = wholeResults(results).flatMap(({ series, values }) => {
    const queue = series.averages['queue.length'] ?? [];
    const first = Math.ceil((warmUp ?? 0) / series.width);
    const half = Math.floor((Math.floor(duration / series.width) - first) / 2);
    const arrived = (values['tasks.arrived']?.sum ?? 0) / 2;
    if (half < 1 || arrived === 0) return [];
    const mean = (from: number) =>
      queue.slice(from, from + half).reduce((sum, length) => sum + length, 0) / half;
    return [(mean(first + half) - mean(first)) / arrived];
  });
  if (shares.length === 0) return false;
  const { mean, half } = meanInterval(shares);
  if (half === null && !isDeterministic(scenario)) return false;
  return mean - (half ?? 0) > PILES_UP;
}

function isOneRate(arrivals: Arrivals): boolean {
  return arrivals.kind === 'every' || (arrivals.kind === 'profile' && arrivals.rate.length === 1);
}
