/** Names that a scenario has given itself, and where it wants one of them: the schema alone knows none of them. */
import { parseDocument } from 'yaml';
import { describeMetric } from '../../scenario/catalogue.ts';
import type { OwnName } from '../../scenario/own-names.ts';
import { metricsOf, promisableMetrics } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Fitting, type JsonSchema, ownNamesAt } from './schema-words.ts';
import { PARSING } from './text-place.ts';

type Kind = OwnName | 'regions' | 'metrics' | 'promises';

type Paths = readonly (readonly [path: string, kind: Kind])[];

/** Expressions over metrics; where other names belong the schema says. By path; `*` is any key or index. */
const EXPRESSIONS: Paths = [
  ['expect.*', 'metrics'],
  ['expect.*.that', 'metrics'],
  ['promises.*', 'promises'],
  ['promises.*.that', 'promises'],
];

/** Maps whose keys are names of something else. */
const KEYS: Paths = [
  ['network.between', 'regions'],
  ['network.between.*', 'regions'],
  ['workload.tasks.*.active', 'nodes'],
];

/** What is known of a text while it is being written. */
export interface Known {
  readonly text: string;
  /** The last text without mistakes, what it extends included; null: there was none. */
  readonly last: { readonly scenario: Scenario; readonly resolved: unknown } | null;
}

/** Names of its own that fit as the value at a path. */
export function namesAt(known: Known, path: readonly string[], schema: JsonSchema): Fitting[] {
  return fitting(known, [...ownNamesAt(schema, path), ...kindsAt(path, EXPRESSIONS)]);
}

/** Names of its own that fit as a key of the map at a path, those that are there left out. */
export function nameKeysAt(known: Known, path: readonly string[], there: readonly string[]): Fitting[] {
  return fitting(known, kindsAt(path, KEYS)).filter(({ name }) => !there.includes(name));
}

function kindsAt(path: readonly string[], table: Paths): Kind[] {
  const fits = (pattern: readonly string[]) =>
    pattern.length === path.length && pattern.every((key, i) => key === '*' || key === path[i]);
  return table.flatMap(([pattern, kind]) => (fits(pattern.split('.')) ? [kind] : []));
}

function fitting(known: Known, kinds: readonly Kind[]): Fitting[] {
  const found = new Map<string, Fitting>();
  for (const kind of kinds) for (const one of namesOf(kind, known)) found.set(one.name, one);
  return [...found.values()];
}

function namesOf(kind: Kind, { text, last }: Known): Fitting[] {
  if (kind === 'metrics' || kind === 'promises') {
    if (last === null) return [];
    const names = kind === 'metrics' ? metricsOf(last.scenario) : [...promisableMetrics(last.scenario)];
    return names.map((name) => ({ name, text: describeMetric(name)?.text ?? '', usual: '' }));
  }
  const written: unknown = parseDocument(text, PARSING).toJS({ maxAliasCount: 100 });
  const names = [written, last?.resolved].flatMap((tree) => OF[kind](asMap(tree)));
  return [...new Set(names)].map((name) => ({ name, text: WORDS[kind], usual: '' }));
}

type Tree = Readonly<Record<string, unknown>>;

const asMap = (tree: unknown): Tree => (typeof tree === 'object' && tree !== null ? (tree as Tree) : {});
const keysIn = (tree: unknown): string[] => Object.keys(asMap(tree));
const replicasIn = (tree: unknown): string[] => keysIn(asMap(tree)['replicas']);

const zonesIn = ({ regions }: Tree): string[] =>
  Object.entries(asMap(regions)).flatMap(([region, zones]) =>
    Array.isArray(zones) ? zones.map((zone) => `${region}/${zone}`) : [],
  );

/** A group with its nodes; nodes beyond these are not offered one by one. */
const MOST_MEMBERS = 20;

function nodesIn({ nodes, timeline }: Tree): string[] {
  const added = (Array.isArray(timeline) ? timeline : []).flatMap((entry: unknown) => {
    const { name } = asMap(asMap(entry)['addNode']);
    return typeof name === 'string' ? [name] : [];
  });
  const grouped = Object.entries(asMap(nodes)).flatMap(([name, group]) => {
    const count = Number(asMap(group)['count'] ?? 0);
    const members = Number.isInteger(count) ? Math.max(0, Math.min(count, MOST_MEMBERS)) : 0;
    return [name, ...Array.from({ length: members }, (_, i) => `${name}-${i + 1}`)];
  });
  return ['nodes', ...grouped, ...added];
}

const OF: Readonly<Record<Exclude<Kind, 'metrics' | 'promises'>, (tree: Tree) => string[]>> = {
  nodes: nodesIn,
  regions: ({ regions }) => keysIn(regions),
  zones: zonesIn,
  places: (tree) => [...keysIn(tree['regions']), ...zonesIn(tree)],
  data: () => ['database', 'storage'],
  replicas: ({ database, storage }) => [...replicasIn(database), ...replicasIn(storage)],
  balancers: ({ loadBalancer, loadBalancers }) => [
    ...(loadBalancer === undefined ? [] : ['loadBalancer']),
    ...keysIn(loadBalancers),
  ],
  plans: ({ plans }) => keysIn(plans),
  tasks: ({ workload }) => keysIn(asMap(workload)['tasks']),
  workers: ({ workers }) => keysIn(workers),
};

const WORDS: Readonly<Record<keyof typeof OF, string>> = {
  nodes: 'A node or a group of this scenario.',
  regions: 'A region of this scenario.',
  zones: 'A zone of this scenario.',
  places: 'A place of this scenario.',
  data: 'A part of every cluster.',
  replicas: 'A replica of this scenario.',
  balancers: 'A load balancer of this scenario.',
  plans: 'A plan of this scenario.',
  tasks: 'A class of tasks of this scenario.',
  workers: 'A pool of workers of this scenario.',
};
