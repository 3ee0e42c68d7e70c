/** `hasim explain --task …`, `--request …`: the story of one, in one replication. */
import { Attribution } from '../../measure/attribution.ts';
import { painterFor } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { type Line, type Story, storyOf } from '../../report/explain/story.ts';
import { endOf, INDENT, INDENTED } from '../../report/frame.ts';
import { paragraph } from '../../report/table.ts';
import { simulate } from '../../simulate.ts';
import { type Chosen, choose } from '../../study/explain/choose.ts';
import { type Recording, record } from '../../study/explain/recorder.ts';
import { findWarmUp, withWarmUp } from '../../study/replications/replicate.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { WorkFlags } from '../options.ts';
import type { ReadScenario } from './designs.ts';
import { readDesign } from './designs.ts';
import type { ExplainFlags } from './explain-flags.ts';
import { print, printJson } from './output.ts';
import { runnerOf } from './runner.ts';

/** Tells of one task or request; the run is made twice, as who is meant shows only when all is over. */
export async function tellOne(
  flags: ExplainFlags,
  of: 'task' | 'request',
  asked: string,
  signal: AbortSignal,
): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const { scenario, seed, replication } = await prepareReplication(design, flags, signal);
  const attribution = new Attribution(scenario);
  simulate(scenario, { seed, replication, tap: attribution.tap });
  const chosen = choose(attribution.causes(), of, asked);
  if (typeof chosen === 'string') throw new UsageError(`--${of} ${asked}: ${chosen}`);
  const recording = record(
    scenario,
    seed,
    replication,
    (work) => work.of === of && work.workClass === chosen.workClass && work.ordinal === chosen.ordinal,
  );
  const story = storyOf(scenario, recording, chosen);
  const repeat = repeatCommand('explain', [flags.scenario], {
    ...{ seed, replication, set: flags.set, allowOutside: flags.allowOutside, own: [`--${of}`, asked] },
  });
  if (flags.json) printJson(storyJson(story, recording, chosen, seed));
  else print(storyText(story, repeat, recording));
  return EXIT.met;
}

/** The replication that was asked for, of the scenario with its warm-up. */
export async function prepareReplication(
  design: ReadScenario,
  flags: WorkFlags & { readonly replication: number | undefined },
  signal: AbortSignal,
) {
  const seed = flags.seed ?? design.scenario.seed;
  const runner = runnerOf(flags);
  try {
    const warmUp = await findWarmUp(design.scenario, runner, { seed, signal });
    return { scenario: withWarmUp(design.scenario, warmUp), seed, replication: flags.replication ?? 0 };
  } finally {
    await runner.close();
  }
}

function storyText({ title, lines }: Story, repeat: string, { result }: Recording): string {
  const { columns, strong } = painterFor(process.stdout);
  return [
    ...paragraph(title, columns, 0).map(strong),
    '',
    ...toldLines(lines, columns),
    '',
    ...endOf({ folder: null, repeat }, result.digest, columns),
  ].join('\n');
}

/** Each behind its time. */
export function toldLines(lines: readonly Line[], columns: number): string[] {
  const wide = Math.max(0, ...lines.map(({ when }) => when.length));
  return lines.flatMap(({ when, text }) =>
    paragraph(text, columns, INDENT + wide + 2).map((line, i) =>
      i === 0 ? `${INDENTED}${when.padEnd(wide)}  ${line.trimStart()}` : line,
    ),
  );
}

function storyJson(
  { title, lines }: Story,
  { works, result }: Recording,
  chosen: Chosen,
  seed: string,
): object {
  return {
    schema: 'hasim.story/1',
    engine: { version: hasimVersion(), seed, replication: result.replication },
    digest: result.digest,
    title,
    why: chosen.why,
    lines,
    work: works[0],
  };
}
