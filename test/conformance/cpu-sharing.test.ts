/** A node's CPU, shared like a fluid: facts 87, 99, 103; rules C1, C2; assumption 20. */
import { describe, expect, it } from 'vitest';
import { ends, run, valueOf } from '../support/run.ts';
import { MS, S } from './support.ts';

/** When each task on one node with so many cores ends, in s. */
function ended(cores: number, classes: string, { timeline = '', node = '', more = '' } = {}): number[] {
  const { told } = run(`
name: cpu
duration: 10m
nodes: { n: { cores: ${cores}, taskCap: 500, ${node} } }
dispatch: { policy: immediate }
workload: { tasks: { ${classes} } }
timeline: [ ${timeline} ]
${more}
`);
  return ends(told).map(({ at }) => at / S);
}

const RUN = '{ run: 10s }';
const CPU = '{ cpu: 10s }';

describe('sharing', () => {
  it('fact 103, C1: a task that works on its targets asks for 0.2 core: five of them fill one', () => {
    expect(ended(1, `t: { queued: 5, runCores: 0.2, steps: [ ${RUN} ] }`)).toEqual([10, 10, 10, 10, 10]);
  });

  it('fact 103, C1: a sixth slows all six by 5/6', () => {
    expect(ended(1, `t: { queued: 6, runCores: 0.2, steps: [ ${RUN} ] }`)).toEqual(new Array(6).fill(12));
  });

  it('fact 99: four cores carry 20 tasks at full speed, 30 at two thirds', () => {
    expect(ended(4, `t: { queued: 20, runCores: 0.2, steps: [ ${RUN} ] }`)).toEqual(new Array(20).fill(10));
    expect(ended(4, `t: { queued: 30, runCores: 0.2, steps: [ ${RUN} ] }`)).toEqual(new Array(30).fill(15));
  });

  it('C1: a cpu step asks for one core', () => {
    expect(ended(1, `t: { queued: 1, steps: [ ${CPU} ] }`)).toEqual([10]);
    expect(ended(1, `t: { queued: 2, steps: [ ${CPU} ] }`)).toEqual([20, 20]);
    expect(ended(4, `t: { queued: 4, steps: [ ${CPU} ] }`)).toEqual([10, 10, 10, 10]);
  });

  it('C1: everything on the node slows by the same factor', () => {
    // 1 + 0.2 of 1: both take 12 s.
    expect(
      ended(1, `c: { queued: 1, steps: [ ${CPU} ] }, t: { queued: 1, runCores: 0.2, steps: [ ${RUN} ] }`),
    ).toEqual([12, 12]);
  });

  it('C1: processor sharing: a second job at 5 s makes the first end at 15 and itself at 20 s', () => {
    expect(ended(1, `t: { arrivals: { at: [0s, 5s] }, steps: [ ${CPU} ] }`)).toEqual([15, 20]);
  });

  it('C1: at the first whole microsecond not before', () => {
    // Three jobs of 10 µs on one core beside 7 of 0.2: asked 4.4; 10 × 4.4 = 44 µs, exactly; of 10 × 3.4 = 34; and
    // with 2 + 0.2 × 4 = 2.8 of 1.5 cores: 10 × 2.8 / 1.5 = 18.67 → 19 µs.
    const { told } = run(`
name: whole
duration: 1s
nodes: { n: { cores: 1.5, taskCap: 500 } }
dispatch: { policy: immediate }
workload:
  tasks:
    c: { queued: 2, steps: [ { cpu: 10us } ] }
    t: { queued: 4, runCores: 0.2, steps: [ { run: 10us } ] }
`);
    expect(ends(told).map(({ at }) => at)).toEqual(new Array(6).fill(19));
  });

  it('C1: requests share it too', () => {
    // Ten cpu steps and a request of 10 ms: 11 ask for one core.
    const { told } = run(`
name: requests
duration: 1m
network: { sameZone: 0us }
nodes: { n: { cores: 1, taskCap: 20 } }
loadBalancer: { at: local }
dispatch: { policy: immediate }
workload:
  tasks: { t: { queued: 10, steps: [ { cpu: 1m } ] } }
  requests: { page: { arrivals: { at: [1s] }, from: local, cpu: 10ms, db: 0 } }
`);
    const answered = told.filter(({ what }) => what === 'requestEnded').map(({ at }) => at);
    expect(answered).toEqual([1 * S + 110 * MS]);
  });

  it('C1: cores of one node say nothing about another', () => {
    const { told } = run(`
name: two
duration: 1m
nodes: { a: { cores: 1, taskCap: 1 }, b: { cores: 1, taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 2, steps: [ ${CPU} ] } } }
`);
    expect(ends(told).map(({ at }) => at / S)).toEqual([10, 10]);
  });

  it('C1: utilisation is the share asked for, and 1 when more is asked than there is', () => {
    const utilisation = (queued: number) =>
      valueOf(
        run(`
name: utilisation
duration: 10s
nodes: { n: { cores: 2, taskCap: 500 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: ${queued}, runCores: 0.2, steps: [ { run: 20s } ] } } }
`).result,
        'node.n.cpu.utilisation',
      );
    expect(utilisation(4)).toBeCloseTo(0.4, 12);
    expect(utilisation(25)).toBe(1);
  });
});

describe('speed', () => {
  it('C1: `speed` of a node multiplies', () => {
    expect(ended(1, `t: { queued: 1, steps: [ ${CPU} ] }`, { node: 'speed: 200%' })).toEqual([5]);
    expect(ended(1, `t: { queued: 2, steps: [ ${CPU} ] }`, { node: 'speed: 50%' })).toEqual([40, 40]);
  });

  it('C1: `speed` and `slow` of a node do not stretch what targets do', () => {
    // A script of 10 s takes 10 s whether the node that watches it is fast or slow.
    const script = 't: { queued: 1, steps: [ { run: 10s } ] }';
    expect(ended(1, script, { node: 'speed: 50%' })).toEqual([10]);
    expect(ended(1, script, { node: 'speed: 200%' })).toEqual([10]);
    expect(ended(1, script, { timeline: '{ at: 2s, slow: n, to: 10%, for: 20s }' })).toEqual([10]);
  });

  it('C1: but scripts and CPU work slow each other when the cores do not suffice', () => {
    // One core: five scripts of 10 s at 0.2 core and a CPU step of 10 s ask for 2 cores: all at half speed until 20 s.
    const both = `r: { queued: 5, runCores: 0.2, steps: [ { run: 10s } ] }, t: { queued: 1, steps: [ ${CPU} ] }`;
    expect(ended(1, both)).toEqual(new Array(6).fill(20));
    // On a CPU of half the speed: the scripts still end at 20 s; the step has a quarter of its 10 s by then, 5 s are done,
    // and what is left runs alone at half speed: 20 + 5 / 0.5.
    expect(ended(1, both, { node: 'speed: 50%' })).toEqual([...new Array(5).fill(20), 30]);
  });

  it('C1: `slow` holds while it lasts, also for what is under way', () => {
    // 5 s at full speed, 10 s at half.
    const timeline = '{ at: 5s, slow: n, to: 50%, for: 20s }';
    expect(ended(1, `t: { queued: 1, steps: [ ${CPU} ] }`, { timeline })).toEqual([15]);
  });

  it('C1: of several the last begun holds, and then the one before again', () => {
    // 0–5 s at 0.5: 2.5; 5–10 at 0.25: 1.25; 10–20 at 0.5: 5; 1.25 at full speed.
    const timeline = '{ at: 0s, slow: n, to: 50%, for: 20s }, { at: 5s, slow: n, to: 25%, for: 5s }';
    expect(ended(1, `t: { arrivals: { at: [1us] }, steps: [ ${CPU} ] }`, { timeline })[0]).toBeCloseTo(
      21.25,
      5,
    );
  });
});

describe('over-commitment', () => {
  const failing = { more: 'overload: { failures: true }' };

  it('fact 87, C2: a step that has not ended after twice its length fails the task then', () => {
    const { told } = run(`
name: overload
duration: 10m
nodes: { n: { cores: 1, taskCap: 500 } }
dispatch: { policy: immediate }
overload: { failures: true }
workload: { tasks: { t: { queued: 3, steps: [ ${CPU} ] } } }
`);
    expect(ends(told).map(({ at, outcome }) => [at / S, outcome])).toEqual(new Array(3).fill([20, 'failed']));
  });

  it('C2: off by default', () => {
    expect(ended(1, `t: { queued: 3, steps: [ ${CPU} ] }`)).toEqual([30, 30, 30]);
  });

  it('C2: up to there nothing fails: at 150 % all end after one and a half times their length', () => {
    expect(ended(4, `t: { queued: 30, runCores: 0.2, steps: [ ${RUN} ] }`, failing)).toEqual(
      new Array(30).fill(15),
    );
  });

  it('C2: each step has its own limit', () => {
    // Two steps of 10 s at half speed but for a moment at the beginning: 2 × just under 20 s.
    const { told } = run(`
name: steps
duration: 10m
nodes: { n: { cores: 1.01, taskCap: 500 } }
dispatch: { policy: immediate }
overload: { failures: true }
workload: { tasks: { t: { queued: 2, steps: [ ${CPU}, ${CPU} ] } } }
`);
    expect(ends(told).every(({ outcome }) => outcome === 'succeeded')).toBe(true);
    expect(ends(told)[0]!.at / S).toBeCloseTo(40 / 1.01, 5);
  });
});
