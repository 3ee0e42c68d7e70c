/** Rule T2: where no two events fall on one microsecond, the order of ties decides nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DISPATCH_POLICIES } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { draws } from '../support/draws.ts';
import { scenarioOf } from '../support/run.ts';

const RUNS = draws(30);

/**
 * Lengths without round numbers, everything random, and no task that calls at the instant at which it starts: its node
 * calls then, too.
 */
const oddly = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((micros) => `${2 * micros + 1}us`);

const file = fc.record({
  policy: fc.constantFrom(...DISPATCH_POLICIES),
  rate: fc.constantFrom('97/h', '313/h'),
  nodes: fc.integer({ min: 1, max: 3 }),
  every: oddly(1_000_000, 9_000_000),
  checkIn: oddly(5_000_000, 29_000_000),
  scan: oddly(60_000_000, 99_000_000),
  zones: fc.array(oddly(10_000, 40_000), { minLength: 2, maxLength: 2 }),
  service: oddly(1000, 40_000),
  crash: fc.option(oddly(100_000_000, 400_000_000)),
});

it(`${RUNS} scenarios drawn at random: ties the other way round change nothing`, () => {
  fc.assert(
    fc.property(file, ({ policy, rate, nodes, every, checkIn, scan, zones, service, crash }) => {
      const scenario = scenarioOf(
        JSON.stringify({
          name: 'no-ties',
          duration: '900007us'.replace('us', 'ms'),
          regions: { r: ['a', 'b', 'c'] },
          network: { sameZone: zones[0], crossZone: zones[1], jitter: '30%' },
          loadBalancer: { at: 'r/a', probe: { type: 'passive' } },
          nodes: Object.fromEntries(
            Array.from({ length: nodes }, (_, i) => [
              `n${i}`,
              { at: `r/${'abc'[i]}`, taskCap: 2, startTime: '7654321us' },
            ]),
          ),
          database: {
            at: 'r/b',
            cores: 1,
            read: { exponential: service },
            write: { exponential: service },
            flush: '333us',
          },
          storage: { at: 'r/c', latency: { exponential: service }, concurrency: 2 },
          dispatch: { policy, every, checkIn, orphanScan: scan },
          workload: {
            tasks: {
              a: {
                arrivals: { poisson: rate },
                steps: [
                  { run: { exponential: '11s' } },
                  { db: { calls: 3, writes: 1 } },
                  { read: '3333333B' },
                ],
              },
              b: {
                arrivals: { poisson: rate },
                steps: [{ cpu: { exponential: '1s' } }, { db: { calls: 2, writes: 1, transaction: true } }],
              },
            },
            requests: {
              r: {
                users: { count: 3, think: { exponential: '5s' } },
                from: 'r/c',
                cpu: { exponential: '50ms' },
                db: 2,
              },
            },
          },
          timeline: crash === null ? [] : [{ at: crash, crash: 'n0', for: '61234567us' }],
        }),
      );
      const forwards = simulate(scenario, { seed: 'ties', replication: 0, ties: 'in-order' });
      const backwards = simulate(scenario, { seed: 'ties', replication: 0, ties: 'reversed' });
      // The digest tells events apart that fall together and do not meet.
      expect({ ...backwards, digest: '' }).toEqual({ ...forwards, digest: '' });
    }),
    { numRuns: RUNS },
  );
});
