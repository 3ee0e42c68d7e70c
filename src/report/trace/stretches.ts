/** Recorded work as stretches of one cause, for all forms of a trace. */
import { CAUSES } from '../../measure/causes.ts';
import type { Recorded } from '../../study/explain/recorder.ts';
import { CAUSE_WORDS } from '../explain/cause-words.ts';

export interface Stretch {
  readonly name: string;
  readonly from: number;
  to: number;
}

/** In order of time, one behind the other; what follows itself is one. */
export function stretchesOf({ segments }: Recorded): Stretch[] {
  const all: Stretch[] = [];
  for (const { cause, from, to } of segments) {
    if (to === from) continue;
    const name = CAUSE_WORDS[CAUSES[cause]!][0];
    const last = all.at(-1);
    if (last?.name === name && last.to === from) last.to = to;
    else all.push({ name, from, to });
  }
  return all;
}

export interface Phase {
  /** Where it runs; -1: it waits. */
  readonly node: number;
  readonly from: number;
  readonly to: number;
}

/** Where a task was from start to start. A request is where its node is. */
export function phasesOf(work: Recorded): Phase[] {
  if (work.of === 'request') return [{ node: work.node, from: work.arrived, to: work.ended }];
  const moves = work.moments.filter(
    ({ what }) => what === 'starts' || what === 'orphaned' || what === 'pendingAgain',
  );
  const borders = [
    { at: work.arrived, node: -1 },
    ...moves.map(({ at, what, node }) => ({ at, node: what === 'starts' ? node : -1 })),
  ];
  return borders
    .map(({ at, node }, i) => ({ node, from: at, to: borders[i + 1]?.at ?? work.ended }))
    .filter(({ from, to }) => to > from);
}
