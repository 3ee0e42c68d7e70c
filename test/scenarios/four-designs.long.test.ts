/** Four designs of one cluster through the same ten disasters; the times to recover are worked out by hand. */
import { expect, test } from 'vitest';
import { run, valueOf } from '../support/run.ts';

const MIN = 60;
const HOUR = 60 * MIN;
const NODE = 'taskCap: 10, cores: 4';
const THREE = ['a', 'b', 'c'].map((zone, i) => `  node-${i + 1}: { at: fra/${zone}, ${NODE} }`).join('\n');
const DECIDE_AND_PROMOTE = `{ do: decide, takes: 30m }, { do: promote, what: dr, takes: 5m }, { do: promote, what: files, takes: 5m, alongside: previous }`;

interface Design {
  readonly balancers: string;
  readonly nodes: string;
  readonly copies?: string;
  readonly files: string;
  readonly plan: string;
}

const SINGLE: Design = {
  balancers: 'lb: { at: fra/a, preset: haproxy-http }',
  nodes: `  node: { at: fra/a, count: 3, ${NODE} }`,
  files: 'at: fra/a, preset: smb-nas',
  plan: '{ do: wait, takes: 8h }',
};
const ZONES: Design = {
  balancers: 'lb: { at: fra, preset: haproxy-http }',
  nodes: THREE,
  copies: 'standby: { at: fra/b }',
  files: 'at: fra, preset: smb-nas',
  plan: SINGLE.plan,
};
const COLD: Design = {
  balancers:
    'lb: { at: fra, preset: haproxy-http, nodes: [node-1, node-2, node-3] }, away: { at: ams, preset: haproxy-http, nodes: [cold] }',
  nodes: `${THREE}\n  cold: { at: ams/a, count: 3, taskCap: 0, cores: 4, state: down, startTime: 3m }`,
  copies: `${ZONES.copies}, dr: { at: ams/a, mode: async, lag: 1m, promote: 5m }`,
  files: `${ZONES.files}, replicas: { files: { at: ams, lag: 1m } }`,
  plan: `${DECIDE_AND_PROMOTE}, { do: start, nodes: cold, takes: 3m }, { do: setTaskCap, nodes: cold, to: 10 }, { do: verify, takes: 15m }, { do: switch, loadBalancer: away, takes: 5m }`,
};
const HOT: Design = {
  balancers: 'lb: { at: fra, preset: haproxy-http }, away: { at: ams, preset: haproxy-http }',
  nodes: ['fra/a', 'fra/b', 'ams/a', 'ams/b']
    .map((at, i) => `  node-${i + 1}: { at: ${at}, ${NODE} }`)
    .join('\n'),
  copies: `${ZONES.copies}, dr: { at: ams/a, mode: async, lag: 5s, promote: 5m }`,
  files: COLD.files,
  plan: `${DECIDE_AND_PROMOTE}, { do: verify, takes: 15m }`,
};

const scenario = ({ balancers, nodes, copies, files, plan }: Design): string => `
name: four-designs
duration: 50h
regions: { fra: [a, b, c], ams: [a, b], office: [hq] }
network:
  sameZone: 0.5ms
  crossZone: 1.2ms
  between: { fra: { ams: 9ms, office: 12ms }, ams: { office: 16ms } }
loadBalancers: { ${balancers} }
nodes:
${nodes}
database: { at: fra/a, cores: 4, ${copies === undefined ? 'preset: sql-single' : `preset: sql-ag-sync, replicas: { ${copies} }`} }
storage: { ${files} }
workload:
  tasks:
    deployment:
      arrivals: { poisson: 20/h }
      steps: [ { db: { calls: 10, writes: 4 } }, { read: 100MB }, { run: { lognormal: { median: 8m, p95: 20m } } } ]
  requests: { dashboard: { arrivals: { poisson: 4/m }, from: office, cpu: 8ms, db: 5 } }
timeline:
  - { at: 2h, crash: node-2, for: 10m, name: node-crash }
  - { at: 5h, outage: fra/a, for: 2h, name: zone-loss }
  - { at: 10h, outage: database, for: 20m, name: db-crash }
  - { at: 13h, outage: storage, for: 20m, name: storage-outage }
  - { at: 16h, cut: fra, from: ams, for: 1h, name: partition }
  - { at: 19h, outage: lb, for: 5m, name: lb-failure }
  - { at: 22h, slow: storage, to: 5%, for: 1h, name: slow-storage }
  - { at: 25h, slow: node-2, to: 10%, for: 1h, name: slow-node }
  - { at: 29h, patch: nodes, takes: 10m, drain: { upTo: 30m, then: wait }, name: patch-day }
  - { at: 38h, outage: fra, for: 8h, name: region-loss, plan: region-loss }
plans: { region-loss: [ ${plan} ] }
`;

/** What happened after each disaster, in s. Nothing that is not named was out, and nothing else was lost. */
function recoveries(design: Design) {
  const { result } = run(scenario(design));
  const of = (measure: string) => (fault: string) => valueOf(result, `recovery.${fault}.${measure}`);
  for (const fault of ['node-crash', 'partition', 'slow-storage', 'slow-node', 'patch-day'])
    for (const measure of ['tasks.rto', 'ui.rto', 'users.rto', 'rpo.seconds'])
      expect(of(measure)(fault), `${measure} of ${fault}`).toBe(0);
  // Tasks need files, the interface does not: all who wait for a store that is away are back with it.
  expect(of('tasks.rto')('storage-outage')).toBe(20 * MIN);
  expect(of('ui.rto')('storage-outage')).toBe(0);
  return { tasks: of('tasks.rto'), ui: of('ui.rto'), users: of('users.rto'), rpo: of('rpo.seconds') };
}

/** A balancer sees a node again with its next probe: within two intervals of 2 s. */
function expectSoonAfter(value: number, least: number): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(least + 4);
}

test('F4, B5: one zone is back with its zone, its region and its database', () => {
  const { tasks, ui, users } = recoveries(SINGLE);
  // A minute to start the nodes.
  expect(tasks('zone-loss')).toBe(2 * HOUR + MIN);
  expectSoonAfter(ui('zone-loss'), 2 * HOUR + MIN);
  expect(tasks('region-loss')).toBe(8 * HOUR + MIN);
  expectSoonAfter(ui('region-loss'), 8 * HOUR + MIN);
  // Nodes stop after 5 min without a database; a watchdog looks each 5 min, and they start in a minute.
  expect(tasks('db-crash')).toBeGreaterThan(20 * MIN);
  expect(tasks('db-crash')).toBeLessThanOrEqual(26 * MIN);
  expect(users('lb-failure')).toBe(5 * MIN);
});

test('F4, B6: three zones lose 30 s with a zone or the database, and everything with the region', () => {
  const { tasks, ui, users } = recoveries(ZONES);
  for (const fault of ['zone-loss', 'db-crash']) {
    expect(tasks(fault)).toBe(30);
    expectSoonAfter(ui(fault), 30);
  }
  expect(tasks('region-loss')).toBe(8 * HOUR + MIN);
  expectSoonAfter(ui('region-loss'), 8 * HOUR + MIN);
  expect(ui('lb-failure')).toBe(5 * MIN);
  expect(users('lb-failure')).toBe(5 * MIN);
});

test('F3, F4: a cold region works when its plan has come so far', () => {
  const { tasks, ui, users, rpo } = recoveries(COLD);
  for (const fault of ['zone-loss', 'db-crash']) expect(tasks(fault)).toBe(30);
  // 30 min to decide, 5 to promote, 3 to start; 15 to verify and 5 to switch.
  expect(tasks('region-loss')).toBe(38 * MIN);
  expect(ui('region-loss')).toBe(58 * MIN);
  expect(users('region-loss')).toBe(58 * MIN);
  expect(rpo('region-loss')).toBe(MIN);
});

test('F4, F5, L7: a hot region works after the promotion, but nobody leads the offices to it', () => {
  const { tasks, ui, users, rpo } = recoveries(HOT);
  for (const fault of ['zone-loss', 'db-crash']) expect(tasks(fault)).toBe(30);
  // Promoted after 35 min; its nodes had stopped, and start again within 6 min.
  for (const rto of [tasks('region-loss'), ui('region-loss')]) {
    expect(rto).toBeGreaterThanOrEqual(35 * MIN);
    expect(rto).toBeLessThanOrEqual(41 * MIN + 4);
  }
  expect(rpo('region-loss')).toBe(5);
  // The interface could serve through the other balancer; users know the lost one, until it is back.
  expect(ui('lb-failure')).toBe(0);
  expect(users('lb-failure')).toBe(5 * MIN);
  // Or with the next of four requests a minute: the first may be sent to a node that is not seen to be down yet.
  expect(users('region-loss')).toBeGreaterThanOrEqual(8 * HOUR);
  expect(users('region-loss')).toBeLessThan(8 * HOUR + 0.5 * MIN);
});
