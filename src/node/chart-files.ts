/** The PNG files of charts. Chart.js and the canvas are loaded when the first is drawn, and not before. */
import type { Chart } from '../report/charts/picture.ts';
import type { ChartPainter } from './png.ts';
import { encodePng } from './png-encoder.ts';
import type { ReportFile } from './report-folder.ts';

/** Told, in words, of charts that cannot be drawn, such as where the canvas has no binary for this machine. */
export type OnUndrawn = (why: string, charts: readonly Chart[]) => void;

/**
 * Draws one after another, each while the one before it is encoded, so that only two pictures are in memory. Returns those
 * that were drawn.
 *
 * @throws what keeps a chart from being drawn, unless somebody is told of it; then the others go on
 */
export async function* chartFiles(
  charts: readonly Chart[],
  onUndrawn?: OnUndrawn,
): AsyncGenerator<ReportFile, Chart[]> {
  const drawn: Chart[] = [];
  if (charts.length === 0) return drawn;
  const leaveOut = (left: readonly Chart[], error: unknown) => {
    if (onUndrawn === undefined) throw error;
    onUndrawn(whyUndrawn(left, error), left);
  };
  const painter = await newPainter().catch((error: unknown) => leaveOut(charts, error));
  if (!painter) return drawn;
  let before: { readonly chart: Chart; readonly content: Promise<Buffer> } | null = null;
  for (const chart of charts) {
    const picture = await painter.draw(chart).catch((error: unknown) => leaveOut([chart], error));
    if (!picture) continue;
    const content = encodePng(picture.pixels, picture.width, picture.height);
    if (before !== null) yield { name: `${before.chart.file}.png`, content: await before.content };
    before = { chart, content };
    drawn.push(chart);
  }
  if (before !== null) yield { name: `${before.chart.file}.png`, content: await before.content };
  return drawn;
}

/** What is missing is missed when it is loaded, or not before it is made. */
async function newPainter(): Promise<ChartPainter> {
  const { ChartPainter } = await import('./png.ts');
  return new ChartPainter();
}

function whyUndrawn([first, ...others]: readonly Chart[], error: unknown): string {
  // Its first sentence; a package's advice how to install it follows.
  const [why] = (error instanceof Error ? error.message : String(error)).split(/\n|(?<=\.)\s/);
  const what = others.length === 0 ? `${first!.file}.png is` : `${others.length + 1} charts are`;
  return `${what} not drawn, the figures stand: ${why}`;
}
