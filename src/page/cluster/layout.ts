/** Where the parts of a drawing stand: outside above, then place by place in two columns. */
import type { ClusterDrawing } from './drawing.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By index; null: nothing of it is drawn. */
  readonly places: readonly (Box | null)[];
  readonly parts: readonly Box[];
}

const CELL = { width: 158, height: 76 };
const GAP = 12;
const TITLE = 24;
/** Between two places, wide enough for the lines. */
const BETWEEN = 28;

/** In points; as wide whatever is in it. Of several regions each has its column, of one the zones share two. */
export function layoutOf({ parts, places }: ClusterDrawing): Layout {
  const filled = places.flatMap((_, i) => (parts.some(({ place }) => place === i) ? [i] : []));
  const regions = [...new Set(filled.map((i) => places[i]!.region))];
  const columnOf = (place: number, k: number) =>
    regions.length > 1 ? regions.indexOf(places[place]!.region) % 2 : k % 2;
  const columns = filled.length > 1 ? 2 : 1;
  const across = 4 / columns;
  const placeWidth = across * CELL.width + (across + 1) * GAP;
  const boxes: Box[] = [];
  const areas: (Box | null)[] = places.map(() => null);
  const put = (place: number | null, left: number, top: number, most: number): number => {
    const inside = parts.flatMap((part, i) => (part.place === place ? [i] : []));
    for (const [k, part] of inside.entries()) {
      const x = left + (k % most) * (CELL.width + GAP);
      boxes[part] = { x, y: top + Math.floor(k / most) * (CELL.height + GAP), ...CELL };
    }
    return Math.ceil(inside.length / most) * (CELL.height + GAP);
  };
  const outside = put(null, GAP, 0, 4);
  const tops = Array.from({ length: columns }, () => outside + BETWEEN - GAP);
  for (const [k, place] of filled.entries()) {
    const column = columns === 1 ? 0 : columnOf(place, k);
    const [x, y] = [column * (placeWidth + BETWEEN), tops[column]!];
    const height = TITLE + put(place, x + GAP, y + TITLE, across);
    areas[place] = { x, y, width: placeWidth, height };
    tops[column] = y + height + BETWEEN;
  }
  const width = columns * placeWidth + (columns - 1) * BETWEEN;
  return { width, height: Math.max(1, ...tops) - BETWEEN + 2, places: areas, parts: boxes };
}
