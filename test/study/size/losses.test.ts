/** What `--survive` takes away: which nodes and zones are lost in turn, and what stands in them. */
import { describe, expect, test } from 'vitest';
import { type Survived, variantsOf } from '../../../src/study/size/losses.ts';
import { scenarioOf } from '../../support/run.ts';

const variants = (parts: string, survive: Survived) =>
  variantsOf(
    scenarioOf(`
name: losses
duration: 10m
${parts}
workload: { tasks: { t: { queued: 1, steps: [ { run: 10s } ] } } }
`),
    survive,
  );
const lost = (parts: string, survive: Survived) => variants(parts, survive).map((variant) => variant.lost);

describe('a node', () => {
  test('of a group stands for the others, unless their looks have fixed phases', () => {
    expect(lost('nodes: { n: { count: 2 } }', 'node')).toEqual(['node n-1', null]);
    expect(lost('nodes: { n: { count: 2, phase: 3s } }', 'node')).toEqual(['node n-1', 'node n-2', null]);
  });

  test('that is not there at the start is not lost', () => {
    expect(lost('nodes: { n: { count: 2 }, off: { state: down } }', 'node')).toEqual(['node n-1', null]);
  });
});

describe('a zone', () => {
  const PLACES = 'regions: { r: [a, b, c] }\nnetwork: { crossZone: 1ms }';

  test('takes its nodes, and strikes what else stands there at time 0, before all that is planned, for good', () => {
    const [a] = variants(
      `${PLACES}
nodes: { n: { at: r/a }, m: { at: r/b } }
database: { at: r/a, replicas: { dr: { at: r/b, mode: async } } }
timeline: [ { at: 1m, drain: m } ]`,
      'zone',
    ).filter(({ lost }) => lost === 'zone r/a');
    expect(a!.scenario.nodes.map(({ state }) => state)).toEqual(['down', 'online']);
    expect(a!.scenario.timeline).toMatchObject([
      { at: 0, action: { do: 'outage', target: { kind: 'zone', region: 'r', zone: 'a' } }, for: null },
      { at: 60e6, action: { do: 'drain' } },
    ]);
  });

  test('is one in which anything stands: a balancer alone, but no node that is only added later', () => {
    const nodes = 'nodes: { n: { at: r/a } }\ntimeline: [ { at: 1m, addNode: { name: later, at: r/c } } ]';
    expect(lost(`${PLACES}\n${nodes}`, 'zone')).toEqual(['zone r/a', null]);
    expect(lost(`${PLACES}\n${nodes}\nloadBalancer: { at: r/b }`, 'zone').sort()).toEqual([
      null,
      'zone r/a',
      'zone r/b',
    ]);
  });
});
