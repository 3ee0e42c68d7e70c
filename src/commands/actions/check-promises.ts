/** `hasim check --promises`: what a design promises, in each disaster, in a year with its failures, and in its finds. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readDisasters, SHIPPED_DISASTERS } from '../../node/disaster-files.ts';
import { loadDrill } from '../../node/load-drill.ts';
import { disasterPromises, yearPromises } from '../../scenario/promises.ts';
import { drill } from '../../study/drill/drill.ts';
import type { Judgement } from '../../study/estimates/gate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { REPLICATIONS } from '../../study/replications/stop-rule.ts';
import { judgeYear } from '../../study/yearly/promised.ts';
import { yearly } from '../../study/yearly/yearly.ts';
import { YEARLY_REPLICATIONS } from '../options.ts';
import type { CheckFlags } from './check-flags.ts';
import type { ReadScenario } from './designs.ts';

/** Verdicts on all promises of a design: those about disasters by cell, `zone: recovery.ui.rto < 1h`. */
export async function judgePromises(
  design: ReadScenario,
  runner: Runner,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Judgement[]> {
  return [
    ...(disasterPromises(design.scenario).length === 0
      ? []
      : await inDisasters(design, runner, flags, signal)),
    ...(yearPromises(design.scenario).length === 0 ? [] : await inAYear(design, runner, flags, signal)),
  ];
}

async function inDisasters(
  design: ReadScenario,
  runner: Runner,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Judgement[]> {
  const { set, allowOutside } = flags;
  const files = readDisasters(flags.disasters ?? SHIPPED_DISASTERS);
  const { plan } = loadDrill([design], files, [], { set, allowOutside });
  const drilled = await drill(plan, runner, {
    seed: flags.seed ?? design.scenario.seed,
    replications: numberOf(flags, REPLICATIONS),
    signal,
  });
  return drilled.designs[0]!.cells.flatMap(({ judgements }, i) =>
    judgements.map(({ expectation, ...judgement }) => {
      const text = `${drilled.disasters[i]!.name}: ${expectation.text}`;
      return { ...judgement, expectation: { ...expectation, text } } as Judgement;
    }),
  );
}

/** What happens once in the scenario is no part of its years. */
async function inAYear(
  { scenario }: ReadScenario,
  runner: Runner,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Judgement[]> {
  const replications = numberOf(flags, YEARLY_REPLICATIONS);
  const seed = flags.seed ?? scenario.seed;
  return judgeYear(await yearly({ ...scenario, timeline: [] }, runner, { seed, replications, signal }));
}

function numberOf({ replications }: CheckFlags, usual: number): number {
  return typeof replications === 'number' ? replications : usual;
}

/** Beside a scenario: what `hasim hunt` found and kept, in order of name. */
export function findsOf(path: string): string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const start = `${basename(path).replace(/\.ya?ml$/, '')}.find-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}
