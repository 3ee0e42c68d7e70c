/**
 * Who may take which task (rule Q11). Classes that the same nodes may take wait in one line; a class that slots are kept
 * for has a line of its own, and so has each where some have weights. Without needs, reserves and weights there is one line, which all nodes may take from.
 */
import type { GroupSpec, NodeSpec, TaskClassSpec } from '../scenario/scenario.ts';

export class Pools {
  /** How many lines there are. */
  readonly lines: number;
  /** By class. */
  readonly lineOf: readonly number[];
  /** By line: the class that slots are kept for; -1: none, so that all kept ones are for others. */
  readonly keptFor: readonly number[];
  /** By line, where classes have weights: each has a line of its own then (rule Q13); null: none has. */
  readonly weights: readonly number[] | null;
  /** By group: the lines that its nodes may take from. */
  readonly #ofGroup: readonly (readonly number[])[];

  constructor(tasks: readonly TaskClassSpec[], nodes: readonly NodeSpec[], groups: readonly GroupSpec[]) {
    const reserved = new Set(nodes.flatMap(({ reserve }) => reserve.map(({ taskClass }) => taskClass)));
    const isWeighted = tasks.some(({ weight }) => weight !== null);
    const names: string[] = [];
    const weights: number[] = [];
    const keptFor: number[] = [];
    const mayTake: (TaskClassSpec['needs'] | null)[] = [];
    this.lineOf = tasks.map(({ needs, weight }, c) => {
      const own = reserved.has(c) ? c : -1;
      const name = `${needs === null ? 'all' : needs.groups.join(',')}/${own}${isWeighted ? `/${c}` : ''}`;
      const found = names.indexOf(name);
      if (found !== -1) return found;
      names.push(name);
      keptFor.push(own);
      weights.push(weight ?? 1);
      mayTake.push(needs);
      return names.length - 1;
    });
    this.keptFor = keptFor;
    this.weights = isWeighted ? weights : null;
    this.lines = Math.max(1, names.length);
    const all = Array.from({ length: this.lines }, (_, line) => line);
    const isOpen = (line: number, group: number): boolean =>
      mayTake[line] == null || mayTake[line].groups.includes(group);
    this.#ofGroup = groups.map((_, group) => all.filter((line) => isOpen(line, group)));
  }

  /** The lines that a node may take from. */
  of({ group }: NodeSpec): readonly number[] {
    return this.#ofGroup[group]!;
  }
}
