/** A balancer that serves some of the nodes: fact 7; rules L1, L2, L3, F4. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { answers, MS, S, services } from './support.ts';

const PAGE = 'page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 1ms, db: 0 }';

/** Two UI nodes and two task nodes, a request every second. */
function cluster({ nodes = '[ui]', more = '', timeline = '' }) {
  const { told, scenario } = run(`
name: some-nodes
duration: 3m
network: { sameZone: 0us }
nodes: { task: { count: 2, startTime: 0s }, ui: { count: 2, taskCap: 0, startTime: 0s } }
loadBalancer: { at: local, nodes: ${nodes}${more} }
workload: { requests: { ${PAGE} } }
timeline: [ ${timeline} ]
`);
  return { all: answers(told), ui: services(told), scenario };
}

describe('a balancer that is told which nodes it serves', () => {
  it('fact 7, L1: sends every request to these, in turn in node order', () => {
    const { all } = cluster({});
    expect(all.slice(0, 4).map(({ node }) => node)).toEqual([2, 3, 2, 3]);
    expect(all.every(({ node, outcome }) => node >= 2 && outcome === 'served')).toBe(true);
  });

  it('L1: a name may be a node, a group or all, in any order of the list', () => {
    const names = (nodes: string) => cluster({ nodes }).scenario.balancers[0]!.nodes;
    expect(names('[ui-2, task]')).toEqual([0, 1, 3]);
    expect(names('[nodes]')).toEqual([0, 1, 2, 3]);
  });

  it('L2: probes these alone, the second half an interval after the first', () => {
    // Interval 30 s over two nodes: ui-2 is probed at 15, 45, 75 s, so of a stop at 40 s 45 and 75 s tell (fall 2).
    const { all } = cluster({ timeline: '{ at: 40s, stop: ui-2 }' });
    const failed = all.filter(({ outcome }) => outcome === 'failed').map(({ arrived }) => arrived / S);
    expect(failed[0]).toBeLessThan(42);
    expect(failed.at(-1)).toBeGreaterThan(72);
    expect(failed.at(-1)).toBeLessThan(75);
  });

  it('F4: the user interface is down when these are out, whatever other nodes could do', () => {
    const { all, ui } = cluster({
      more: ', probe: { interval: 10s, timeout: 1s, fall: 1 }',
      timeline: '{ at: 60s, stop: ui }',
    });
    expect(ui.find((each) => !each.ui)).toMatchObject({ at: 60 * S, tasks: true });
    expect(all.filter(({ arrived }) => arrived > 70 * S).every(({ outcome }) => outcome !== 'served')).toBe(
      true,
    );
  });

  it('L3: a request goes on as often as the balancer serves nodes, however many others there are', () => {
    const { all } = cluster({
      more: ', preset: nginx, probe: { maxFails: 1000 }',
      timeline: '{ at: 60s, stop: ui }',
    });
    const late = all.filter(({ arrived }) => arrived > 60 * S);
    expect(late.every(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(late.every(({ at, arrived }) => at - arrived < MS)).toBe(true);
  });

  it('L1: a node that the timeline adds is served when it is named, and else by those that serve all', () => {
    const added = (nodes: string) => {
      const { told } = run(`
name: added
duration: 2m
network: { sameZone: 0us }
nodes: { ui: { taskCap: 0 } }
loadBalancer: { at: local${nodes}, probe: { interval: 1s, timeout: 1s, rise: 1 } }
workload: { requests: { ${PAGE} } }
timeline: [ { at: 10s, addNode: { name: more, startTime: 0s } } ]
`);
      return answers(told).some(({ node }) => node === 1);
    };
    expect([added(''), added(', nodes: [ui, more]'), added(', nodes: [ui]')]).toEqual([true, true, false]);
  });

  it('L1: two balancers share a cluster, each with its own nodes', () => {
    const { told } = run(`
name: two
duration: 1m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 2ms }
nodes: { one: { at: r/a }, two: { at: r/b } }
loadBalancers: { first: { at: r/a, nodes: [two] }, second: { at: r/b, nodes: [one] } }
workload:
  requests:
    page: { arrivals: { every: 1s, offset: 500ms }, from: r/a, cpu: 0s, db: 0 }
    call: { arrivals: { every: 1s, offset: 500ms }, from: r/b, cpu: 0s, db: 0 }
`);
    // Each class asks the balancer beside it, which passes it to the other zone.
    for (const { requestClass, node, at, arrived } of answers(told))
      expect([node, at - arrived]).toEqual([1 - requestClass, 2 * MS]);
  });
});
