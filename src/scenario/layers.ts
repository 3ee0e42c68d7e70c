/** A file and what it extends, merged: base → file → what is set over it → what a drill lays over it. */
import { type Emptied, emptiedIn } from './emptied.ts';
import type { Mistake, Position } from './errors.ts';
import { unknownEmpties } from './grammar.ts';
import { alignPairs, merge } from './merge.ts';
import { shown } from './schema-values.ts';
import { applySet } from './set.ts';
import { child, plain, type Tree, without } from './tree.ts';
import { readYaml } from './yaml-source.ts';

export interface SourceFile {
  /** As people see it in messages; also what `read` is given as `from`. */
  readonly path: string;
  readonly text: string;
}

/** Reads a file named in another, by a path relative to that; or says why that cannot be. */
export type ReadFile = (
  path: string,
  from: string,
  kind: 'scenario' | 'trace',
) => SourceFile | { readonly error: string };

/** For a scenario that stands by itself: no other file can be read. */
export const readNothing: ReadFile = (name) => ({
  error: `'${name}' cannot be read: this scenario was given as a text, without other files`,
});

const MAX_EXTENDS = 20;

/** The merged tree, and every mistake of form; null when a file cannot be read at all. */
export function readLayers(
  file: SourceFile,
  set: readonly string[],
  read: ReadFile,
  over: Tree | null = null,
): { tree: Tree | null; mistakes: Mistake[]; emptied: Emptied } {
  const mistakes: Mistake[] = [];
  const emptied = new Map<string, Position>();
  const base = withBase(file, read, [file.path], { mistakes, emptied });
  if (base === null) return { tree: null, mistakes, emptied };
  let tree = without(base, ['extends']);
  for (const text of set) {
    const applied = applySet(tree, text);
    tree = applied.tree;
    if (applied.mistake !== null) mistakes.push(applied.mistake);
  }
  if (over !== null) tree = merge(tree, over);
  return { tree, mistakes, emptied };
}

/** What is found on the way. */
interface Kept {
  readonly mistakes: Mistake[];
  readonly emptied: Map<string, Position>;
}

function withBase(file: SourceFile, read: ReadFile, chain: readonly string[], kept: Kept): Tree | null {
  const { mistakes, emptied } = kept;
  const own = readYaml(file.path, file.text);
  mistakes.push(...own.mistakes);
  if (own.tree === null) return null;
  // An empty value takes a key away when layers are merged: an unknown one would go without a word.
  mistakes.push(...unknownEmpties(own.tree));
  for (const [path, at] of emptiedIn(own.tree)) if (!emptied.has(path)) emptied.set(path, at);
  const empty: Tree = { kind: 'map', at: own.tree.at, entries: new Map() };
  const named = child(own.tree, 'extends');
  // An empty value is none, as everywhere.
  if (named === undefined || plain(named) === null) return merge(empty, own.tree);
  // Without its base a file misses much that is no mistake of its own.
  const refuse = (text: string) => {
    mistakes.push({ ...named.at, path: 'extends', text });
    return null;
  };
  const path = plain(named);
  if (typeof path !== 'string') return refuse(`${shown(path)} is not a text; a path is a text, of one file`);
  if (chain.length > MAX_EXTENDS)
    return refuse(`is the ${MAX_EXTENDS + 1}th base of a base; at most ${MAX_EXTENDS}`);
  const base = read(path, file.path, 'scenario');
  if ('error' in base) return refuse(base.error);
  if (chain.includes(base.path)) return refuse(`goes in a circle: ${[...chain, base.path].join(' → ')}`);
  const below = withBase(base, read, [...chain, base.path], kept);
  return below === null ? null : merge(below, alignPairs(below, own.tree));
}
