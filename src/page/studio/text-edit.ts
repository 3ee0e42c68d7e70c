/** One value of a scenario's text rewritten where it stands: comments, order and layout stay as they are. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { PARSING } from './text-place.ts';

/** What takes the place of what stands there. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Written as it is; anything else between quotes. */
const PLAIN = /^[\w.%][\w.%/+-]*$/;

/**
 * The edit that gives a path a value, written beside what is there where nothing stands yet.
 *
 * @returns null where that is not one value: a list, a map, or what an alias stands for
 */
export function editOf(text: string, path: readonly string[], value: string): Edit | null {
  let node: unknown = parseDocument(text, PARSING).contents;
  for (const [i, key] of path.entries()) {
    const rest = path.slice(i);
    if (isEmpty(node)) return filled(text, node, rest, value);
    if (isSeq(node)) node = node.items[Number(key)];
    else if (!isMap(node)) return null;
    else {
      const pair = node.items.find((one) => isScalar(one.key) && `${one.key.value}` === key);
      if (pair === undefined) return added(text, node, pairOf(rest, value));
      // `{ count }` has a key alone.
      node = pair.value ?? pair.key;
      if (pair.value === null) return isScalar(pair.key) ? besideKey(pair.key, rest.slice(1), value) : null;
    }
  }
  if (isEmpty(node)) return filled(text, node, [], value);
  if ((!isScalar(node) && !isAlias(node)) || node.range == null) return null;
  return { from: node.range[0], to: node.range[1], insert: written(value) };
}

const isEmpty = (node: unknown): node is Node | null =>
  node === null || (isScalar(node) && node.value === null && node.source === '');

const written = (value: string): string => (PLAIN.test(value) ? value : JSON.stringify(value));

/** `database: { cores: 4 }`. */
const pairOf = ([key, ...rest]: readonly string[], value: string): string =>
  `${written(key!)}: ${valueOf(rest, value)}`;

const valueOf = (rest: readonly string[], value: string): string =>
  rest.length === 0 ? written(value) : `{ ${pairOf(rest, value)} }`;

/** Behind a colon with nothing behind it; of an empty text, its first line. */
function filled(text: string, node: Node | null, rest: readonly string[], value: string): Edit | null {
  if (node === null)
    return { from: text.length, to: text.length, insert: `${lineEnd(text)}${pairOf(rest, value)}\n` };
  const at = node.range![0];
  return { from: at, to: at, insert: `${text[at - 1] === ':' ? ' ' : ''}${valueOf(rest, value)}` };
}

const lineEnd = (text: string): string => (text === '' || text.endsWith('\n') ? '' : '\n');

function besideKey(key: Node, rest: readonly string[], value: string): Edit {
  const at = key.range![1];
  return { from: at, to: at, insert: `: ${valueOf(rest, value)}` };
}

/** As the last of a map, on its line or on one of its own. */
function added(text: string, map: YAMLMap, pair: string): Edit | null {
  const last = map.items.at(-1);
  if (last === undefined) return { from: map.range![0], to: map.range![1], insert: `{ ${pair} }` };
  const end = endOf(last);
  if (end === null) return null;
  if (map.flow === true) return { from: end, to: end, insert: `, ${pair}` };
  const [first] = map.items;
  const start = (first!.key as Node).range![0];
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const written = text.slice(0, end).trimEnd().length;
  const newline = text.indexOf('\n', written);
  const at = newline === -1 ? text.length : newline;
  return { from: at, to: at, insert: `\n${before.replaceAll(/\S/g, ' ')}${pair}` };
}

function endOf({ key, value }: Pair): number | null {
  const range = ((value ?? key) as Node | null)?.range;
  return range == null ? null : range[1];
}
