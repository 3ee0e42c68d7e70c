/** Stations of the cluster model against queueing theory: M/M/c, M/D/c, M/G/1, loss, shared processors. */
import { describe, it } from 'vitest';
import { mdc, mg1, mg1Sharing } from '../../src/study/theory/general.ts';
import { erlangB, mm1ResponseQuantile, mmc, mmcWaitQuantile } from '../../src/study/theory/markov.ts';
import { expectTheory, meanOf, replicate, shareAbove, textbook, valueIn } from './support.ts';

/** One class of tasks that run for so long, as so many arrive a second. */
function tasks(rate: string, length: string): string {
  return `tasks: { t: { arrivals: { poisson: ${rate} }, steps: [ { run: ${length} } ] } }`;
}

/** Enough for stations of several servers. */
const SOME = 'duration: 4000s, warmUp: 200s';

/** A rate of arrivals so many times a second. */
const perSecond = (rate: number): string => `${Math.round(rate * 3600)}/h`;

describe('M/M/c', () => {
  it.each([
    ['M/M/1 at 70 %', 'n: { taskCap: 1, cores: 1 }', 0.7, 1],
    ['M/M/3 at 80 %, on one node', 'n: { taskCap: 3, cores: 1 }', 2.4, 3],
    ['M/M/4 at 75 %, on nodes of one, one and two', 'a: { count: 2, taskCap: 1 }, b: { taskCap: 2 }', 3, 4],
  ] as const)('%s: waits, who waits, the tail, the queue, utilisation', (_, nodes, lambda, servers) => {
    const runs = replicate(textbook(nodes, tasks(perSecond(lambda), '{ exponential: 1s }'), SOME), 20);
    const theory = mmc(lambda, 1, servers);
    const wait = 'tasks.t.queueWait';
    expectTheory(
      runs.map((r) => meanOf(r, wait)),
      theory.wait,
      0.15,
    );
    expectTheory(
      runs.map((r) => shareAbove(r, wait, 0)),
      theory.waits,
      0.05,
    );
    const p95 = mmcWaitQuantile(lambda, 1, servers, 0.95);
    expectTheory(
      runs.map((r) => shareAbove(r, wait, p95)),
      0.05,
      0.35,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'queue.length.mean')),
      theory.queue,
      0.18,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'slots.utilisation')),
      theory.utilisation,
      0.03,
    );
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.turnaround')),
      theory.response,
      0.12,
    );
  });

  it('M/M/1: the time in system is exponential', () => {
    const runs = replicate(textbook('n: { taskCap: 1 }', tasks(perSecond(0.6), '{ exponential: 1s }')), 20);
    for (const p of [0.5, 0.9, 0.99]) {
      const quantile = mm1ResponseQuantile(0.6, 1, p);
      expectTheory(
        runs.map((r) => shareAbove(r, 'tasks.t.turnaround', quantile)),
        1 - p,
        0.5,
      );
    }
  });

  it('M/M/10 at 80 %: the mean wait is 0.2046 services', () => {
    const runs = replicate(
      textbook(
        'n: { taskCap: 10 }',
        tasks(perSecond(8), '{ exponential: 1s }'),
        'duration: 6000s, warmUp: 300s',
      ),
      10,
    );
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.queueWait')),
      mmc(8, 1, 10).wait,
      0.15,
    );
  });
});

describe('general service', () => {
  it.each([
    ['M/D/1', '1s', 0],
    ['M/E₄/1', '{ erlang: { k: 4, mean: 1s } }', 0.5],
    ['M/G/1 with a lognormal of cv 1.5', '{ lognormal: { mean: 1s, cv: 1.5 } }', 1.5],
    ['M/G/1 with a uniform', '{ uniform: [0s, 2s] }', 1 / Math.sqrt(3)],
  ] as const)('%s at 70 % waits as Pollaczek and Khinchine say', (_, length, cv) => {
    const runs = replicate(textbook('n: { taskCap: 1 }', tasks(perSecond(0.7), length)), 20);
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.queueWait')),
      mg1(0.7, 1, cv).wait,
      0.2,
    );
    expectTheory(
      runs.map((r) => shareAbove(r, 'tasks.t.queueWait', 0)),
      0.7,
      0.03,
    );
  });

  it('M/D/3 at 80 %', () => {
    const runs = replicate(textbook('n: { taskCap: 3 }', tasks(perSecond(2.4), '1s'), SOME), 20);
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.queueWait')),
      mdc(2.4, 1, 3).wait,
      0.12,
    );
  });
});

describe('loss', () => {
  it('M/G/c/c: who cannot start at once and gives up is lost, as Erlang B says of any service', () => {
    for (const length of ['{ exponential: 1s }', '1s']) {
      const scenario = textbook(
        'n: { taskCap: 4 }',
        tasks(perSecond(3), length),
        'duration: 2000s, warmUp: 100s',
      );
      const losing = { ...scenario, dispatch: { ...scenario.dispatch, queueTimeout: 1 } };
      const runs = replicate(losing, 20);
      const lost = runs.map((r) => valueIn(r, 'tasks.timedOut') / valueIn(r, 'tasks.arrived'));
      expectTheory(lost, erlangB(4, 3), 0.05);
    }
  });
});

describe('C1: a shared processor', () => {
  const all = 'n: { taskCap: 1000, cores: 1 }';
  const shared = (length: string): string =>
    `tasks: { t: { arrivals: { poisson: ${perSecond(0.7)} }, steps: [ { cpu: ${length} } ] } }`;

  it.each([
    ['M/M/1-PS', '{ exponential: 1s }'],
    ['M/D/1-PS', '1s'],
    ['M/G/1-PS with a lognormal of cv 1.5', '{ lognormal: { mean: 1s, cv: 1.5 } }'],
  ])('%s: the mean time depends on the mean length only', (_, length) => {
    const runs = replicate(textbook(all, shared(length)), 20);
    const theory = mg1Sharing(0.7, 1);
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.duration')),
      theory.response,
      0.12,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'node.n.slots.utilisation') * 1000),
      theory.number,
      0.1,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'node.n.cpu.utilisation')),
      0.7,
      0.03,
    );
  });

  it('three cores shared by exponential work have as many in system as M/M/3', () => {
    const runs = replicate(
      textbook(
        'n: { taskCap: 1000, cores: 3 }',
        `tasks: { t: { arrivals: { poisson: ${perSecond(2.4)} }, steps: [ { cpu: { exponential: 1s } } ] } }`,
        SOME,
      ),
      20,
    );
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.duration')),
      mmc(2.4, 1, 3).response,
      0.06,
    );
  });

  it('a node at half speed is M/M/1-PS at twice the length', () => {
    const runs = replicate(
      textbook('n: { taskCap: 1000, cores: 1, speed: 50% }', shared('{ exponential: 0.5s }')),
      20,
    );
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.duration')),
      mg1Sharing(0.7, 1).response,
      0.08,
    );
  });
});
