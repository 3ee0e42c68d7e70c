/** Colours that colour-blind eyes tell apart: how far they are from each other in CIE 1976 L*a*b*, where 2 is just seen. */
import { expect, it } from 'vitest';
import { COLOURS, colour } from '../../src/report/charts/palette.ts';

type Three = readonly [number, number, number];
type Matrix = readonly [Three, Three, Three];

/** What is left of linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1). */
const BLIND: Readonly<Record<string, Matrix>> = {
  red: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  green: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  blue: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** From linear sRGB to XYZ over the white D65 (IEC 61966-2-1). */
const XYZ: Matrix = [
  [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
  [0.2126, 0.7152, 0.0722],
  [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
];

const times = (matrix: Matrix, v: Three): Three =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Three;

function linear(hex: string): Three {
  return [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Three;
}

function lab(rgb: Three): Three {
  const [x, y, z] = times(XYZ, rgb).map((t) =>
    t > 216 / 24_389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29,
  ) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The least distance of any two of the first so many colours, to eyes that lack one of three. */
function least(count: number, lacking: string): number {
  const seen = Array.from({ length: count }, (_, i) => {
    const left = times(BLIND[lacking]!, linear(colour(i)));
    return lab(left.map((part) => Math.min(1, Math.max(0, part))) as unknown as Three);
  });
  return Math.min(
    ...seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    ),
  );
}

it('four designs are 20 apart for eyes without red or green, all six 15 for any', () => {
  expect(least(4, 'red')).toBeGreaterThan(20);
  expect(least(4, 'green')).toBeGreaterThan(20);
  for (const lacking of Object.keys(BLIND)) expect(least(COLOURS, lacking), lacking).toBeGreaterThan(15);
});
