/**
 * The library with files and threads:
 *
 * ```ts
 * const runner = new ThreadRunner(availableParallelism());
 * const [a, b] = ['a.yaml', 'b.yaml'].map((path) => loadScenario(path).scenario);
 * const comparison = await compare(a, [b], runner, { replications: 10 });
 * const drawn = gallery(compareTopic(comparison), comparison);
 * await writeReportFolder('reports/a-vs-b', compareReport(comparison, { gallery: drawn, repeat: '', version: hasimVersion() }));
 * await runner.close();
 * ```
 */
export { type Gallery, gallery } from '../report/charts/all.ts';
export type { Chart } from '../report/charts/chart.ts';
export { type ComparisonJson, comparisonJson, type ResultJson, resultJson } from '../report/result-json.ts';
export { compareTopic, runTopic } from '../report/topics.ts';
export {
  type CompareOptions,
  type Comparison,
  compare,
  compareStudies,
} from '../study/comparison/compare.ts';
export { type Judgement, judge } from '../study/estimates/gate.ts';
export {
  type ReplicateOptions,
  replicate,
  replicateOnly,
  type Study,
  studyOf,
} from '../study/replications/replicate.ts';
export { decided, fixed, precise, type StopRule } from '../study/replications/stop-rule.ts';
export { FileError } from './file-error.ts';
export { type LoadOptions, loadScenario } from './load-scenario.ts';
export { compareReport, type ReportContext, runReport } from './report-files.ts';
export { checkReportFolder, FolderNotOurs, type ReportFile, writeReportFolder } from './report-folder.ts';
export { ReplicationFailed, ThreadRunner } from './thread-runner.ts';
export { hasimVersion } from './version.ts';
