/** `path=values`: an axis of a grid, its values written as they would be set one by one. */
import { exp, ln } from '../../engine/elementary.ts';

export interface GridAxis {
  /** Keys joined by dots. */
  readonly path: string;
  readonly count: number;
  /** The i-th value, in the unit in which it was written. */
  readonly valueAt: (i: number) => string;
}

export type AxisOrWhy =
  | { readonly ok: true; readonly axis: GridAxis }
  | { readonly ok: false; readonly why: string };

const END = '(\\d{1,15}(?:\\.\\d{1,15})?)([A-Za-z%]*(?:/[smhd])?)';
const RANGE = new RegExp(`^(log:)?${END}\\.\\.${END}(?:\\+${END}|/(\\d{1,9}))?$`);
const FORMS = 'values are written a,b,c or a..b or a..b+step or a..b/n or log:a..b/n';

/** Reads `nodes.east.taskCap=5..20+5`: a list, a range of whole numbers, of steps, or of n points (also logarithmic). */
export function parseVary(text: string): AxisOrWhy {
  const no = (why: string): AxisOrWhy => ({ ok: false, why });
  const equals = text.indexOf('=');
  if (equals <= 0) return no('is not path=values; write for example nodes.east.taskCap=5..20');
  const [path, values] = [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
  if (!values.includes('..') || values.includes('../')) {
    const list = commaSeparated(values);
    if (list.includes('')) return no(`a value is empty; ${FORMS}`);
    const twice = list.find((value, i) => list.indexOf(value) < i);
    if (twice !== undefined) return no(`'${twice}' is there twice`);
    return { ok: true, axis: { path, count: list.length, valueAt: (i) => list[i]! } };
  }
  const found = RANGE.exec(values);
  if (found === null) return no(`'${values}' is no range; ${FORMS}`);
  const [, log, a, unit = '', b, otherUnit = '', step, stepUnit = '', n] = found;
  const [from, to] = [Number(a), Number(b)];
  if (unit !== otherUnit) return no(`both ends need the same unit, such as ${a}${unit}..${b}${unit}`);
  if (from > to) return no(`the range runs backwards; write ${b}${unit}..${a}${unit}`);
  const ranged = (count: number, valueAt: (i: number) => number): AxisOrWhy => ({
    ok: true,
    axis: { path, count, valueAt: (i) => `${Number(valueAt(i).toPrecision(12))}${unit}` },
  });
  if (n !== undefined) {
    const points = Number(n);
    if (points < 2) return no('a range has at least 2 points');
    if (from === to) return no(`'${a}${unit}' is there ${points} times`);
    if (log === undefined) return ranged(points, (i) => from + ((to - from) * i) / (points - 1));
    if (from === 0) return no('a logarithmic range begins above 0');
    return ranged(points, (i) => from * exp((ln(to / from) * i) / (points - 1)));
  }
  if (log !== undefined) return no('a logarithmic range says how many points, such as log:1..100/5');
  if (step === undefined) {
    if (!Number.isInteger(from) || !Number.isInteger(to)) return no('a..b is of whole numbers; give a step');
    return ranged(to - from + 1, (i) => from + i);
  }
  if (stepUnit !== unit) return no(`the step needs the unit of the ends, such as +${step}${unit}`);
  if (Number(step) === 0) return no('a step is above 0');
  return ranged(Math.floor((to - from) / Number(step) + 1e-9) + 1, (i) => from + i * Number(step));
}

/** `1ms,{ lognormal: { median: 1ms, p95: 3ms } }` are two values: a comma within brackets belongs to its value. */
function commaSeparated(text: string): string[] {
  const values = [''];
  let depth = 0;
  for (const character of text) {
    if ('[{'.includes(character)) depth += 1;
    if (']}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) values.push('');
    else values[values.length - 1] += character;
  }
  return values.map((value) => value.trim());
}

/** How many cells a grid has. */
export function cellsOf(axes: readonly GridAxis[]): number {
  return axes.reduce((product, { count }) => product * count, 1);
}

/** The place of a cell on each axis, the last axis changing fastest. */
export function placeOf(axes: readonly Pick<GridAxis, 'count'>[], cell: number): number[] {
  const place: number[] = [];
  let rest = cell;
  for (const { count } of [...axes].reverse()) {
    place.unshift(rest % count);
    rest = Math.floor(rest / count);
  }
  return place;
}

/** The values of a cell. */
export function valuesAt(axes: readonly GridAxis[], cell: number): string[] {
  return placeOf(axes, cell).map((i, axis) => axes[axis]!.valueAt(i));
}

/** The values of each cell, the last axis changing fastest. */
export function* gridOf(axes: readonly GridAxis[]): Generator<string[]> {
  for (let cell = 0; cell < cellsOf(axes); cell += 1) yield valuesAt(axes, cell);
}

/**
 * The key at which a path leaves a scenario, with what stands beside it; null when there is such a place. The last
 * key may be new: a figure that has a default need not be written.
 *
 * @param resolved the scenario with everything filled in
 */
export function missingKey(resolved: unknown, path: string): { key: string; known: string[] } | null {
  const keys = path.split('.');
  let here: unknown = resolved;
  for (const [i, key] of keys.entries()) {
    if (typeof here !== 'object' || here === null) return { key: keys[i - 1]!, known: [] };
    if (i === keys.length - 1) return null;
    const next: unknown = (here as Record<string, unknown>)[key];
    if (next === undefined) return { key, known: Object.keys(here) };
    here = next;
  }
  return null;
}
