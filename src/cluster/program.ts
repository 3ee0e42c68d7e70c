/** A task class's steps as a flat program: repeats unrolled, samplers made, every draw given its ordinal. */
import { Sampler } from '../engine/distributions.ts';
import type { Step } from '../scenario/scenario.ts';
import type { FileUse } from './storage.ts';

export const STEP = { db: 0, storage: 1, cpu: 2, run: 3, runTrace: 4, end: 5, start: 6 } as const;

export class Program {
  readonly kind: Uint8Array;
  /** Calls of a `db` step, and how many of them write. */
  readonly calls: Int32Array;
  readonly writes: Int32Array;
  readonly transaction: Uint8Array;
  /** The pool of workers that a step runs on; -1: none (rule W6). */
  readonly pool: Int32Array;
  /** Of a step that starts others: of which class, how many (in `calls`), and whether it gives its slot up meanwhile (rule W8). */
  readonly starts: Int32Array;
  readonly exempt: Uint8Array;
  /** Whether a transaction's connection is kept when the step is over (rule B2). */
  readonly keeps: Uint8Array;
  /** What a storage step does. */
  readonly files: (FileUse | null)[];
  /** Index into `samplers`. */
  readonly sampler: Int32Array;
  /** The ordinal of the step's first draw for its purpose: the same whatever happened before (rule T4). */
  readonly ordinal: Int32Array;
  readonly samplers: readonly Sampler[];

  constructor(steps: readonly Step[]) {
    const flat = flatten(steps);
    const size = flat.length + 1;
    this.kind = new Uint8Array(size);
    this.calls = new Int32Array(size);
    this.writes = new Int32Array(size);
    this.transaction = new Uint8Array(size);
    this.pool = new Int32Array(size).fill(-1);
    this.starts = new Int32Array(size);
    this.exempt = new Uint8Array(size);
    this.keeps = new Uint8Array(size);
    this.files = new Array<FileUse | null>(size).fill(null);
    this.sampler = new Int32Array(size);
    this.ordinal = new Int32Array(size);
    const samplers: Sampler[] = [];
    const known = new Map<unknown, number>();
    const next = [0, 0, 0, 0, 0, 0, 0];
    let kept = 0;
    flat.forEach((step, at) => {
      const kind = kindOf(step);
      this.kind[at] = kind;
      this.ordinal[at] = next[kind]!;
      if (step.do === 'run') this.pool[at] = step.on ?? -1;
      next[kind]! += step.do === 'db' ? step.calls : step.do === 'start' ? step.count : 1;
      kept = step.do === 'db' ? step.keeps : Math.max(0, kept - 1);
      this.keeps[at] = kept > 0 ? 1 : 0;
      if (step.do === 'db') {
        this.calls[at] = step.calls;
        this.writes[at] = step.writes;
        this.transaction[at] = step.transaction ? 1 : 0;
      } else if (step.do === 'read' || step.do === 'write') {
        this.files[at] = { bytes: step.bytes, reads: step.do === 'read', of: 'task' };
      } else if (step.do === 'start') {
        this.starts[at] = step.taskClass;
        this.calls[at] = step.count;
        this.exempt[at] = step.exempt ? 1 : 0;
      } else if (step.length !== 'trace') {
        let index = known.get(step.length);
        if (index === undefined) {
          index = samplers.push(new Sampler(step.length)) - 1;
          known.set(step.length, index);
        }
        this.sampler[at] = index;
      }
    });
    const end = flat.length;
    this.kind[end] = STEP.end;
    this.ordinal[end] = next[STEP.db]!;
    this.samplers = samplers;
  }

  /** Where a task begins that stopped at a step: what needs its transaction's connection begins with that. */
  beginning(step: number): number {
    let at = step;
    while (at > 0 && this.keeps[at - 1] === 1) at -= 1;
    return at;
  }

  /** Whether call `index` of a step writes. */
  isWrite(step: number, index: number): boolean {
    return isWrite(index, this.calls[step]!, this.writes[step]!);
  }
}

/** Whether call `index` of some writes: writes are spread evenly (rule W1). */
export function isWrite(index: number, calls: number, writes: number): boolean {
  return writes > 0 && Math.floor(((index + 1) * writes) / calls) > Math.floor((index * writes) / calls);
}

type FlatStep = Exclude<Step, { do: 'repeat' }>;

function flatten(steps: readonly Step[]): FlatStep[] {
  const flat: FlatStep[] = [];
  for (const step of steps) {
    if (step.do !== 'repeat') flat.push(step);
    else {
      const once = flatten(step.steps);
      for (let i = 0; i < step.times; i += 1) flat.push(...once);
    }
  }
  return flat;
}

function kindOf(step: FlatStep): number {
  switch (step.do) {
    case 'db':
      return STEP.db;
    case 'read':
    case 'write':
      return STEP.storage;
    case 'cpu':
      return STEP.cpu;
    case 'start':
      return STEP.start;
    case 'run':
      return step.length === 'trace' ? STEP.runTrace : STEP.run;
  }
}
