/** Database and storage of the file to their places in a `Scenario`. */
import type { Report } from './report.ts';
import { cacheOf } from './resolve-nodes.ts';
import type { Places } from './resolve-places.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type { DatabaseSpec, StorageSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { parseRate, parseShare, parseSize, parseThroughput, valueOf } from './units.ts';

/** null: ideal. */
export function resolveDatabase(file: ScenarioFile, places: Places, report: Report): DatabaseSpec | null {
  const input = file.database;
  if (input === 'ideal') return null;
  const replicas = Object.entries(input.replicas).map(([name, replica]) => ({
    name,
    place: places.at(replica.at, ['database', 'replicas', name, 'at'], 'zone'),
    mode: replica.mode,
    detect: micros(replica.detect),
    promote: micros(replica.promote),
    lag: micros(replica.lag),
    catchUp: replica.catchUp,
  }));
  return {
    place: places.at(input.at, ['database', 'at'], 'zone'),
    preset: input.preset ?? null,
    cores: input.cores,
    read: resolveDistribution(input.read, ['database', 'read'], report),
    write: resolveDistribution(input.write, ['database', 'write'], report),
    flush: micros(input.flush),
    poolSize: input.pool.size,
    poolWait: micros(input.pool.wait),
    commandTimeout: micros(input.commandTimeout),
    retryPauses: input.retryPauses.map(micros),
    sessionTimeout: micros(input.sessionTimeout),
    address: input.address,
    oldPrimary: input.oldPrimary,
    replicas,
    backups:
      input.backups === undefined
        ? null
        : { every: micros(input.backups.every), restore: micros(input.backups.restore) },
    connect:
      input.connect === undefined
        ? null
        : { cpu: micros(input.connect.cpu), roundTrips: input.connect.roundTrips },
    cache: cacheOf(input.cache),
    degrades: degradesOf(input.degrades),
  };
}

type DatabaseInput = Exclude<ScenarioFile['database'], 'ideal'>;

/** null: as fast under any load. */
function degradesOf(input: DatabaseInput['degrades']): DatabaseSpec['degrades'] {
  if (input === undefined) return null;
  const to = valueOf(parseShare(input.to));
  return typeof input.above === 'number'
    ? { of: 'number', above: input.above, to }
    : { of: 'rate', above: valueOf(parseRate(input.above)), to };
}

type StorageInput = Exclude<ScenarioFile['storage'], 'ideal'>;

/** null: all of its bandwidth is there always. */
function storeCredits({ burst, bandwidth }: StorageInput, report: Report): StorageSpec['burst'] {
  if (burst === undefined) return null;
  const baseline = valueOf(parseThroughput(burst.baseline));
  if (baseline >= valueOf(parseThroughput(bandwidth)))
    report.value(
      ['storage', 'burst', 'baseline'],
      `${burst.baseline} is not below the bandwidth ${bandwidth}; credits would never be used`,
    );
  return {
    baseline,
    credits: valueOf(parseSize(burst.credits)),
    atStart: valueOf(parseShare(burst.atStart)),
  };
}

/** null: ideal. A local disk is at each node: its place is −1. */
export function resolveStorage(file: ScenarioFile, places: Places, report: Report): StorageSpec | null {
  const input = file.storage;
  if (input === 'ideal') return null;
  const local = input.preset === 'local-disk';
  const replicas = Object.entries(input.replicas).map(([name, replica]) => ({
    name,
    place: places.at(replica.at, ['storage', 'replicas', name, 'at'], 'any'),
    lag: micros(replica.lag),
  }));
  if (local && replicas.length > 0)
    report.key(['storage', 'replicas'], 'is not for local-disk; it has no copies');
  return {
    place: local ? -1 : places.at(input.at, ['storage', 'at'], 'any'),
    preset: input.preset ?? null,
    latency: resolveDistribution(input.latency, ['storage', 'latency'], report),
    roundTrips: input.roundTrips,
    concurrency: input.concurrency,
    bandwidth: valueOf(parseThroughput(input.bandwidth)),
    perTransfer: valueOf(parseThroughput(input.perTransfer)),
    window: valueOf(parseSize(input.window)),
    patience: micros(input.patience),
    burst: storeCredits(input, report),
    replicas,
    local,
  };
}
