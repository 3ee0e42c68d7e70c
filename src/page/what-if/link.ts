/** A change as a link that carries it: which design, against which, and what is set. */

export interface Change {
  /** Index of the design that is changed. */
  readonly design: number;
  /** Index of the one that it is held against. */
  readonly against: number;
  readonly set: readonly string[];
}

export const WHAT_IF = 'what-if';

/** `#what-if?design=1&against=0&set=nodes.a.taskCap=20`. */
export function changeLink({ design, against, set }: Change): string {
  const values = new URLSearchParams([
    ['design', `${design}`],
    ['against', `${against}`],
    ...set.map((text) => ['set', text] as [string, string]),
  ]);
  return `#${WHAT_IF}?${values}`;
}

/** null for another link, or designs that there are not. */
export function changeOf(hash: string, designs: number): Change | null {
  const [id, query = ''] = hash.replace(/^#/, '').split('?');
  if (id !== WHAT_IF) return null;
  const values = new URLSearchParams(query);
  const index = (key: string) => Number(values.get(key) ?? Number.NaN);
  const [design, against] = [index('design'), index('against')];
  const isOne = (one: number) => Number.isInteger(one) && one >= 0 && one < designs;
  return isOne(design) && isOne(against) ? { design, against, set: values.getAll('set') } : null;
}
