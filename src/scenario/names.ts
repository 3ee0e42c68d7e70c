/** One name space for nodes, groups, regions, balancers, replicas and plans; what each name stands for. */
import type { Report } from './report.ts';
import { nodeCounts } from './resolve-autoscale.ts';
import type {
  BalancerSpec,
  DatabaseSpec,
  GroupSpec,
  NodeSpec,
  StorageSpec,
  Target,
  TargetOf,
} from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';

/** Words that stand for parts, so nothing else may be called so. */
const RESERVED = ['nodes', 'zones', 'regions', 'database', 'storage', 'balancers', 'replicas'] as const;

/** Where parts are given names: while one of these lacks something, a name may be right. */
const NAMED_IN: readonly Path[] = [
  ['nodes'],
  ['regions'],
  ['loadBalancer'],
  ['loadBalancers'],
  ['database'],
  ['storage'],
  ['timeline'],
  ['plans'],
];

export interface Parts {
  readonly nodes: readonly NodeSpec[];
  readonly groups: readonly GroupSpec[];
  readonly balancers: readonly Pick<BalancerSpec, 'name'>[];
  readonly database: DatabaseSpec | null;
  readonly storage: StorageSpec | null;
  readonly zones: ReadonlyMap<string, readonly string[]>;
}

/** Says every name that two things have, or that is a word of the format. */
export function checkNames(file: ScenarioFile, report: Report): void {
  const taken = new Map<string, string>(RESERVED.map((word) => [word, 'a word of the format']));
  const claim = (name: string, what: string, path: Path) => {
    const other = taken.get(name);
    if (other !== undefined) report.key(path, `'${name}' is ${other} already; names differ from each other`);
    else taken.set(name, what);
  };
  for (const region of Object.keys(file.regions)) claim(region, 'a region', ['regions', region]);
  for (const [name, group] of Object.entries(file.nodes)) {
    const isNode = group.count === undefined && group.autoscale === undefined;
    claim(name, isNode ? 'a node' : 'a group of nodes', ['nodes', name]);
    for (let i = 1; !isNode && i <= nodeCounts(group).most; i += 1)
      claim(`${name}-${i}`, 'a node', ['nodes', name]);
  }
  for (const [i, entry] of file.timeline.entries()) {
    if ('addNode' in entry) claim(entry.addNode.name, 'a node', ['timeline', i, 'addNode', 'name']);
  }
  if (file.loadBalancer !== undefined) claim('loadBalancer', 'a load balancer', ['loadBalancer']);
  for (const name of Object.keys(file.loadBalancers ?? {}))
    claim(name, 'a load balancer', ['loadBalancers', name]);
  for (const part of ['database', 'storage'] as const) {
    const value = file[part];
    if (value === 'ideal') continue;
    for (const name of Object.keys(value.replicas))
      claim(name, `a replica of the ${part}`, [part, 'replicas', name]);
  }
  for (const name of Object.keys(file.plans)) claim(name, 'a plan', ['plans', name]);
  checkClassNames(file, report);
}

function checkClassNames({ workload }: ScenarioFile, report: Report): void {
  for (const name of Object.keys(workload.requests)) {
    if (!Object.hasOwn(workload.tasks, name)) continue;
    report.key(
      ['workload', 'requests', name],
      `'${name}' is a class of tasks already; their arrivals would draw the same numbers`,
    );
  }
}

/** Finds what a name stands for. */
export class Lookup {
  readonly parts: Parts;
  private readonly report: Report;
  private readonly nodeIndex: ReadonlyMap<string, number>;

  constructor(parts: Parts, report: Report) {
    this.parts = parts;
    this.report = report;
    this.nodeIndex = new Map(parts.nodes.map((node, i) => [node.name, i]));
  }

  /** Indices of the nodes that a name stands for: a node, a group, or `nodes` for all. Empty after a mistake. */
  nodes(name: string, path: Path): readonly number[] {
    const found = this.findNodes(name);
    if (found === null) this.missing(name, path, 'node', ['nodes', ...this.nodeNames()]);
    else if (found.length === 0) this.report.value(path, `'${name}' has no node; its count is 0`);
    return found ?? [];
  }

  /** What can be slow or fail, by name. null after a mistake. */
  target<K extends Target['kind']>(name: string, path: Path, kinds: readonly K[]): TargetOf<K> | null {
    const isOne = (target: Target | null): target is TargetOf<K> =>
      target !== null && (kinds as readonly Target['kind'][]).includes(target.kind);
    const found = this.find(name);
    if (isOne(found)) return this.exists(found, name, path);
    const allowed = this.allNames().filter((each) => isOne(this.find(each)));
    if (found !== null)
      this.report.value(
        path,
        `'${name}' is a ${words(found.kind)}, which cannot be meant here; ${some(allowed)}`,
      );
    else this.missing(name, path, 'part', allowed);
    return null;
  }

  /** What a name stands for, or null. */
  find(name: string): Target | null {
    const { groups, balancers, database, storage, zones } = this.parts;
    const node = this.nodeIndex.get(name);
    if (node !== undefined) return { kind: 'node', node };
    const group = groups.find((each) => each.name === name);
    if (group !== undefined) return { kind: 'nodes', name, nodes: group.members };
    if (name === 'nodes') return { kind: 'nodes', name, nodes: [...this.parts.nodes.keys()] };
    if (name === 'database') return { kind: 'database' };
    if (name === 'storage') return { kind: 'storage' };
    const balancer = balancers.findIndex((each) => each.name === name);
    if (balancer >= 0) return { kind: 'balancer', balancer };
    const replica = database?.replicas.findIndex((each) => each.name === name) ?? -1;
    if (replica >= 0) return { kind: 'replica', replica };
    const copy = storage?.replicas.findIndex((each) => each.name === name) ?? -1;
    if (copy >= 0) return { kind: 'storage-replica', replica: copy };
    if (zones.has(name)) return { kind: 'region', region: name };
    const [region, zone, more] = name.split('/') as [string, string?, string?];
    const inside = zone !== undefined && more === undefined && zones.get(region)?.includes(zone);
    return inside ? { kind: 'zone', region, zone } : null;
  }

  /** Says that a name stands for nothing of a kind. */
  missing(name: string, path: Path, what: string, names: readonly string[]): void {
    const there = names.length === 0 ? `there are no ${what}s` : `there are ${some(names)}`;
    const text = `there is no ${what} '${name}'; ${didYouMean(name, names)}${there}`;
    this.report.unknown(path, name, text, NAMED_IN);
  }

  /** A mistake of another kind at a name. */
  refuse(path: Path, text: string): void {
    this.report.value(path, text);
  }

  private findNodes(name: string): readonly number[] | null {
    const found = this.find(name);
    if (found?.kind === 'node') return [found.node];
    return found?.kind === 'nodes' ? found.nodes : null;
  }

  private exists<T extends Target>(found: T, name: string, path: Path): T | null {
    const ideal =
      (found.kind === 'database' && this.parts.database === null) ||
      (found.kind === 'storage' && this.parts.storage === null);
    if (!ideal) return found;
    if (!this.report.isDropped(name))
      this.report.value(path, `the ${name} is ideal: nothing can happen to it; describe ${name}: { … }`);
    return null;
  }

  private nodeNames(): string[] {
    const { nodes, groups } = this.parts;
    return [...new Set([...groups.map((group) => group.name), ...nodes.map((node) => node.name)])];
  }

  private allNames(): string[] {
    const { balancers, database, storage, zones } = this.parts;
    return [
      'nodes',
      ...this.nodeNames(),
      ...(database === null ? [] : ['database', ...database.replicas.map((replica) => replica.name)]),
      ...(storage === null ? [] : ['storage', ...storage.replicas.map((replica) => replica.name)]),
      ...balancers.map((balancer) => balancer.name),
      ...[...zones].flatMap(([region, names]) => [region, ...names.map((zone) => `${region}/${zone}`)]),
    ];
  }
}

function words(kind: Target['kind']): string {
  return {
    node: 'node',
    nodes: 'group of nodes',
    zone: 'zone',
    region: 'region',
    database: 'database',
    replica: 'replica of the database',
    'storage-replica': 'replica of the storage',
    storage: 'storage',
    balancer: 'load balancer',
  }[kind];
}
