import { type BaselineRead, baselinePath, readBaseline, writeBaseline } from '../../node/baseline-file.ts';
import { hasimVersion } from '../../node/version.ts';
import { type CheckedScenario, changeText, type Shown } from '../../report/checked.ts';
import { tieWarnings } from '../../report/tie-words.ts';
import { count, plural } from '../../report/words.ts';
import { type Position, ScenarioError } from '../../scenario/errors.ts';
import { isSaidOfAll, lastStatistic } from '../../scenario/metric-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { some } from '../../scenario/suggest.ts';
import {
  type AgainstBaseline,
  againstBaseline,
  type Baseline,
  decidedAgainst,
  forBaseline,
  replicationsOf,
  workHash,
} from '../../study/baseline/against-baseline.ts';
import { type BaselineChange, baselineChanges, baselineMetrics } from '../../study/baseline/baseline.ts';
import type { Judgement } from '../../study/estimates/gate.ts';
import { judgeLimits } from '../../study/estimates/judge-limits.ts';
import { nameOf } from '../../study/estimates/metric-name.ts';
import { observe } from '../../study/estimates/observation.ts';
import { isDeterministic } from '../../study/replications/deterministic.ts';
import { replicate, type Study } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { decided } from '../../study/replications/stop-rule.ts';
import { typedMistake } from '../as-typed.ts';
import { Interrupted } from '../errors.ts';
import { EXIT, type ExitCode, gravest } from '../exit-codes.ts';
import { failureOf } from '../failure.ts';
import type { CheckFlags } from './check-flags.ts';
import { judgePromises } from './check-promises.ts';
import { checkCommand, updateCommand, writeCheckReport } from './check-report.ts';
import type { ReadScenario } from './designs.ts';
import { exitCodeOf, notJudged } from './judging.ts';
import { checkWork, runRepeatable, stopRule } from './work.ts';

/** What became of a scenario, with its exit code. */
export interface Checked extends CheckedScenario {
  readonly code: ExitCode;
  /** Something is expected, judged or not. */
  readonly expects: boolean;
}

const WORDS: Readonly<Record<ExitCode, string>> = {
  [EXIT.met]: 'pass',
  [EXIT.failed]: 'fail',
  [EXIT.invalid]: 'invalid',
  [EXIT.noBaseline]: 'no baseline',
  [EXIT.inconclusive]: 'inconclusive',
  [EXIT.usage]: 'refused',
  [EXIT.unreadable]: 'unreadable',
  [EXIT.unavailable]: 'queue trouble',
  [EXIT.internal]: 'internal error',
  [EXIT.interrupted]: 'interrupted',
};

/** Checks one scenario; whatever keeps it from being judged is told, and does not stop the others. */
export async function checkScenario(
  design: ReadScenario,
  runner: Runner,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Checked> {
  const begun = performance.now();
  try {
    const checked = await judgedScenario(design, runner, flags, signal);
    return { ...checked, verdict: WORDS[checked.code], seconds: (performance.now() - begun) / 1000 };
  } catch (error) {
    return broken(design.path, error, flags);
  }
}

/** What could not be run at all; Ctrl-C ends everything. */
export function broken(path: string, error: unknown, flags: CheckFlags): Checked {
  if (error instanceof Interrupted) throw error;
  const { code, text } = failureOf(error, ['check', path]);
  const mistakes = error instanceof ScenarioError ? error.mistakes.map(typedMistake) : [];
  // An internal error brings its own.
  const repeat = code === EXIT.internal ? null : checkCommand(path, flags);
  return { ...NOTHING_YET, path, code, verdict: WORDS[code], obstacles: text.split('\n'), mistakes, repeat };
}

/** The verdict of a baseline without a scenario. */
export const STRAY = 'stray baseline';

/** A baseline that nothing is held against any more, as its scenario is not there. */
export function stray(file: string): Checked {
  const why =
    'keeps the figures of a scenario that is not beside it: rename it with its scenario, or delete it';
  return { ...NOTHING_YET, path: file, code: EXIT.noBaseline, verdict: STRAY, obstacles: [why] };
}

const NOTHING_YET = {
  expects: false,
  seconds: 0,
  replications: 0,
  judgements: [],
  regressions: [],
  compared: [],
  mistakes: [],
  remarks: [],
  report: null,
  repeat: null,
} as const;

async function judgedScenario(
  design: ReadScenario,
  runner: Runner,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Omit<Checked, 'verdict' | 'seconds'>> {
  const { path, scenario } = design;
  const file = baselinePath(path);
  const read = readBaseline(file);
  const baseline = read.kind === 'baseline' ? read.baseline : null;
  const work = workHash(design.resolved, flags.seed ?? scenario.seed, scenario);
  const study = await studyOf(design, runner, baseline, work, flags, signal);

  const compared = baseline === null ? null : againstBaseline(study, baseline, work);
  // What is kept as the new baseline differs from it by nothing.
  const held = flags.update ? null : compared;
  const promised = flags.promises ? await judgePromises(design, runner, flags, signal) : [];
  const own = [...judgeLimits(study), ...(held?.judgements ?? [])];
  const judgements = [...own, ...promised];
  const regressions = held?.regressions ?? [];
  const lost = held === null || read.kind !== 'baseline' ? [] : lostMetrics(held, read, design, study);
  const ofBaseline = flags.update ? keep(file, design, study, work, read) : comparisonRemarks(held, lost);
  const obstacles = flags.update
    ? []
    : [...obstacleOf(read, file, scenario, path, flags), ...lostWords(lost, file, path, flags)];
  const codes = [
    // What is not in the baseline any more is not worse than it.
    exitCodeOf(judgements.filter(({ expectation }) => !lost.includes(expectation.metric))),
    ...regressions.map(({ verdict }) => (verdict === 'fail' ? EXIT.failed : EXIT.inconclusive)),
    ...(obstacles.length > 0 ? [EXIT.noBaseline] : []),
  ];
  const remarks = [
    ...design.notes,
    ...study.warnings,
    ...tieWarnings(study),
    ...ofBaseline,
    ...(baseline === null && !flags.update && obstacles.length === 0 ? notJudged(scenario) : []),
    ...(judgements.length > 0 || scenario.expect.length > 0 || baseline !== null || flags.update
      ? []
      : [nothingExpected(path, flags)]),
  ];
  const report = await writeCheckReport(design, study, own, gravest(codes), flags, signal);
  const shown = <T>(one: T, metric: string, at: Position): T & Shown => ({
    ...one,
    at,
    chart: report.chartOf(metric),
  });
  const { expect } = scenario;
  const start = { file: path, line: 1, column: 1 };
  const placeOf = ({ expectation }: Judgement) => design.expectedAt[expect.indexOf(expectation)] ?? start;
  return {
    ...NOTHING_YET,
    path,
    expects: scenario.expect.length > 0,
    code: gravest([...codes, report.code]),
    replications: study.results.length,
    judgements: judgements.map((one) => shown(one, nameOf(one.expectation), placeOf(one))),
    regressions: regressions.map((one) => shown(one, one.metric, start)),
    compared: (held?.compared ?? []).map(({ metric, regression }) => ({
      metric,
      regression: regression === null ? null : shown(regression, metric, start),
    })),
    obstacles: [...obstacles, ...report.obstacles],
    remarks: [...remarks, ...report.remarks],
    report: report.folder,
    // `hasim run` says more of a scenario, but knows no baseline.
    repeat:
      (held === null && !flags.promises) || gravest(codes) === EXIT.met
        ? report.repeat
        : checkCommand(path, flags),
  };
}

function nothingExpected(path: string, flags: CheckFlags): string {
  return `nothing to hold it against: give it an expect, or keep its figures with  ${updateCommand(path, flags)}`;
}

function studyOf(
  design: ReadScenario,
  runner: Runner,
  baseline: Baseline | null,
  work: string,
  flags: CheckFlags,
  signal: AbortSignal,
): Promise<Study> {
  const { scenario } = design;
  const usual = () => {
    if (flags.update) return forBaseline(scenario);
    return baseline === null ? decided(scenario) : decidedAgainst(scenario, baseline, work);
  };
  const options = { signal, triesTies: true, ...(flags.seed === undefined ? {} : { seed: flags.seed }) };
  const rule = stopRule(scenario, flags, usual());
  checkWork(design, rule([]), flags);
  return runRepeatable([design], flags, () => replicate(scenario, runner, rule, options));
}

/** Why the baseline cannot be asked, where it should be: with the command that makes one. */
function obstacleOf(
  read: BaselineRead,
  file: string,
  { expect }: Scenario,
  path: string,
  flags: CheckFlags,
): string[] {
  const make = updateCommand(path, flags);
  if (read.kind === 'unfit') return [`${file} ${read.why}; make it anew with  ${make}`];
  const asking = expect.filter(({ kind, level }) => kind === 'baseline' && level === 'error').length;
  if (read.kind === 'baseline' || asking === 0 || flags.allowMissingBaseline) return [];
  return [
    `${plural(asking, 'expectation needs', 'expectations need')} ${file}, which is not there; make it with  ${make}`,
  ];
}

/** Metrics that only one side has although both should: lines of the file are lost, or parts of the scenario renamed. */
function lostMetrics(
  { gone, added }: AgainstBaseline,
  { made, baseline }: Extract<BaselineRead, { kind: 'baseline' }>,
  { hash }: ReadScenario,
  { seed, results }: Study,
): string[] {
  const sameRuns = made.scenario === hash && made.seed === seed && results.length <= replicationsOf(baseline);
  const { metrics = null } = made;
  const isCut = metrics !== null && metrics !== Object.keys(baseline.metrics).length;
  return [...gone, ...(sameRuns || isCut ? added : [])];
}

function lostWords(lost: readonly string[], file: string, path: string, flags: CheckFlags): string[] {
  if (lost.length === 0) return [];
  return [
    `${file} and the scenario have not the same metrics, compared with nothing: ${some(lost)}; were lines lost, or a class or node renamed? Put it right, or make it anew with  ${updateCommand(path, flags)}`,
  ];
}

function comparisonRemarks(held: AgainstBaseline | null, lost: readonly string[]): string[] {
  if (held === null) return [];
  const { sameWork, silent } = held;
  const added = held.added.filter((name) => !lost.includes(name));
  return [
    ...(sameWork
      ? []
      : ['the baseline did other work (workload, seed or duration): compared without pairing']),
    ...(added.length === 0 ? [] : [`not in the baseline, so compared with nothing: ${some(added, 4)}`]),
    ...(silent.length === 0 ? [] : [`in the baseline, with nothing to measure now: ${some(silent, 4)}`]),
  ];
}

const MOST_CHANGES = 8;

/** Writes the baseline, and says what it changes. */
function keep(
  file: string,
  { hash }: ReadScenario,
  study: Study,
  work: string,
  read: BaselineRead,
): string[] {
  const before = read.kind === 'baseline' ? read.baseline : read.kind === 'unfit' ? read.before : null;
  const metrics = baselineMetrics(observe(study.results, isDeterministic(study.scenario)));
  const made = { hasim: hasimVersion(), scenario: hash, work, seed: study.seed };
  writeBaseline(file, made, metrics, before?.tolerance ?? null);
  if (before === null) return [`${file} written: ${count(Object.keys(metrics).length)} metrics`];
  const changed = baselineChanges(before.metrics, metrics);
  const known = new Map(changed.map((one) => [one.metric, one]));
  const isSaid = ({ metric, was, now }: BaselineChange) => {
    // Of what each replication has one of: its mean, which is the same, and its largest, of which only the mean is kept.
    const other = known.get(lastStatistic(metric)?.of ?? '');
    return isSaidOfAll(metric, study.scenario, known) || (other?.was === was && other.now === now);
  };
  const changes = changed.filter((one) => !isSaid(one)).map(changeText);
  if (changes.length === 0) return [`${file} unchanged`];
  const more = changes.length > MOST_CHANGES ? [`… and ${changes.length - MOST_CHANGES} more metrics`] : [];
  return [`${file} written; what changed:`, ...changes.slice(0, MOST_CHANGES), ...more];
}
