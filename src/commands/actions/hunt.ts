/** `hasim hunt`: searches the outage that breaks a promise, makes it small, and keeps it as a scenario. */

import { basename, dirname, join } from 'node:path';
import { ReplicationFailed } from '../../node/replication-failed.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { writeWhole } from '../../node/whole-file.ts';
import { findScenario, huntJson, huntSummary, lengthOf, timelineOf } from '../../report/hunt.ts';
import { describeMetric } from '../../scenario/catalogue.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { hashOf } from '../../scenario/hash.ts';
import { disasterPromises } from '../../scenario/promises.ts';
import { type Hunt, hunt } from '../../study/hunt/hunt.ts';
import type { HuntedKind } from '../../study/hunt/space.ts';
import { spaceOf } from '../../study/hunt/space.ts';
import { commandLine, repeatCommand } from '../command-line.ts';
import { BrokenPromise, UsageError } from '../errors.ts';
import { EXIT, type ExitCode, gravest } from '../exit-codes.ts';
import type { HuntFlags } from '../options.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { print, printJson } from './output.ts';
import { promisesOf } from './promises.ts';
import { type CommandRunner, runnerOf } from './runner.ts';
import { checkWork } from './work.ts';

export interface HuntCommandFlags extends HuntFlags {
  readonly scenario: string;
  readonly promise: readonly string[];
  readonly budget: number;
  readonly faults: number;
  readonly parts: readonly HuntedKind[];
  /** A share: 1 for 100%. */
  readonly probability: number;
  readonly noKeep: boolean;
}

/** Faults begin within this time of each other. */
const WINDOW = 1_800_000_000;
/** The plan that answers a lost region, where the scenario has one of this name. */
const PLAN = 'region-loss';

/** Exit code 1 when a promise is broken by a find. */
export async function huntScenario(flags: HuntCommandFlags, signal: AbortSignal): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const asked = promisesOf(flags.promise, [design]);
  const promises = disasterPromises(asked.length > 0 ? { promises: asked } : design.scenario);
  if (promises.length === 0)
    throw new UsageError(
      "nothing is promised; give --promise 'recovery.ui.rto < 1h', or promises: in the file",
    );
  const space = spaceOf(design.scenario, flags.parts, flags.faults, WINDOW);
  if (space.quarries.length === 0)
    throw new UsageError(
      `--parts ${flags.parts.join(',')}: the scenario has no such part that could be lost`,
    );
  const trial = Math.max(...space.lengths) + space.strikes + WINDOW + space.watch;
  const scenario = { ...design.scenario, duration: trial, failures: [], timeline: [] };
  checkWork({ path: design.path, scenario }, flags.budget * flags.replications * promises.length, flags);
  const runner = runnerOf(flags);
  const documents: object[] = [];
  const codes: ExitCode[] = [];
  try {
    for (const promise of promises) {
      const found = await hunted(design, promise, space, runner, flags, signal);
      codes.push(found.find === null ? EXIT.met : EXIT.failed);
      const document = told(found, design, flags, documents.length > 0);
      documents.push(document);
    }
  } finally {
    await runner.close();
  }
  if (flags.json)
    printJson(documents.length === 1 ? documents[0]! : { schema: 'hasim.hunts/1', hunts: documents });
  return gravest(codes);
}

async function hunted(
  design: ReadScenario,
  promise: LimitExpectation,
  space: Hunt['space'],
  runner: CommandRunner,
  flags: HuntCommandFlags,
  signal: AbortSignal,
): Promise<Hunt> {
  const { scenario } = design;
  const seed = flags.seed ?? scenario.seed;
  const plan = scenario.plans.findIndex(({ name }) => name === PLAN);
  const bar = progressBar();
  try {
    return await hunt(scenario, promise, space, runner, {
      seed,
      budget: flags.budget,
      replications: flags.replications,
      share: flags.probability,
      plan: plan === -1 ? null : plan,
      signal,
      onProgress: (tried, budget) => bar.update(tried, budget, promise.text),
    });
  } catch (error) {
    throw error instanceof ReplicationFailed
      ? new BrokenPromise(error, repeatOf(design, promise, flags))
      : error;
  } finally {
    bar.stop();
  }
}

/** Prints what a hunt found and keeps it; the same as a document. */
function told(found: Hunt, design: ReadScenario, flags: HuntCommandFlags, isNext: boolean): object {
  const { scenario, promise, find } = found;
  const seed = flags.seed ?? scenario.seed;
  const plan = scenario.plans.some(({ name }) => name === PLAN) ? PLAN : null;
  const repeat = repeatOf(design, promise, flags);
  const sets =
    find === null
      ? []
      : [
          `timeline=${JSON.stringify(timelineOf(found, find, plan))}`,
          `duration=${lengthOf(found, find)}`,
          ...[
            'study=terminating',
            'warmUp=null',
            'failures=null',
            `expect=${JSON.stringify([promise.text])}`,
          ],
        ];
  const run =
    find === null
      ? null
      : repeatCommand('run', [design.path], {
          seed,
          replications: flags.replications,
          set: [...flags.set, ...sets],
          allowOutside: flags.allowOutside,
        });
  const file =
    find === null || flags.noKeep || flags.set.length > 0 ? null : keep(found, design, plan, repeat);
  if (!flags.json) {
    const notes =
      find !== null && flags.set.length > 0
        ? ['not kept as a file: with --set it is not of the scenario as it stands']
        : [];
    const unit = describeMetric(promise.metric)?.unit ?? 'count';
    const when = file === null ? null : commandLine(['explain', file, '--no-return']);
    const context = { file, when, run, repeat, unit, notes, paint: painterFor(process.stdout) };
    print(`${isNext ? '\n' : ''}${huntSummary(found, context)}`);
  }
  return huntJson(found, hasimVersion(), seed, plan, run);
}

/** Beside the scenario, so that it can extend it; the same find has the same name. */
function keep(found: Hunt, { path, scenario }: ReadScenario, plan: string | null, repeat: string): string {
  const find = found.find!;
  const mark = hashOf([found.promise.text, timelineOf(found, find, plan)]).slice(0, 6);
  const name = `${scenario.name.slice(0, 50)}-find-${mark}`;
  const file = join(dirname(path), `${basename(path).replace(/\.ya?ml$/, '')}.find-${mark}.yaml`);
  writeWhole(file, findScenario(found, find, name, basename(path), plan, repeat));
  return file;
}

function repeatOf(
  { path, scenario }: ReadScenario,
  { text }: LimitExpectation,
  flags: HuntCommandFlags,
): string {
  const { seed, set, allowOutside, replications, budget, faults, parts, probability } = flags;
  const own = [
    ...['--promise', text, '--budget', `${budget}`, '--faults', `${faults}`, '--parts', parts.join(',')],
    ...['--probability', `${Number((probability * 100).toPrecision(12))}%`],
  ];
  return repeatCommand('hunt', [path], { seed: seed ?? scenario.seed, replications, set, allowOutside, own });
}
