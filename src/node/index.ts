/**
 * All of `hasim`, with files and threads:
 *
 * ```ts
 * const runner = new ThreadRunner(availableParallelism());
 * const [a, b] = ['a.yaml', 'b.yaml'].map((path) => loadScenario(path).scenario);
 * const comparison = await compare(a, [b], runner, { replications: 10 });
 * await writeReport('reports/a-vs-b', comparison);
 * await runner.close();
 * ```
 *
 * @module
 */
export * from '../index.ts';
export type { Field, Rerun, RerunDesign, Sources } from '../page/model.ts';
export { type Gallery, gallery } from '../report/charts/all.ts';
export type { Chart, ChartOptions, LineChart, Point } from '../report/charts/picture.ts';
export type { DrawnDesign, Topic } from '../report/charts/topic.ts';
export {
  type ComparisonJson,
  comparisonJson,
  type DesignJson,
  type ExpectationJson,
  type MetricJson,
  type ResultJson,
  resultJson,
  type SeriesJson,
  type SeriesPoint,
} from '../report/result-json.ts';
export { compareTopic, runTopic } from '../report/topics.ts';
export type { OnUndrawn } from './chart-files.ts';
export { FileError } from './file-error.ts';
export { type LoadedScenario, type LoadOptions, loadScenario, type NamedFile } from './load-scenario.ts';
export { ReplicationFailed } from './replication-failed.ts';
export { compareReport, type ReportContext, runReport } from './report-files.ts';
export { checkReportFolder, FolderNotOurs, type ReportFile, writeReportFolder } from './report-folder.ts';
export { ThreadRunner } from './thread-runner.ts';
export { hasimVersion } from './version.ts';
export { type WriteReportOptions, writeReport } from './write-report.ts';
