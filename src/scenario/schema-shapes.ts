/** What the scenario's grammar is built with: maps of known keys, maps of names, lists, one of several forms. */
import * as z from 'zod/mini';
import { chained } from './chained.ts';
import { NAME, notAName, shown } from './schema-values.ts';
import { didYouMean, some } from './suggest.ts';

/** Unknown keys of one map that are looked at closely; a file of thousands is no scenario. */
const MOST_HINTS = 50;

/** A map with known keys. The message of unknown ones has a line for each, in their order. */
export function keys<T extends z.core.$ZodShape>(what: string, shape: T) {
  const known = Object.keys(shape);
  const error = (issue: z.core.$ZodRawIssue) => {
    if (issue.code === 'unrecognized_keys') {
      const right = `${what} has ${some(known, 16)}`;
      const hint = (key: string, i: number) =>
        i < MOST_HINTS
          ? (what === 'a scenario' ? elsewhere(key) : merging(key)) || didYouMean(key, known)
          : '';
      return issue.keys.map((key, i) => `unknown key; ${hint(key, i)}${right}`).join('\n');
    }
    return issue.input === undefined
      ? `missing; ${what} is a map with ${some(known)}`
      : `${shown(issue.input)} is not a map; ${what} is a map with ${some(known)}`;
  };
  return chained(z.strictObject(shape, { error }));
}

function merging(key: string): string {
  return key === '<<' ? 'YAML 1.2 merges no keys: write them out, or extend another file; ' : '';
}

/** Of the top of a file: what is asked of a run. */
function elsewhere(key: string): string {
  const isOfRuns = ['replications', 'precision', 'jobs', 'out'].includes(key);
  return isOfRuns ? `it is no part of a design: give the option ${key}; ` : merging(key);
}

/** A map of named things. */
export function named<T extends z.ZodMiniType>(what: string, value: T) {
  const error = (issue: { code?: string | undefined; input?: unknown }) =>
    issue.code === 'invalid_key'
      ? notAName(issue.input)
      : issue.input === undefined
        ? `missing; ${what} is a map of names`
        : `${shown(issue.input)} is not a map; ${what} is a map of names${asMap(issue.input)}`;
  return chained(z.record(z.string().check(z.regex(NAME)), value, { error }));
}

/** How the first item of a list of named things is written in a map. */
function asMap(input: unknown): string {
  const first: unknown = Array.isArray(input) ? input[0] : undefined;
  if (typeof first === 'string') return `: write ${first}: …, without a dash`;
  if (typeof first !== 'object' || first === null) return '';
  const name = 'name' in first ? String(first.name) : Object.keys(first)[0];
  return 'name' in first || Object.keys(first).length === 1 ? `: write ${name}: …, without a dash` : '';
}

/** A list of `min` to `max` items. */
export function list<T extends z.ZodMiniType>(what: string, item: T, min = 0, max = 10_000) {
  const error = (issue: { input?: unknown }) => {
    if (issue.input === undefined) return `missing; ${what} is a list`;
    if (!Array.isArray(issue.input))
      return `${shown(issue.input)} is not a list; ${what} is a list: write ${asList(issue.input)}`;
    if (issue.input.length === 0) return `is empty; give at least ${min === 1 ? 'one item' : `${min} items`}`;
    return `has ${issue.input.length} items; ${what} has ${min} to ${max}`;
  };
  return chained(z.array(item, { error }).check(z.minLength(min, { error }), z.maxLength(max, { error })));
}

function asList(input: unknown): string {
  const isPlain = (typeof input === 'string' && /^[\w./-]+$/.test(input)) || typeof input === 'number';
  return isPlain ? `[${input}]` : 'each item on a line of its own that begins with a dash';
}

/** One of several forms; which one was meant is worked out from the keys that are there. */
export function oneOf<const T extends readonly [z.ZodMiniType, ...z.ZodMiniType[]]>(
  what: string,
  options: T,
) {
  return chained(z.union(options, { error: () => what }));
}

/** A list of exactly two. */
export function pair<A extends z.ZodMiniType, B extends z.ZodMiniType>(what: string, a: A, b: B) {
  return chained(z.tuple([a, b], { error: (issue) => `${shown(issue.input)} is not ${what}; write [a, b]` }));
}

/** `a: what it means; b: what it means`, for the sentence of a key that is one of these words. */
export function meaningsOf(words: Readonly<Record<string, { readonly means: string }>>): string {
  return Object.entries(words)
    .map(([name, { means }]) => `\`${name}\`: ${means}`)
    .join('; ');
}
