/** YAML text to a tree with places. Bounded: size, depth, and how much aliases may blow up. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Mistake, Position } from './errors.ts';
import { thousandsIn } from './slips.ts';
import type { Scalar, Tree } from './tree.ts';

/** Characters of a scenario file; a real one has a few thousand. */
export const MAX_SCENARIO_CHARACTERS = 1_000_000;
/** Keys and items that are nested. */
export const MAX_DEPTH = 60;
/** Not a key but the prototype of what is read: it would vanish without a word. */
export const FORBIDDEN = '__proto__';
const MAX_NODES = 200_000;
const MAX_MISTAKES = 20;
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
  const mistakes = [...document.errors, ...document.warnings].slice(0, MAX_MISTAKES).map((error) => ({
    ...at(error.pos[0]),
    path: '',
    text: yamlMistake(error.code, error.message),
  }));
  if (mistakes.length > 0) return { tree: null, mistakes };
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

  build(node: Node | null, depth: number, near: Position): Tree {
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
    if (!isMap(node)) return { kind: 'scalar', at: position, value: this.scalar(node, position) };
    const entries = new Map<string, { key: Position; value: Tree }>();
    for (const pair of node.items) {
      const key = pair.key as Node;
      const keyAt = key?.range ? this.at(key.range[0]) : position;
      if (!isScalar(key)) {
        this.refuse(keyAt, 'a key is a map, a list or an alias; keys are words');
        continue;
      }
      const name = String(key.value);
      if (name === FORBIDDEN) this.refuse(keyAt, `'${FORBIDDEN}' cannot be a key`);
      const twice = entries.get(name);
      if (twice !== undefined)
        this.refuse(keyAt, `'${name}' is given twice, first in line ${twice.key.line}; keep one`);
      entries.set(name, { key: keyAt, value: this.build(pair.value as Node | null, depth + 1, keyAt) });
    }
    return { kind: 'map', at: position, entries };
  }

  private scalar(node: Node, position: Position): Scalar {
    const value = isScalar(node) ? node.value : null;
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'number') {
      const thousands = thousandsIn((node as { readonly source?: string }).source ?? '');
      if (thousands !== null) this.refuse(position, thousands);
      return value;
    }
    this.refuse(position, 'is of a type that a scenario does not know; use text, numbers, true or false');
    return null;
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

function yamlMistake(code: string, message: string): string {
  const first = message.split('\n')[0]!;
  if (first.startsWith('Implicit keys need'))
    return 'is not YAML: a key ends with a colon and a blank, such as duration: 8h';
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; a file holds one scenario';
    case 'TAB_AS_INDENT':
      return 'is indented with a tab; YAML is indented with blanks';
    case 'TAG_RESOLVE_FAILED':
      return `${first}; a scenario is plain data without tags`;
    default:
      return `is not YAML: ${first}`;
  }
}
