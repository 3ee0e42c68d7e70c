/** `hasim check`: every scenario against what it expects and its baseline, in as few words as the result needs. */
import { statSync } from 'node:fs';
import { baselinePath } from '../../node/baseline-file.ts';
import { checkXmlOutlet } from '../../node/outlet.ts';
import type { PartWriter } from '../../node/parts/part-file.ts';
import { eachOnce, scenariosAt } from '../../node/scenario-files.ts';
import { painterFor, progressBar } from '../../node/terminal.ts';
import {
  judgementText,
  regressionText,
  regressionWord,
  verdictWord,
  whereToLook,
} from '../../report/checked.ts';
import type { Painter } from '../../report/painter.ts';
import { plural } from '../../report/words.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { plainTexts } from '../../scenario/plain-text.ts';
import { some } from '../../scenario/suggest.ts';
import { LEAST_FOR_VERDICT } from '../../study/estimates/gate.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode, gravest } from '../exit-codes.ts';
import type { CheckFlags } from './check-flags.ts';
import { findsOf } from './check-promises.ts';
import { broken, type Checked, checkScenario, STRAY, stray } from './check-scenario.ts';
import { tellCi } from './ci.ts';
import { type ReadScenario, readDesign, withOwnNames } from './designs.ts';
import { print, printJson, say } from './output.ts';
import { runnerOf } from './runner.ts';
import { checkPart, ownPaths } from './shard.ts';

/** Checks scenarios beside each other; they are told in their order, and the gravest exit code is that of all. */
export async function checkScenarios(flags: CheckFlags, signal: AbortSignal): Promise<ExitCode> {
  if (flags.update && typeof flags.replications === 'number' && flags.replications < LEAST_FOR_VERDICT) {
    throw new UsageError(
      `--update: a baseline of ${flags.replications} replications could decide nothing; take at least ${LEAST_FOR_VERDICT}`,
    );
  }
  if (flags.junit !== undefined && statSync(flags.junit, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--junit ${flags.junit} is a folder; name a file in it`);
  if (flags.junit !== undefined) checkXmlOutlet(flags.junit);
  const outcomes = new Map<string, Checked>();
  /** What cannot be read hides nothing of the others. */
  const orBroken = <T>(path: string, read: () => T[]): T[] => {
    try {
      return read();
    } catch (error) {
      outcomes.set(path, broken(path, error, flags));
      return [];
    }
  };
  const asked = flags.promises
    ? eachOnce(flags.paths.flatMap((path) => [path, ...findsOf(path)]))
    : flags.paths;
  const found = asked.map(scenariosAt);
  for (const error of found.flatMap(({ unreadable }) => unreadable))
    outcomes.set(error.path, broken(error.path, error, flags));
  const strays = flags.allowMissingBaseline ? [] : found.flatMap((each) => each.strays);
  for (const file of strays) outcomes.set(file, stray(file));
  const everyPath = eachOnce([
    ...found.flatMap(({ scenarios, unreadable }) => [...scenarios, ...unreadable.map(({ path }) => path)]),
    ...strays,
  ]);
  const paths = ownPaths(everyPath, flags.shard);
  const designs = paths
    .filter((path) => !outcomes.has(path))
    .flatMap((path) =>
      orBroken(path, () => {
        checkOwnBaseline(path, everyPath);
        return [readDesign(path, flags)];
      }),
    );
  const all: Checked[] = [];
  const paint = painterFor(process.stdout);
  const tell = () => {
    for (
      let next = outcomes.get(paths[all.length]!);
      next !== undefined;
      next = outcomes.get(paths[all.length]!)
    ) {
      // Names, keys and questions of somebody's files are in it, and everything that tells it is made of it.
      const told = plainTexts(next);
      all.push(told);
      if (!flags.json) print(sentence(told, paint));
    }
  };
  tell();
  const part = flags.shard === undefined ? null : checkPart(everyPath, flags.shard, flags);
  try {
    await inLanes(withOwnNames(designs), flags, part, signal, (checked) => {
      outcomes.set(checked.path, checked);
      tell();
    });
  } catch (error) {
    part?.abandon();
    throw error;
  }
  const code = gravest(all.map((one) => one.code));
  if (flags.json) printJson({ schema: 'hasim.check/1', exitCode: code, scenarios: all.map(documentOf) });
  else print(total(all));
  sayForeign(found.flatMap(({ foreign }) => foreign));
  await tellCi(all, flags.junit, signal);
  if (part !== null)
    say(
      `part ${flags.shard!.part} of ${flags.shard!.of}: ${plural(part.finish(), 'replication')} in ${part.path}`,
    );
  return code;
}

/** What lies among scenarios and is none, so that one with a mistake in its first words is missed. */
function sayForeign(files: readonly string[]): void {
  if (files.length > 0)
    say(`Note: not checked, as they have neither workload, duration nor extends: ${some(files, 5)}`);
}

/** @throws ScenarioError for one of two scenarios whose baselines would be one file, as of a.yaml and a.yml */
function checkOwnBaseline(path: string, paths: readonly string[]): void {
  const other = paths.find((one) => one !== path && baselinePath(one) === baselinePath(path));
  if (other === undefined) return;
  const text = `its baseline would be that of ${other}, too: rename one of them`;
  throw new ScenarioError([{ file: path, line: 1, column: 1, path: '', text }]);
}

/** As many scenarios at once as there are threads, each with its share of them. */
async function inLanes(
  designs: readonly ReadScenario[],
  flags: CheckFlags,
  part: PartWriter | null,
  signal: AbortSignal,
  onChecked: (checked: Checked) => void,
): Promise<void> {
  const lanes = Math.min(flags.jobs, designs.length);
  const waiting = [...designs];
  const bar = progressBar();
  let done = 0;
  const lane = async () => {
    const runner = runnerOf({ ...flags, jobs: Math.floor(flags.jobs / lanes) }, { part });
    try {
      for (let design = waiting.shift(); design !== undefined; design = waiting.shift()) {
        bar.update(done, designs.length, design.scenario.name);
        const checked = await checkScenario(design, runner, flags, signal);
        done += 1;
        bar.stop();
        onChecked(checked);
      }
    } finally {
      await runner.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    bar.stop();
  }
}

/** A line of a scenario that passes, with its warnings below, a paragraph of one that does not. */
function sentence(checked: Checked, paint: Painter): string {
  const { path, code, verdict, replications, judgements, remarks, expects } = checked;
  if (code !== EXIT.met) {
    const colour = code === EXIT.inconclusive || code === EXIT.noBaseline ? paint.unsure : paint.bad;
    return [`${colour(verdict)}  ${path}`, ...detailsOf(checked).map((line) => `      ${line}`)].join('\n');
  }
  const facts = [
    ...(judgements.length > 0 ? [plural(judgements.length, 'expectation')] : []),
    ...(judgements.length === 0 && !expects ? ['nothing expected'] : []),
    plural(replications, 'replication'),
  ];
  const line = `${paint.good(verdict)}  ${path}  ${facts.join(' · ')}`;
  return [line, ...[...missedOf(checked), ...remarks].map((each) => `      ${each}`)].join('\n');
}

/** More of what became worse stands in the report. */
const MOST_REGRESSIONS = 8;

function detailsOf(checked: Checked): string[] {
  const { regressions, obstacles, remarks } = checked;
  const hidden = regressions.length - MOST_REGRESSIONS;
  return [
    ...missedOf(checked),
    ...regressions
      .slice(0, MOST_REGRESSIONS)
      .map((one) => `${regressionWord(one).padEnd(12)}  ${regressionText(one)}`),
    ...(hidden > 0 ? [`… and ${hidden} more metrics that became worse than their baseline`] : []),
    ...obstacles,
    ...remarks,
    ...whereToLook(checked),
  ];
}

/** What is not met, warnings too, each in a line of its own. */
function missedOf({ judgements }: Checked): string[] {
  const missed = judgements.filter(({ verdict }) => verdict !== 'pass');
  return missed.map((one) => `${verdictWord(one).padEnd(12)}  ${judgementText(one)}`);
}

function total(all: readonly Checked[]): string {
  const numbers = [...new Set(all.map(({ verdict }) => verdict))].map(
    (each) => `${all.filter(({ verdict }) => verdict === each).length} ${each}`,
  );
  const scenarios = all.filter(({ verdict }) => verdict !== STRAY);
  return `${plural(scenarios.length, 'scenario')}: ${numbers.join(', ')}`;
}

function documentOf(checked: Checked): object {
  const { path, code, verdict, replications, judgements, regressions, remarks, report, repeat } = checked;
  return {
    file: path,
    verdict,
    exitCode: code,
    replications,
    expectations: judgements.map((one) => ({
      text: one.expectation.text,
      level: one.expectation.level,
      verdict: one.verdict,
      value: one.value,
      low: one.low,
      high: one.high,
      ...(one.method === undefined ? {} : { method: one.method }),
      ...(one.reason === undefined ? {} : { reason: one.reason }),
      ...(one.leftOut === undefined ? {} : { leftOut: one.leftOut }),
      ...(one.metIn === undefined ? {} : { metIn: one.metIn }),
      at: one.at,
      chart: one.chart,
    })),
    regressions,
    remarks,
    details: code === EXIT.met ? [] : detailsOf(checked),
    report,
    repeat,
  };
}
