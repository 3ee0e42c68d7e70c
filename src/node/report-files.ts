/** The files of a report. */
import { comparePage } from '../page/compare-page.ts';
import type { Rerun } from '../page/model.ts';
import { runPage } from '../page/run-page.ts';
import type { Gallery } from '../report/charts/all.ts';
import type { Topic } from '../report/charts/topic.ts';
import { seriesCsv } from '../report/csv.ts';
import { compareMarkdown, runMarkdown } from '../report/markdown.ts';
import { comparisonJson, resultJson } from '../report/result-json.ts';
import { compareTopic, runTopic } from '../report/topics.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { chartFiles, type OnUndrawn } from './chart-files.ts';
import { pageFile } from './page-file.ts';
import type { ReportFile } from './report-folder.ts';

export interface ReportContext {
  /** The charts to draw, or none. */
  readonly gallery: Gallery;
  /** The command that repeats it; empty where none does. */
  readonly repeat: string;
  /** Of hasim. */
  readonly version: string;
  /** What the page needs to run it again in a browser; it cannot where this is left out. */
  readonly rerun?: Rerun | null;
  /** Told of charts that cannot be drawn, and left out; else the first of them throws. */
  readonly onUndrawn?: OnUndrawn;
}

/**
 * `result.json`, `summary.md`, `report.html`, `series.csv` and the charts of a run.
 *
 * @param study of one scenario
 * @param judgements of `judgeLimits`
 * @param context what stands in the report besides
 * @returns files for `writeReportFolder`, each made when it is asked for
 * @throws Error when a chart cannot be drawn on this machine and `onUndrawn` is not given
 */
export async function* runReport(
  study: Study,
  judgements: readonly Judgement[],
  { gallery, repeat, version, rerun = null, onUndrawn }: ReportContext,
): AsyncGenerator<ReportFile> {
  yield json('result.json', resultJson(study, judgements, version));
  const charts = yield* chartFiles(gallery.charts, onUndrawn);
  yield { name: 'summary.md', content: runMarkdown(study, judgements, { ...gallery, charts, repeat }) };
  yield await pageFile(runPage(study, judgements, { repeat, version, notes: gallery.notes, rerun }));
  yield series(runTopic(study));
}

/**
 * `comparison.json`, `summary.md`, `report.html`, `series.csv` and the charts of a comparison.
 *
 * @param comparison of two or more designs
 * @param context what stands in the report besides
 * @returns files for `writeReportFolder`, each made when it is asked for
 * @throws Error when a chart cannot be drawn on this machine and `onUndrawn` is not given
 */
export async function* compareReport(
  comparison: Comparison,
  { gallery, repeat, version, rerun = null, onUndrawn }: ReportContext,
): AsyncGenerator<ReportFile> {
  yield json('comparison.json', comparisonJson(comparison, version));
  const charts = yield* chartFiles(gallery.charts, onUndrawn);
  yield { name: 'summary.md', content: compareMarkdown(comparison, { ...gallery, charts, repeat }) };
  yield await pageFile(comparePage(comparison, { repeat, version, notes: gallery.notes, rerun }));
  yield series(compareTopic(comparison));
}

function json(name: string, value: object): ReportFile {
  return { name, content: `${JSON.stringify(value, null, 2)}\n` };
}

function series({ designs }: Topic): ReportFile {
  return { name: 'series.csv', content: seriesCsv(designs) };
}
