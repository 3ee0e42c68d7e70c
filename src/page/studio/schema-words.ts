/** What the JSON Schema of a scenario says about a place in it: the keys that fit, the words that fit, what they mean. */
import { namesOfComment, type OwnName } from '../../scenario/own-names.ts';

/** As much of JSON Schema as `hasim schema` prints. */
export interface JsonSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly $ref?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Says what a text may be the name of. */
  readonly $comment?: string;
}

/** A key or a word that fits, with what it means. */
export interface Fitting {
  readonly name: string;
  readonly text: string;
  /** What stands for it where it is left out; empty: nothing. */
  readonly usual: string;
}

const MOST_DEFAULT = 60;

/** Keys that may stand at a path, those that are there already left out; of alternatives, those that still fit. */
export function keysAt(schema: JsonSchema, path: readonly string[], there: readonly string[]): Fitting[] {
  const found = new Map<string, Fitting>();
  for (const { properties = {} } of placesAt(schema, path, there)) {
    for (const [name, each] of Object.entries(properties)) {
      if (!there.includes(name) && !found.has(name)) found.set(name, fitting(name, each));
    }
  }
  return [...found.values()];
}

/** Words that may stand as the value at a path. */
export function wordsAt(schema: JsonSchema, path: readonly string[]): Fitting[] {
  const places = placesAt(schema, path, []);
  const words = places.flatMap(({ enum: all = [], type }) => (type === 'boolean' ? [true, false] : all));
  return [...new Set(words.map(String))].map((name) => ({ name, text: '', usual: '' }));
}

/** What the value at a path may be the name of. */
export function ownNamesAt(schema: JsonSchema, path: readonly string[]): OwnName[] {
  return placesAt(schema, path, []).flatMap(({ $comment }) => namesOfComment($comment));
}

/** What a key means, in a sentence and its default; null for a key that is the user's own name, or unknown. */
export function meaningOf(schema: JsonSchema, path: readonly string[]): Fitting | null {
  const name = path.at(-1);
  if (name === undefined) return null;
  for (const { properties } of placesAt(schema, path.slice(0, -1), [])) {
    const own = properties?.[name];
    if (own !== undefined) return fitting(name, own);
  }
  return null;
}

function fitting(name: string, schema: JsonSchema): Fitting {
  const usual = schema.default === undefined ? '' : JSON.stringify(schema.default);
  return {
    name,
    text: schema.description ?? '',
    usual: usual.length > MOST_DEFAULT ? '' : usual.replace(/^"(.*)"$/, '$1'),
  };
}

/** Every alternative that a path leads to; where keys are given, those alternatives alone that have all of them. */
function placesAt(root: JsonSchema, path: readonly string[], there: readonly string[]): JsonSchema[] {
  let places = alternatives(root, root);
  for (const key of path) places = places.flatMap((place) => below(place, key, root));
  const fit = places.filter(({ properties }) => there.every((key) => properties?.[key] !== undefined));
  return fit.length > 0 ? fit : places;
}

function below(place: JsonSchema, key: string, root: JsonSchema): JsonSchema[] {
  const more = typeof place.additionalProperties === 'object' ? place.additionalProperties : undefined;
  const next =
    /^\d+$/.test(key) && place.items !== undefined ? place.items : (place.properties?.[key] ?? more);
  return next === undefined ? [] : alternatives(next, root);
}

function alternatives(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  if (schema.$ref !== undefined) {
    const named = root.definitions?.[schema.$ref.replace('#/definitions/', '')];
    return named === undefined ? [] : alternatives(named, root);
  }
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap((one) => alternatives(one, root));
}
