/** Where entries of a timeline and steps of a plan name a part of a cluster: as their grammar says it. */
import * as z from 'zod/mini';
import { namesOfComment, type OwnName } from '../own-names.ts';
import { plans, timeline } from '../schema-timeline.ts';

/** What roles stand for; not plans or classes of work. */
const PARTS: readonly OwnName[] = ['nodes', 'places', 'zones', 'data', 'replicas', 'balancers'];

/** As much of JSON Schema as is looked at. */
interface Grammar {
  readonly $comment?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Grammar>>;
  readonly additionalProperties?: Grammar | false;
  readonly items?: Grammar;
  readonly anyOf?: readonly Grammar[];
}

const VALUES = valuesByKey(
  { anyOf: [timeline, plans].map((part) => z.toJSONSchema(part, { io: 'input' }) as Grammar) },
  new Map(),
);

/** Whether a text at a key is the name of a part, and not a word of the grammar, as in `do: waitFor, what: fault`. */
export function namesPart(key: string, text: string): boolean {
  const values = VALUES.get(key) ?? [];
  const isWord = values.some((value) => value.enum?.includes(text));
  return (
    !isWord && values.some((value) => namesOfComment(value.$comment).some((name) => PARTS.includes(name)))
  );
}

/** All that may stand at a key, wherever the grammar has it. */
function valuesByKey(grammar: Grammar, found: Map<string, Grammar[]>): ReadonlyMap<string, Grammar[]> {
  const { properties = {}, additionalProperties, items, anyOf = [] } = grammar;
  for (const [key, value] of Object.entries(properties)) {
    found.set(key, [...(found.get(key) ?? []), value, ...(value.anyOf ?? [])]);
    valuesByKey(value, found);
  }
  for (const inner of [additionalProperties, items, ...anyOf]) if (inner) valuesByKey(inner, found);
  return found;
}
