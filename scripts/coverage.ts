/**
 * `npm run coverage:intervals`, for the night: do 95 % intervals hold the true value 95 times in a hundred? Of four
 * scenarios and of a queue that theory knows a thousand studies each, with as many replications as people run. Every
 * gated metric's interval must hold it in 93 to 97 % of them, give or take a point for chance; else exit code 1. Beside it stands the share of right
 * intervals of the difference to a second design that does the same work: these may be wider than they need be.
 *
 * What is true of a scenario nobody knows. So many replications of it are made once, and each study draws its own out of
 * these: then theirs is the true value, exactly. With enough of them each study has ten that no other has, as people's
 * studies have; then no second design is made. `npm run coverage:intervals -- 10000 region-lost` says how many, and of
 * which scenarios.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { stream } from '../src/engine/streams.ts';
import type { RunResult } from '../src/measure/result.ts';
import { ThreadRunner } from '../src/node/thread-runner.ts';
import { parseScenario } from '../src/scenario/parse.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { differenceOf } from '../src/study/comparison/observed-difference.ts';
import { estimate } from '../src/study/estimates/estimate.ts';
import { gatedMetrics } from '../src/study/estimates/gated.ts';
import { observe } from '../src/study/estimates/observation.ts';
import { REPLICATIONS } from '../src/study/replications/stop-rule.ts';
import { theoryModels } from '../src/study/theory-models/all.ts';

const STUDIES = 1000;
const POOL = Number(process.argv[2] ?? 2000);
const ONLY = process.argv.slice(3);
/** Whether no two studies share a replication. */
const APART = POOL >= STUDIES * REPLICATIONS;
/** Of equal replications the interval is a point. */
const ROUNDING = 1e-9;
/** 93 to 97 % is the aim; chance in the studies and in what they draw from moves a share by a point. */
const [LEAST, MOST] = [0.92, 0.98];
/** With what makes a second design of each. */
const SCENARIOS = {
  'nodes-that-fail': 'nodes.n.count=5',
  bursts: 'nodes.n.taskCap=6',
  'region-lost': 'nodes.cold.count=1',
  'many-requests': 'nodes.n.cores=3',
};

const runner = new ThreadRunner(availableParallelism());
try {
  for (const [name, change] of Object.entries(SCENARIOS).filter(([each]) => wanted(each))) {
    const scenario = read(name, []);
    const metrics = gatedMetrics(scenario);
    const second = APART ? null : await poolOf(read(name, [change]), metrics);
    report(name, await poolOf(scenario, metrics), second, metrics);
  }
  const known = theoryModels().find((model) => model.name === 'M/M/1 at 50 %')!;
  const metrics = known.claims.flatMap(({ measured }) => (typeof measured === 'string' ? [measured] : []));
  if (wanted(known.name)) report(known.name, await poolOf(known.scenario, metrics), null, metrics);
} finally {
  await runner.close();
}

function wanted(name: string): boolean {
  return ONLY.length === 0 || ONLY.includes(name);
}

function read(name: string, set: readonly string[]): Scenario {
  const path = `scripts/coverage/${name}.yaml`;
  const none = (file: string) => ({ error: `${file}: nothing else is read` });
  return parseScenario({ path, text: readFileSync(path, 'utf8') }, { set, read: none }).scenario;
}

/** Of each replication only what the gated metrics are made of. */
async function poolOf(scenario: Scenario, metrics: readonly string[]): Promise<RunResult[]> {
  const pool: RunResult[] = new Array(POOL);
  const all = Array.from({ length: POOL }, (_, i) => i);
  await runner.run(scenario, 'coverage', all, (result) => {
    pool[result.replication] = only(result, metrics);
  });
  return pool;
}

function report(
  name: string,
  pool: readonly RunResult[],
  second: readonly RunResult[] | null,
  metrics: readonly string[],
): void {
  const [truth, other] = [observe(pool), observe(second ?? pool)];
  const drawing = stream(`coverage of ${name}`, 0, 'studies');
  const counts = new Map(metrics.map((metric) => [metric, { held: 0, of: 0, fine: 0, differ: 0, pairs: 0 }]));
  for (let study = 0; study < STUDIES; study += 1) {
    const drawn = Array.from({ length: REPLICATIONS }, (_, i) =>
      APART ? study * REPLICATIONS + i : Math.floor(drawing.uniform() * pool.length),
    );
    const here = observe(drawn.map((i) => pool[i]!));
    const there = second === null ? null : observe(drawn.map((i) => second[i]!));
    for (const [metric, count] of counts) {
      const [is, was] = [truth.get(metric), other.get(metric)];
      const observed = here.get(metric);
      if (observed === undefined || is === undefined || is.value === null) continue;
      const { low, high } = estimate(observed, false);
      if (low === null || high === null) continue;
      count.of += 1;
      if (low <= is.value + ROUNDING && is.value - ROUNDING <= high) count.held += 1;
      const fine = (high - low) / 2 > 2 * (observed.resolution ?? 0);
      if (fine) count.fine += 1;
      if (there === null || was === undefined || was.value === null) continue;
      const found = differenceOf(there.get(metric)!, observed, false);
      if (found === null) continue;
      count.pairs += 1;
      if (Math.abs(found.difference - (is.value - was.value)) <= found.half + ROUNDING) count.differ += 1;
    }
  }
  for (const [metric, count] of counts) print(`${name}, ${metric}`, count);
}

function only(result: RunResult, metrics: readonly string[]): RunResult {
  const wanted = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(all).filter(([key]) => metrics.some((metric) => `${metric}.`.startsWith(`${key}.`))),
    );
  const { seed, replication, digest, events } = result;
  const series = { width: 1, bins: 0, averages: {}, maxima: {}, counts: {}, latencies: {} };
  const [values, samples] = [wanted(result.values), wanted(result.samples)];
  return { seed, replication, digest, events, values, samples, series, spans: [] };
}

interface Counts {
  readonly held: number;
  readonly of: number;
  /** Of how many the width is the spread's, and not that of a histogram's bucket. */
  readonly fine: number;
  readonly differ: number;
  readonly pairs: number;
}

function print(what: string, { held, of, fine, differ, pairs }: Counts): void {
  const share = (count: number, all: number) =>
    all === 0 ? 'none' : `${((100 * count) / all).toFixed(1)} %`;
  // No interval is narrower than a bucket: it may hold more.
  const right = of === 0 || (held / of >= LEAST && (held / of <= MOST || fine < of / 2));
  if (!right) process.exitCode = 1;
  console.log(
    `${what}: of ${of} intervals ${share(held, of)} hold the true value, of ${pairs} differences ${share(differ, pairs)}${right ? '' : ' – RED'}`,
  );
}
