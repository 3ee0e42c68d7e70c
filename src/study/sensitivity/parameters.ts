/**
 * The parameters of a scenario: every figure of the design and its work that can be a little larger or smaller. Not among
 * them: what is asked and how (name, seed, duration, warm-up, expectations), when something happens (timeline, instants,
 * phases), where things stand, prices (unless they are asked for) and what is no figure.
 */
import { DISTRIBUTIONS } from '../../scenario/merge.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import { magnitude, scaled } from '../../scenario/quantity.ts';
import type { FilledFigure } from '../../scenario/scenario.ts';

/** A figure as it stands in the resolved scenario. */
export interface ParameterPart {
  /** Keys joined by dots. */
  readonly path: string;
  readonly value: unknown;
  /** It is some of another part, and keeps its share of that: writes among calls. */
  readonly follows?: true;
}

/** One or several figures that are changed together. */
export interface Parameter {
  /** As people know it: a path, with `*` where it stands for several. */
  readonly path: string;
  readonly parts: readonly ParameterPart[];
  /** As written: `10`, `median 0.5ms, p95 2ms`; of several their number. */
  readonly written: string;
  /** What no document states, where a preset or default says it. */
  readonly assumed: FilledFigure | null;
}

/** A way to make a parameter larger or smaller. */
export interface Change {
  /** As it is set. */
  readonly set: readonly string[];
  /** As written then. */
  readonly written: string;
  /** By what share: −0.1 of 10 % less; of a whole number more, if it takes more to change it at all. */
  readonly by: number;
}

const NO_PARAMETERS = [
  'name',
  'question',
  'seed',
  'start',
  'duration',
  'study',
  'warmUp',
  'regions',
  'timeline',
  'expect',
];
const NO_FIGURES = [
  'at',
  'keeps',
  'from',
  'phase',
  'offset',
  'period',
  'file',
  'hash',
  'rows',
  'active',
  'state',
  'schedule',
  'recovered',
  // They are a part of the workload's scale.
  'growth',
  'growthMonths',
  'holidays',
];
const SHAPES = ['cv', 'k', 'shape'];
/** Of a class: they only say of what `atMost` is the limit. */
const OF_A_LIMIT = ['environments', 'tenants'];

/**
 * All parameters of a scenario, in its order; those that are 0 are among them.
 *
 * @param resolved the scenario with everything filled in
 * @param metric prices are parameters only of what costs
 */
export function parametersOf(
  resolved: object,
  assumed: readonly FilledFigure[],
  metric: string,
): Parameter[] {
  const parts: ParameterPart[] = [];
  const hasPrice = parseMetricName(metric)?.family === 'cost';
  for (const [key, value] of Object.entries(resolved)) {
    if (!NO_PARAMETERS.includes(key) && (key !== 'cost' || hasPrice)) collect(value, [key], parts);
  }
  const groups = new Map<string, ParameterPart[]>();
  for (const part of parts) {
    const name = groupOf(part);
    groups.set(name, [...(groups.get(name) ?? []), part]);
  }
  return [...groups.values()].map((group) => ({
    path: commonPath(group.filter(({ follows }) => !follows)),
    parts: group,
    written: writtenOf(group),
    assumed: assumed.find((figure) => group.some(({ path }) => isOf(path, figure.path))) ?? null,
  }));
}

function collect(value: unknown, path: readonly string[], parts: ParameterPart[]): void {
  const at = path.join('.');
  const key = path.at(-1)!;
  if (NO_FIGURES.includes(key)) return;
  if (isLengths(value)) parts.push({ path: at, value });
  else if (key === 'profile' || isDay(value, path) || isDistribution(value)) {
    parts.push({ path: at, value });
    const [[kind, inner]] = Object.entries(value as object) as [[string, unknown]];
    for (const [name, each] of Object.entries(isProfile(value) ? {} : Object(inner)))
      if (SHAPES.includes(name)) parts.push({ path: `${at}.${kind}.${name}`, value: each });
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      // It says when last in, first out begins, where that is the order.
      if (name === 'lifoAfter' && !('order' in value && value.order === 'lifo')) continue;
      if (OF_A_LIMIT.includes(name) && !('atMost' in value && value.atMost !== null)) continue;
      if (key === 'db' && name === 'writes')
        parts.push({ path: `${at}.${name}`, value: each, follows: true });
      else collect(each, [...path, name], parts);
    }
  } else if (magnitude(value) !== null) parts.push({ path: at, value });
}

/** Rates of a weekday or of an exception, at times of the day. */
function isDay(value: unknown, path: readonly string[]): boolean {
  return isProfile(value) && ['week', 'exceptions'].includes(path.at(-2) ?? '');
}

/** Lengths in an order that must hold, such as the pauses between attempts: they are stretched together. */
function isLengths(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
}

function isDistribution(value: unknown): boolean {
  return typeof value === 'object' && value !== null && DISTRIBUTIONS.includes(Object.keys(value)[0] ?? '');
}

/**
 * Calls to the database of one class are one parameter, and so is what several groups of nodes or balancers have alike:
 * they are one decision.
 */
function groupOf({ path, value }: ParameterPart): string {
  const [calls] = /^workload\.tasks\.[^.]+\.steps\.(?=.*\.db(\.calls|\.writes)?$)/.exec(path) ?? [];
  if (calls !== undefined) return calls;
  const [, siblings, rest] = /^(nodes|loadBalancers)\.[^.]+\.(.+)$/.exec(path) ?? [];
  return siblings === undefined ? path : JSON.stringify([siblings, rest, value]);
}

/** `nodes.*.taskCap`: the keys that all have, `*` for those between. */
function commonPath(parts: readonly ParameterPart[]): string {
  const [first, ...others] = parts.map(({ path }) => path.split('.'));
  if (others.length === 0) return first!.join('.');
  const shared = (at: (keys: readonly string[], i: number) => string | undefined): number => {
    let i = 0;
    while (at(first!, i) !== undefined && others.every((keys) => at(keys, i) === at(first!, i))) i += 1;
    return i;
  };
  const head = shared((keys, i) => keys[i]);
  const tail = shared((keys, i) => keys[keys.length - 1 - i]);
  return [...first!.slice(0, head), '*', ...first!.slice(first!.length - tail)].join('.');
}

function writtenOf(parts: readonly ParameterPart[], values = parts.map(({ value }) => value)): string {
  const texts = new Set(values.filter((_, i) => !parts[i]!.follows).map(shown));
  return texts.size === 1 ? [...texts][0]! : `${texts.size} values`;
}

/** `median 0.5ms, p95 2ms`, `exponential 1s`. */
function shown(value: unknown): string {
  if (Array.isArray(value))
    return value.length === 1 ? shown(value[0]) : `${shown(value[0])} … ${shown(value.at(-1))}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, inner]] = Object.entries(value) as [[string, unknown]];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return `${kind} ${shown(inner)}`;
  return Object.entries(inner)
    .map(([key, each]) => `${key} ${String(each)}`)
    .join(', ');
}

/** Whether a path is that of a figure, with `*` for one key, or within it. */
function isOf(path: string, figure: string): boolean {
  const keys = path.split('.');
  return figure.split('.').every((key, i) => key === '*' || key === keys[i]);
}

/**
 * Ways to change a parameter by a share, the best first: exactly; whole numbers to the next one, by at least 1; shares up
 * to 100 %. Which of them the checks of the scenario let through has to be seen. None for what is 0.
 *
 * @param by −0.1 is 10 % less
 */
export function changesOf({ parts }: Parameter, by: number): Change[] {
  const exactly = parts.map(({ value }) => times(value, 1 + by));
  const step = (value: number) => {
    const near = Math.round(value * (1 + by));
    return near === value ? value + Math.sign(by) : near;
  };
  const whole = parts.map(({ value, follows }) => {
    if (typeof value !== 'number' || value === 0) return times(value, 1 + by);
    return follows ? Math.round(value * (1 + by)) : step(value);
  });
  const capped = parts.map(({ value }) =>
    typeof value === 'string' && value.endsWith('%') ? '100%' : value,
  );
  const ways = [exactly, whole, ...(by > 0 ? [capped] : [])];
  return ways.flatMap((values): Change[] => {
    const sum = (of: readonly unknown[]) =>
      of.reduce((total: number, value, i) => total + (parts[i]!.follows ? 0 : sizeOf(value)), 0);
    const [before, after] = [sum(parts.map(({ value }) => value)), sum(values)];
    if (Math.sign(after - before) !== Math.sign(by)) return [];
    return [
      {
        set: parts.map(({ path }, i) => `${path}=${text(values[i])}`),
        written: writtenOf(parts, values),
        by: Number((after / before - 1).toPrecision(12)),
      },
    ];
  });
}

/** All lengths and rates in it; shapes, weights and the times of a profile stay. */
function times(value: unknown, factor: number): unknown {
  if (typeof value === 'number' || typeof value === 'string') return scaled(value, factor) ?? value;
  if (isProfile(value)) return value.map(([time, rate]) => [time, scaled(rate, factor)]);
  return within(value, (each) => (typeof each === 'string' ? (scaled(each, factor) ?? each) : each));
}

function isProfile(value: unknown): value is readonly (readonly [string, string])[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}

function within(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => within(each, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, within(each, change)]));
}

/** The sum of what `times` makes larger or smaller. */
function sizeOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'string') return magnitude(value) ?? 0;
  if (isProfile(value)) return value.reduce((sum, [, rate]) => sum + (magnitude(rate) ?? 0), 0);
  let sum = 0;
  within(value, (leaf) => {
    sum += typeof leaf === 'string' ? (magnitude(leaf) ?? 0) : 0;
    return leaf;
  });
  return sum;
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
