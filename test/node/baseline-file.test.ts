/** Whatever a study measures, its baseline is read as it was written. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBaseline, writeBaseline } from '../../src/node/baseline-file.ts';
import { baselineMetrics } from '../../src/study/baseline/baseline.ts';
import { observe } from '../../src/study/estimates/observation.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { scenarioOf } from '../support/run.ts';

/** Each kind of metric: counts, means, areas, ratios, once a replication, and shares of replications. */
const SCENARIO = scenarioOf(`name: baseline
duration: 20m
loadBalancer: { at: local }
database: { at: local }
nodes: { n: { taskCap: 2 } }
workload:
  tasks: { job: { arrivals: { poisson: 2/m }, steps: [ { run: { exponential: 20s } } ] } }
  requests: { page: { from: local, arrivals: { poisson: 1/s }, cpu: 5ms, db: 2 } }
timeline: [ { at: 5m, crash: n, for: 1m, name: away } ]
`);
const folder = mkdtempSync(join(tmpdir(), 'hasim-baseline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a baseline of every kind of metric is read as it was written', async () => {
  const study = await replicate(SCENARIO, inlineRunner, fixed(3));
  const metrics = baselineMetrics(observe(study.results, false));
  expect(Object.keys(metrics)).toContain('recovery.away.recovered');
  const path = join(folder, 'x.baseline.json');
  writeBaseline(path, { hasim: '0', scenario: 'h', work: 'w', seed: '1' }, metrics, null);
  const read = readBaseline(path);
  expect(read).toMatchObject({ kind: 'baseline', baseline: { metrics } });
});
