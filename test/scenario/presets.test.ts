/** Presets fill what a file leaves open, carry their sources, and what nobody documents is named. */
import { describe, expect, test } from 'vitest';
import { COMMON_KNOWLEDGE } from '../../src/scenario/presets/preset.ts';
import { PRESETS, type PresetPart } from '../../src/scenario/presets/presets.ts';
import { mistakesOf, parse, SMALLEST } from './support.ts';

const FILE = `name: x
duration: 1h
regions: { us-east-1: [a, b], us-west-2: [a] }
network: { between: { us-east-1: { us-west-2: 87ms } } }
nodes: { n: { at: us-east-1/a } }
workload: {}
`;
const at = (micros: number) => micros * 1_000_000;

test('every preset of the documents is there', () => {
  const names = (part: PresetPart) => PRESETS[part].map((preset) => preset.name);
  expect(names('platform')).toEqual(['on-premises', 'aws', 'azure', 'gcp']);
  expect(names('database')).toEqual([
    'sql-single',
    'sql-fci',
    'sql-ag-sync',
    'sql-ag-async',
    'rds-sqlserver-multi-az',
    'azure-sql-zone-redundant',
    'cloud-sql-ha',
  ]);
  expect(names('storage')).toEqual([
    'smb-nas',
    'fsx-windows',
    'efs-regional',
    'efs-bursting',
    'azure-files-ssd',
    'azure-files-hdd',
    'filestore-regional',
    'local-disk',
  ]);
  expect(names('loadBalancer')).toEqual([
    'aws-alb',
    'aws-nlb',
    'aws-clb',
    'azure-load-balancer',
    'azure-application-gateway',
    'gcp-load-balancer',
    'haproxy-tcp',
    'haproxy-http',
    'nginx',
    'kubernetes-readiness',
    'dns',
  ]);
});

test('presets of machines are burstable ones, which earn in a day what they can keep (EC2 and Azure documents)', () => {
  for (const { name, figures } of PRESETS.machine) {
    const of = (path: string) => String(figures.find((figure) => figure.path === path)!.value);
    const [cores, share, most] = ['cores', 'burst.baseline', 'burst.credits'].map((path) =>
      parseFloat(of(path)),
    );
    // Credits are minutes of a core: t3.large 2 x 30 % x 60 = 36 an hour, 864 in 24 h.
    expect([name, cores! * (share! / 100) * 60 * 24]).toEqual([name, most]);
  }
});

test('presets of dispatch are those of known products', () => {
  expect(PRESETS.dispatch.map(({ name }) => name)).toEqual([
    'hangfire-sql-server',
    'sidekiq',
    'celery',
    'gitlab-runner',
    'airflow-scheduler',
    'temporal',
    'jenkins',
  ]);
  const { scenario } = parse(SMALLEST, ['dispatch.policy=greedy', 'dispatch.preset=celery']);
  expect(scenario.dispatch).toMatchObject({ push: true, prefetch: 3, perLook: null, lock: false });
});

test('every figure has a source and a standing', () => {
  for (const preset of Object.values(PRESETS).flat()) {
    expect(preset.text.endsWith('.'), preset.name).toBe(true);
    for (const figure of preset.figures) {
      expect(figure.source.length, `${preset.name} ${figure.path}`).toBeGreaterThan(5);
      expect(['documented', 'measured', 'typical', 'assumed']).toContain(figure.standing);
      // What nobody publishes is not documented.
      if (figure.source === COMMON_KNOWLEDGE)
        expect(figure.standing, `${preset.name} ${figure.path}`).toBe('typical');
    }
  }
});

describe('every preset makes a valid scenario', () => {
  const parts = {
    loadBalancer: 'loadBalancer',
    database: 'database',
    storage: 'storage',
    dispatch: 'dispatch',
    failure: 'failures.f',
  } as const;
  const cases = Object.entries(parts).flatMap(([part, path]) =>
    PRESETS[part as PresetPart].map(({ name }) => [path, name] as const),
  );
  test.each(cases)('%s %s', (path, name) => {
    const more = ['loadBalancer.at=us-east-1', 'database.at=us-east-1/a', 'storage.at=us-east-1'];
    expect(mistakesOf(FILE, [...more, `${path}.preset=${name}`])).toEqual([]);
  });
  test.each(PRESETS.platform.map(({ name }) => name))('platform %s', (name) => {
    const { scenario } = parse(FILE, [`platform=${name}`]);
    expect(scenario.balancers[0]?.preset).not.toBeNull();
    expect(scenario.database?.preset).not.toBeNull();
    expect(scenario.storage?.preset).not.toBeNull();
  });
});

test('what the file says goes before the preset, the preset before the default', () => {
  const { scenario } = parse(
    `${FILE}loadBalancer: { at: us-east-1, preset: aws-alb, probe: { interval: 7s } }\n`,
  );
  expect(scenario.balancers[0]!.probe).toMatchObject({
    type: 'http',
    interval: at(7),
    timeout: at(5),
    fall: 2,
    rise: 5,
  });
});

describe('platforms', () => {
  test('aws knows its round trips, and those of the file go first in either order', () => {
    const own = FILE.replace(/network.*\n/, '');
    expect(parse(`${own}platform: aws\n`).resolved).toMatchObject({
      network: { between: { 'us-east-1': { 'us-west-2': '87ms' } } },
    });
    const turned = parse(
      `${own}platform: aws\nnetwork: { between: { us-west-2: { us-east-1: 60ms } } }\n`,
    ).resolved;
    expect(turned).toMatchObject({ network: { between: { 'us-west-2': { 'us-east-1': '60ms' } } } });
    expect((turned as { network: { between: object } }).network.between).not.toHaveProperty('us-east-1');
  });

  test('an ideal database stays ideal', () => {
    expect(parse(`${FILE}platform: aws\ndatabase: ideal\n`).scenario.database).toBeNull();
  });
});

describe('standbys', () => {
  const replicas = (preset: string) =>
    parse(`${FILE}database: { at: us-east-1/b, preset: ${preset} }\n`).scenario;
  test('RDS keeps one in the next zone and takes 90 s', () => {
    const { places, database } = replicas('rds-sqlserver-multi-az');
    const standby = database!.replicas[0]!;
    expect(places[standby.place]).toEqual({ region: 'us-east-1', zone: 'a' });
    expect([standby.mode, standby.detect + standby.promote]).toEqual(['sync', at(90)]);
  });
  test('a failover cluster shares the disk in the same zone', () => {
    const { places, database } = replicas('sql-fci');
    expect(database!.replicas[0]!.mode).toBe('shared');
    expect(places[database!.replicas[0]!.place]).toEqual({ region: 'us-east-1', zone: 'b' });
  });
  test('an asynchronous copy stands in the other region', () => {
    const { places, database } = replicas('sql-ag-async');
    expect(places[database!.replicas[0]!.place]).toEqual({ region: 'us-west-2', zone: 'a' });
    expect(database!.replicas[0]!.lag).toBe(at(5));
  });
  test('the file places it where it wants', () => {
    const { scenario } = parse(
      `${FILE}database: { at: us-east-1/a, preset: sql-ag-sync, replicas: { standby: { at: us-west-2/a } } }\n`,
    );
    expect(scenario.places[scenario.database!.replicas[0]!.place]!.region).toBe('us-west-2');
  });
});

test('figures that nobody documents are named, where they matter', () => {
  const paths = (text: string, set: string[] = []) =>
    parse(text, set).scenario.assumed.map(({ path }) => path);
  expect(paths(SMALLEST)).toEqual(['database', 'storage', 'workload.tasks.*.runCores', 'overload.failures']);
  const database = `${FILE}database: { at: us-east-1/a }\n`;
  expect(paths(database)).toContain('database.read');
  expect(paths(database, ['database.read=1ms'])).not.toContain('database.read');
  const standby = `${FILE}database: { at: us-east-1/a, preset: sql-ag-sync }\n`;
  expect(paths(standby)).toContain('database.replicas.standby.promote');
  expect(paths(standby), 'documented').not.toContain('database.replicas.standby.detect');
  expect(paths(`${FILE}timeline: [ { at: 1m, crash: n } ]\n`)).toEqual(
    expect.arrayContaining(['dispatch.believedOnline', 'nodes.*.startTime']),
  );
});
