/** What is set over a file: `path=value`, one more layer, its values placed as `set path=value`. */
import type { Mistake, Position } from './errors.ts';
import { merge } from './merge.ts';
import { child, type Path, type Tree } from './tree.ts';
import { FORBIDDEN, MAX_DEPTH, readYaml } from './yaml-source.ts';

/** The tree with one `path=value` laid over it, or why that cannot be. */
export function applySet(tree: Tree, text: string): { tree: Tree; mistake: Mistake | null } {
  const at: Position = { file: `set ${shown(text)}`, line: 0, column: 0 };
  const refuse = (path: string, why: string) => ({ tree, mistake: { ...at, path, text: why } });
  const equals = text.indexOf('=');
  if (equals <= 0) return refuse('', 'is not path=value; write for example nodes.east.taskCap=10');
  const written = text.slice(0, equals).trim();
  const path = regionsInOrder(tree, written.split('.').map(step));
  if (path.length > MAX_DEPTH) return refuse('', `has ${path.length} keys; at most ${MAX_DEPTH} are nested`);
  if (path.includes(FORBIDDEN)) return refuse('', `'${FORBIDDEN}' cannot be a key`);
  if (path[0] === 'extends') return refuse(written, 'cannot be set; name the other file itself');
  if (path.some((key) => key === ''))
    return refuse(written, 'has an empty key; keys are joined by single dots');

  if (text.slice(equals + 1).trim() === '')
    return refuse(written, 'has no value; write null to take it out of the file');

  const value = readYaml(at.file, `v: ${text.slice(equals + 1)}\n`);
  if (value.tree === null) return refuse(written, value.mistakes[0]!.text);
  const wanted = placedAt(child(value.tree, 'v') ?? value.tree, at);

  let around: Tree | undefined = tree;
  for (const [depth, key] of path.entries()) {
    if (around?.kind === 'list' && around.items[Number(key)] === undefined) {
      return refuse(
        written,
        `${path.slice(0, depth).join('.')} has no item ${key}; it has ${around.items.length}, counted from 0`,
      );
    }
    around = around === undefined ? undefined : child(around, key);
  }
  return { tree: setAt(tree, path, wanted, at, []), mistake: null };
}

const LONGEST_SHOWN = 200;

function shown(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** Merges a value at a path: through lists by index, through maps by key, making the maps that are not there. */
function setAt(tree: Tree, path: Path, value: Tree, at: Position, walked: Path): Tree {
  const [head, ...rest] = path;
  if (head === undefined) return merge(tree, value, walked);
  if (tree.kind === 'list') {
    const items = tree.items.map((item, i) =>
      i === Number(head) ? setAt(item, rest, value, at, [...walked, head]) : item,
    );
    return { ...tree, items };
  }
  const name = String(head);
  const old = tree.kind === 'map' ? tree.entries.get(name) : undefined;
  if (tree.kind === 'map' && old !== undefined && old.value.kind !== 'scalar' && rest.length > 0) {
    const entries = new Map(tree.entries);
    entries.set(name, { key: old.key, value: setAt(old.value, rest, value, at, [...walked, head]) });
    return { ...tree, entries };
  }
  // A map of nothing but this path, merged: so alternatives, exclusive keys and null work as between files.
  return merge(tree, nested(path, value, at), walked);
}

function nested(path: Path, value: Tree, at: Position): Tree {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  return { kind: 'map', at, entries: new Map([[String(head), { key: at, value: nested(rest, value, at) }]]) };
}

/** `network.between.b.a` as `network.between.a.b` where that is how the file has it. */
function regionsInOrder(tree: Tree, path: Path): Path {
  const [network, between, a, b, ...rest] = path;
  if (network !== 'network' || between !== 'between' || a === undefined || b === undefined) return path;
  return child(tree, network, between, b, a) === undefined ? path : [network, between, b, a, ...rest];
}

function step(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function placedAt(tree: Tree, at: Position): Tree {
  if (tree.kind === 'scalar') return { ...tree, at };
  if (tree.kind === 'list') return { ...tree, at, items: tree.items.map((item) => placedAt(item, at)) };
  const entries = [...tree.entries].map(
    ([key, entry]) => [key, { key: at, value: placedAt(entry.value, at) }] as const,
  );
  return { ...tree, at, entries: new Map(entries) };
}
