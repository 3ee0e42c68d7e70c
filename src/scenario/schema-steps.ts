/** The grammar of what a task does, step after step. */
import * as z from 'zod/mini';
import { distribution } from './schema-distribution.ts';
import { reference } from './schema-names.ts';
import { keys, list, oneOf } from './schema-shapes.ts';
import { choice, constantDuration, size, whole, yesNo } from './schema-values.ts';

/** Steps of a class after its repeats are written out. */
export const MAX_FLAT_STEPS = 100_000;

const MAX_CALLS = 1_000_000;

const work = (what: string) => distribution(what);

const fromTrace = keys('a step from the trace', {
  from: choice('from', ['trace']).describe("The task's own duration in the trace that it arrived from."),
});

/** Written out once so that a repeat can hold steps again. */
export type StepInput =
  | { db: number | { calls: number; writes: number; transaction: boolean; keeps: number } }
  | { read: string }
  | { write: string }
  | { cpu: z.output<ReturnType<typeof distribution>> }
  | { run: z.output<ReturnType<typeof distribution>> | { from: 'trace' }; on?: string | undefined }
  | { start: string; count: number; exempt: boolean }
  | { repeat: { times: number; steps: StepInput[] } };

const step: z.ZodMiniType<StepInput> = z.lazy(() =>
  oneOf('a step is one of db, read, write, cpu, run, start, repeat', [
    keys('a db step', {
      db: oneOf('db is a number of calls or { calls, writes, transaction, keeps }', [
        whole('a number of calls', 1, MAX_CALLS),
        keys('a db step', {
          calls: whole('a number of calls', 1, MAX_CALLS).describe('Calls one after another.'),
          writes: whole('a number of writes', 0, MAX_CALLS).default(0).describe('Of them, evenly spread.'),
          transaction: yesNo()
            .default(false)
            .describe('Holds one connection throughout; a failed call starts it again.'),
          keeps: whole('keeps', 0, 1000)
            .default(0)
            .describe('Of a transaction: for how many more steps it keeps its connection (fact 93).'),
        }),
      ]).describe('Database calls.'),
    }),
    keys('a read step', { read: size().describe('Bytes read from storage.') }),
    keys('a write step', { write: size().describe('Bytes written to storage.') }),
    keys('a cpu step', { cpu: work('core time').describe('Core time on the node.') }),
    keys('a run step', {
      run: oneOf(
        'run is a duration such as 25s, a distribution such as { exponential: 25s } or { from: trace }',
        [constantDuration('a run step'), fromTrace, ...(work('a run step').def.options.slice(1) as never[])],
      ).describe(
        'Work on targets: asks for `runCores` of the node. Also `{ from: trace }`, the duration in the trace.',
      ),
      on: reference('a pool of workers', ['workers'])
        .optional()
        .describe('The pool whose workers do it: it waits for one, holding its slot (rule W6).'),
    }),
    keys('a start step', {
      start: reference('a class of tasks', ['tasks']).describe(
        'Starts tasks of that class and waits until they are over, holding its slot (rule W8).',
      ),
      count: whole('count', 1, 1000).default(1).describe('How many.'),
      exempt: yesNo()
        .default(false)
        .describe(
          'Its slot is free for others while it waits; then it goes on, above the cap if need be (fact 28).',
        ),
    }),
    keys('a repeat step', {
      repeat: keys('a repeat', {
        times: whole('times', 1, MAX_FLAT_STEPS).describe('How often.'),
        steps: steps(),
      }).describe('The same steps again and again.'),
    }),
  ]),
) as z.ZodMiniType<StepInput>;

export function steps() {
  return list('steps', step, 1, 1000).describe('One after another; the slot is held from start to end.');
}
