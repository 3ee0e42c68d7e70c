/** `hasim check`: every scenario against what it expects, in as few words as the result needs. */
import { scenarioFiles } from '../../node/scenario-files.ts';
import { painterFor } from '../../node/terminal.ts';
import { ThreadRunner } from '../../node/thread-runner.ts';
import { judged } from '../../report/figures.ts';
import type { Painter } from '../../report/painter.ts';
import { cut } from '../../report/table.ts';
import { plural } from '../../report/words.ts';
import type { Judgement } from '../../study/gate.ts';
import type { Runner } from '../../study/runner.ts';
import { decided } from '../../study/stop-rule.ts';
import type { CheckFlags } from '../check.ts';
import { Interrupted } from '../errors.ts';
import { EXIT, type ExitCode, gravest } from '../exit-codes.ts';
import { failureOf } from '../failure.ts';
import { type Design, readDesign, withOwnNames } from './designs.ts';
import { exitCodeOf, judgeLimits } from './judging.ts';
import { print, printJson, reportFolder } from './output.ts';
import { studyDesign, writeStudy } from './study.ts';
import { stopRule } from './work.ts';

/** What became of one scenario. */
interface Checked {
  readonly path: string;
  readonly code: ExitCode;
  /** Replications that it took. */
  readonly replications: number;
  readonly judgements: readonly Judgement[];
  /** Of a scenario that does not pass: what people read below its name. */
  readonly details: readonly string[];
}

/** Checks the scenarios one after another; the gravest of their exit codes is that of all. */
export async function checkScenarios(flags: CheckFlags, signal: AbortSignal): Promise<ExitCode> {
  const paths = [...new Set(flags.paths.flatMap(scenarioFiles))];
  const runner = new ThreadRunner(flags.jobs);
  const all: Checked[] = [];
  const done = (checked: Checked) => {
    all.push(checked);
    if (!flags.json) print(sentence(checked, painterFor(process.stdout)));
  };
  try {
    const designs = paths.flatMap((path) => {
      try {
        return [readDesign(path, flags)];
      } catch (error) {
        done(broken(path, error));
        return [];
      }
    });
    for (const design of withOwnNames(designs)) done(await check(design, runner, flags, signal));
  } finally {
    await runner.close();
  }
  const code = gravest(all.map((one) => one.code));
  if (flags.json) printJson({ schema: 'hasim.check/1', exitCode: code, scenarios: all.map(documentOf) });
  else print(total(all));
  return code;
}

async function check(
  design: Design,
  runner: Runner,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Checked> {
  const { path, scenario } = design;
  try {
    const rule = stopRule(scenario, flags, decided(scenario));
    const study = await studyDesign(design, runner, rule, flags, signal);
    const judgements = judgeLimits(study);
    const baselines = scenario.expect.filter(({ kind }) => kind === 'baseline');
    const code = gravest([exitCodeOf(judgements), ...baselines.map(() => EXIT.noBaseline)]);
    const checked = { path, code, replications: study.results.length, judgements };
    if (code === EXIT.met) return { ...checked, details: [] };
    const folder = reportFolder(scenario.name, flags, true);
    const { repeat } = await writeStudy(folder, design, study, judgements, flags, signal);
    const missed = judgements.filter(({ verdict }) => verdict !== 'pass');
    const details = [
      ...missed.map((one) => `${wordOf(one).padEnd(12)}  ${judged(one)}`),
      ...baselines.map(({ text }) => `no baseline   ${text}`),
      `report  ${folder}/`,
      `repeat  ${repeat}`,
    ];
    return { ...checked, details };
  } catch (error) {
    return broken(path, error);
  }
}

/** What could not be run at all; Ctrl-C ends everything. */
function broken(path: string, error: unknown): Checked {
  if (error instanceof Interrupted) throw error;
  const { code, text } = failureOf(error, ['check', path]);
  return { path, code, replications: 0, judgements: [], details: text.split('\n') };
}

const WORDS: Partial<Record<ExitCode, string>> = {
  [EXIT.met]: 'pass',
  [EXIT.failed]: 'fail',
  [EXIT.noBaseline]: 'no baseline',
  [EXIT.inconclusive]: 'inconclusive',
};

function word(code: ExitCode): string {
  return WORDS[code] ?? 'broken';
}

function wordOf({ verdict, expectation }: Judgement): string {
  return verdict === 'fail' && expectation.level === 'warn' ? 'warning' : verdict;
}

/** A line of a scenario that passes, a paragraph of one that does not. */
function sentence({ path, code, replications, judgements, details }: Checked, paint: Painter): string {
  if (code !== EXIT.met) {
    const colour = code === EXIT.inconclusive || code === EXIT.noBaseline ? paint.unsure : paint.bad;
    return [`${colour(word(code))}  ${path}`, ...details.map((line) => `      ${line}`)].join('\n');
  }
  const warnings = judgements.filter(({ verdict }) => verdict !== 'pass');
  const facts = [
    judgements.length === 0 ? 'nothing expected' : plural(judgements.length, 'expectation'),
    plural(replications, 'replication'),
    ...warnings.map((one) => `${wordOf(one)}: ${judged(one)}`),
  ];
  return `${paint.good(word(code))}  ${cut(`${path}  ${facts.join(' · ')}`, 94)}`;
}

function total(all: readonly Checked[]): string {
  const numbers = [...new Set(all.map(({ code }) => word(code)))].map(
    (each) => `${all.filter(({ code }) => word(code) === each).length} ${each}`,
  );
  return `${plural(all.length, 'scenario')}: ${numbers.join(', ')}`;
}

function documentOf({ path, code, replications, judgements, details }: Checked): object {
  return {
    file: path,
    verdict: word(code),
    exitCode: code,
    replications,
    expectations: judgements.map((one) => ({
      text: one.expectation.text,
      level: one.expectation.level,
      verdict: one.verdict,
      value: one.value,
      low: one.low,
      high: one.high,
      ...(one.reason === undefined ? {} : { reason: one.reason }),
    })),
    details,
  };
}
