/** Charts as PNG files: the same bytes each time, letters on a machine without fonts, pixels as they were drawn. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { ChartPainter } from '../../src/node/png.ts';
import { encodePalettePng, encodePng } from '../../src/node/png-encoder.ts';
import { gallery } from '../../src/report/charts/all.ts';
import { compareTopic } from '../../src/report/topics.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { aScenario, aStudy, SPANS } from '../support/fixtures.ts';

const { createCanvas, loadImage } = createRequire(import.meta.url)('canvas');

async function pixelsOf(png: Buffer): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

/** Pixels that are not white in a part of the picture. */
function inked(
  { data, width }: { data: Uint8ClampedArray; width: number },
  x: number,
  y: number,
  w: number,
  h: number,
) {
  let dark = 0;
  for (let row = y; row < y + h; row += 1) {
    for (let column = x; column < x + w; column += 1) {
      const at = 4 * (row * width + column);
      if (data[at]! < 128 && data[at + 1]! < 128 && data[at + 2]! < 160) dark += 1;
    }
  }
  return dark;
}

type Picture = Awaited<ReturnType<typeof pixelsOf>>;
type Rgb = readonly [number, number, number];

/** Pixels near a colour in a part of the picture. */
function coloured(
  { data, width }: Picture,
  [r, g, b]: Rgb,
  x: number,
  y: number,
  w: number,
  h: number,
): number {
  let found = 0;
  for (let row = y; row < y + h; row += 1) {
    for (let column = x; column < x + w; column += 1) {
      const at = 4 * (row * width + column);
      const far = Math.abs(data[at]! - r) + Math.abs(data[at + 1]! - g) + Math.abs(data[at + 2]! - b);
      if (far < 90) found += 1;
    }
  }
  return found;
}

describe('charts as PNG files', () => {
  const compared = compareStudies(aStudy(5), [
    aStudy(5, {
      scenario: aScenario({ name: 'cross-region-hot-hot' }),
      slower: 1.5,
      spans: SPANS,
      lostShare: 0.2,
    }),
  ]);
  const { charts } = gallery(compareTopic(compared), compared);
  const painter = new ChartPainter();

  it.each(charts.map((chart) => [chart.file, chart] as const))(
    '%s is drawn, 2400 × 1120, the same bytes twice',
    async (_, chart) => {
      const first = await painter.png(chart);
      const again = await new ChartPainter().png(
        gallery(compareTopic(compared), compared).charts.find(({ file }) => file === chart.file)!,
      );
      expect(first.equals(again)).toBe(true);
      const picture = await pixelsOf(first);
      expect([picture.width, picture.height]).toEqual([2_400, 1_120]);
      // Title, foot and axis labels are letters, not empty space: without a font nothing is drawn, and nothing said.
      expect(inked(picture, 32, 20, 1_200, 60)).toBeGreaterThan(2_000);
      expect(inked(picture, 32, 1_070, 800, 40)).toBeGreaterThan(300);
      expect(inked(picture, 200, 960, 2_100, 60)).toBeGreaterThan(200);
      // Nothing runs over the edge.
      for (const [x, y, w, h] of [
        [0, 0, 8, 1_120],
        [2_392, 0, 8, 1_120],
        [0, 0, 2_400, 8],
        [0, 1_112, 2_400, 8],
      ] as const) {
        expect(inked(picture, x, y, w, h)).toBe(0);
      }
    },
  );

  it('look the same with a palette, in a third of the bytes', async () => {
    const chart = charts.find(({ file }) => file === 'queue')!;
    const { pixels, width, height } = await painter.draw(chart);
    const small = encodePalettePng(pixels, width, height);
    expect(small.equals(encodePalettePng(pixels, width, height))).toBe(true);
    expect(small.length).toBeLessThan((await painter.png(chart)).length / 2.5);
    const [one, other] = [pixels, (await pixelsOf(small)).data];
    let far = 0;
    for (let i = 0; i < one.length; i += 1) far = Math.max(far, Math.abs(one[i]! - other[i]!));
    // The edges of letters, of which there are more than 256 shades.
    expect(far).toBeLessThan(64);
  });

  it('stand under the name of their own design, in its colour', async () => {
    const picture = await pixelsOf(await painter.png(charts.find(({ file }) => file === 'queue')!));
    const [blue, vermilion] = [
      [0, 0x72, 0xb2],
      [0xd5, 0x5e, 0],
    ] as const;
    // Name and curves of the baseline in the left column, of the candidate in the right one.
    for (const y of [200, 900]) {
      expect(coloured(picture, blue, 150, y, 1_000, 60)).toBeGreaterThan(50);
      expect(coloured(picture, vermilion, 150, y, 1_000, 60)).toBe(0);
      expect(coloured(picture, vermilion, 1_280, y, 1_100, 60)).toBeGreaterThan(50);
      expect(coloured(picture, blue, 1_280, y, 1_100, 60)).toBe(0);
    }
  });

  it('are written in Inter, registered under a name of its own', () => {
    const context = createCanvas(100, 100).getContext('2d');
    context.font = "20px 'Hasim Inter'";
    const inter = context.measureText('Wide and narrow, WWW iii').width;
    context.font = "600 20px 'Hasim Inter'";
    const semiBold = context.measureText('Wide and narrow, WWW iii').width;
    expect(inter).toBeGreaterThan(150);
    expect(semiBold).toBeGreaterThan(inter);
  });
});

describe('encodePng', () => {
  it('gives back every pixel', async () => {
    const pixels = new Uint8Array(7 * 5 * 4);
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = i % 4 === 3 ? 255 : (i * 37) % 256;
    const { data, width, height } = await pixelsOf(await encodePng(pixels, 7, 5));
    expect([width, height]).toEqual([7, 5]);
    expect([...data]).toEqual([...pixels]);
  });

  it('refuses pixels of another size', async () => {
    await expect(encodePng(new Uint8Array(10), 2, 2)).rejects.toThrow(RangeError);
  });
});
