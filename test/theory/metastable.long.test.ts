/**
 * Metastable failures (rules L9, L10, F10): two servers of five slots, services of 0.1 s, 70 requests a second, a time-out of
 * 1 s and three repetitions at once; one server refuses for some time from 5 s on. Whether the last ten seconds of a minute
 * serve less than half of what was served before (`recovered`, rule F10) is chance; how often, an independent simulation of the same experiment said in forty seeds.
 */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate.ts';
import { scenarioOf } from '../support/run.ts';

const REFERENCE_SEEDS = 40;

/** How many of some seeds tip. */
function tipped(seeds: number, away: string, retry: string, serving = 'slots: 5'): number {
  const scenario = scenarioOf(`
name: metastable
duration: 60s
network: { sameZone: 0ms }
loadBalancer: { probe: { type: passive, maxFails: 1000, nextUpstream: false } }
nodes: { s: { count: 2, taskCap: 0, cores: 5, startTime: 0s, serving: { ${serving} } } }
workload:
  requests:
    r: { arrivals: { poisson: 70/s }, cpu: { exponential: 100ms }, timeout: 1s, retry: { backoff: fixed, pause: 0s, demand: anew, ${retry} }, recovered: { within: 50%, over: 10s } }
timeline: [ { at: 5s, stop: s-1, for: ${away} } ]
`);
  return Array.from({ length: seeds }, (_, replication) => {
    const { sum, per } = simulate(scenario, { seed: '1', replication }).values[
      'recovery.stop-s-1.recovered'
    ]!;
    expect(per).toBe(1);
    return sum === 0;
  }).filter(Boolean).length;
}

const AT_ONCE = 'attempts: 4';

describe('L9: a server that is away for a while tips the others over as often as an independent simulation says', () => {
  it.each([
    ['1s', 12, 1],
    ['2s', 12, 13],
    ['2.5s', 24, 18],
    ['3s', 12, 26],
    ['5s', 10, 39],
  ])('%s: in %i seeds, %i of 40 there', (away, seeds, reference) => {
    const [ours, theirs] = [tipped(seeds, away, AT_ONCE) / seeds, reference / REFERENCE_SEEDS];
    // Two shares of one chance, at 99.9 %; a share of 0 or 1 counts as half a seed less sure.
    const both = (ours * seeds + reference + 0.5) / (seeds + REFERENCE_SEEDS + 1);
    const error = Math.sqrt(both * (1 - both) * (1 / seeds + 1 / REFERENCE_SEEDS));
    expect(Math.abs(ours - theirs)).toBeLessThan(3.29 * error);
  });

  it('clients that ask once never tip it', () => {
    expect(tipped(10, '5s', 'attempts: 1')).toBe(0);
  });

  it('a token bucket cures it, and serving the last first does', () => {
    expect(tipped(10, '5s', `${AT_ONCE}, tokenBucket: { perSuccess: 0.1 }`)).toBe(0);
    expect(tipped(10, '5s', AT_ONCE, 'slots: 5, order: lifo')).toBe(0);
  });
});
