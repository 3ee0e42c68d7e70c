/** Checks a tree against the grammar and says every mistake with its place; salvages the rest for further checks. */
import type * as z from 'zod/mini';
import { Dropped } from './dropped.ts';
import type { Mistake } from './errors.ts';
import { explain, type Found } from './issue-words.ts';
import { ARRIVALS, DISTRIBUTIONS, STEPS } from './merge.ts';
import { type ScenarioFile, scenarioFile } from './schema.ts';
import {
  child,
  type Path,
  pathText,
  plain,
  positionAt,
  type Scalar,
  type Tree,
  treeOf,
  without,
  withValue,
} from './tree.ts';
import { VERBS } from './verbs.ts';

export interface Checked {
  /** What could be read, complete; null when too little is left. */
  readonly file: ScenarioFile | null;
  readonly mistakes: readonly Mistake[];
  /** The tree that `file` was read from: without what was wrong. */
  readonly tree: Tree;
  /** A path in that tree as a path of the whole one. */
  readonly original: (path: Path) => Path;
  /** Of what was left out: not knowing it is no further mistake. */
  readonly dropped: Dropped;
}

/** What stands in for a required key that is missing or wrong, so that the rest can be looked at. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  name: 'x',
  duration: '36500d',
  nodes: {},
  workload: {},
};
const ROUNDS = 4;
/** With more mistakes than this the rest is not worth another look. */
const TOO_MANY = 200;

/** Parses a merged tree; with mistakes, once more without the parts that have them. */
export function checkGrammar(whole: Tree): Checked {
  const mistakes: Mistake[] = [];
  const dropped = new Dropped();
  const rounds: Path[][] = [];
  let tree = whole;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const value = plain(tree);
    const parsed = scenarioFile.safeParse(value);
    if (parsed.success)
      return { file: parsed.data, mistakes, tree, original: (path) => mapBack(path, rounds), dropped };
    const found = withoutSeconds(
      parsed.error.issues.flatMap((issue) => explain(issue, [], value)),
      tree,
    );
    if (round === 0) for (const mistake of found) mistakes.push(placed(whole, mistake));
    if (found.length > TOO_MANY) break;
    const removals = found.map((mistake) => removable(tree, mistake.path));
    for (const path of removals) dropped.add(path, child(tree, ...path));
    for (const { path, text } of found) {
      const meant = meantBy(text);
      if (meant !== null) dropped.add([...path.slice(0, -1), meant], undefined);
    }
    rounds.push(removals.filter((path) => typeof path.at(-1) === 'number'));
    tree = prune(tree, removals);
  }
  return { file: null, mistakes, tree, original: (path) => path, dropped };
}

/** Every mistake of form in a file of another kind, by its own grammar. */
export function mistakesIn(grammar: z.ZodMiniType, tree: Tree): Mistake[] {
  const value = plain(tree);
  const parsed = grammar.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues
    .flatMap((issue) => explain(issue, [], value))
    .map((found) => placed(tree, found));
}

/** Keys that are known elsewhere: they may be emptied so that another alternative, or none, takes their place. */
const EMPTIED: ReadonlySet<string> = new Set([
  'extends',
  'preset',
  'from',
  'do',
  ...DISTRIBUTIONS,
  ...ARRIVALS,
  ...STEPS,
  ...VERBS,
]);

/** The keys of one file that nobody knows and that hold nothing. */
export function unknownEmpties(tree: Tree): Mistake[] {
  const value = plain(tree);
  const parsed = scenarioFile.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues
    .flatMap((issue) => explain(issue, [], value))
    .filter(({ path, aim }) => {
      const there = child(tree, ...path);
      const isEmpty = there?.kind === 'scalar' && there.value === null;
      return aim === 'key' && isEmpty && !EMPTIED.has(String(path.at(-1)));
    })
    .map((found) => placed(tree, { ...found, text: decimalComma(tree, found.path) ?? found.text }));
}

/** YAML reads `{ node: 0,35 }` as 0 and a key 35 without a value. */
function decimalComma(tree: Tree, path: Path): string | null {
  const before = beforeComma(tree, path);
  if (before === null) return null;
  const { key, value } = before;
  const rest = String(path.at(-1));
  // The noughts of a thousand are one to YAML.
  if (/^(0|\d{3})$/.test(rest))
    return `'${value},${rest.padStart(3, '0')}' has a comma, which ends a value; write ${key}: ${value}${rest.padStart(3, '0')}, or ${value}.${rest} if it is a decimal one`;
  return `'${value},${rest}' has a decimal comma; write ${key}: ${value}.${rest}`;
}

/** The number that ended at a comma, where a path names what followed it. */
function beforeComma(tree: Tree, path: Path): { key: string; value: Scalar } | null {
  const around = child(tree, ...path.slice(0, -1));
  const key = String(path.at(-1));
  if (around?.kind !== 'map' || !/^\d/.test(key) || around.entries.get(key)?.value.kind !== 'scalar')
    return null;
  const entries = [...around.entries];
  const before = entries[entries.findIndex(([each]) => each === key) - 1];
  const value = before?.[1].value;
  if (value?.kind !== 'scalar' || !/^\d+$/.test(String(value.value))) return null;
  return { key: before![0], value: value.value };
}

/** What a key was most likely meant to be, as its message says. */
function meantBy(text: string): string | null {
  return /^unknown key; did you mean '([^']+)'/.exec(text)?.[1] ?? null;
}

/**
 * Without what only follows from another mistake: a key is missing because it is there misspelt; a number ended at its
 * decimal comma, and what follows is no key.
 */
function withoutSeconds(found: readonly Found[], tree: Tree): Found[] {
  const explained = new Set(
    found.flatMap(({ path, text }) => {
      const around = path.slice(0, -1);
      const named = meantBy(text);
      const isMissing = named !== null && child(tree, ...around, named) === undefined;
      const meant = isMissing ? named : null;
      const commaIn = beforeComma(tree, path)?.key ?? null;
      return [meant, commaIn].filter((key) => key !== null).map((key) => pathText([...around, key]));
    }),
  );
  return found
    .filter(({ path }) => !explained.has(pathText(path)))
    .map((one) => ({ ...one, text: decimalComma(tree, one.path) ?? one.text }));
}

function placed(tree: Tree, found: Found): Mistake {
  return { ...positionAt(tree, found.path, found.aim), path: pathText(found.path), text: found.text };
}

/** What has to go so that the mistake is gone: the value, or what misses it. */
function removable(tree: Tree, path: Path): Path {
  if (path.length <= 1 || child(tree, ...path) !== undefined) return path;
  return removable(tree, path.slice(0, -1));
}

function prune(tree: Tree, removals: readonly Path[]): Tree {
  // From the back, so that indices still hold.
  const order = [...removals].sort((a, b) => Number(b.at(-1)) - Number(a.at(-1)) || b.length - a.length);
  let pruned = tree;
  for (const path of order) pruned = without(pruned, path);
  for (const [key, value] of Object.entries(STAND_INS)) {
    if (child(pruned, key) === undefined) pruned = withValue(pruned, [key], treeOf(value, tree.at), tree.at);
  }
  return pruned;
}

function mapBack(path: Path, rounds: readonly (readonly Path[])[]): Path {
  return rounds.reduceRight<Path>((current, removed) => {
    const back: (string | number)[] = [];
    for (const step of current) {
      let index = step;
      if (typeof index === 'number') {
        const gone = removed
          .filter((p) => p.length === back.length + 1 && back.every((key, i) => key === p[i]))
          .map((p) => p.at(-1) as number)
          .sort((a, b) => a - b);
        for (const at of new Set(gone)) if (at <= index) index += 1;
      }
      back.push(index);
    }
    return back;
  }, path);
}
