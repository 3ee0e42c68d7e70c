/** Rule T2: a figure that hangs on the order of things at one instant says so by itself, with both values. */
import { expect, it } from 'vitest';
import { runMarkdown } from '../../../src/report/markdown.ts';
import { PLAIN } from '../../../src/report/painter.ts';
import { resultJson } from '../../../src/report/result-json.ts';
import { runSummary } from '../../../src/report/summary.ts';
import { replicate, replicateOnly, type Study } from '../../../src/study/replications/replicate.ts';
import { inlineRunner, type Runner, type Ties } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { scenarioOf } from '../../support/run.ts';

/** Two nodes look at one instant, and the one that comes first takes the one task: one of them does it in half the time. */
const file = (more = '', arrivals = '{ at: [30s, 90s, 150s] }') => `name: tie
duration: 10m
dispatch: { policy: greedy }
nodes:
  slow: { taskCap: 1, phase: 0s, cores: 1, speed: 50% }
  fast: { taskCap: 1, phase: 0s, cores: 1 }
workload: { tasks: { job: { arrivals: ${arrivals}, steps: [ { cpu: 4s } ] } } }
${more}`;

/** Which replications were asked for, and how ties were to be broken. */
function noting(): { runner: Runner; asked: string[] } {
  const asked: string[] = [];
  const runner: Runner = {
    run(scenario, seed, numbers, onResult, signal, ties: Ties = 'in-order') {
      asked.push(`${ties} ${numbers.join()}`);
      return inlineRunner.run(scenario, seed, numbers, onResult, signal, ties);
    },
  };
  return { runner, asked };
}

const run = (text: string, options = {}, n = 1): Promise<Study> =>
  replicate(scenarioOf(text), inlineRunner, fixed(n), options);

it('rule T2: without chance every figure that differs is told with both values, whichever way it is looked at', async () => {
  const study = await run(file());
  const mean = study.ties!.find(({ metric }) => metric === 'tasks.job.duration.mean')!;
  expect([mean.usual.value, mean.reversed.value]).toEqual([8, 4]);
  expect(study.ties!.map(({ metric }) => metric)).not.toContain('tasks.succeeded');
  const context = { folder: null, repeat: 'hasim run', notes: [], paint: PLAIN };
  const said = runSummary(study, [], context).replaceAll(/\s+/g, ' ');
  expect(said).toMatch(/Warning: ties decide: .*tasks\.duration\.p95 is 8\.0+ s, or 4\.0+ s/);
  expect(said).toContain('database: ideal (none given) · storage: ideal (none given)');
  const page = runMarkdown(study, [], { charts: [], notes: [], repeat: 'hasim run' });
  expect(page).toMatch(/## Ties decide\n[^#]*\| `tasks\.duration\.mean` \| 8\.0+.s \| 4\.0+.s \|/);
  expect(page).toContain('database: ideal (none given)');
  expect(resultJson(study, [], '0').ties).toMatchObject({
    'tasks.job.duration.mean': { value: 8, reversed: 4, unit: 's' },
  });
});

it('rule T2: says nothing where both ways give the same, and not of an ideal part that is given', async () => {
  const study = await run(`${file().replace('slow: { taskCap: 1', 'slow: { taskCap: 0')}database: ideal\n`);
  expect(study.ties).toEqual([]);
  const said = runSummary(study, [], { folder: null, repeat: 'hasim run', notes: [], paint: PLAIN });
  expect(said).not.toMatch(/ties|database: ideal/);
  expect(said).toContain('storage: ideal (none given)');
  expect(resultJson(study, [], '0').ties).toEqual({});
});

it('rule T2: one replication by its number is tried too', async () => {
  const study = await replicateOnly(scenarioOf(file()), inlineRunner, 3);
  expect(study.ties!.length).toBeGreaterThan(0);
});

it('rule T2: with some chance, what ties move beyond the interval of ten replications is told', async () => {
  const text = file('', '{ poisson: 20/h }');
  const study = await run(text, { triesTies: true }, 10);
  const mean = study.ties!.find(({ metric }) => metric === 'tasks.job.duration.mean')!;
  expect(mean.usual.value! / mean.reversed.value!).toBeGreaterThan(1.5);
  // Unless asked for, or of few, nothing is tried: it would cost, or not tell.
  expect((await run(text, {}, 10)).ties).toBeNull();
  expect((await run(text, { triesTies: true }, 4)).ties).toBeNull();
});

it('rule T2: with chance one more replication is enough where it does not move', async () => {
  const { runner, asked } = noting();
  const text = `${file('', '{ poisson: 20/h }').replace('slow: { taskCap: 1', 'slow: { taskCap: 0')}`;
  const study = await replicate(scenarioOf(text), runner, fixed(6), { triesTies: true });
  expect(study.ties).toEqual([]);
  expect(asked.sort()).toEqual(['in-order 0,1,2,3,4,5', 'reversed 0']);
});
