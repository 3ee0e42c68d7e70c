/** What begins again each day, or after whole days, goes by the clock on the wall where the run has one (rule K3). */
import { DAY, type Micros } from '../engine/time.ts';
import { type Calendar, dayOf } from './calendar.ts';
import type { GroupSpec, PlanSpec } from './scenario.ts';

/** From a simulated time on a piece of a turn: of the day since that of the start, where a turn is a day. */
export interface ClockPiece {
  readonly from: Micros;
  readonly turn: number;
  readonly piece: number;
}

/**
 * Between two switches of the clock turns follow each other without a gap; at a switch the clock is elsewhere, and so is what
 * holds: a day has 23 or 25 hours.
 *
 * @param timesOf of a turn: what the clock says where its pieces begin, from 0 on, counted from midnight
 */
export function clockPieces(
  calendar: Calendar,
  until: Micros,
  period: Micros,
  timesOf: (turn: number) => readonly Micros[],
): ClockPiece[] {
  const { start, offsets } = calendar;
  const midnight = dayOf(calendar, 0) * DAY;
  const all = offsets.flatMap(({ from: begin, ahead }, i) => {
    const pieces: ClockPiece[] = [];
    const end = Math.min(until, offsets[i + 1]?.from ?? until);
    const zero = midnight - ahead - start;
    for (let turn = Math.floor((begin - zero) / period); zero + turn * period < end; turn += 1) {
      const base = zero + turn * period;
      const times = timesOf(turn);
      for (const [piece, time] of times.entries()) {
        const from = Math.max(begin, base + time);
        if (from < Math.min(end, base + (times[piece + 1] ?? period))) pieces.push({ from, turn, piece });
      }
    }
    return pieces;
  });
  // What goes on over a switch is one.
  return all.filter(({ turn, piece }, i) => turn !== all[i - 1]?.turn || piece !== all[i - 1]?.piece);
}

/** Pieces of a period, and what holds in them. */
interface Recurring {
  readonly from: readonly Micros[];
  readonly period: Micros | null;
}

/** A period as it falls on simulated times; null where it has none of whole days, or the run has no clock. */
export function byClock(
  { from, period }: Recurring,
  calendar: Calendar | null,
  until: Micros,
): ClockPiece[] | null {
  if (calendar === null || period === null || period % DAY !== 0) return null;
  return clockPieces(calendar, until, period, () => from);
}

/** How long steps take by the hour, by the hours of the clock. */
export function plansByClock(
  plans: readonly PlanSpec[],
  calendar: Calendar | null,
  until: Micros,
): PlanSpec[] {
  return plans.map((plan) => ({
    ...plan,
    steps: plan.steps.map((step) => {
      const pieces = byClock(step.takes, calendar, until);
      if (pieces === null) return step;
      const length = pieces.map(({ piece }) => step.takes.length[piece]!);
      return { ...step, takes: { from: pieces.map(({ from }) => from), length, period: null } };
    }),
  }));
}

/** Nodes by a schedule, by the hours of the clock. */
export function groupsByClock(
  groups: readonly GroupSpec[],
  calendar: Calendar | null,
  until: Micros,
): GroupSpec[] {
  return groups.map((group) => {
    const { autoscale } = group;
    const rule = autoscale?.rule;
    const pieces = rule?.kind === 'schedule' ? byClock(rule, calendar, until) : null;
    if (pieces === null || rule?.kind !== 'schedule') return group;
    const nodes = pieces.map(({ piece }) => rule.nodes[piece]!);
    return {
      ...group,
      autoscale: {
        ...autoscale!,
        rule: { ...rule, from: pieces.map(({ from }) => from), nodes, period: null },
      },
    };
  });
}
