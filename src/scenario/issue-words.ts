/**
 * What the schema holds against a value, in words: of several forms that a value may have, what is wrong with the one
 * that was most probably meant.
 */
import type * as z from 'zod/mini';
import { shown } from './schema-values.ts';
import { didYouMean } from './suggest.ts';
import type { Path } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** A mistake, with where it is and whether a reader is shown the key or the value. */
export interface Found {
  readonly path: Path;
  readonly text: string;
  readonly aim: 'key' | 'value';
}

/** What an issue of the schema means in words, one or more. `value` is what the path of `base` leads to. */
export function explain(issue: Issue, base: Path, root: unknown): Found[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys') {
    const texts = issue.message.split('\n');
    return issue.keys.map((key, i) => ({
      path: [...path, key],
      text: texts[i] ?? 'unknown key',
      aim: 'key',
    }));
  }
  if (issue.code === 'invalid_key')
    return [{ path, text: `'${String(path.at(-1))}' ${issue.message}`, aim: 'key' }];
  if (issue.code === 'invalid_union') return brokenText(path, root) ?? explainUnion(issue, path, root);
  return [{ path, text: issue.message, aim: 'value' }];
}

/** An expectation with a colon in it is a map to YAML. */
function brokenText(path: Path, root: unknown): Found[] | null {
  const value = valueAt(root, path);
  if (!['expect', 'promises'].includes(String(path[0])) || path.length !== 2) return null;
  if (typeof value !== 'object' || value === null || 'that' in value) return null;
  const [[metric, limit] = ['', '']] = Object.entries(value);
  if (!metric.includes('.')) return null;
  const text = `has a colon; an expectation is one text: ${metric} ${/^[<>]/.test(String(limit)) ? limit : `< ${limit}`}`;
  return [{ path, text, aim: 'value' }];
}

/** Of several forms the one that was most probably meant: with the fewest things wrong. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, root: unknown): Found[] {
  const value = valueAt(root, path);
  const scores = issue.errors.map((option) => option.reduce((sum, each) => sum + weight(each, value), 0));
  const best = Math.min(...scores);
  const meant = issue.errors.filter((_, i) => scores[i] === best);
  if (meant.length === 1 && best < WRONG_KIND) return meant[0]!.flatMap((each) => explain(each, path, root));
  const takesMap = !issue.errors.every((option) => option.some(isOfAnotherKind));
  if (!takesMap || typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = value === undefined ? 'missing' : `${shown(value)} does not fit`;
    return [{ path, text: `${what}; ${issue.message}`, aim: 'value' }];
  }
  return [explainKeys(value, meant, issue, path)];
}

/** A map that fits several forms equally badly: with a key of none of them, with two tags at once, or without one. */
function explainKeys(
  value: object,
  meant: readonly Issue[][],
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
): Found {
  const unknown = Object.keys(value).find((key) => issue.errors.every((option) => isUnknown(option, key)));
  if (unknown !== undefined) {
    const tags = new Set(issue.errors.flatMap((option) => option.flatMap((each) => missingKey(each, value))));
    return {
      path: [...path, unknown],
      text: `unknown key; ${didYouMean(unknown, tags)}${issue.message}`,
      aim: 'key',
    };
  }
  const complete = meant.every((option) => option.every((each) => missingKey(each, value).length === 0));
  const rivals = meant.flatMap((option) =>
    option.flatMap((each) => (each.code === 'unrecognized_keys' ? each.keys : [])),
  );
  const what =
    complete && rivals.length > 1 ? `has ${[...new Set(rivals)].join(' and ')} at once` : 'is incomplete';
  return { path, text: `${what}; ${issue.message}`, aim: 'value' };
}

/** An option whose value is of another kind altogether is not what was meant. */
const WRONG_KIND = 1000;

function weight(issue: Issue, value: unknown): number {
  const depth = issue.path.length;
  if (issue.code === 'unrecognized_keys') return depth === 0 ? 10 * issue.keys.length : 1;
  if (depth === 0) {
    if (issue.code === 'invalid_value') return typeof value === 'string' ? 5 : 2 * WRONG_KIND;
    if (issue.code !== 'invalid_type') return 2;
    const scalar = issue.expected === 'string' || issue.expected === 'number';
    return scalar && (typeof value === 'number' || typeof value === 'string') ? 50 : WRONG_KIND;
  }
  return missingKey(issue, value).length > 0 ? 10 : 1;
}

/** The key that an option needs and the value does not have. */
function missingKey(issue: Issue, value: unknown): string[] {
  const key = issue.path[0];
  const isThere =
    typeof value === 'object' && value !== null && key !== undefined && Object.hasOwn(value, key);
  return issue.path.length !== 1 || isThere ? [] : [String(key)];
}

function isUnknown(option: readonly Issue[], key: string): boolean {
  return option.some(
    (issue) =>
      (issue.code === 'unrecognized_keys' && issue.path.length === 0 && issue.keys.includes(key)) ||
      isOfAnotherKind(issue),
  );
}

/** The value itself is of another kind than the option's. */
function isOfAnotherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function valueAt(root: unknown, path: Path): unknown {
  let here = root;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}
