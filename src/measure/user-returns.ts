/**
 * Which disruption users were out for, and until when (rule F5). An outage is of the disruptions that began while it
 * lasted or in its first minute; else of the disruption, or the failure by chance, that began last before it and of
 * those still at their steps, while they last or a service that they took away is away.
 */
import { MINUTE, type Micros, NEVER } from '../engine/time.ts';
import type { UserOutage } from './user-outages.ts';

export interface UserFault {
  /** Entry of the timeline; null: one drawn at random, whose own return is not asked for. */
  readonly entry: number | null;
  readonly began: Micros;
  /** NEVER: it was not over when the run ended. */
  readonly ended: Micros;
  readonly inSteps: boolean;
  /** When the services were back that it took away; NEVER: they are not. */
  readonly servicesBack: Micros;
}

/** From an entry's fault until users were served again: 0 where they were not out, null where they are not back. */
export function userReturn(
  faults: readonly UserFault[],
  outages: readonly UserOutage[],
  entry: number,
): Micros | null {
  const own = faults.find((fault) => fault.entry === entry)!;
  let back = own.began;
  for (const outage of outages) {
    if (!answersFor(faults, own, outage)) continue;
    if (outage.to === -1) return null;
    back = Math.max(back, outage.to);
  }
  return back - own.began;
}

/** Whether an outage is of a fault: of more than one, where they overlap. */
export function answersFor(faults: readonly UserFault[], own: UserFault, outage: UserOutage): boolean {
  const { from, to, metUntil } = outage;
  if (own.began > from) return own.began < metUntil || to === -1 || own.began < to;
  if (lastsUntil(own) < from) return false;
  // A new fault explains it better than an old one that has gone on without harm.
  if (faults.some(({ began }) => began > from && began < metUntil) && own.began < from - MINUTE) return false;
  const last = faults.reduce(
    (latest, { began }) => (began <= from ? Math.max(latest, began) : latest),
    own.began,
  );
  return own.began === last || (own.inSteps && from <= own.ended);
}

/** What it stops is over a little later than itself: what was under way, what a probe had not seen yet. */
function lastsUntil({ ended, servicesBack }: UserFault): Micros {
  return ended === NEVER ? NEVER : Math.max(ended, servicesBack) + MINUTE;
}
