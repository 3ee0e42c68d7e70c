/** YAML text to a tree with places. Bounded: size, depth, and how much aliases may blow up. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Mistake, Position } from './errors.ts';
import { thousandsIn } from './slips.ts';
import type { Scalar, Tree } from './tree.ts';
import { slipBehind } from './yaml-slips.ts';

/** Characters of a scenario file; a real one has a few thousand. */
export const MAX_SCENARIO_CHARACTERS = 1_000_000;
/** Keys and items that are nested. */
export const MAX_DEPTH = 60;
/** Not a key but the prototype of what is read: it would vanish without a word. */
export const FORBIDDEN = '__proto__';
/** What a word processor makes of quotes around a value. */
const TYPOGRAPHIC = /^[“”„‘’«].*[“”‘’»]$/;
const MAX_NODES = 200_000;
/** The parser recurses, and what is nested too deeply exhausts its stack: seen from afar, so never parsed. */
const TOO_DEEP = { brackets: 100, line: /^(?: {200}|[ ]*(?:[-?:] +){60})/m } as const;

const SCENARIO_BEGINS = 'a scenario begins with name, duration, nodes and workload';

/**
 * The tree of a file, or its mistakes of form. A file that holds nothing is a mistake.
 *
 * @param begins how one of its kind begins, for people
 */
export function readYaml(
  file: string,
  text: string,
  begins = SCENARIO_BEGINS,
): { tree: Tree | null; mistakes: Mistake[] } {
  const start: Position = { file, line: 1, column: 1 };
  const whole = (why: string) => ({ tree: null, mistakes: [{ ...start, path: '', text: why }] });
  if (text.length > MAX_SCENARIO_CHARACTERS) return whole('is longer than 1 MB; a scenario has a few kB');
  if (brackets(text) > TOO_DEEP.brackets || TOO_DEEP.line.test(text))
    return whole(`is nested too deeply; at most ${MAX_DEPTH} levels`);
  if (text.includes('\0')) return whole('holds a NUL character; a scenario is plain text in UTF-8');

  const odd = /^[ \t]*([\u00a0\u2000-\u200b\u202f\u3000])/m.exec(text);
  if (odd !== null) {
    const line = text.slice(0, odd.index).split('\n').length;
    const why =
      'is indented with a character that looks like a blank and is none; YAML is indented with blanks';
    return { tree: null, mistakes: [{ file, line, column: odd[0].length, path: '', text: why }] };
  }

  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false, // quadratic; the builder below does it
  });
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) {
    const slip = slipBehind(text, errors);
    return { tree: null, mistakes: [{ ...at(slip.at), path: '', text: slip.text }] };
  }
  if (document.contents === null) return whole(`is empty; ${begins}`);

  const builder = new Builder(at);
  const tree = builder.build(document.contents as Node, 0, at(0));
  if (builder.mistakes.length > 0) return { tree: null, mistakes: builder.mistakes };
  if (tree.kind !== 'map') return whole(`is not a map of keys; ${begins}`);
  return { tree, mistakes: [] };
}

/** Copies the document's nodes, aliases written out, until it is too deep or too much. */
class Builder {
  readonly mistakes: Mistake[] = [];
  private nodes = 0;
  private readonly anchors = new Map<string, Node>();
  private readonly at: (offset: number) => Position;

  constructor(at: (offset: number) => Position) {
    this.at = at;
  }

  build(node: Node | null, depth: number, near: Position, free = false): Tree {
    const position = node?.range ? this.at(node.range[0]) : near;
    const nothing: Tree = { kind: 'scalar', at: position, value: null };
    if (node === null || this.mistakes.length > 0) return nothing;
    this.nodes += 1;
    if (this.nodes > MAX_NODES) return this.refuse(position, 'aliases make this file too large; write less');
    if (depth > MAX_DEPTH) return this.refuse(position, `is nested too deeply; at most ${MAX_DEPTH} levels`);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined)
        return this.refuse(position, `alias *${node.source} names no anchor before it`);
      // What an alias stands for is pointed at where the alias is.
      return { ...this.build(target, depth + 1, position), at: position };
    }
    if (node.anchor !== undefined) {
      const other = this.anchors.get(node.anchor);
      if (other !== undefined && other !== node)
        return this.refuse(position, `anchor &${node.anchor} is given twice`);
      this.anchors.set(node.anchor, node);
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item as Node | null, depth + 1, position));
      return { kind: 'list', at: position, items };
    }
    if (!isMap(node)) return { kind: 'scalar', at: position, value: this.scalar(node, position, free) };
    const entries = new Map<string, { key: Position; value: Tree }>();
    for (const pair of node.items) {
      const key = pair.key as Node;
      const keyAt = key?.range ? this.at(key.range[0]) : position;
      if (!isScalar(key)) {
        this.refuse(keyAt, 'a key is a map, a list or an alias; keys are words');
        continue;
      }
      const name = String(key.value);
      if (pair.value === null) this.valueless(name, keyAt);
      if (name === FORBIDDEN) this.refuse(keyAt, `'${FORBIDDEN}' cannot be a key`);
      const twice = entries.get(name);
      if (twice !== undefined)
        this.refuse(keyAt, `'${name}' is given twice, first in line ${twice.key.line}; keep one`);
      entries.set(name, {
        key: keyAt,
        value: this.build(pair.value as Node | null, depth + 1, keyAt, name === 'question'),
      });
    }
    return { kind: 'map', at: position, entries };
  }

  /** @param free whether people may write in it what they like */
  private scalar(node: Node, position: Position, free: boolean): Scalar {
    const value = isScalar(node) ? node.value : null;
    if (typeof value === 'string' && TYPOGRAPHIC.test(value) && !free) {
      const plain = value.replaceAll(/[“”„‘’«»]/g, '');
      this.refuse(position, `has typographic quotes; write ${plain}, without quotes or between "`);
    }
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'number') {
      const thousands = thousandsIn((node as { readonly source?: string }).source ?? '');
      if (thousands !== null) this.refuse(position, thousands);
      return value;
    }
    this.refuse(position, 'is of a type that a scenario does not know; use text, numbers, true or false');
    return null;
  }

  /** Between braces a key may stand without a colon, and is then nothing. */
  private valueless(name: string, at: Position): void {
    const [, key, value] = /^([A-Za-z][\w-]*)\s*[:=]\s*(\S.*)$/.exec(name) ?? [];
    if (key !== undefined) this.refuse(at, `'${name}' has no colon and blank in it; write ${key}: ${value}`);
    else if (/^[A-Za-z][\w-]*$/.test(name)) this.refuse(at, `'${name}' has no value; write ${name}: …`);
    else if (/\)$/.test(name)) this.refuse(at, `'${name}' has a parenthesis; a list stands between [ and ]`);
  }

  private refuse(position: Position, text: string): Tree {
    this.mistakes.push({ ...position, path: '', text });
    return { kind: 'scalar', at: position, value: null };
  }
}

/** The most brackets and braces that are open at once. */
function brackets(text: string): number {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > most) most = open;
  }
  return most;
}
