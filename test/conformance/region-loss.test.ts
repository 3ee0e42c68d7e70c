/** A region is lost: facts 119–124, 128; assumption 26; rules F3, B6, B7. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';

/** East is lost at 20 minutes for 24 hours. A task a second that takes two hours; users in an office of their own. */
function regionLoss(
  plan: string,
  { lag = '2m', timeline = '', replicas = '', duration = '4h', outage = 'for: 24h', work = '2h' } = {},
) {
  const home = [
    '{ do: stop, nodes: cold }',
    `{ do: promote, what: ${replicas === '' ? 'dr' : 'home'}, takes: 10m }`,
    '{ do: start, nodes: hot, takes: 1m }',
    '{ do: verify, takes: 9m }',
  ].join(', ');
  const plans = plan === '' ? '' : `plans: { recover: [ ${plan} ], fail-back: [ ${home} ] }`;
  return run(`
name: region-loss
duration: ${duration}
regions: { office: [a], east: [a], west: [a] }
network:
  sameZone: 0us
  between: { office: { east: 0us, west: 0us }, east: { west: 0us } }
loadBalancers:
  there: { at: east, preset: haproxy-http, nodes: [hot] }
  here: { at: west, preset: haproxy-http, nodes: [cold] }
nodes:
  hot: { at: east/a, taskCap: 5, startTime: 60s, phase: 0s }
  cold: { at: west/a, taskCap: 0, startTime: 60s, state: down, phase: 0s }
database:
  at: east/a
  read: 0us
  write: 0us
  flush: 0us
  replicas: { dr: { at: west/a, mode: async, lag: ${lag} }${replicas} }
  backups: { every: 15m }
dispatch: { policy: immediate, queueTimeout: none }
workload:
  tasks: { t: { arrivals: { every: 1s, offset: 500ms }, steps: [ { run: ${work} } ] } }
  requests: { page: { arrivals: { every: 1m }, from: office, cpu: 0s, db: 0 } }
${plans}
timeline:
  - { at: 20m, outage: east, ${outage}, name: lost${plan === '' ? '' : ', plan: recover'} }
  ${timeline}
`);
}

const USUAL = (nodes: string, database = '{ do: promote, what: dr }') =>
  [
    '{ do: decide }',
    database,
    `{ do: ${nodes}, nodes: cold }`,
    '{ do: setTaskCap, nodes: cold, to: 5 }',
    '{ do: verify }',
    '{ do: switch, loadBalancer: here }',
  ].join(', ');
const minutes = (result: ReturnType<typeof run>['result'], name: string) => valueOf(result, name) / 60;

describe('hot and cold regions', () => {
  it.each([
    ['staged', 'start', 38, 58],
    ['newly built', 'build', 45, 65],
  ])('facts 119, 120, assumption 26: with nodes %s about an hour', (_, nodes, tasks, ui) => {
    const { result } = regionLoss(USUAL(nodes));
    // Decide 30, promote 5, start 3 or build 10; then test 15 and switch 5.
    expect(minutes(result, 'recovery.lost.tasks.rto')).toBe(tasks);
    expect(minutes(result, 'recovery.lost.ui.rto')).toBe(ui);
  });

  it.each([
    ['5s', 5],
    ['2m', 120],
  ])('fact 124, B7: RPO is the lag, %s, and the tasks of that time are lost', (lag, seconds) => {
    const { result } = regionLoss(USUAL('start'), { lag });
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(seconds);
    expect(valueOf(result, 'tasks.lost')).toBe(seconds);
    expect(valueOf(result, 'recovery.lost.rpo.tasks')).toBe(seconds);
  });

  it('fact 123, B6: from backups every 15 minutes what came after the last one is lost', () => {
    const { result } = regionLoss(USUAL('start', '{ do: restore }'));
    // The last backup is of 15 m; a restore takes 20 minutes.
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(300);
    expect(valueOf(result, 'tasks.lost')).toBe(300);
    expect(minutes(result, 'recovery.lost.ui.rto')).toBe(30 + 20 + 3 + 15 + 5);
  });

  it('fact 122: a region that is back in less than an hour is waited for: sooner up, nothing lost', () => {
    const { result } = regionLoss('', { outage: 'for: 40m' });
    expect(minutes(result, 'recovery.lost.tasks.rto')).toBe(41);
    const moved = regionLoss(USUAL('start'), { outage: 'for: 40m' }).result;
    expect(minutes(moved, 'recovery.lost.ui.rto')).toBeGreaterThan(41);
    expect(valueOf(moved, 'tasks.lost')).toBe(120);
    expect(valueOf(result, 'tasks.lost')).toBe(0);
  });

  it('fact 121: fail-back copies first: a stop, the copy and a start without a service, and nothing is lost', () => {
    const back = '- { at: 3h, maintenance: on, for: 30m, name: back, plan: fail-back }';
    const { result } = regionLoss(USUAL('start'), {
      outage: 'for: 1h30m',
      timeline: `- { at: 1h45m, stop: hot, name: kept-off }\n  ${back}`,
      replicas: ', home: { at: east/a, mode: async, lag: 0s }',
    });
    expect(minutes(result, 'recovery.back.tasks.rto')).toBe(11);
    expect(valueOf(result, 'recovery.back.rpo.tasks')).toBe(0);
    expect(valueOf(result, 'tasks.lost')).toBe(120);
  });

  it('fact 121: what is not copied back is lost', () => {
    const { result } = regionLoss(USUAL('start'), {
      outage: 'for: 1h30m',
      timeline:
        '- { at: 1h45m, stop: hot, name: kept-off }\n  - { at: 3h, setTaskCap: hot, to: 5, name: back, plan: fail-back }',
      replicas: ', home: { at: east/a, mode: async, lag: 1h }',
    });
    // Promoted at 3:10: the tasks since 2:10, and until the UI went with the nodes at 3:00.
    expect(valueOf(result, 'tasks.lost')).toBe(120 + 3000);
  });

  it('fact 128: machines that stand by since before an upgrade do not start; new ones do', () => {
    const late = (nodes: string) =>
      regionLoss(USUAL(nodes), {
        duration: '5h',
        work: '10s',
        timeline: '- { at: 1m, upgrade: { schema: 1m, perNode: 1m }, name: up }',
      }).result;
    expect(late('start').values['recovery.lost.tasks.rto']!.per).toBe(0);
    expect(minutes(late('build'), 'recovery.lost.tasks.rto')).toBe(45);
  });
});

describe('databases that fail over by themselves', () => {
  it.each([
    ['sql-fci', 30, 120],
    ['sql-ag-sync', 10, 60],
    ['rds-sqlserver-multi-az', 60, 120],
    ['azure-sql-zone-redundant', 0, 60],
    ['cloud-sql-ha', 60, 120],
  ])('fact 91, table 2.4, B6: %s serves again after %i to %i s', (preset, least, most) => {
    const { result, scenario } = run(`
name: failover
duration: 1h
regions: { r: [a, b] }
nodes: { n: { at: r/a, phase: 0s } }
database: { at: r/a, preset: ${preset} }
workload: {}
timeline: [ { at: 10m, outage: database, name: lost } ]
`);
    const { detect, promote } = scenario.database!.replicas[0]!;
    const rto = valueOf(result, 'recovery.lost.tasks.rto');
    expect(rto).toBe((detect + promote) / 1e6);
    expect(rto).toBeGreaterThanOrEqual(least);
    expect(rto).toBeLessThanOrEqual(most);
  });

  it.each(['sql-single', 'sql-ag-async'])('fact 91, B6: %s does not', (preset) => {
    const { result } = run(`
name: no-failover
duration: 1h
regions: { r: [a, b] }
nodes: { n: { at: r/a, phase: 0s } }
database: { at: r/a, preset: ${preset} }
workload: {}
timeline: [ { at: 10m, outage: database, for: 10s, name: short }, { at: 20m, outage: database, name: lost } ]
`);
    expect(valueOf(result, 'recovery.short.tasks.rto')).toBe(10);
    expect(result.values['recovery.lost.tasks.rto']!.per).toBe(0);
  });
});
