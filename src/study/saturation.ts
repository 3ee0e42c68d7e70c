/** Whether a design cannot keep up with what arrives, so that its waits only say how long was looked. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Study } from './replicate.ts';

const STATIONS = ['slots.utilisation', 'database.utilisation', 'storage.utilisation'];
/** Busier than this over the whole run, while work keeps arriving, is no steady state. */
const FULL = 0.99;
/** From here on it is one that cannot be told from full, when its interval reaches all. */
const NEARLY = 0.95;

/** The part that is full; null where none is, or where all work is there from the start and only has to be done. */
export function saturatedPart({ scenario, estimates }: Pick<Study, 'scenario' | 'estimates'>): string | null {
  if (!keepsArriving(scenario)) return null;
  const full = STATIONS.find((name) => {
    const { value = null, high = null } = estimates.get(name) ?? {};
    return value !== null && (value >= FULL || (value >= NEARLY && high !== null && high >= 1));
  });
  return full === undefined ? null : full.split('.')[0]!;
}

/** Whether work comes for as long as the run lasts, rather than being there from the start or at set times. */
export function keepsArriving({ tasks, requests }: Scenario): boolean {
  return (
    tasks.some(({ arrivals }) => arrivals !== null && arrivals.kind !== 'at') ||
    requests.some(({ source }) => source.kind === 'open' && source.arrivals.kind !== 'at')
  );
}
