/** Every verb, in the order in which people meet them. */
import { check } from './check.ts';
import { compare } from './compare.ts';
import { drill } from './drill.ts';
import { explain } from './explain.ts';
import { hunt } from './hunt.ts';
import { init } from './init.ts';
import { merge } from './merge.ts';
import { presets } from './presets.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { size } from './size.ts';
import { studio } from './studio.ts';
import { sweep } from './sweep.ts';
import { trace } from './trace.ts';
import { validate } from './validate.ts';
import type { Work } from './verb.ts';
import { verify } from './verify.ts';
import { worker } from './worker.ts';
import { yearly } from './yearly.ts';

/** The yargs modules of all verbs but `completion`, which is of yargs itself. */
export function verbs(doThis: (work: Work) => void) {
  return [
    run(doThis),
    compare(doThis),
    sweep(doThis),
    size(doThis),
    yearly(doThis),
    drill(doThis),
    hunt(doThis),
    explain(doThis),
    trace(doThis),
    check(doThis),
    merge(doThis),
    verify(doThis),
    worker(doThis),
    studio(doThis),
    validate(doThis),
    init(doThis),
    schema(doThis),
    presets(doThis),
  ] as const;
}

/** The verb of yargs, and what it says of it. */
export const COMPLETION = [
  'completion',
  'Print a script that completes verbs and flags in your shell',
] as const;
