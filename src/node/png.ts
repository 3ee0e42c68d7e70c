/**
 * Charts to PNG files without a browser: Chart.js on a canvas of prebuilt binaries. Inter is registered from a package
 * under a name of its own, so that a machine without fonts draws the same letters as one with a hundred (without a font
 * it would draw none, silently).
 */
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { type ChartItem, Chart as ChartJs, registerables } from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import { type Chart, HEIGHT, WIDTH } from '../report/charts/chart.ts';
import { encodePng } from './png-encoder.ts';

const FAMILY = 'Hasim Inter';
const FONTS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];
/** Pixels a point, on each side. */
const RATIO = 2;

/** Draws charts to PNG. */
export class ChartPainter {
  constructor() {
    ChartJs.register(...registerables, annotation, { id: 'background', beforeDraw: whiteBelow });
    ChartJs.defaults.font.family = FAMILY;
    const { resolve } = createRequire(import.meta.url);
    for (const file of FONTS)
      GlobalFonts.registerFromPath(resolve(`@expo-google-fonts/inter/${file}`), FAMILY);
  }

  /** 2400 × 1120 pixels; the same chart gives the same bytes. Canvases are freed when the event loop turns: await each. */
  async png(chart: Chart): Promise<Buffer> {
    const { pixels, width, height } = await this.draw(chart);
    return encodePng(pixels, width, height);
  }

  /** The pixels, row by row, four bytes (RGBA) each. */
  async draw({ config }: Chart): Promise<{ pixels: Uint8Array; width: number; height: number }> {
    const canvas = createCanvas(WIDTH, HEIGHT);
    const options = { ...config.options, responsive: false, animation: false } as const;
    const chart = new ChartJs(canvas.getContext('2d') as unknown as ChartItem, { ...config, options });
    const pixels = canvas.data();
    chart.destroy();
    await new Promise((next) => setImmediate(next));
    return { pixels, width: WIDTH * RATIO, height: HEIGHT * RATIO };
  }
}

function whiteBelow({ ctx }: ChartJs): void {
  ctx.save();
  ctx.globalCompositeOperation = 'destination-over';
  ctx.fillStyle = '#FFFFFF';
  ctx.fillRect(0, 0, WIDTH, HEIGHT);
  ctx.restore();
}
