/** Rule T9: what one replication did up to a time, and what may come after it. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { simulate } from '../../../src/simulate.ts';
import { missedBy } from '../../../src/study/estimates/missed.ts';
import { findNoReturn } from '../../../src/study/explain/no-return.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { scenarioOf } from '../../support/run.ts';

const MINUTE = 60_000_000;

/**
 * The only node is down from 10 m on and nobody repairs it but the plan: at 20 m somebody decides to start it, which
 * takes ten minutes and comes to nothing in 30 of 100 cases. Then it is tried once more, which takes 10 m and 30 of 100 again.
 */
const planned = scenarioOf(`
name: one-draw
duration: 60m
regions: { r: [a] }
nodes: { a: { at: r/a, startTime: 0s } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1d }, steps: [ { run: 1s } ] } } }
plans:
  back:
    - { do: decide, takes: 10m }
    - { do: start, nodes: a, takes: 10m, fails: 30%, tries: 1 }
timeline: [ { at: 10m, stop: a, name: lost, plan: back } ]
expect: [ outage.tasks.longest < 25m ]
`);

const promiseOf = ({ expect: [first] }: Scenario) => {
  if (first?.kind !== 'limit') throw new Error('no promise');
  return first;
};

describe('rule T9: a history goes on otherwise', () => {
  it('is the same up to its end, whoever goes on', () => {
    const busy = scenarioOf(`
name: busy
duration: 1h
regions: { r: [a, b] }
nodes: { a: { at: r/a, startTime: 1m }, b: { at: r/b, startTime: 1m } }
database: { at: r/a, read: { exponential: 5ms }, write: { exponential: 9ms } }
failures: { crash: { what: [a, b], every: { exponential: 40m }, for: { exponential: 5m } } }
loadBalancer: { at: r }
workload:
  tasks: { t: { arrivals: { poisson: 60/h }, steps: [ { run: { exponential: 3m } } ] } }
  requests:
    seen: { from: r/a, arrivals: { poisson: 200/h }, cpu: { exponential: 20ms } }
    asked: { from: r/a, users: { count: 5, think: { exponential: 2m } }, cpu: { exponential: 20ms } }
`);
    const until = 25 * MINUTE;
    const told = (scenario: Scenario, replication: number) => {
      const heard: string[] = [];
      const tap = new Proxy({} as never, {
        get:
          (_, name: string) =>
          (at: number, ...rest: unknown[]) => {
            heard.push(`${at} ${name} ${rest.filter((each) => typeof each !== 'object').join(' ')}`);
          },
      });
      simulate(scenario, { seed: '7', replication, tap });
      return heard;
    };
    const upTo = (heard: string[]) => heard.filter((line) => Number(line.split(' ')[0]) <= until);
    const past = told(busy, 3);
    const goesOn = [0, 3, 4].map((n) => told({ ...busy, history: { replication: 3, until } }, n));
    for (const one of goesOn) expect(upTo(one)).toEqual(upTo(past));
    expect(upTo(past).length).toBeGreaterThan(200);
    expect(new Set([past, ...goesOn].map((one) => one.join('\n'))).size).toBe(4);
  });

  it('by hand: one attempt that fails in 3 of 10 decides it when it is over, and nothing else does', async () => {
    const { moments, jumps, decided } = await findNoReturn(planned, promiseOf(planned), inlineRunner, {
      ...{ seed: '1', replication: failing(planned), draws: 10 },
    });
    for (const { at, share } of moments) expect(share === 1, `${at}`).toBe(at >= 30 * MINUTE);
    const promise = promiseOf(planned);
    const before = { ...planned, history: { replication: failing(planned), until: 25 * MINUTE } };
    const missed = Array.from({ length: 100 }, (_, replication) =>
      missedBy(promise, before, simulate(before, { seed: '1', replication })),
    ).filter((value) => value !== undefined).length;
    // Binomial: a standard deviation of 0.046.
    expect(Math.abs(missed / 100 - 0.3)).toBeLessThan(0.15);
    expect(jumps.map(({ from, to }) => [from.at, to.at])).toEqual([[30 * MINUTE - 1, 30 * MINUTE]]);
    expect(jumps[0]!.happenings.map(({ text }) => text).join()).toMatch(/start/);
    expect(decided).toMatchObject({
      before: { at: 30 * MINUTE - 1 },
      at: { at: 30 * MINUTE, low: expect.any(Number) },
    });
  });
});

it('one draw that ends otherwise than another is no jump', async () => {
  const found = await findNoReturn(planned, promiseOf(planned), inlineRunner, {
    ...{ seed: '1', replication: failing(planned), draws: 1 },
  });
  expect(new Set(found.moments.map(({ share }) => share)).size).toBeGreaterThan(1);
  expect(found.jumps).toEqual([]);
});

/** The first replication in which the attempt comes to nothing. */
function failing(scenario: Scenario): number {
  const replications = Array.from({ length: 20 }, (_, i) => i);
  return replications.find((replication) => {
    const result = simulate(scenario, { seed: '1', replication });
    return missedBy(promiseOf(scenario), scenario, result) !== undefined;
  })!;
}
