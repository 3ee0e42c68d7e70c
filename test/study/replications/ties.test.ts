/** Rule T2: a figure that hangs on the order of things at one instant says so by itself, with both values. */
import { describe, expect, it } from 'vitest';
import { runMarkdown } from '../../../src/report/markdown.ts';
import { PLAIN } from '../../../src/report/painter.ts';
import { resultJson } from '../../../src/report/result-json.ts';
import { runSummary } from '../../../src/report/summary.ts';
import { replicate, replicateOnly, type Study } from '../../../src/study/replications/replicate.ts';
import { inlineRunner, type Runner, type Ties } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { findTieDifferences } from '../../../src/study/replications/ties.ts';
import { aScenario } from '../../support/fixtures.ts';
import { scenarioOf } from '../../support/run.ts';
import { resultsOf } from '../support.ts';

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

describe('rule T2: what ties move', () => {
  const free = aScenario();
  const fixedPhases = aScenario({ nodes: free.nodes.map((node) => ({ ...node, phase: 0 })), requests: [] });
  const study = (values: readonly number[], name = 'tasks.failed') =>
    resultsOf(values.length, (i) => ({ values: { [name]: values[i]! } }));
  /** What is told of a scenario with chance, and which replications were run again to know it. */
  async function found(usual: readonly number[], reversed: readonly number[]) {
    const again = study(reversed);
    const asked: number[] = [];
    const ties = await findTieDifferences(free, study(usual), again[0]!, async (numbers) => {
      asked.push(...numbers);
      return numbers.map((number) => again[number]!);
    });
    return { told: ties.map(({ metric }) => metric), asked };
  }
  const swing = (count: number, by: number) =>
    Array.from({ length: count }, (_, i) => 100 + (i % 2 === 0 ? by : -by));

  it('is looked at again in ten replications at most, and only where the first moves beyond the interval of all', async () => {
    const usual = swing(30, 30);
    expect(await found(usual, [usual[0]! + 10])).toEqual({ told: [], asked: [] });
    const moved = await found(
      usual,
      usual.map((value) => value + 100),
    );
    expect(moved).toEqual({ told: ['tasks.failed'], asked: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
  });

  it('is luck where it moves one of ten', async () => {
    const usual = swing(10, 0.1);
    const reversed = usual.map((value, i) => (i === 0 ? value + 100 : value));
    expect((await found(usual, reversed)).told).toEqual([]);
  });

  it('is within the interval of ten, though beyond that of thirty, and is not told', async () => {
    const usual = swing(30, 30);
    // ± 23 of ten, ± 11 of thirty.
    const by = (step: number) =>
      found(
        usual,
        usual.map((value) => value + step),
      );
    expect((await by(17)).asked).toHaveLength(9);
    expect((await by(17)).told).toEqual([]);
    expect((await by(30)).told).toEqual(['tasks.failed']);
  });

  it('without chance is told from the third digit on, and of counts from one', async () => {
    const moves = async (name: string, usual: number, reversed: number) => {
      const ties = await findTieDifferences(
        fixedPhases,
        study([usual], name),
        study([reversed], name)[0]!,
        () => Promise.reject(new Error('one replication says all')),
      );
      return ties.length > 0;
    };
    expect(await moves('queue.length.mean', 4, 4.009)).toBe(false);
    expect(await moves('queue.length.mean', 4, 4.01)).toBe(true);
    expect(await moves('tasks.failed', 12345, 12346)).toBe(true);
    expect(await moves('tasks.failed', 7, 7)).toBe(false);
  });
});
