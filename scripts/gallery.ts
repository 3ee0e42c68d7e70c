/** Draws reports/gallery, the pictures of the documentation: the comparison that `npm start` makes. */
import { availableParallelism } from 'node:os';
import { loadScenario } from '../src/node/load-scenario.ts';
import { compareReport } from '../src/node/report-files.ts';
import { writeReportFolder } from '../src/node/report-folder.ts';
import { ThreadRunner } from '../src/node/thread-runner.ts';
import { hasimVersion } from '../src/node/version.ts';
import { gallery } from '../src/report/charts/all.ts';
import { compareTopic } from '../src/report/topics.ts';
import { compare } from '../src/study/compare.ts';
import { remembering } from '../src/study/remembering.ts';
import { REPLICATIONS } from '../src/study/stop-rule.ts';

const PATHS = ['scenarios/single-region.yaml', 'scenarios/cross-region-hot-hot.yaml'] as const;
/** Git keeps them, so they are few: each kind of chart once, of requests rather than of tasks. */
const KEPT = ['differences', 'throughput', 'latency-2', 'queue', 'utilisation', 'percentiles-2'];

const [baseline, candidate] = PATHS.map((path) => loadScenario(path).scenario);
const runner = new ThreadRunner(availableParallelism());
try {
  const comparison = await compare(baseline!, [candidate!], remembering(runner), {
    seed: baseline!.seed,
    replications: REPLICATIONS,
  });
  const drawn = gallery(compareTopic(comparison), comparison);
  const report = compareReport(comparison, {
    gallery: { ...drawn, charts: drawn.charts.filter(({ file }) => KEPT.includes(file)) },
    repeat: `hasim compare ${PATHS.join(' ')} --seed ${comparison.seed} --replications ${comparison.replications}`,
    version: hasimVersion(),
  });
  await writeReportFolder('reports/gallery', pictures(report));
} finally {
  await runner.close();
}

/** The summary and the pictures; the tables of a report are large, and whoever wants them runs the command. */
async function* pictures(report: ReturnType<typeof compareReport>): ReturnType<typeof compareReport> {
  for await (const file of report) if (/\.(png|md)$/.test(file.name)) yield file;
}
