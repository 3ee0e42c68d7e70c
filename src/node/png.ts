/**
 * Charts to PNG files without a browser. Inter comes along in vendor/ and is registered under a name of its own, so that
 * a machine without fonts draws the same letters as one with a hundred (without a font it would draw none, silently).
 */
import { fileURLToPath } from 'node:url';
import { type ChartJSNodeCanvas as Canvas, ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { HEIGHT, WIDTH } from '../report/charts/chart.ts';
import type { Chart } from '../report/charts/picture.ts';
import { PACKAGE } from './places.ts';
import { encodePng } from './png-encoder.ts';

const FAMILY = 'Hasim Inter';
const FONTS = [
  ['Inter_400Regular.ttf', '400'],
  ['Inter_600SemiBold.ttf', '600'],
] as const;
/** Pixels a point, on each side. */
const RATIO = 2;

/** Draws charts to PNG; made once for many, as it takes a tenth of a second to start. */
export class ChartPainter {
  readonly #canvas: Canvas;

  constructor() {
    this.#canvas = new ChartJSNodeCanvas({
      width: WIDTH,
      height: HEIGHT,
      backgroundColour: '#FFFFFF',
      plugins: { modern: ['chartjs-plugin-annotation'] },
      chartCallback: (chartJs) => {
        chartJs.defaults.font.family = FAMILY;
      },
    });
    for (const [file, weight] of FONTS) {
      const path = fileURLToPath(new URL(`vendor/inter/${file}`, PACKAGE));
      this.#canvas.registerFont(path, { family: FAMILY, weight });
    }
  }

  /** 2400 × 1120 pixels; the same chart gives the same bytes. Canvases are freed when the event loop turns: await each. */
  async png(chart: Chart): Promise<Buffer> {
    const { pixels, width, height } = await this.draw(chart);
    return encodePng(pixels, width, height);
  }

  /** The pixels, row by row, four bytes (RGBA) each. */
  async draw(chart: Chart): Promise<{ pixels: Uint8Array; width: number; height: number }> {
    const pixels = await this.#canvas.renderToBuffer(chart.config, RAW);
    await new Promise((next) => setImmediate(next));
    return { pixels, width: WIDTH * RATIO, height: HEIGHT * RATIO };
  }
}

/** Unencoded RGBA; the canvas knows it although the declared types do not. */
const RAW = 'raw' as 'image/png';
