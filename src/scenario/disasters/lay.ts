/** A disaster laid over one design: its roles become names, its times begin when it strikes. */
import { MINUTE, type Micros } from '../../engine/time.ts';
import type { Mistake, Position } from '../errors.ts';
import { planLength, waitsForAll } from '../plan-length.ts';
import { Report } from '../report.ts';
import { attemptsAtMost, nearlyLongest } from '../resolve-plan-times.ts';
import { resolveDistribution } from '../resolve-values.ts';
import type { PlanSpec, Scenario } from '../scenario.ts';
import { distribution } from '../schema-distribution.ts';
import { didYouMean, some } from '../suggest.ts';
import { child, type MapTree, plain, type Tree, textAt, treeOf } from '../tree.ts';
import { formatDuration, parseDuration, parseShare } from '../units.ts';
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

const LENGTH = distribution('a length');
const NOWHERE: Position = { file: '', line: 0, column: 0 };

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
  const { answered, waits } = plan === undefined ? lengthOfSteps(usual) : lengthOfPlan(scenario, plan);
  const until = Math.max(end, (waits ? end : disaster.strikes) + answered) + disaster.watch;
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
  const at = isRight ? formatDuration(strikes + lengthOf(item, 'after')) : plain(after);
  const placed = withEntry(entry, 'at', at, key);
  return child(item, 'name') === undefined
    ? withEntry(placed, 'name', index === 0 ? name : `${name}-${index + 1}`, item.at)
    : placed;
}

/** Hardly ever longer; 0 of what is not there or no length. */
function lengthOf(item: Tree, key: string): Micros {
  const value = child(item, key);
  return value === undefined ? 0 : lengthOfValue(plain(value));
}

function lengthOfValue(value: unknown): Micros {
  const read = LENGTH.safeParse(value);
  if (!read.success) return 0;
  // What does not fit together in it is a mistake of the design that it is laid over, where it is told.
  return nearlyLongest(resolveDistribution(read.data, [], new Report(treeOf({}, NOWHERE))));
}

/** What answers a disaster: how long it goes on, and whether it begins to count only when the disaster is over. */
interface Answer {
  readonly answered: Micros;
  readonly waits: boolean;
}

function lengthOfPlan({ plans }: Scenario, plan: PlanSpec): Answer {
  const index = plans.indexOf(plan);
  return { answered: planLength(plans, index), waits: waitsForAll(plans, index) };
}

function lengthOfSteps(steps: Tree | null): Answer {
  const items = steps?.kind === 'list' ? steps.items : [];
  const waitsFor = (step: Tree) => textAt(step, 'do') === 'waitFor';
  const waits = items.some((step) => waitsFor(step) && child(step, 'upTo') === undefined);
  const length = (step: Tree) => (waitsFor(step) ? lengthOf(step, 'upTo') : stepLength(step));
  return { answered: items.reduce((sum, step) => sum + length(step), 0), waits };
}

function stepLength(step: Tree): Micros {
  const takes = child(step, 'takes');
  const tries = Number(textAt(step, 'tries') ?? Number.NaN);
  const share = parseShare(textAt(step, 'fails') ?? '0%');
  const fails = share.ok && share.value < 1 ? share.value : 0;
  const attempts = attemptsAtMost({ fails, tries: tries >= 1 ? tries : null });
  const byHour = takes === undefined ? undefined : child(takes, 'byHour');
  if (byHour?.kind === 'list')
    return (
      attempts * Math.max(0, ...byHour.items.map((item) => lengthOfValue((plain(item) as unknown[])[1])))
    );
  return attempts * (takes === undefined ? LONGEST_USUAL : lengthOf(step, 'takes'));
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
