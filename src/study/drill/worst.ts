/** Which cell is the worst: a broken promise first, then the longest recovery, then what is lost. */
import type { Drill, DrillCell } from './drill.ts';
import type { Figure } from './measures.ts';

export interface Place {
  readonly design: number;
  readonly disaster: number;
}

/** The worst of these cells that were run; null when none was. */
export function worstOf(drill: Drill, among: (place: Place) => boolean = () => true): Place | null {
  let worst: Place | null = null;
  for (const [design, { cells }] of drill.designs.entries()) {
    for (const [disaster, cell] of cells.entries()) {
      const place = { design, disaster };
      if (cell.figures === null || !among(place)) continue;
      if (worst === null || isWorse(cell, cellAt(drill, worst))) worst = place;
    }
  }
  return worst;
}

export function cellAt({ designs }: Drill, { design, disaster }: Place): DrillCell {
  return designs[design]!.cells[disaster]!;
}

/** The longest RTO, of tasks, UI or users, over the replications, in seconds; Infinity: it never ended. */
export function rtoOf({ figures }: DrillCell): number {
  if (figures === null) return 0;
  const longest = ({ never, value }: { never: number; value: number | null }) =>
    never > 0 ? Number.POSITIVE_INFINITY : (value ?? 0);
  return Math.max(longest(figures.rtoTasks), longest(figures.rtoUi), longest(figures.rtoUsers));
}

const GRAVITY = { broken: 2, unsure: 1, kept: 0 } as const;

function isWorse(one: DrillCell, other: DrillCell): boolean {
  const rank = (cell: DrillCell) => [
    cell.verdict === null ? 0 : GRAVITY[cell.verdict],
    rtoOf(cell),
    cell.figures!.rpoSeconds.value ?? 0,
    cell.figures!.tasksLost.value ?? 0,
    cell.figures!.requestsFailed.value ?? 0,
  ];
  const [a, b] = [rank(one), rank(other)];
  const i = a.findIndex((value, at) => value !== b[at]);
  return i !== -1 && a[i]! > b[i]!;
}

/** The RTO of users, as they got it; of designs without requests that of the user interface. */
export function rtoOfUsers({ rtoUsers, rtoUi }: NonNullable<DrillCell['figures']>): Figure {
  return rtoUsers.n > 0 ? rtoUsers : rtoUi;
}
