/** Keys that a file gives without a value: what is missed for it is pointed at there. */
import type { Mistake, Position } from './errors.ts';
import { type Path, pathText, type Tree } from './tree.ts';

/** Where the keys without a value stand, by their paths. */
export type Emptied = ReadonlyMap<string, Position>;

/** The keys of a tree that have no value. */
export function emptiedIn(tree: Tree, path: Path = []): [path: string, at: Position][] {
  if (tree.kind !== 'map') return [];
  return [...tree.entries].flatMap(([name, { key, value }]): [string, Position][] => {
    const own = [...path, name];
    const isEmpty = value.kind === 'scalar' && value.value === null;
    return isEmpty ? [[pathText(own), key]] : emptiedIn(value, own);
  });
}

/** Begins what is said of a key that has to be there. */
export const MISSING = 'missing; ';
const UNKNOWN = 'unknown key; ';

/** What is missing where its key stands; the keys that were meant to be below it are no mistakes of their own. */
export function atTheirKeys(mistakes: readonly Mistake[], emptied: Emptied): Mistake[] {
  const keyOf = ({ path, text }: Mistake) => (text.startsWith(MISSING) ? emptied.get(path) : undefined);
  const below = (one: Mistake, key: Position) =>
    one.text.startsWith(UNKNOWN) &&
    one.file === key.file &&
    one.line === key.line + 1 &&
    one.column === key.column;
  const keys = mistakes.flatMap((one) => keyOf(one) ?? []);
  return mistakes
    .filter((one) => !keys.some((key) => below(one, key)))
    .map((one) => {
      const key = keyOf(one);
      if (key === undefined) return one;
      const text = mistakes.some((other) => below(other, key))
        ? 'has nothing below it; what belongs to it is indented by two blanks more'
        : `has no value; ${one.text.slice(MISSING.length)}`;
      return { ...one, ...key, text };
    });
}
