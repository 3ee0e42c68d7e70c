/** Places in the text of a scenario: which keys lead to a cursor, and where a path stands. */
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, parseDocument, visit } from 'yaml';

/** Where a cursor is, while something is still being typed. */
export interface Place {
  /** Keys and indices on the way; of a value, with its own key. */
  readonly path: readonly string[];
  readonly role: 'key' | 'value';
  /** Where the word begins that is being typed. */
  readonly from: number;
  /** Nothing stands before it on its line but a dash. */
  readonly isAlone: boolean;
  /** Other keys of the same map. */
  readonly there: readonly string[];
}

/** No user types it: it stands for what is being typed. */
const TYPED = 'ZZtypedZZ';
/** Whatever can be made of a text that is being written. */
export const PARSING = {
  keepSourceTokens: false,
  strict: false,
  uniqueKeys: false,
  logLevel: 'silent',
} as const;

/** The place at an offset; null in a comment, or where nothing can be made of the text. */
export function placeAt(text: string, offset: number): Place | null {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (/(^|\s)#/.test(line)) return null;
  const from = offset - /[\w./-]*$/.exec(line)![0].length;
  const rest = /^[\w./-]*/.exec(text.slice(offset))![0].length;
  const tried = `${text.slice(0, from)}${TYPED}${text.slice(offset + rest)}`;
  const isAlone = /^[\s-]*$/.test(line.slice(0, line.length - (offset - from)));
  let found: Place | null = null;
  visit(parseDocument(tried, PARSING), {
    Scalar(key, node, ancestors) {
      // Of an expectation the metric alone: what is behind it stays.
      if (typeof node.value !== 'string' || !node.value.startsWith(TYPED)) return;
      const path = pathOf(ancestors);
      const map = ancestors.findLast(isMap);
      const there =
        key === 'key' && map !== undefined ? keysOf(map.items).filter((one) => one !== TYPED) : [];
      found = {
        path: key === 'key' ? path.slice(0, -1) : indexed(path, key),
        role: roleOf(key),
        from,
        isAlone,
        there,
      };
      return visit.BREAK;
    },
  });
  return found;
}

const roleOf = (key: unknown): Place['role'] => (key === 'key' ? 'key' : 'value');
const keysOf = (items: readonly Pair[]): string[] =>
  items.map(({ key }) => (isScalar(key) ? `${key.value}` : ''));
const indexed = (path: readonly string[], key: unknown) =>
  typeof key === 'number' ? [...path, `${key}`] : path;

/** The path of the key at an offset, that key included, and where it stands; null where there is no key. */
export function keyAt(
  text: string,
  offset: number,
): { readonly path: readonly string[]; readonly from: number; readonly to: number } | null {
  let found: ReturnType<typeof keyAt> = null;
  visit(parseDocument(text, PARSING), {
    Pair(_, { key }, ancestors) {
      if (!isScalar(key) || key.range == null) return;
      const [from, to] = key.range;
      if (offset < from || offset > to) return;
      found = { path: [...pathOf(ancestors), `${key.value}`], from, to };
      return visit.BREAK;
    },
  });
  return found;
}

/** Where the key of a path stands, or of as much of the path as is there; how much of it that is. */
export function keyOf(
  text: string,
  path: readonly string[],
): { readonly from: number; readonly to: number; readonly depth: number } {
  let found = { from: 0, to: 0, depth: 0 };
  let node: unknown = parseDocument(text, PARSING).contents;
  for (const [i, key] of path.entries()) {
    if (isSeq(node)) node = node.items[Number(key)];
    else {
      const pair = isMap(node)
        ? node.items.find((one) => isScalar(one.key) && `${one.key.value}` === key)
        : null;
      const range = isScalar(pair?.key) ? pair.key.range : null;
      if (pair == null || range == null) break;
      found = { from: range[0], to: range[1], depth: i + 1 };
      node = pair.value;
    }
  }
  return found;
}

/** Keys and indices that lead to a cursor, wherever in a key, its value or behind them on the line it is. */
export function pathAt(text: string, offset: number): string[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const at = Math.max(offset, start + /^[\s-]*/.exec(text.slice(start).split('\n', 1)[0]!)![0].length);
  let found: string[] = [];
  visit(parseDocument(text, PARSING), {
    Pair(_, { key, value }, ancestors) {
      if (!isScalar(key) || key.range == null || key.range[0] > at) return;
      const end = (value as Node | null)?.range?.[1] ?? key.range[1];
      const line = text.indexOf('\n', text.slice(0, end).trimEnd().length);
      // Those inside come after those that they are in.
      if (line === -1 || at <= line) found = [...pathOf(ancestors), `${key.value}`];
    },
  });
  return found;
}

/** From the ancestors that `visit` tells, the document first. */
function pathOf(ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((one, i) => {
    if (isPair(one)) return isScalar(one.key) ? [`${one.key.value}`] : [''];
    const above = ancestors[i - 1] as { items?: readonly unknown[] } | undefined;
    const index = above?.items?.indexOf(one) ?? -1;
    return index >= 0 ? [`${index}`] : [];
  });
}
