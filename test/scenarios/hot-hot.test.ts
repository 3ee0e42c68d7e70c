/** What distance costs in the flagship scenario (facts 81, 82): response ≈ base + calls × round trip. */
import { describe, expect, it } from 'vitest';
import type { Tap } from '../../src/cluster/observer.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { meanSeconds, once, shipped, value } from './support.ts';

const SAME_ZONE = 0.0005;
/** Of a dashboard: 15 calls to the database, and the way from balancer to node and back. */
const DASHBOARD_TRIPS = 16;
/** Of a deployment: 290 calls in its steps, one for its end. */
const DEPLOYMENT_CALLS = 291;

const ALL_IN_THE_WEST = ['nodes.node-1.at=us-west-2/a', 'nodes.node-2.at=us-west-2/a'];

const hotHot = (ms: number, ...set: string[]) =>
  shipped(
    'cross-region-hot-hot.yaml',
    `network.between.us-east-1.us-west-2=${ms}ms`,
    'duration=30m',
    'expect=null',
    ...set,
  );

/** Mean latency of dashboards by the region of their node, in seconds. */
function byRegion(scenario: Scenario): { east: number; west: number } {
  const sums = { east: [0, 0], west: [0, 0] };
  const arrived = new Map<number, number>();
  const tap = new Proxy({} as Tap, {
    get:
      (_, what) =>
      (at: number, requestClass: number, request: number, at0: number, how: string, node: number) => {
        if (what === 'requestArrived') arrived.set(request, at);
        if (what !== 'requestEnded' || requestClass !== 0) return;
        expect(how).toBe('served');
        const { region } = scenario.places[scenario.nodes[node]!.place]!;
        const sum = sums[region === 'us-west-2' ? 'west' : 'east'];
        sum[0]! += (at - at0) / 1e6;
        sum[1]! += 1;
      },
  });
  once(scenario, tap);
  return { east: sums.east[0]! / sums.east[1]!, west: sums.west[0]! / sums.west[1]! };
}

describe('the UI on a remote node', () => {
  it.each([1, 20, 87, 230])('fact 81: %i ms: 15 calls and its own way, each that much longer', (ms) => {
    const { east, west } = byRegion(hotHot(ms));
    const longer = DASHBOARD_TRIPS * (ms / 1000 - SAME_ZONE);
    expect(west - east).toBeGreaterThan(0.97 * longer - 0.0005);
    expect(west - east).toBeLessThan(1.03 * longer + 0.0005);
  });

  it('fact 82: 1 ms cannot be told from one region; 230 ms is nearly unusable', () => {
    const near = byRegion(hotHot(1));
    const far = byRegion(hotHot(230));
    // A tenth of a second is the least that a person notices.
    expect(near.west - near.east).toBeLessThan(0.01);
    expect(near.west).toBeLessThan(0.1);
    expect(far.west).toBeGreaterThan(3.5);
    // Users whose request goes to a node beside the database notice nothing.
    expect(far.east).toBeLessThan(0.1);
  });
});

it('fact 85: a deployment on a remote node takes longer by its calls only, some 25 s of 10 minutes', () => {
  // All nodes in the west, near or far: the same tasks with the same draws.
  const duration = (ms: number) =>
    meanSeconds(once(hotHot(ms, ...ALL_IN_THE_WEST)), 'tasks.deployment.duration');
  const longer = duration(87) - duration(0.5);
  const calls = DEPLOYMENT_CALLS * (0.087 - SAME_ZONE);
  // Files cost some round trips, too: 13 operations of 3, and 200 MB through a window of 8 MB.
  const files = 13 * 3 * (0.087 - SAME_ZONE) + (25 * 0.087 - 0.8);
  expect(longer).toBeGreaterThan(0.98 * (calls + files));
  expect(longer).toBeLessThan(1.02 * (calls + files));
});

it('fact 25: the lock of the queue is held for round trips, so distance lengthens it for all', () => {
  const held = (ms: number) => value(once(hotHot(ms)), 'queue.lock.utilisation');
  expect(held(87)).toBeGreaterThan(10 * held(1));
  expect(held(230)).toBeGreaterThan(2 * held(87));
});
