/** What is looked at on a chart, as a link: zoom, cursor and hidden lines. */
import type { Range } from './axis.ts';

export interface View {
  readonly range: Range | null;
  readonly cursor: number | null;
  /** Indices of lines. */
  readonly hidden: readonly number[];
}

export const PLAIN_VIEW: View = { range: null, cursor: null, hidden: [] };

/** `#queue?from=3600&to=7200&at=5000&off=1.2`. */
export function linkOf(id: string, { range, cursor, hidden }: View): string {
  const parts = [
    ...(range === null ? [] : [`from=${round(range.from)}`, `to=${round(range.to)}`]),
    ...(cursor === null ? [] : [`at=${round(cursor)}`]),
    ...(hidden.length === 0 ? [] : [`off=${hidden.join('.')}`]),
  ];
  return `#${id}${parts.length === 0 ? '' : `?${parts.join('&')}`}`;
}

/** The chart and view of a link; null where it names none. What is no number is left out. */
export function viewOf(hash: string): { readonly id: string; readonly view: View } | null {
  const [id = '', query = ''] = hash.replace(/^#/, '').split('?');
  if (id === '') return null;
  const values = new URLSearchParams(query);
  const number = (key: string): number | null => {
    const text = values.get(key);
    return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  const [from, to] = [number('from'), number('to')];
  const hidden = (values.get('off') ?? '').split('.').filter((text) => /^\d{1,3}$/.test(text));
  return {
    id,
    view: {
      range: from !== null && to !== null && from < to ? { from, to } : null,
      cursor: number('at'),
      hidden: hidden.map(Number),
    },
  };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
