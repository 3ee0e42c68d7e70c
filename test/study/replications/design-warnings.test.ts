/** What documents say against a design: facts 81, 82, 120, 137. */
import { describe, expect, it } from 'vitest';
import { designWarnings } from '../../../src/study/replications/design-warnings.ts';
import { scenarioOf } from '../../support/run.ts';

const warnings = (text: string): string[] =>
  designWarnings(scenarioOf(`name: design\nduration: 1h\n${text}`));

describe('nodes in another region', () => {
  const far = (state: string, files: string) =>
    warnings(`
regions: { east: [a, b], west: [a] }
network: { between: { east: { west: 70ms } } }
nodes: { e: { at: east/b }, w: { at: west/a, count: 2, state: ${state} } }
database: { at: east/a }
storage: ${files}
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { db: 9 }, { repeat: { times: 10, steps: [ { db: 2 } ] } } ] } } }
`);

  it('facts 81, 82: says so, and what a round trip and a task pay', () => {
    // 9 + 10 × 2 calls and the end: 30 × 70 ms = 2.1 s.
    expect(far('online', 'ideal')).toEqual([
      expect.stringMatching(
        /^w is in another region than the database: 70 ms for each round trip to the database, 2\.1 s for a task of 30 calls\. .*“The Octopus Server nodes, SQL Server, and file storage should all be located in the same data center or cloud region\.”.*facts 81, 82/,
      ),
    ]);
    expect(far('online', '{ at: east }')[0]).toMatch(
      /than the database and the files: .*; 70 ms .* to the files/,
    );
  });

  it('nodes that pay the same are warned of in one line', () => {
    const groups = (names: readonly string[]) =>
      warnings(`
regions: { east: [a], west: [a], south: [a] }
network: { between: { east: { west: 70ms, south: 90ms }, west: { south: 40ms } } }
nodes: { e: { at: east/a }, ${names.map((name) => `${name}: { at: ${name[0] === 's' ? 'south' : 'west'}/a }`).join(', ')} }
database: { at: east/a }
storage: ideal
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { db: 9 } ] } } }
`).map((warning) => warning.slice(0, warning.indexOf(' than')));
    expect(groups(['w1', 'w2'])).toEqual(['w1 and w2 are in another region']);
    expect(groups(['w1', 's', 'w2', 'w3'])).toEqual([
      'w1 and 2 more are in another region',
      's is in another region',
    ]);
  });

  it('fact 119: nodes that stand by for a disaster are documented, and zones of a region are fine', () => {
    expect(far('down', 'ideal')).toEqual([]);
  });
});

describe('fact 137: connections', () => {
  const pool = (cap: number, more = '', size = 100) =>
    warnings(`
nodes: { n: { taskCap: ${cap} } }
database: { pool: { size: ${size} } }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }
${more}`);

  it('fact 137: fewer than three times the cap are warned of, exactly three times are not', () => {
    expect(pool(33)).toEqual([]);
    expect(pool(34, '', 102)).toEqual([]);
    expect(pool(34)).toEqual([expect.stringMatching(/^n can have 100 connections.*pool\.size: 102/)]);
  });

  it('fact 137: also a cap that is set later', () => {
    expect(pool(10, 'timeline: [ { at: 1m, setTaskCap: n, to: 40 } ]')[0]).toMatch(/size: 120/);
  });
});

describe('fact 120: the order of a plan', () => {
  const plan = (steps: string) =>
    warnings(`
regions: { east: [a], west: [a] }
network: { between: { east: { west: 70ms } } }
nodes: { e: { at: east/a }, w: { at: west/a, taskCap: 0, state: down } }
loadBalancers: { le: { at: east, nodes: [e] }, lw: { at: west, nodes: [w] } }
database: { at: east/a, replicas: { dr: { at: west/a, mode: async } } }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, outage: east, plan: p } ]
plans: { p: [ ${steps} ] }
`);
  const promote = '{ do: promote, what: dr, takes: 7m }';
  const start = '{ do: start, nodes: w, takes: 5m }';
  const raise = '{ do: setTaskCap, nodes: w, to: 10 }';
  const change = '{ do: switch, loadBalancer: lw, takes: 3m }';

  it('fact 120: the documented order has nothing to say against', () => {
    expect(plan(`{ do: decide }, ${promote}, ${start}, ${raise}, { do: verify }, ${change}`)).toEqual([]);
  });

  it('fact 120: each step before one that belongs before it is warned of, with the order', () => {
    expect(plan(`${change}, ${promote}, ${start}, ${raise}`)[0]).toMatch(
      /^plan p is not in the documented order: switch is over before promote: users are sent .* promote database and files, .* switch the balancer/,
    );
    expect(plan(`${promote}, ${change}, ${start}`)[0]).toMatch(/switch is over before start/);
    expect(plan(`${start}, ${promote}, ${raise}`)[0]).toMatch(/start is over before promote/);
    expect(plan(`${promote}, ${raise}, ${start}`)[0]).toMatch(/setTaskCap is over before start/);
    expect(plan(`${promote}, { do: verify }, ${start}`)[0]).toMatch(/verify is over before start/);
  });

  it('fact 120: what goes on alongside counts by when it is over', () => {
    const beside = '{ do: start, nodes: w, takes: 7m, alongside: previous }';
    expect(plan(`${promote}, ${beside}`)).toEqual([]);
    expect(plan(`${promote}, { do: start, nodes: w, takes: 6m, alongside: previous }`)[0]).toMatch(
      /start is over before promote/,
    );
  });
});
