/** A drill: cells against hand arithmetic, roles in designs that have and have not what they name, the worst cell. */
import { describe, expect, test } from 'vitest';
import { parseDisasters } from '../../src/scenario/disasters/disaster.ts';
import { layNothing, layOver } from '../../src/scenario/disasters/lay.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { simulate } from '../../src/simulate.ts';
import { type Drill, type DrillCell, drill, type PlannedCell } from '../../src/study/drill/drill.ts';
import { faultsOf, MEASURES, type Measure, overReplications } from '../../src/study/drill/measures.ts';
import { worstOf } from '../../src/study/drill/worst.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';

const read = () => ({ error: 'no files' });

/** Nothing at random: looks at once, round trips of 0, one task and one request a minute. */
const COMMON = `
duration: 1h
network: { sameZone: 0us, crossZone: 0us, between: { east: { west: 0us, office: 0us }, west: { office: 0us } } }
dispatch: { policy: immediate }
workload:
  tasks: { t: { arrivals: { every: 1m, offset: 30s }, steps: [ { run: 10s } ] } }
  requests: { page: { arrivals: { every: 1m, offset: 30s }, from: office, cpu: 1ms, db: 1 } }
promises:
  - recovery.tasks.rto < 1h
  - recovery.ui.rto < 1h
`;
const DATABASE = 'read: 1ms, write: 1ms, flush: 0ms';

/** One region, two zones, a standby that takes over in 50 s. */
const ZONES = `name: zones
regions: { east: [a, b], west: [a], office: [hq] }
nodes:
  n-1: { at: east/a, taskCap: 5, startTime: 0s, phase: 0s, endurance: 1d }
  n-2: { at: east/b, taskCap: 5, startTime: 0s, phase: 0s, endurance: 1d }
loadBalancer: { at: east, probe: { interval: 1s, timeout: 1s, fall: 1, rise: 1 } }
database: { at: east/a, ${DATABASE}, replicas: { standby: { at: east/b, mode: sync, detect: 30s, promote: 20s } } }
storage: { at: east/b, latency: 1ms }
${COMMON}`;

/** One node here, one that stands by there, a copy two minutes behind, a plan of 65 minutes. */
const COLD = `name: cold
regions: { east: [a], west: [a], office: [hq] }
loadBalancers:
  lb: { at: east, nodes: [hot] }
  lb-west: { at: west, nodes: [cold] }
nodes:
  hot: { at: east/a, taskCap: 5, startTime: 0s, phase: 0s, endurance: 1d }
  cold: { at: west/a, taskCap: 0, startTime: 3m, state: down, phase: 0s }
database: { at: east/a, ${DATABASE}, replicas: { dr: { at: west/a, mode: async, lag: 2m } } }
plans:
  region-loss:
    - { do: decide, takes: 30m }
    - { do: promote, what: dr, takes: 5m }
    - { do: start, nodes: cold, takes: 10m }
    - { do: setTaskCap, nodes: cold, to: 5 }
    - { do: verify, takes: 15m }
    - { do: switch, loadBalancer: lb-west, takes: 5m }
${COMMON}`;

const DISASTERS = `
disasters:
  node-crash: { about: A node is lost, happens: [ { crash: a node that runs tasks, for: 10m } ] }
  both: { about: All are lost, happens: [ { crash: nodes, for: 10m } ] }
  zone: { about: A zone is lost, happens: [ { outage: the zone of the database, for: 2h } ] }
  region: { about: A region is lost, answer: region-loss, happens: [ { outage: the first region, for: 8h } ] }
  storage: { about: The store is away, happens: [ { outage: the storage, for: 20m } ] }
  standby-first:
    about: The standby, then the primary
    happens: [ { outage: the standby, for: 2h }, { after: 30m, outage: the database, for: 1h } ]
`;

async function drilled(...texts: readonly string[]): Promise<Drill> {
  const disasters = parseDisasters({ path: 'd.yaml', text: DISASTERS });
  const designs = texts.map((text) => {
    const parse = (over?: ReturnType<typeof layNothing>) =>
      parseScenario({ path: 's.yaml', text }, { read, ...(over && { over }) }).scenario;
    const scenario = parse();
    const cells = disasters.map((one): PlannedCell => {
      const { over, lacks, notes } = layOver(one, scenario);
      return lacks.length > 0 ? { lacks } : { scenario: parse(over), notes };
    });
    const ordinary = parse(layNothing(scenario.duration, { file: 's.yaml', line: 0, column: 0 }));
    return { name: scenario.name, ordinary, cells };
  });
  const plan = { disasters: disasters.map(({ name, about }) => ({ name, about })), designs };
  return drill(plan, inlineRunner, { seed: '1', replications: 5 });
}

function cell({ disasters, designs }: Drill, design: string, disaster: string): DrillCell {
  const at = disasters.findIndex(({ name }) => name === disaster);
  return designs.find(({ name }) => name === design)!.cells[at]!;
}

function valueIn(drill: Drill, design: string, disaster: string, measure: Measure): number | null {
  return cell(drill, design, disaster).figures![measure].value;
}

describe('a matrix whose cells are known by hand', async () => {
  const found = await drilled(ZONES, COLD);
  const value = (design: string, disaster: string, measure: Measure) =>
    valueIn(found, design, disaster, measure);

  test('one of two nodes is lost: the service stays', () => {
    expect(value('zones', 'node-crash', 'rtoTasks')).toBe(0);
    expect(value('zones', 'node-crash', 'rtoUi')).toBe(0);
    expect(value('zones', 'node-crash', 'longestOutage')).toBe(0);
  });

  test('all nodes are lost for 10 min and start in no time: 10 min', () => {
    expect(value('zones', 'both', 'rtoTasks')).toBe(600);
    // The balancer looks every second.
    expect(value('zones', 'both', 'rtoUi')).toBeGreaterThanOrEqual(600);
    expect(value('zones', 'both', 'rtoUi')).toBeLessThanOrEqual(601);
  });

  test('a zone with the database: detect + promote = 50 s, then the other zone serves, and nothing is lost', () => {
    expect(value('zones', 'zone', 'rtoTasks')).toBe(50);
    expect(value('zones', 'zone', 'rtoUi')).toBeGreaterThanOrEqual(50);
    expect(value('zones', 'zone', 'rtoUi')).toBeLessThanOrEqual(51);
    expect(value('zones', 'zone', 'rpoSeconds')).toBe(0);
    // One request arrives 30 s after the fault; the next ones find the standby.
    expect(value('zones', 'zone', 'requestsFailed')).toBeLessThanOrEqual(1);
  });

  test('a region, by a plan: 30 + 5 + 10 min for tasks, 15 + 5 more for users, and the lag of 2 min is lost', () => {
    expect(value('cold', 'region', 'rtoTasks')).toBe(45 * 60);
    expect(value('cold', 'region', 'rtoUi')).toBe(65 * 60);
    expect(value('cold', 'region', 'longestOutage')).toBe(65 * 60);
    expect(value('cold', 'region', 'rpoSeconds')).toBe(120);
    // Tasks arrive 30 s past each minute: two of them, and all they committed, in the last two minutes.
    expect(value('cold', 'region', 'rpoTasks')).toBe(2);
    // One a minute finds nobody until users are sent elsewhere.
    expect(value('cold', 'region', 'requestsFailed')).toBe(65);
  });

  test('a region without plan: until it is back after 8 h', () => {
    expect(value('zones', 'region', 'rtoUi')).toBe(8 * 3600);
    expect(cell(found, 'zones', 'region').notes).toContain('nobody acts: it has no plan region-loss');
  });

  test('the store away for 20 min: tasks for 20 min, the user interface not at all', () => {
    expect(value('zones', 'storage', 'rtoTasks')).toBe(20 * 60);
    expect(value('zones', 'storage', 'rtoUi')).toBe(0);
  });

  test('the standby and then the primary, which nobody takes over from: until it is back after an hour', () => {
    expect(value('zones', 'standby-first', 'rtoTasks')).toBe(3600);
  });

  test('what a design does not have is said, and is no zero', () => {
    expect(cell(found, 'cold', 'storage')).toMatchObject({
      lacks: ['an ideal store, to which nothing happens'],
      figures: null,
      verdict: null,
    });
    expect(cell(found, 'cold', 'standby-first').lacks).toEqual(['no standby of the database']);
  });

  test('promises are held in each cell, and the worst cell is the one that breaks one and lasts longest', () => {
    expect(cell(found, 'cold', 'region').verdict).toBe('broken');
    expect(cell(found, 'cold', 'region').judgements.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    expect(cell(found, 'zones', 'zone').verdict).toBe('kept');
    expect(worstOf(found)).toEqual({ design: 0, disaster: 3 });
    // Its only node stands in the zone that is away for two hours.
    expect(worstOf(found, ({ design }) => design === 1)).toEqual({ design: 1, disaster: 2 });
  });

  test('nothing at random needs one replication, and has no width', () => {
    const { figures, replications } = cell(found, 'zones', 'zone');
    expect(replications).toBe(1);
    expect(figures!.rtoTasks).toMatchObject({ low: 50, high: 50, p50: 50, p95: 50, most: 50, never: 0 });
  });

  test('an ordinary day stands beside', () => {
    const [zones] = found.designs;
    expect(zones!.ordinary.get('requests.errorRatio')?.value).toBe(0);
    expect(zones!.resources).toMatchObject({ nodes: 2, slots: 10 });
  });
});

test('what did not end in some replication has no mean, and says in how many', () => {
  const figure = overReplications([60, Number.POSITIVE_INFINITY, 120], 's', false);
  expect(figure).toMatchObject({ value: null, low: null, high: null, p50: 120, never: 1, n: 3 });
  expect(overReplications([], 's', false)).toMatchObject({ value: null, p50: null, never: 0, n: 0 });
});

test('faults that overlap: the longest recovery and outage say of which they are', () => {
  // The store is away from 60 m to 80 m, the database from 70 m to 100 m. Tasks need both: away for 40 m without a break,
  // from the first fault until the second is over. The user interface needs the database alone: 30 m, of the second.
  const text = `name: one
regions: { east: [a], office: [hq] }
nodes: { n: { at: east/a, taskCap: 5, startTime: 0s, phase: 0s, endurance: 1d } }
loadBalancer: { at: east, probe: { interval: 1s, timeout: 1s, fall: 1, rise: 1 } }
database: { at: east/a, ${DATABASE} }
storage: { at: east/a, latency: 1ms }
${COMMON.replace('duration: 1h', 'duration: 3h').replace('west: 0us, office: 0us }, west: { office: 0us }', 'office: 0us }')}
timeline:
  - { at: 60m, outage: storage, for: 20m, name: store }
  - { at: 70m, outage: database, for: 30m, name: base }
`;
  const { scenario } = parseScenario({ path: 's.yaml', text }, { read });
  const result = simulate(scenario, { seed: '1', replication: 0 });
  const { values } = result;
  expect(values['recovery.store.tasks.rto']).toEqual({ sum: 2400, per: 1 });
  expect(values['recovery.base.tasks.rto']).toEqual({ sum: 1800, per: 1 });
  expect(values['recovery.tasks.rto']).toEqual({ sum: 2400, per: 1, of: ['store'] });
  expect(values['recovery.ui.rto']).toMatchObject({ of: ['base'] });
  expect(values['outage.tasks.longest']).toEqual({ sum: 2400, per: 1, of: ['store', 'base'] });
  expect(values['outage.ui.longest']).toMatchObject({ of: ['base'] });
  const of = (name: Measure) => faultsOf(MEASURES.find((each) => each.name === name)!, [result, result]);
  expect(of('rtoTasks')).toEqual([{ fault: 'store', replications: 2 }]);
  expect(of('longestOutage')).toEqual([
    { fault: 'store', replications: 2 },
    { fault: 'base', replications: 2 },
  ]);
  expect(of('tasksLost')).toEqual([]);
});
