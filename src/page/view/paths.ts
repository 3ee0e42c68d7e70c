/** Lines and bands as SVG paths; a value that is missing is a gap. */

export interface XY {
  readonly x: number;
  readonly y: number | null;
}

/** A line through the points that there are; one alone between two gaps is a short dash. */
export function linePath(points: readonly XY[]): string {
  let path = '';
  let open = false;
  points.forEach(({ x, y }, i) => {
    if (y === null) {
      open = false;
      return;
    }
    path += `${open ? 'L' : 'M'}${short(x)} ${short(y)}`;
    if (!open && (points[i + 1]?.y ?? null) === null) path += 'h2';
    open = true;
  });
  return path;
}

/** The area between two edges, part by part where there are gaps. */
export function bandPath(
  points: readonly { readonly x: number; readonly low: number | null; readonly high: number | null }[],
): string {
  let path = '';
  let part: { x: number; low: number; high: number }[] = [];
  const close = () => {
    if (part.length > 1) {
      const there = part.map(({ x, high }) => `${short(x)} ${short(high)}`).join('L');
      const back = part
        .reverse()
        .map(({ x, low }) => `${short(x)} ${short(low)}`)
        .join('L');
      path += `M${there}L${back}Z`;
    }
    part = [];
  };
  for (const { x, low, high } of points) {
    if (low === null || high === null) close();
    else part.push({ x, low, high });
  }
  close();
  return path;
}

/** A tenth of a point is finer than a screen. */
export function short(value: number): number {
  return Math.round(value * 10) / 10;
}
