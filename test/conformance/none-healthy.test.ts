/** What a balancer does when no node is healthy: rules L1, L6, F4; facts 43, 78, 129. */
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../src/scenario/presets/presets.ts';
import { run } from '../support/run.ts';
import { answers, S } from './support.ts';

/** Two nodes probed every 30 s, at 0 and 15 s; a request every second. */
function cluster(balancer: string, timeline: string, { duration = '20m', nodes = '' } = {}) {
  return run(`
name: none-healthy
duration: ${duration}
network: { sameZone: 0us }
nodes: { a: { startTime: 0s }, b: { startTime: 0s }${nodes} }
loadBalancer: { at: local, ${balancer} }
database: { at: local/a, read: 0us, write: 0us, flush: 0us }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 1 } } }
timeline: [ ${timeline} ]
`);
}

/** The seconds in which requests of some outcomes arrived, as [first, last]. */
function span(told: ReturnType<typeof cluster>['told'], ...outcomes: string[]): number[] {
  const seconds = answers(told)
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ arrived }) => Math.floor(arrived / S));
  return seconds.length === 0 ? [] : [seconds[0]!, seconds.at(-1)!];
}

describe('a database that is away for 90 s behind probes every 30 s (fall 2, rise 5)', () => {
  // Every node answers 503 from 605 to 695 s: a's probes of 630 and 660 fail, b's of 615 and 645.
  const AWAY = '{ at: 605s, outage: database, for: 90s }';
  const rto = ({ result }: ReturnType<typeof cluster>) => result.values['recovery.outage-database.ui.rto'];

  it('L6, F4: AWS ALB fails open: users are back with the database', () => {
    const all = cluster('preset: aws-alb', AWAY);
    expect(rto(all)).toEqual({ sum: 90, per: 1 });
    expect(span(all.told, 'failed', 'timedOut')).toEqual([605, 694]);
    expect(span(all.told, 'refused')).toEqual([]);
  });

  it('L6, F4: one that refuses keeps users out until the fifth good probe', () => {
    // a: 720, 750, 780, 810, 840 s; b: 705, 735, 765, 795, 825 s, which is the first.
    const all = cluster('preset: aws-alb, whenNoneHealthy: refuse', AWAY);
    expect(rto(all)).toEqual({ sum: 825 - 605, per: 1 });
    expect(span(all.told, 'refused')).toEqual([660, 824]);
  });

  it('L6: Azure Application Gateway refuses from the third bad probe to the first good one', () => {
    // b's third bad probe is that of 675 s, a's that of 690 s: at 690 s nobody is healthy; b is again at 705 s.
    const all = cluster('preset: azure-application-gateway', AWAY);
    expect(rto(all)).toEqual({ sum: 100, per: 1 });
    expect(span(all.told, 'refused')).toEqual([690, 704]);
  });

  it('L6: with tcp probes nothing is noticed: users are back with the database', () => {
    expect(rto(cluster('preset: haproxy-tcp', AWAY))).toEqual({ sum: 90, per: 1 });
  });
});

describe('failing open', () => {
  it('L6, fact 43: with all nodes drained, 418 to every probe, users are served all the same', () => {
    const drained = '{ at: 60s, drain: nodes }';
    expect(span(cluster('preset: aws-alb', drained).told, 'served')[1]).toBe(1199);
    // a's second bad probe is that of 90 s, b's that of 105 s.
    expect(span(cluster('preset: aws-alb, whenNoneHealthy: refuse', drained).told, 'served')[1]).toBe(104);
  });

  it('L6: goes round all nodes by the balancer’s choice, and ends with the first healthy one', () => {
    // Both drained at 60 s, b taken back at 300 s: its fifth good probe is that of 435 s.
    const { told } = cluster('preset: aws-alb', '{ at: 60s, drain: nodes }, { at: 300s, undrain: b }');
    const nodes = (from: number, to: number) =>
      answers(told)
        .filter(({ arrived }) => arrived >= from * S && arrived < to * S)
        .map(({ node }) => node);
    expect(nodes(200, 204)).toEqual([1, 0, 1, 0]);
    expect(new Set(nodes(425, 435))).toEqual(new Set([0, 1]));
    expect(new Set(nodes(435, 1200))).toEqual(new Set([1]));
  });

  it('L6: a crashed node gets requests, and its share of them fails', () => {
    const { told } = cluster('preset: aws-alb', '{ at: 60s, drain: nodes }, { at: 300s, stop: a }');
    const late = answers(told).filter(({ arrived }) => arrived > 300 * S);
    const failed = late.filter(({ outcome }) => outcome === 'failed');
    expect(failed.length).toBe(late.length / 2);
    expect(failed.every(({ node }) => node === 0)).toBe(true);
  });

  it('L1, L6: not to nodes that do not exist yet or any more', () => {
    const more = ', spare: { state: down, startTime: 0s }';
    const { told } = cluster(
      'preset: aws-alb, nodes: [a, late, spare]',
      `{ at: 60s, drain: a }, { at: 300s, addNode: { name: late, startTime: 5m } }, { at: 360s, removeNode: late },
       { at: 420s, removeNode: spare }`,
      { nodes: more },
    );
    const asked = (from: number, to: number) =>
      new Set(
        answers(told)
          .filter(({ arrived }) => arrived >= from * S && arrived < to * S)
          .map(({ node }) => node),
      );
    expect(asked(120, 300)).toEqual(new Set([0, 2]));
    expect(asked(300, 360)).toEqual(new Set([0, 2, 3]));
    expect(asked(360, 420)).toEqual(new Set([0, 2]));
    expect(asked(420, 1200)).toEqual(new Set([0]));
  });
});

describe('removal', () => {
  it('L1, facts 78, 129: takes a node out of rotation at once: no probe has to fail', () => {
    const { told } = cluster('preset: aws-alb', '{ at: 61s, removeNode: a }');
    expect(span(told, 'failed')).toEqual([]);
    expect(answers(told).some(({ node, arrived }) => node === 0 && arrived > 61 * S)).toBe(false);
    // A stop is not announced: b's next requests go on, a's fail until its second bad probe at 120 s.
    expect(span(cluster('preset: aws-alb', '{ at: 61s, stop: a }').told, 'failed')).toEqual([62, 118]);
  });
});

it('L5, L6: every preset says what it does, with a source', () => {
  const told = PRESETS.loadBalancer.map(({ name, figures }) => [
    name,
    figures.find(({ path }) => path === 'whenNoneHealthy')?.value,
  ]);
  expect(Object.fromEntries(told)).toEqual({
    'aws-alb': 'all',
    'aws-nlb': 'all',
    'aws-clb': 'refuse',
    'azure-load-balancer': 'refuse',
    'azure-application-gateway': 'refuse',
    'gcp-load-balancer': 'refuse',
    'haproxy-tcp': 'refuse',
    'haproxy-http': 'refuse',
    nginx: 'refuse',
    'kubernetes-readiness': 'refuse',
    dns: 'all',
  });
});
