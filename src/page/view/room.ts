/** How much of a place text may take: a page is written in the reader's font, which can be wider than the one that is measured. */
const WIDER = 1.12;

/** The width in points up to which a text is measured so that it stays within `points`. */
export function room(points: number): number {
  return points / WIDER;
}
