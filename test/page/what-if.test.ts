/** A design with something changed: the same digests as the command line, mistakes in words, what is given up. */
import { describe, expect, it } from 'vitest';
import type { Sources } from '../../src/page/model.ts';
import { sliderOf } from '../../src/page/view/FieldInput.tsx';
import { answers } from '../../src/page/what-if/answer.ts';
import { fieldsOf } from '../../src/page/what-if/fields.ts';
import { changeLink, changeOf } from '../../src/page/what-if/link.ts';
import type { Found, Order } from '../../src/page/what-if/order.ts';
import { rerunOf } from '../../src/page/what-if/rerun.ts';
import { Memory } from '../../src/page/what-if/rounds.ts';
import { groupedDigest } from '../../src/report/facts.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';

const BASE = `
name: base
duration: 30m
regions: { here: [a], there: [a] }
network: { between: { here: { there: 50ms } } }
loadBalancer: { at: here }
nodes: { n: { count: 2, at: here/a, taskCap: 3, cores: 2 } }
database: { at: here/a, cores: 2, read: 1ms, write: 2ms }
storage: { at: here }
workload:
  tasks: { job: { arrivals: { poisson: 120/h }, steps: [ { db: 50 }, { run: 60s } ] } }
timeline: [ { at: 10m, crash: n-1, for: 5m } ]
`;
const SOURCES: Sources = {
  file: { path: 'far.yaml', text: 'extends: base.yaml\nname: far\nnodes: { n: { at: there/a } }\n' },
  named: [{ name: 'base.yaml', from: 'far.yaml', path: 'base.yaml', text: BASE }],
};

function scenarioOf(set: readonly string[]) {
  const read = () => SOURCES.named[0]!;
  return parseScenario(SOURCES.file, { set, read });
}

function orderOf(set: readonly string[], replications = 6): Order {
  const design = { name: 'far', sources: SOURCES, set: [] };
  return { id: 1, seed: '7', replications, original: design, changed: { ...design, set } };
}

async function all(order: Order, isWanted = () => true): Promise<Found[]> {
  const found: Found[] = [];
  for await (const one of answers(order, new Memory(), isWanted)) found.push(one);
  return found;
}

describe('what if', () => {
  it('runs both designs with the seeds and the digests of the command line, and says more after each replication', async () => {
    const set = ['network.between.here.there=1ms'];
    const found = await all(orderOf(set));
    expect(found.map(({ done, of }) => [done, of])).toEqual([1, 2, 3, 5, 6].map((done) => [done, 6]));
    const last = found.at(-1)!;
    for (const [i, own] of [[], set].entries()) {
      const study = await replicate(scenarioOf(own).scenario, inlineRunner, fixed(6), { seed: '7' });
      expect(last.digests[i]).toBe(groupedDigest(study.digest));
    }
    expect(last.answer.join(' ')).toContain('far, changed is better than far');
    expect(last.charts.some(({ kind }) => kind === 'rows')).toBe(true);
    const lines = last.charts.find(({ kind }) => kind === 'lines')!;
    expect(JSON.stringify(lines)).toContain('far, changed');
  });

  it('remembers a replication by what is cut from its start, which may be what another design needs', () => {
    const { scenario, hash } = scenarioOf([]);
    const memory = new Memory();
    const of = (warmUp: number) => memory.result(hash, { ...scenario, warmUp }, '7', 0);
    const arrived = (warmUp: number) => of(warmUp).values['tasks.arrived']!.sum;
    expect(arrived(20 * 60e6)).toBeLessThan(arrived(0));
    expect(of(0)).toBe(of(0));
  });

  it('gives the changed scenario as a file of its own that is the same scenario', async () => {
    const set = ['nodes.n.taskCap=5'];
    const [last] = (await all(orderOf(set, 1))).slice(-1);
    const read = () => ({ error: 'nothing else' });
    expect(parseScenario({ path: 'x.yaml', text: last!.yaml }, { set: [], read }).hash).toBe(
      scenarioOf(set).hash,
    );
  });

  it('says the mistakes of a change and runs nothing', async () => {
    await expect(all(orderOf(['nodes.n.taskCap=-1']))).rejects.toThrow(ScenarioError);
  });

  it('gives up between two replications when something else is asked', async () => {
    let asked = 0;
    const found = await all(orderOf(['nodes.n.count=3']), () => (asked += 1) < 5);
    expect(found.map(({ done }) => done)).toEqual([1, 2]);
  });

  it('offers what people change first, numbers with their units and words from a list', () => {
    const fields = fieldsOf(scenarioOf([]).resolved);
    const value = (path: string) => fields.find((field) => field.path === path)?.value;
    expect(value('network.between.here.there')).toBe('50ms');
    expect(value('nodes.n.taskCap')).toBe('3');
    expect(value('nodes.n.count')).toBe('2');
    expect(value('workload.tasks.job.arrivals.poisson')).toBe('120/h');
    expect(value('timeline.0.for')).toBe('5m');
    expect(fields.find(({ path }) => path === 'dispatch.policy')!.choices).toContain('greedy');
    for (const field of fields.filter(({ choices }) => choices === null)) {
      expect(() => scenarioOf([`${field.path}=${field.value}`])).not.toThrow();
    }
  });

  it('has a slider in the unit of the value, in whole steps for counts', () => {
    expect(sliderOf({ value: '87ms' }, '1ms')).toMatchObject({ min: 0, max: 348, at: 1, unit: 'ms' });
    expect(sliderOf({ value: '4' }, '6')).toMatchObject({ max: 16, step: 1, at: 6 });
    expect(sliderOf({ value: '2h14m' }, '2h14m')).toBeNull();
  });

  it('is carried by a link, and a link of something else carries nothing', () => {
    const change = { design: 1, against: 0, set: ['nodes.n.taskCap=5', 'name=a&b=c#d'] };
    expect(changeOf(changeLink(change), 2)).toEqual(change);
    expect(changeOf(changeLink(change), 1)).toBeNull();
    expect(changeOf('#queue?from=1&to=2', 2)).toBeNull();
    expect(changeOf('#what-if?design=x', 2)).toBeNull();
  });

  it('travels with the page, but for files that are too long to be mailed', async () => {
    const { scenario, resolved } = scenarioOf([]);
    const study = await replicate(scenario, inlineRunner, fixed(2));
    const rerun = rerunOf([{ sources: SOURCES, set: [], resolved }], [study])!;
    expect(rerun).toMatchObject({ seed: '1', replications: 2, designs: [{ name: 'far' }] });
    const named = [{ name: 't.csv', from: 'far.yaml', path: 't.csv', text: '1\n'.repeat(300_000) }];
    expect(rerunOf([{ sources: { ...SOURCES, named }, set: [], resolved }], [study])).toBeNull();
  });
});
