/**
 * Merging of layers (base → file → what is set): maps by key, lists replace, null removes, and a map that stands for one
 * of several alternatives, such as a distribution, is replaced whole when the alternative changes.
 */
import type { MapTree, Path, Tree } from './tree.ts';
import { VERBS } from './verbs.ts';

/** Keys of which a distribution has one. */
export const DISTRIBUTIONS = [
  'exponential',
  'lognormal',
  'uniform',
  'triangular',
  'erlang',
  'weibull',
  'pareto',
  'empirical',
];
/** Of a step also the length that its trace says. */
const STEP_LENGTHS = [...DISTRIBUTIONS, 'from'];
export const ARRIVALS = ['poisson', 'every', 'at', 'profile', 'week', 'bursts', 'trace'];
export const STEPS = ['db', 'read', 'write', 'cpu', 'run', 'repeat'];
/** Where alternatives stand: paths with `*` for any one key and `**` for any keys, and the keys that tell them apart. */
const ALTERNATIVES: readonly (readonly [string, readonly string[]])[] = [
  ['workload.*.*.arrivals', ARRIVALS],
  ['workload.*.*.arrivals.bursts.onFor', DISTRIBUTIONS],
  ['workload.*.*.arrivals.bursts.offFor', DISTRIBUTIONS],
  ['workload.requests.*.users.think', DISTRIBUTIONS],
  ['workload.requests.*.cpu', DISTRIBUTIONS],
  ['workload.tasks.*.**.steps.*', STEPS],
  ['workload.tasks.*.**.steps.*.run', STEP_LENGTHS],
  ['workload.tasks.*.**.steps.*.cpu', STEP_LENGTHS],
  ['database.read', DISTRIBUTIONS],
  ['database.write', DISTRIBUTIONS],
  ['storage.latency', DISTRIBUTIONS],
  ['failures.*.every', DISTRIBUTIONS],
  ['failures.*.for', DISTRIBUTIONS],
  ['timeline.*', VERBS],
  ['plans.*.*', ['do']],
];

/** Keys of one map of which the later layer's one takes the place of the other. */
const EXCLUSIVE: readonly (readonly [string, readonly string[]])[] = [
  ['', ['loadBalancer', 'loadBalancers']],
  ['workload.requests.*', ['arrivals', 'users']],
];

/** The value of two layers together; places stay those of the layer that a part came from. */
export function merge(base: Tree, over: Tree, path: Path = []): Tree {
  if (base.kind !== 'map' || over.kind !== 'map' || otherAlternative(base, over, path))
    return withoutNulls(over);
  const entries = new Map(base.entries);
  for (const exclusive of exclusiveAt(path)) {
    const given = exclusive.find((key) => over.entries.has(key));
    if (given !== undefined) for (const key of exclusive) if (key !== given) entries.delete(key);
  }
  for (const [key, entry] of over.entries) {
    const old = entries.get(key);
    if (entry.value.kind === 'scalar' && entry.value.value === null) entries.delete(key);
    else if (old === undefined) entries.set(key, { key: entry.key, value: withoutNulls(entry.value) });
    else entries.set(key, { key: entry.key, value: merge(old.value, entry.value, [...path, key]) });
  }
  return { kind: 'map', at: over.at.line === 0 ? base.at : over.at, entries };
}

/** A layer whose `network.between` names pairs of regions in the order in which the layer below names them. */
export function alignPairs(base: Tree, over: Tree): Tree {
  const between = mapAt(over, 'network', 'between');
  const below = mapAt(base, 'network', 'between');
  if (between === null || below === null) return over;
  const entries = new Map<string, { key: MapTree['at']; value: Tree }>();
  const put = (from: string, to: string, key: MapTree['at'], toKey: MapTree['at'], value: Tree) => {
    const row = entries.get(from)?.value;
    const cells = new Map(row?.kind === 'map' ? row.entries : []);
    cells.set(to, { key: toKey, value });
    entries.set(from, { key, value: { kind: 'map', at: key, entries: cells } });
  };
  for (const [from, row] of between.entries) {
    if (row.value.kind !== 'map') return over;
    for (const [to, cell] of row.value.entries) {
      const turned = below.entries.get(to)?.value;
      const swap = turned?.kind === 'map' && turned.entries.has(from);
      if (swap) put(to, from, cell.key, row.key, cell.value);
      else put(from, to, row.key, cell.key, cell.value);
    }
  }
  const network = mapAt(over, 'network')!;
  const aligned: Tree = { ...between, entries };
  const inner = new Map(network.entries);
  inner.set('between', { key: network.entries.get('between')!.key, value: aligned });
  const outer = new Map((over as MapTree).entries);
  outer.set('network', { key: outer.get('network')!.key, value: { ...network, entries: inner } });
  return { ...(over as MapTree), entries: outer };
}

/** Nulls in maps stand for nothing; in lists they stay, and are mistakes. */
function withoutNulls(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree;
  const entries = [...tree.entries].filter(
    ([, { value }]) => value.kind !== 'scalar' || value.value !== null,
  );
  return {
    ...tree,
    entries: new Map(
      entries.map(([key, entry]) => [key, { key: entry.key, value: withoutNulls(entry.value) }]),
    ),
  };
}

function otherAlternative(base: MapTree, over: MapTree, path: Path): boolean {
  if (path.at(-1) === 'lognormal') return over.entries.has('mean') !== base.entries.has('mean');
  const tags = ALTERNATIVES.find(([pattern]) => matches(pattern, path))?.[1];
  if (tags === undefined) return false;
  const tag = tags.find((key) => over.entries.has(key));
  // A restart and a patch have a drain of their own.
  const isArgument = tag === 'drain' && (base.entries.has('restart') || base.entries.has('patch'));
  return tag !== undefined && !base.entries.has(tag) && !isArgument;
}

function exclusiveAt(path: Path): readonly (readonly string[])[] {
  return EXCLUSIVE.filter(([pattern]) => matches(pattern, path)).map(([, keys]) => keys);
}

function matches(pattern: string, path: Path): boolean {
  return matchParts(pattern === '' ? [] : pattern.split('.'), path);
}

function matchParts(pattern: readonly string[], path: Path): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === '**') return matchParts(rest, path) || (path.length > 0 && matchParts(pattern, path.slice(1)));
  return path.length > 0 && (head === '*' || head === String(path[0])) && matchParts(rest, path.slice(1));
}

function mapAt(tree: Tree, ...path: string[]): MapTree | null {
  let here: Tree | undefined = tree;
  for (const key of path) here = here?.kind === 'map' ? here.entries.get(key)?.value : undefined;
  return here?.kind === 'map' ? here : null;
}
