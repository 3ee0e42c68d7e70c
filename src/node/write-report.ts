/** A whole report in one call. */
import { gallery } from '../report/charts/all.ts';
import { compareTopic, runTopic } from '../report/topics.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import { judgeLimits } from '../study/estimates/judge-limits.ts';
import type { Study } from '../study/replications/replicate.ts';
import type { OnUndrawn } from './chart-files.ts';
import { compareReport, runReport } from './report-files.ts';
import { writeReportFolder } from './report-folder.ts';
import { hasimVersion } from './version.ts';

export interface WriteReportOptions {
  /** false: no pictures, which take most of the time. */
  readonly charts?: boolean;
  /** The command that makes the same report again, for its readers. */
  readonly repeat?: string;
  /** Told of charts that cannot be drawn on this machine, and left out; else the first of them throws. */
  readonly onUndrawn?: OnUndrawn;
}

/**
 * Writes the report of a study or a comparison: a page, a summary, JSON, CSV and charts, in the place of an earlier
 * report. When anything fails, the folder is as it was.
 *
 * @param folder made if need be; files of your own in it stay
 * @param about what `replicate` or `compare` found
 * @param options with charts, unless said otherwise
 * @throws FolderNotOurs for a folder in which there is something, and no earlier report
 * @throws Error of the file system when nothing can be written there
 *
 * @example
 * await writeReport('reports/a-vs-b', await compare(a, [b], inlineRunner, { replications: 10 }));
 */
export async function writeReport(
  folder: string,
  about: Study | Comparison,
  { charts = true, repeat = '', onUndrawn }: WriteReportOptions = {},
): Promise<void> {
  const common = { repeat, version: hasimVersion(), ...(onUndrawn && { onUndrawn }) };
  const none = { charts: [], notes: [] };
  if ('candidates' in about) {
    const drawn = charts ? gallery(compareTopic(about), about) : none;
    await writeReportFolder(folder, compareReport(about, { gallery: drawn, ...common }));
  } else {
    const drawn = charts ? gallery(runTopic(about)) : none;
    await writeReportFolder(folder, runReport(about, judgeLimits(about), { gallery: drawn, ...common }));
  }
}
