/**
 * Who may take which task (rule Q11). Classes that the same nodes may take wait in one line; a class that slots are kept
 * for has a line of its own, and so has each where some have weights or others may go first (rule Q16), and so have tasks that
 * take more slots. Without any of these there is one line, which all nodes may take from.
 */
import type { DispatchSpec, GroupSpec, NodeSpec, TaskClassSpec } from '../scenario/scenario.ts';

export class Pools {
  /** How many lines there are. */
  readonly lines: number;
  /** By class; where rows of its trace say how many slots they take, the line of those that take as many as others do. */
  readonly lineOf: readonly number[];
  /** By line: the class that slots are kept for; -1: none, so that all kept ones are for others. */
  readonly keptFor: readonly number[];
  /** By line: how many slots each of its tasks takes (rule Q16). */
  readonly slots: readonly number[];
  /** Whether any takes more than one. */
  readonly hasBigger: boolean;
  /** Whether classes have weights: each has a line of its own then (rule Q13). */
  readonly isWeighted: boolean;
  /** By group: the lines that its nodes may take from. */
  readonly #ofGroup: readonly (readonly number[])[];
  /** By class, the lines of its tasks by how many slots they take. */
  readonly #bySlots: readonly ReadonlyMap<number, number>[];

  constructor(
    tasks: readonly TaskClassSpec[],
    nodes: readonly NodeSpec[],
    groups: readonly GroupSpec[],
    backfill: DispatchSpec['backfill'],
  ) {
    const reserved = new Set(nodes.flatMap(({ reserve }) => reserve.map(({ taskClass }) => taskClass)));
    const isWeighted = tasks.some(({ weight }) => weight !== null);
    const isApart = isWeighted || backfill === 'easy';
    const names: string[] = [];
    const keptFor: number[] = [];
    const slots: number[] = [];
    const mayTake: (TaskClassSpec['needs'] | null)[] = [];
    const lineFor = ({ needs }: TaskClassSpec, c: number, each: number): number => {
      const own = reserved.has(c) ? c : -1;
      const who = needs === null ? 'all' : needs.groups.join(',');
      const name = `${who}/${own}/${isApart ? c : ''}/${each}`;
      const found = names.indexOf(name);
      if (found !== -1) return found;
      names.push(name);
      keptFor.push(own);
      slots.push(each);
      mayTake.push(needs);
      return names.length - 1;
    };
    this.#bySlots = tasks.map(
      (spec, c) => new Map(slotsOf(spec).map((each) => [each, lineFor(spec, c, each)] as const)),
    );
    this.lineOf = tasks.map((spec, c) => this.#bySlots[c]!.get(slotsOf(spec)[0]!)!);
    this.keptFor = keptFor;
    this.slots = slots;
    this.hasBigger = slots.some((each) => each > 1);
    this.isWeighted = isWeighted;
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

  /** The line of a task of a class that takes so many slots. */
  lineWith(taskClass: number, slots: number): number {
    return this.#bySlots[taskClass]!.get(slots)!;
  }
}

/** How many slots tasks of a class take, each number once. */
function slotsOf({ slots, arrivals }: TaskClassSpec): number[] {
  const ofRows = arrivals?.kind === 'trace' ? arrivals.trace.slots : null;
  return ofRows === null ? [slots] : [...new Set([slots, ...ofRows])];
}
