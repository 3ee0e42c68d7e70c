/** What a default is: the figure that the format fills in where a file says nothing, with its standing. */
import { child, keysAt, type Path, type Tree } from '../tree.ts';
import type { Standing } from './preset.ts';

/** Key below the group's place, value as it would stand in a file, what it is, how far it can be trusted, and why. */
export type DefaultFigure = readonly [
  key: string,
  value: string,
  what: string,
  standing: Standing,
  source: string,
];

export interface DefaultFigures {
  /** Where they stand; `*` is each name or item there is: `nodes.*`. The whole file: empty. */
  readonly at: string;
  /** Whether the answer can rest on them: what the file has, and the part that stands there. */
  readonly matters: (tree: Tree, part: Tree | undefined) => boolean;
  readonly figures: readonly DefaultFigure[];
}

/** The parts that stand at a path in which `*` is each name or item; without one what stands there, if it does. */
export function partsAt(tree: Tree, at: string): (Tree | undefined)[] {
  let parts: (Tree | undefined)[] = [tree];
  for (const key of at === '' ? [] : at.split('.'))
    parts = parts.flatMap((part) => (key === '*' ? inside(part) : [child(part, key)]));
  return parts;
}

function inside(part: Tree | undefined): Tree[] {
  if (part?.kind === 'map') return [...part.entries.values()].map(({ value }) => value);
  return part?.kind === 'list' ? [...part.items] : [];
}

/** Whether there is a map at a path. */
export function hasMap(tree: Tree | undefined, ...path: Path): boolean {
  return child(tree, ...path)?.kind === 'map';
}

/** Something happens: by the timeline or by chance. */
export function hasTimes(tree: Tree): boolean {
  return child(tree, 'timeline') !== undefined || keysAt(tree, 'failures').length > 0;
}

/** The part stands in the file. */
export function isThere(_: Tree, part: Tree | undefined): boolean {
  return part?.kind === 'map';
}
