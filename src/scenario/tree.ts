/** A file's value with the place of every part of it: what merging works on and what mistakes point into. */
import type { Position } from './errors.ts';

export type Path = readonly (string | number)[];
export type Scalar = string | number | boolean | null;

export interface MapTree {
  readonly kind: 'map';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, { readonly key: Position; readonly value: Tree }>;
}

export interface ListTree {
  readonly kind: 'list';
  readonly at: Position;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: Scalar;
}

export type Tree = MapTree | ListTree | ScalarTree;

/** The plain value: maps as objects with own keys only, lists as arrays. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

/** A plain value as a tree, everything in it at one place: presets, defaults and what is set. */
export function treeOf(value: unknown, at: Position): Tree {
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((item) => treeOf(item, at)) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, v]) => [key, { key: at, value: treeOf(v, at) }] as const,
    );
    return { kind: 'map', at, entries: new Map(entries) };
  }
  return { kind: 'scalar', at, value: value as Scalar };
}

/** What stands at a path, or undefined. */
export function child(tree: Tree | undefined, ...path: Path): Tree | undefined {
  let here = tree;
  for (const key of path) {
    if (here?.kind === 'map') here = here.entries.get(String(key))?.value;
    else if (here?.kind === 'list') here = typeof key === 'number' ? here.items[key] : undefined;
    else return undefined;
  }
  return here;
}

/** The keys of a map at a path; none when there is no map. */
export function keysAt(tree: Tree | undefined, ...path: Path): string[] {
  const here = child(tree, ...path);
  return here?.kind === 'map' ? [...here.entries.keys()] : [];
}

/** The text of a scalar at a path, if there is one. */
export function textAt(tree: Tree | undefined, ...path: Path): string | undefined {
  const here = child(tree, ...path);
  return here?.kind === 'scalar' && typeof here.value === 'string' ? here.value : undefined;
}

/**
 * Where to point for a mistake at a path: at the value, or with `aim` key at its key; what is missing is pointed at
 * by the key of the nearest thing around it that is there.
 */
export function positionAt(tree: Tree, path: Path, aim: 'value' | 'key' = 'value'): Position {
  let here: Tree = tree;
  let position = tree.at;
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    if (here.kind === 'map') {
      const entry = here.entries.get(String(step));
      if (entry === undefined) return position;
      position = last && aim === 'value' ? entry.value.at : entry.key;
      here = entry.value;
    } else if (here.kind === 'list') {
      const item: Tree | undefined = here.items[Number(step)];
      if (item === undefined) return position;
      position = item.at;
      here = item;
    } else return position;
  }
  return position;
}

/** A tree with the value at a path put in place of what is there; maps on the way are made. */
export function withValue(tree: Tree, path: Path, value: Tree, key: Position): Tree {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (tree.kind === 'list') {
    return {
      ...tree,
      items: tree.items.map((item, i) => (i === head ? withValue(item, rest, value, key) : item)),
    };
  }
  const entries = new Map(tree.kind === 'map' ? tree.entries : []);
  const name = String(head);
  const old = entries.get(name);
  const inner = old?.value ?? { kind: 'map', at: value.at, entries: new Map() };
  entries.set(name, { key: old?.key ?? key, value: withValue(inner, rest, value, key) });
  return { kind: 'map', at: tree.at, entries };
}

/** A tree without what stands at a path; a list keeps its other items. */
export function without(tree: Tree, path: Path): Tree {
  const [head, ...rest] = path;
  if (head === undefined) return tree;
  if (tree.kind === 'list') {
    const items = tree.items.flatMap((item, i) => {
      if (i !== head) return [item];
      return rest.length === 0 ? [] : [without(item, rest)];
    });
    return { ...tree, items };
  }
  if (tree.kind === 'scalar') return tree;
  const entries = new Map(tree.entries);
  const entry = entries.get(String(head));
  if (entry === undefined) return tree;
  if (rest.length === 0) entries.delete(String(head));
  else entries.set(String(head), { key: entry.key, value: without(entry.value, rest) });
  return { ...tree, entries };
}

/** Keys joined by dots, as people write them. */
export function pathText(path: Path): string {
  return path.join('.');
}
