/** The cluster as it is drawn: what stands where, what is away when, and how much of it fits on a page. */
import { describe, expect, it } from 'vitest';
import { type ClusterDrawing, drawingOf } from '../../src/page/cluster/drawing.ts';
import { layoutOf } from '../../src/page/cluster/layout.ts';
import {
  momentAt,
  momentWords,
  readingsOf,
  spansAt,
  stateOf,
  tellingMoments,
} from '../../src/page/cluster/moment.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';

const TWO = `
name: two
duration: 1h
regions: { one: [a], two: [b] }
network: { between: { one: { two: 40ms } } }
loadBalancer: { at: one }
nodes: { near: { count: 2, at: one/a, taskCap: 4 }, far: { at: two/b, taskCap: 4 } }
database: { at: one/a, cores: 2, read: 1ms, write: 1ms, replicas: { spare: { at: two/b, mode: async, lag: 1s } } }
storage: { at: one }
workload:
  tasks: { job: { arrivals: { poisson: 120/h }, steps: [ { db: 20 }, { run: 60s } ] } }
  requests: { page: { arrivals: { poisson: 1/s }, from: one, cpu: 5ms, db: 2 } }
timeline: [ { at: 20m, crash: near-1, for: 10m }, { at: 40m, outage: two, for: 10m } ]
`;

function drawn(text: string, replications = 2): ClusterDrawing {
  const { scenario } = parseScenario(text);
  const runs = Array.from({ length: replications }, (_, replication) =>
    simulate(scenario, { seed: '1', replication }),
  );
  return drawingOf({ name: scenario.name, scenario, runs }, 'cluster-1');
}

describe('a cluster in two regions', () => {
  const two = drawn(TWO);
  const index = (name: string) => two.parts.findIndex((part) => part.name === name);
  const at = (seconds: number) => momentAt(two, seconds);
  const state = (name: string, seconds: number) => stateOf(spansAt(two, at(seconds)), index(name));

  it('has every part in its place, and says how far the data are', () => {
    expect(
      two.parts.map(({ name, place }) => `${name} ${place === null ? '' : two.places[place]!.name}`).sort(),
    ).toEqual([
      ...['database one/a', 'far two/b', 'loadBalancer one', 'near-1 one/a', 'near-2 one/a'],
      ...['queue ', 'spare two/b', 'storage one', 'users '],
    ]);
    expect(two.places.find(({ name }) => name === 'two/b')!.note).toBe('40.0\u00a0ms to the database');
  });

  it('says what is away when: a node, and all of a region', () => {
    expect(state('near-1', 25 * 60)).toBe('down');
    expect(state('near-2', 25 * 60)).toBeNull();
    expect(['far', 'spare', 'database', 'storage'].map((name) => state(name, 45 * 60))).toEqual([
      'down',
      'down',
      null,
      null,
    ]);
    expect(state('near-1', 10 * 60)).toBeNull();
    expect(momentWords(two, at(45 * 60))).toBe('44\u00a0m\u00a030\u00a0s: two lost');
    expect(tellingMoments(two, 2)).toHaveLength(2);
  });

  it('says how busy each part is: nothing of what is away, the mean of the whole run', () => {
    const slots = (moment: number | null) => readingsOf(two.parts[index('near-1')]!, moment)[0]!;
    expect(slots(at(25 * 60)).share).toBe(0);
    expect(slots(null).share).toBeGreaterThan(0);
    expect(slots(null).words).toMatch(/^slots \d(\.\d)? of 4$/);
  });

  it('lays no part over another, and all of them within the drawing', () => {
    const { width, height, parts } = layoutOf(two);
    for (const [i, a] of parts.entries()) {
      expect(a.x + a.width <= width && a.y + a.height <= height).toBe(true);
      for (const b of parts.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });
});

it('of 500 nodes draws groups, in a few kB', () => {
  const many = drawn(
    `
name: many
duration: 10m
nodes: { big: { count: 480 }, small: { count: 20 } }
workload: { tasks: { job: { arrivals: { poisson: 1/m }, steps: [ { run: 1s } ] } } }
`,
    1,
  );
  expect(many.parts.filter(({ kind }) => kind === 'group').map(({ note }) => note)).toEqual([
    '480\u00a0nodes',
    '20\u00a0nodes',
  ]);
  expect(JSON.stringify(many).length).toBeLessThan(20_000);
});
