/**
 * Draws reports/gallery: the comparison that `npm start` makes, a picture for each paragraph of docs/scenarios.md, real
 * pages, and an index of all that. With the argument `pages`: pages and index alone, in the folder as it is.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { loadScenario } from '../src/node/load-scenario.ts';
import { ChartPainter } from '../src/node/png.ts';
import { encodePalettePng } from '../src/node/png-encoder.ts';
import { compareReport } from '../src/node/report-files.ts';
import { type ReportFile, writeReportFolder } from '../src/node/report-folder.ts';
import { ThreadRunner } from '../src/node/thread-runner.ts';
import { hasimVersion } from '../src/node/version.ts';
import { gallery } from '../src/report/charts/all.ts';
import type { Chart } from '../src/report/charts/picture.ts';
import type { Topic } from '../src/report/charts/topic.ts';
import { compareTopic, runTopic } from '../src/report/topics.ts';
import { type Comparison, compare } from '../src/study/comparison/compare.ts';
import { isDeterministic } from '../src/study/replications/deterministic.ts';
import { remembering } from '../src/study/replications/remembering.ts';
import { replicate } from '../src/study/replications/replicate.ts';
import { fixed, REPLICATIONS } from '../src/study/replications/stop-rule.ts';
import { galleryIndex, type Shown as Indexed } from './gallery-index.ts';
import { madePages, PAGES } from './gallery-pages.ts';
import { PICTURES, type Picture } from './pictures.ts';

const PATHS = ['scenarios/single-region.yaml', 'scenarios/cross-region-hot-hot.yaml'] as const;
/** Git keeps them, so they are few: each kind of chart once, of requests rather than of tasks. */
const KEPT = ['differences', 'throughput', 'latency-2', 'queue', 'utilisation', 'percentiles-2'];

const painter = new ChartPainter();
const threads = new ThreadRunner(availableParallelism());
const runner = remembering(threads);
try {
  if (process.argv[2] === 'pages')
    for (const { name, content } of pages()) writeFileSync(`reports/gallery/${name}`, content);
  else await writeReportFolder('reports/gallery', files());
} finally {
  await threads.close();
}

async function* files(): AsyncGenerator<ReportFile> {
  yield* flagship();
  for (const picture of PICTURES)
    yield { name: `${picture.name}.png`, content: await drawn(await chartOf(picture)) };
  yield* pages();
}

/** Real pages, and the index. */
function* pages(): Generator<ReportFile> {
  const made = madePages(PAGES, '.');
  for (const { name, html } of made) yield { name: `${name}.html`, content: html };
  yield { name: 'index.html', content: galleryIndex(made, PICTURES.map(indexed)) };
}

function indexed({ name, scenarios, title }: Picture): Indexed {
  const paths = scenarios.map((scenario) => `scenarios/${scenario}.yaml`);
  return {
    file: `${name}.png`,
    title: title ?? loadScenario(paths[0]!).scenario.question,
    scenarios: paths,
  };
}

/** The summary and some charts; the tables of a report are large, and whoever wants them runs the command. */
async function* flagship(): AsyncGenerator<ReportFile> {
  const comparison = await compared(PATHS);
  const all = gallery(compareTopic(comparison), comparison);
  const charts = all.charts.filter(({ file }) => KEPT.includes(file));
  const report = compareReport(comparison, {
    gallery: { ...all, charts },
    repeat: `hasim compare ${PATHS.join(' ')} --seed ${comparison.seed} --replications ${comparison.replications}`,
    version: hasimVersion(),
  });
  for await (const file of report) if (file.name.endsWith('.md')) yield file;
  for (const chart of charts) yield { name: `${chart.file}.png`, content: await drawn(chart) };
}

async function chartOf({ name, scenarios, chart, title }: Picture): Promise<Chart> {
  const paths = scenarios.map((scenario) => `scenarios/${scenario}.yaml`);
  const { topic, comparison } = paths.length === 1 ? await alone(paths[0]!) : await together(paths);
  const { charts } = gallery(title === undefined ? topic : { ...topic, question: title }, comparison);
  const found = charts.find(({ file }) => file === chart);
  if (found === undefined) {
    throw new Error(`${name} has no chart '${chart}', but ${charts.map(({ file }) => file).join(', ')}`);
  }
  return found;
}

interface Shown {
  readonly topic: Topic;
  readonly comparison: Comparison | null;
}

async function alone(path: string): Promise<Shown> {
  const { scenario } = loadScenario(path);
  const rule = fixed(isDeterministic(scenario) ? 1 : REPLICATIONS);
  return { topic: runTopic(await replicate(scenario, runner, rule)), comparison: null };
}

async function together(paths: readonly string[]): Promise<Shown> {
  const comparison = await compared(paths);
  return { topic: compareTopic(comparison), comparison };
}

function compared(paths: readonly string[]): Promise<Comparison> {
  const [baseline, ...candidates] = paths.map((path) => loadScenario(path).scenario);
  return compare(baseline!, candidates, runner, { seed: baseline!.seed, replications: REPLICATIONS });
}

/** Small, as git keeps it. */
async function drawn(chart: Chart): Promise<Buffer> {
  const { pixels, width, height } = await painter.draw(chart);
  return encodePalettePng(pixels, width, height);
}
