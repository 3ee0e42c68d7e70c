/** Warns of a steady run that is too short for its utilisation, before and after it, and says how long it should be. */
import type { Micros } from '../../engine/time.ts';
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sayCount, sayRoughly, sayShare, writeDuration } from '../estimates/reason.ts';
import { arrivalsNeeded } from '../statistics/run-length.ts';
import { expectedLoad } from './expected-load.ts';
import { sampleIn, valueIn } from './folding.ts';

interface Station {
  readonly name: string;
  readonly utilisation: string;
  /** What arrived at it in one replication. */
  readonly arrivals: (result: RunResult) => number;
}

const STATIONS: readonly Station[] = [
  {
    name: 'slots',
    utilisation: 'slots.utilisation',
    arrivals: (result) => valueIn(result, 'tasks.arrived')?.sum ?? 0,
  },
  {
    name: 'the database',
    utilisation: 'database.utilisation',
    arrivals: (result) => sampleIn(result, 'database.call')?.count ?? 0,
  },
  {
    name: 'storage',
    utilisation: 'storage.utilisation',
    arrivals: (result) => sampleIn(result, 'storage.op')?.count ?? 0,
  },
];

/** One warning for each station of a steady scenario that saw too few arrivals for 5 % at 95 % confidence. */
export function runLengthWarnings(scenario: Scenario, results: readonly RunResult[]): string[] {
  if (scenario.study !== 'steady' || results.length === 0) return [];
  return STATIONS.flatMap((station) => {
    const busy = results
      .map((result) => valueIn(result, station.utilisation))
      .filter((value) => value !== undefined);
    const time = busy.reduce((sum, value) => sum + value.per, 0);
    const had = results.reduce((sum, result) => sum + station.arrivals(result), 0);
    if (time === 0 || had === 0) return [];
    const rho = busy.reduce((sum, value) => sum + value.sum, 0) / time;
    const needed = arrivalsNeeded(rho);
    return needed <= had ? [] : [warning(station.name, rho, had, needed, scenario, results.length)];
  });
}

/** The same before anything is run, from what the scenario says about its arrivals and their demands. */
export function expectedRunLengthWarnings(scenario: Scenario, replications: number): string[] {
  if (scenario.study !== 'steady') return [];
  const seconds = (replications * (scenario.duration - (scenario.warmUp ?? 0))) / 1e6;
  return expectedLoad(scenario).flatMap(({ name, utilisation, rate }) => {
    const [had, needed] = [rate * seconds, arrivalsNeeded(utilisation)];
    const named = `${name} would be about`;
    return needed <= had ? [] : [warning(named, utilisation, had, needed, scenario, replications)];
  });
}

/** The duration that 5 % at 95 % confidence needs with so many replications; Infinity where there is no steady state. */
export function lengthNeeded(scenario: Scenario, replications: number): Micros {
  const seconds = (replications * scenario.duration) / 1e6;
  const factors = expectedLoad(scenario).map(({ utilisation, rate }) =>
    hasSteadyState(utilisation) ? arrivalsNeeded(utilisation) / (rate * seconds) : Number.POSITIVE_INFINITY,
  );
  return scenario.duration * Math.max(0, ...factors);
}

function hasSteadyState(rho: number): boolean {
  return rho <= 0.999;
}

function warning(
  name: string,
  rho: number,
  had: number,
  needed: number,
  scenario: Scenario,
  n: number,
): string {
  if (rho === Number.POSITIVE_INFINITY)
    return `${name} busy all the time: there is work for it, and nothing to do it`;
  const busy = `${name} ${sayShare(rho)} busy`;
  if (!hasSteadyState(rho)) return `${busy}: there is no steady state to measure`;
  const warmUp = scenario.warmUp ?? 0;
  const length: Micros = warmUp + ((scenario.duration - warmUp) * needed) / had;
  const longer = `duration ${writeDuration(length)} with ${sayCount(n, 'replication')}`;
  return `${busy}: 5 % needs about ${sayRoughly(needed)} arrivals, these are ${sayRoughly(had)}; use ${longer}`;
}
