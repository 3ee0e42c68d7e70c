/** Nodes, groups, balancers, database, storage and dispatch of the file to their places in a `Scenario`. */
import type { Micros } from '../engine/time.ts';
import type { Lookup } from './names.ts';
import type { Report } from './report.ts';
import { nodeCounts, resolveAutoscale } from './resolve-autoscale.ts';
import type { Places } from './resolve-places.ts';
import { offersOf, resolveReserve } from './resolve-pools.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type { BalancerSpec, CacheSpec, DatabaseSpec, GroupSpec, NodeSpec, StorageSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { MAX_NODES } from './schema-nodes.ts';
import type { Path } from './tree.ts';
import { parseRate, parseShare, parseSize, parseThroughput, valueOf } from './units.ts';

type NodeInput = ScenarioFile['nodes'][string];
type BalancerInput = NonNullable<ScenarioFile['loadBalancer']>;

/** Nodes in file order, groups with their members; a group with `count` gives `east-1…`, one without is the node. */
export function resolveNodes(
  file: ScenarioFile,
  places: Places,
  report: Report,
): { nodes: NodeSpec[]; groups: GroupSpec[] } {
  const nodes: NodeSpec[] = [];
  const groups: GroupSpec[] = [];
  const total = Object.values(file.nodes).reduce((sum, node) => sum + nodeCounts(node).most, 0);
  if (total > MAX_NODES) report.value(['nodes'], `${total} nodes are too many; at most ${MAX_NODES}`);
  if (total === 0 && !report.isLacking(['nodes']))
    report.value(['nodes'], 'has no node; a cluster has at least one');
  if (total > MAX_NODES) return { nodes, groups };
  for (const [name, input] of Object.entries(file.nodes)) {
    const path = ['nodes', name];
    const place = places.at(input.at, [...path, 'at'], 'zone');
    const phases = resolvePhases(input, file, [...path, 'phase'], report);
    const members: number[] = [];
    const reserve = resolveReserve(input.reserve, file, [...path, 'reserve'], report);
    const { atStart, most } = nodeCounts(input);
    for (let i = 0; i < most; i += 1) {
      members.push(nodes.length);
      nodes.push({
        ...nodeFigures(input),
        reserve,
        name: input.count === undefined && input.autoscale === undefined ? name : `${name}-${i + 1}`,
        group: groups.length,
        place,
        phase: phases[i] ?? null,
        state: i < atStart ? input.state : 'absent',
      });
    }
    groups.push({
      name,
      members,
      offers: offersOf(name, input.offers, file, [...path, 'offers'], report),
      autoscale: resolveAutoscale(input, [...path, 'autoscale'], report),
    });
  }
  return { nodes, groups };
}

/** What a node and an added node have alike. */
export function nodeFigures(
  input: Pick<
    NodeInput,
    | 'taskCap'
    | 'cores'
    | 'startTime'
    | 'speed'
    | 'endurance'
    | 'watchdog'
    | 'zeroCap'
    | 'serving'
    | 'cache'
    | 'burst'
  >,
) {
  return {
    taskCap: input.taskCap,
    cores: input.cores,
    startTime: micros(input.startTime),
    speed: valueOf(parseShare(input.speed)),
    endurance: micros(input.endurance),
    watchdog: micros(input.watchdog),
    zeroCap: input.zeroCap,
    serving: resolveServing(input.serving),
    cache: cacheOf(input.cache),
    burst: creditsOf(input.burst),
  };
}

/** null: all of its cores are its own. */
function creditsOf(input: NodeInput['burst']): NodeSpec['burst'] {
  if (input === undefined) return null;
  const atStart = valueOf(parseShare(input.atStart));
  return { baseline: valueOf(parseShare(input.baseline)), credits: micros(input.credits), atStart };
}

function resolveServing(input: NodeInput['serving']): NodeSpec['serving'] {
  if (input === undefined) return null;
  return { ...input, queue: input.queue === 'none' ? null : input.queue };
}

function resolvePhases(input: NodeInput, file: ScenarioFile, path: Path, report: Report): (Micros | null)[] {
  const count = nodeCounts(input).atStart;
  const { phase } = input;
  if (Array.isArray(phase)) {
    if (phase.length !== count)
      report.value(path, `has ${phase.length} times for ${count} nodes; give one for each`);
    return Array.from({ length: count }, (_, i) => (i < phase.length ? micros(phase[i]!) : null));
  }
  const every = micros(file.dispatch.every);
  return Array.from({ length: count }, (_, i) => {
    if (phase === 'random') return null;
    return phase === 'even' ? Math.floor((i * every) / count) : micros(phase);
  });
}

/** Balancers as they stand in the file; a single `loadBalancer` has that name. */
export function balancersOf(file: ScenarioFile): { name: string; input: BalancerInput; path: Path }[] {
  const { loadBalancer, loadBalancers } = file;
  const single =
    loadBalancer === undefined ? [] : [{ name: 'loadBalancer', input: loadBalancer, path: ['loadBalancer'] }];
  const several = Object.entries(loadBalancers ?? {}).map(([name, input]) => ({
    name,
    input,
    path: ['loadBalancers', name],
  }));
  return [...single, ...several];
}

export function resolveBalancers(
  file: ScenarioFile,
  places: Places,
  lookup: Lookup,
  report: Report,
): BalancerSpec[] {
  if (file.loadBalancer !== undefined && file.loadBalancers !== undefined) {
    report.key(['loadBalancer'], 'stands beside loadBalancers; write one of them');
  }
  return balancersOf(file).map(({ name, input, path }) => {
    const { probe } = input;
    const interval = micros(probe.interval);
    const timeout = micros(probe.timeout);
    if (probe.type !== 'passive' && timeout > interval) {
      report.value(
        [...path, 'probe', 'timeout'],
        `${probe.timeout} is longer than the interval ${probe.interval}; probes would overtake each other`,
      );
    }
    for (const key of ['cpu', 'db'] as const) {
      if (probe.type === 'http' || probe[key] === 0 || probe[key] === '0s') continue;
      const why =
        probe.type === 'tcp'
          ? 'a tcp probe is answered by the system before the node hears of it'
          : 'a passive balancer sends no probes';
      report.key([...path, 'probe', key], `is work of an http probe; ${why}`);
    }
    const nodes = servedBy(input, [...path, 'nodes'], lookup, report);
    return {
      name,
      place: places.at(input.at, [...path, 'at'], 'any'),
      preset: input.preset ?? null,
      nodes,
      choice: input.choice,
      weights: weightsOf(input.weights, nodes, [...path, 'weights'], lookup, report),
      slowStart:
        input.slowStart === undefined
          ? null
          : { lasts: micros(input.slowStart.lasts), atFirst: valueOf(parseShare(input.slowStart.atFirst)) },
      whenNoneHealthy: input.whenNoneHealthy,
      probe: {
        type: probe.type,
        interval,
        timeout,
        fall: probe.fall,
        rise: probe.rise,
        cpu: micros(probe.cpu),
        db: probe.db,
        maxFails: probe.maxFails,
        failTimeout: micros(probe.failTimeout),
        nextUpstream: probe.nextUpstream,
        outAfter: micros(probe.outAfter),
      },
      orchestrator:
        input.orchestrator === undefined
          ? null
          : { ended: micros(input.orchestrator.ended), hostLost: micros(input.orchestrator.hostLost) },
      connectTimeout: micros(input.connectTimeout),
    };
  });
}

/** The nodes behind a balancer, in order: those that it names, or all. */
function servedBy(input: BalancerInput, path: Path, lookup: Lookup, report: Report): number[] {
  const { nodes } = lookup.parts;
  if (input.nodes === undefined) return [...nodes.keys()];
  const served = new Set<number>();
  for (const [i, name] of input.nodes.entries()) {
    for (const node of lookup.nodes(name, [...path, i])) {
      if (served.has(node))
        report.value([...path, i], `'${nodes[node]!.name}' is in it already; each node is served once`);
      served.add(node);
    }
  }
  return [...served].sort((a, b) => a - b);
}

/** null: never cold. */
function cacheOf(input: NodeInput['cache']): CacheSpec | null {
  return input === undefined ? null : { items: input.items, miss: micros(input.miss) };
}

/** By node; null: none has another than the others. */
function weightsOf(
  weights: Record<string, number>,
  served: readonly number[],
  path: Path,
  lookup: Lookup,
  report: Report,
): number[] | null {
  const { nodes } = lookup.parts;
  const found = new Map<number, number>();
  for (const [name, weight] of Object.entries(weights)) {
    for (const node of lookup.nodes(name, [...path, name])) {
      const called = `'${nodes[node]!.name}'`;
      if (!served.includes(node)) report.value([...path, name], `${called} gets no requests from it`);
      if (found.has(node)) report.value([...path, name], `${called} has a weight already; each node has one`);
      found.set(node, weight);
    }
  }
  return found.size === 0 ? null : Array.from(nodes, (_, node) => found.get(node) ?? 1);
}

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
