/** A disaster laid over one design: its roles become names, its times begin when it strikes. */
import { MINUTE, type Micros } from '../../engine/time.ts';
import type { Mistake, Position } from '../errors.ts';
import { atMost } from '../resolve-plan-times.ts';
import type { Scenario } from '../scenario.ts';
import { didYouMean, some } from '../suggest.ts';
import { child, type MapTree, plain, type Tree, textAt, treeOf } from '../tree.ts';
import { formatDuration, parseDuration } from '../units.ts';
import type { Disaster } from './disaster.ts';
import { namesPart } from './part-keys.ts';
import { namesIn, ROLES } from './roles.ts';

/** What is laid over a design; or what the design does not have, so that this disaster cannot strike it. */
export interface Laid {
  readonly over: Tree;
  /** `no second region`: empty where it strikes. */
  readonly lacks: readonly string[];
  /** Names that no part of this design has, and that are no role. */
  readonly unknown: readonly (Mistake & { readonly name: string })[];
  /** What is to be known of this cell, in words. */
  readonly notes: readonly string[];
}

/** A step that does not say how long it takes takes no longer than this. */
const LONGEST_USUAL: Micros = 30 * MINUTE;

/** @throws nothing: what is wrong with an entry is found when the design is read with it */
export function layOver(disaster: Disaster, scenario: Scenario): Laid {
  const roles = new Roles(scenario, disaster.name);
  const entries: Tree[] = [];
  let end: Micros = disaster.strikes;
  for (const item of disaster.happens) {
    const own = new Roles(scenario, disaster.name);
    const entry = own.put(item);
    if (isOptional(item) && own.lacks.length > 0) continue;
    roles.add(own);
    entries.push(timed(without(entry, ['after', 'optional']), item, disaster, entries.length));
    end = Math.max(end, disaster.strikes + lengthOf(item, 'after') + lengthOf(item, 'for'));
  }
  const plan = scenario.plans.find(({ name }) => name === disaster.answer?.plan);
  const usual = plan === undefined && disaster.usual !== null ? roles.put(disaster.usual) : null;
  const notes: string[] = [];
  if (disaster.answer !== null) {
    const { plan: name, key } = disaster.answer;
    if (plan !== undefined || usual !== null) entries[0] = withEntry(entries[0], 'plan', name, key.at);
    else notes.push(`nobody acts: it has no plan ${name}`);
  }
  const answered = plan?.steps.reduce((sum, { takes }) => sum + atMost(takes), 0) ?? stepsLength(usual);
  const until = Math.max(end, disaster.strikes + answered) + disaster.watch;
  const at = disaster.happens[0]!.at;
  const over = treeOf(
    { duration: formatDuration(until), study: 'terminating', warmUp: null, failures: null, expect: null },
    at,
  ) as MapTree;
  const laid = new Map(over.entries);
  laid.set('timeline', { key: at, value: { kind: 'list', at, items: entries } });
  if (usual !== null) {
    const plans = new Map([[disaster.answer!.plan, { key: usual.at, value: usual }]]);
    laid.set('plans', { key: usual.at, value: { kind: 'map', at: usual.at, entries: plans } });
  }
  return {
    over: { ...over, entries: laid },
    lacks: [...new Set(roles.lacks)],
    unknown: roles.unknown,
    notes,
  };
}

/** The design without any disaster, as long as the longest of them. */
export function layNothing(until: Micros, at: Position): Tree {
  return treeOf(
    {
      duration: formatDuration(until),
      study: 'terminating',
      warmUp: null,
      failures: null,
      expect: null,
      timeline: null,
    },
    at,
  );
}

/** Puts names where roles stand, and keeps what it did not find. */
class Roles {
  readonly lacks: string[] = [];
  readonly unknown: (Mistake & { readonly name: string })[] = [];
  readonly #scenario: Scenario;
  readonly #disaster: string;
  readonly #names: ReadonlySet<string>;

  constructor(scenario: Scenario, disaster: string) {
    this.#scenario = scenario;
    this.#disaster = disaster;
    this.#names = namesIn(scenario);
  }

  add({ lacks, unknown }: Roles): void {
    this.lacks.push(...lacks);
    this.unknown.push(...unknown);
  }

  put(tree: Tree): Tree {
    if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => this.put(item)) };
    if (tree.kind === 'scalar') return tree;
    if (textAt(tree, 'do') === 'restore' && !this.#scenario.database?.backups)
      this.lacks.push('no backups to restore');
    const entries = [...tree.entries].map(([key, entry]) => {
      const { value } = entry;
      if (value.kind !== 'scalar' || typeof value.value !== 'string' || !namesPart(key, value.value))
        return [key, entry] as const;
      return [key, { ...entry, value: { ...value, value: this.#name(key, value.value, value.at) } }] as const;
    });
    return { ...tree, entries: new Map(entries) };
  }

  #name(key: string, text: string, at: Position): string {
    const role = Object.hasOwn(ROLES, text) ? ROLES[text]! : null;
    if (role !== null) {
      const found = role.find(this.#scenario);
      if ('name' in found) return found.name;
      this.lacks.push(found.lacks);
      return text;
    }
    if (this.#names.has(text)) return text;
    this.lacks.push(`no part called '${text}'`);
    const roles = Object.keys(ROLES);
    const why = `there is no part or role '${text}'; ${didYouMean(text, [...roles, ...this.#names])}roles are ${some(roles, 20)}`;
    this.unknown.push({ ...at, path: `disasters.${this.#disaster}.${key}`, text: why, name: text });
    return text;
  }
}

/** `at` for `after`, and a name that is the same in every design. */
function timed(entry: Tree, item: Tree, { name, strikes }: Disaster, index: number): Tree {
  const after = child(item, 'after');
  const key = after?.at ?? item.at;
  const isRight = after === undefined || parseDuration(String(plain(after))).ok;
  // What is no duration stays as it is written, for the grammar to say so at its place.
  const at = isRight ? formatDuration(strikes + lengthOf(item, 'after')) : plain(after!);
  const placed = withEntry(entry, 'at', at, key);
  return child(item, 'name') === undefined
    ? withEntry(placed, 'name', index === 0 ? name : `${name}-${index + 1}`, item.at)
    : placed;
}

function lengthOf(item: Tree, key: string): Micros {
  const parsed = parseDuration(textAt(item, key) ?? '0s');
  return parsed.ok ? parsed.value : 0;
}

function stepsLength(steps: Tree | null): Micros {
  if (steps?.kind !== 'list') return 0;
  return steps.items.reduce(
    (sum, step) => sum + (child(step, 'takes') === undefined ? LONGEST_USUAL : lengthOf(step, 'takes')),
    0,
  );
}

function isOptional(item: Tree): boolean {
  const optional = child(item, 'optional');
  return optional?.kind === 'scalar' && optional.value === true;
}

function withEntry(tree: Tree | undefined, key: string, value: unknown, at: Position): Tree {
  const entries = new Map(tree?.kind === 'map' ? tree.entries : []);
  entries.set(key, { key: at, value: treeOf(value, at) });
  return { kind: 'map', at: tree?.at ?? at, entries };
}

function without(tree: Tree, keys: readonly string[]): Tree {
  if (tree.kind !== 'map') return tree;
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => !keys.includes(key))) };
}
