/** The files of a report, made one after another so that only one picture is in memory. */
import type { Gallery } from '../report/charts/all.ts';
import type { Topic } from '../report/charts/topic.ts';
import { seriesCsv } from '../report/csv.ts';
import { compareMarkdown, runMarkdown } from '../report/markdown.ts';
import { comparisonJson, resultJson } from '../report/result-json.ts';
import { compareTopic, runTopic } from '../report/topics.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import type { ReportFile } from './report-folder.ts';

export interface ReportContext {
  /** The charts to draw; of `--no-charts`, none. */
  readonly gallery: Gallery;
  /** The command that repeats it. */
  readonly repeat: string;
  /** Of hasim. */
  readonly version: string;
}

/** `result.json`, `summary.md`, `series.csv` and the charts of a run. */
export async function* runReport(
  study: Study,
  judgements: readonly Judgement[],
  { gallery, repeat, version }: ReportContext,
): AsyncGenerator<ReportFile> {
  yield json('result.json', resultJson(study, judgements, version));
  yield { name: 'summary.md', content: runMarkdown(study, judgements, { ...gallery, repeat }) };
  yield* common(runTopic(study), gallery);
}

/** `comparison.json`, `summary.md`, `series.csv` and the charts of a comparison. */
export async function* compareReport(
  comparison: Comparison,
  { gallery, repeat, version }: ReportContext,
): AsyncGenerator<ReportFile> {
  yield json('comparison.json', comparisonJson(comparison, version));
  yield { name: 'summary.md', content: compareMarkdown(comparison, { ...gallery, repeat }) };
  yield* common(compareTopic(comparison), gallery);
}

function json(name: string, value: object): ReportFile {
  return { name, content: `${JSON.stringify(value, null, 2)}\n` };
}

async function* common(topic: Topic, { charts }: Gallery): AsyncGenerator<ReportFile> {
  yield { name: 'series.csv', content: seriesCsv(topic.designs) };
  if (charts.length === 0) return;
  // Chart.js and the canvas take a tenth of a second to load: only where something is drawn.
  const { ChartPainter } = await import('./png.ts');
  const painter = new ChartPainter();
  for (const chart of charts) yield { name: `${chart.file}.png`, content: await painter.png(chart) };
}
