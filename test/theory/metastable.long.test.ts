/**
 * Metastable failures (rules L9, L10, F10): two servers of five slots, services of 0.1 s, 70 requests a second, a time-out of
 * 1 s and three repetitions at once; one server refuses for some time from 5 s on. Whether the last ten seconds of a minute
 * serve less than half of what was served before (`recovered`, rule F10) is chance; how often, an independent simulation of the same experiment said in forty seeds.
 */
import { readFileSync } from 'node:fs';
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
    ['0.5s', 8, 0],
    ['1s', 12, 1],
    ['1.5s', 12, 6],
    ['2s', 12, 13],
    ['2.5s', 24, 18],
    ['3s', 12, 26],
    ['4s', 8, 37],
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

/** A value of one replication of a shipped scenario, with other figures. */
function valueOf(name: string, metric: string, set: readonly string[]): number {
  const text = readFileSync(`scenarios/operations/${name}.yaml`, 'utf8');
  const { values } = simulate(scenarioOf(text, ['expect=[]', ...set]), { seed: '1', replication: 0 });
  const { sum, per } = values[metric]!;
  return sum / per;
}

/** 1: its users get at last what they got before its disruption. */
function recovered(name: string, set: readonly string[]): number {
  return valueOf(name, 'recovery.recovered', set);
}

describe('B13, F10: the example of Bronson and others, HotOS 2021', () => {
  const at = (perSecond: number) => `workload.requests.web.arrivals.every=${Math.round(1e6 / perSecond)}us`;

  it.each([
    [145, 1],
    [155, 0],
    [290, 0],
  ])('%i calls a second: stable below 150, vulnerable above (%i)', (perSecond, outcome) => {
    expect(recovered('retry-vulnerable', [at(perSecond), 'duration=33s'])).toBe(outcome);
  });

  it('its advertised capacity is 300: without a trigger it answers 295 a second in time and not 305', () => {
    const quiet = ['workload.requests.resent.arrivals.at=[8s]', 'workload.requests.resent.arrivals.count=1'];
    const errors = (perSecond: number) =>
      valueOf('retry-vulnerable', 'requests.web.errorRatio', [
        ...quiet,
        'duration=8s',
        'timeline=[]',
        at(perSecond),
      ]);
    expect(errors(295)).toBe(0);
    expect(errors(305)).toBeGreaterThan(0.7);
  });

  it('fewer than 20 repetitions a second let it come back', () => {
    const bucket = 'workload.requests.web.retry.tokenBucket={ perSuccess: 0.06, most: 10 }';
    expect(recovered('retry-vulnerable', [bucket, 'duration=33s'])).toBe(1);
  });
});

describe('F10: the four outcomes of Huang and others, OSDI 2022', () => {
  it.each([
    ['22.5%', '10s', '7.5ms', 1],
    ['20%', '10s', '7.5ms', 0],
    ['20%', '9s', '7.5ms', 1],
    ['20%', '10s', '10ms', 1],
  ])('to %s of the CPU for %s, an insert each %s: %i', (to, lasts, every, outcome) => {
    const set = [
      `timeline.0.to=${to}`,
      `timeline.0.for=${lasts}`,
      `workload.requests.insert.arrivals.every=${every}`,
    ];
    expect(recovered('retry-trigger', set)).toBe(outcome);
  });
});
