/** Parts of the drawing are places of the text: which stands for which, and which of its values are simple ones. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { ClusterDrawing, DrawnPart } from '../cluster/drawing.ts';
import type { Field } from '../model.ts';
import { type JsonSchema, wordsAt } from './schema-words.ts';

export type TextPath = readonly string[];

/** What a part or a place of the drawing is in the text. */
export interface Thing {
  /** Parts with the same key are written together, such as the nodes of a group. */
  readonly key: string;
  readonly title: string;
  /** Where it is written: first its own place, then what else is about it. */
  readonly paths: readonly TextPath[];
  /** Maps whose values are its own. */
  readonly maps: readonly TextPath[];
}

export interface Things {
  readonly parts: readonly Thing[];
  readonly places: readonly Thing[];
}

/** More values than these are a form that nobody fills in: the rest is in the text. */
const MOST_FIELDS = 16;

/**
 * One thing a part and one a place, in the order of the drawing.
 *
 * @param resolved the scenario with everything filled in
 */
export function thingsOf(drawing: ClusterDrawing, scenario: Scenario, resolved: unknown): Things {
  const place = (region: string): Thing => {
    const ways = keysOf(resolved, ['network', 'between']).flatMap((a) =>
      keysOf(resolved, ['network', 'between', a]).flatMap((b) =>
        a === region || b === region ? [['network', 'between', a, b]] : [],
      ),
    );
    return {
      key: `regions.${region}`,
      title: region,
      paths: [['regions', region], ...ways],
      maps: [['network'], ...ways.map((way) => way.slice(0, -1))],
    };
  };
  return {
    parts: drawing.parts.map((part) => thingOf(part, scenario, resolved)),
    places: drawing.places.map(({ region }) => place(region)),
  };
}

function thingOf({ kind, name }: DrawnPart, scenario: Scenario, resolved: unknown): Thing {
  const thing = (paths: readonly TextPath[], ...maps: readonly TextPath[]): Thing => {
    const key = paths[0]!.join('.');
    const own = paths[0]!.at(-1)!;
    return { key, title: own === name ? name : `${own}: ${name}`, paths, maps };
  };
  switch (kind) {
    case 'node':
    case 'group': {
      const path = nodePath(name, scenario, resolved);
      return thing([path], path);
    }
    case 'balancer': {
      const path = name === 'loadBalancer' ? [name] : ['loadBalancers', name];
      return thing([path], path, [...path, 'probe']);
    }
    case 'database':
    case 'storage':
      return thing([[kind]], [kind], [kind, 'pool']);
    case 'copy': {
      const of = scenario.database?.replicas.some((one) => one.name === name) ? 'database' : 'storage';
      const path = [of, 'replicas', name];
      return thing([path], path);
    }
    case 'queue':
    case 'clients': {
      const work = ['workload', kind === 'queue' ? 'tasks' : 'requests'];
      const classes = keysOf(resolved, work).map((one) => [...work, one]);
      const arrivals = classes.map((one) => [...one, 'arrivals']);
      return kind === 'queue'
        ? thing([work, ['dispatch']], ...arrivals, ['dispatch'])
        : thing([work], ...arrivals, ...classes);
    }
  }
}

/** Of a node its group; of one that is added later, what adds it. */
function nodePath(name: string, { nodes, groups }: Scenario, resolved: unknown): TextPath {
  const group = groups.find(
    (one) => one.name === name || one.members.some((node) => nodes[node]!.name === name),
  )!;
  if (keysOf(resolved, ['nodes']).includes(group.name)) return ['nodes', group.name];
  const entries = keysOf(resolved, ['timeline']);
  const adds = entries.find((i) => valueAt(resolved, ['timeline', i, 'addNode', 'name']) === group.name);
  return ['timeline', adds ?? '0', 'addNode'];
}

/** The things that a place in the text is about: those whose path leads furthest towards it. */
export function thingsAt({ parts, places }: Things, path: TextPath): Set<string> {
  const depth = ({ paths }: Thing) =>
    Math.max(
      0,
      ...paths
        .filter((one) => one.every((key, i) => path[i] === key) || isWithin(path, one))
        .map(({ length }) => length),
    );
  const all = [...parts, ...places];
  const most = Math.max(0, ...all.map(depth));
  return new Set(most === 0 ? [] : all.filter((one) => depth(one) === most).map(({ key }) => key));
}

/** `addNode` stands among other keys of its entry, which are about it as well. */
const isWithin = (path: TextPath, [list, index, ...rest]: TextPath): boolean =>
  list === 'timeline' && rest.length === 1 && path[0] === list && path[1] === index;

/** Numbers, and words of which some are allowed, as they are now. */
export function fieldsOf({ maps }: Thing, resolved: unknown, schema: JsonSchema): Field[] {
  const fields = maps.flatMap((map) =>
    keysOf(resolved, map).flatMap((key): Field[] => {
      const path = [...map, key];
      const value = valueAt(resolved, path);
      if (typeof value === 'object' || value === undefined) return [];
      const words = wordsAt(schema, path).map(({ name }) => name);
      const isChoice = words.includes(`${value}`);
      if (!isChoice && !/^\d/.test(`${value}`)) return [];
      return [{ path: path.join('.'), value: `${value}`, choices: isChoice ? words : null }];
    }),
  );
  return fields.slice(0, MOST_FIELDS);
}

function valueAt(tree: unknown, path: TextPath): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    tree,
  );
}

function keysOf(tree: unknown, path: TextPath): string[] {
  const at = valueAt(tree, path);
  return typeof at === 'object' && at !== null ? Object.keys(at) : [];
}
