/** Load balancers of the file to their places in a `Scenario`. */
import type { Lookup } from './names.ts';
import type { Report } from './report.ts';
import type { Places } from './resolve-places.ts';
import { micros } from './resolve-values.ts';
import type { BalancerSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { Path } from './tree.ts';
import { parseShare, valueOf } from './units.ts';

type BalancerInput = NonNullable<ScenarioFile['loadBalancer']>;

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
