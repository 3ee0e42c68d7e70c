/** How long the steps of plans take, how often they fail, and what they wait for. */
import { type Distribution, Sampler } from '../engine/distributions.ts';
import { ln } from '../engine/elementary.ts';
import type { Micros } from '../engine/time.ts';
import type { Report } from './report.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type { PlanStepTimes, Takes } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { Path } from './tree.ts';
import { parseShare, valueOf } from './units.ts';

type StepInput = ScenarioFile['plans'][string][number];

/** What a step says of its time and of its luck. */
export type StepTimes = Pick<PlanStepTimes, 'takes' | 'fails' | 'tries'>;

/** @param usual how long it takes when the file does not say it */
export function resolveStepTimes(input: StepInput, usual: string, path: Path, report: Report): StepTimes {
  if (input.do === 'waitFor') return { takes: constant(0), fails: 0, tries: null };
  const fails = input.fails === undefined ? 0 : valueOf(parseShare(input.fails));
  const tries = input.tries ?? null;
  if (fails > NEARLY_CERTAIN && tries === null)
    report.value([...path, 'fails'], 'is certain, so that it is tried for ever; say how often with tries');
  if (tries !== null && fails === 0)
    report.value(
      [...path, 'tries'],
      'counts attempts that fail, and none does; say how probable that is with fails',
    );
  if (input.otherwise !== undefined && tries === null)
    report.value(
      [...path, 'otherwise'],
      'is begun after the last attempt, and there is none; say how many with tries',
    );
  return { takes: takesOf(input.takes ?? usual, [...path, 'takes'], report), fails, tries };
}

/** Above it more than ten thousand attempts may be made. */
const NEARLY_CERTAIN = 0.999;

function constant(value: Micros): Takes {
  return { from: [0], length: [{ kind: 'constant', value }], period: null };
}

function takesOf(
  input: NonNullable<Exclude<StepInput, { do: 'waitFor' }>['takes']>,
  path: Path,
  report: Report,
): Takes {
  if (typeof input === 'string' || !('byHour' in input))
    return { from: [0], length: [resolveDistribution(input, path, report)], period: null };
  const from = input.byHour.map(([time]) => micros(time));
  const period = micros(input.period);
  if (from[0] !== 0 && !report.isLacking([...path, 'byHour']))
    report.value([...path, 'byHour', 0], 'does not begin at 0s; say how long it takes from midnight on');
  for (const [i, time] of from.entries()) {
    if (i > 0 && time <= from[i - 1]!)
      report.value([...path, 'byHour', i], 'is not after the time before it');
    if (time >= period) report.value([...path, 'byHour', i], `is not within the period ${input.period}`);
  }
  const length = input.byHour.map(([, each], i) =>
    resolveDistribution(each, [...path, 'byHour', i, 1], report),
  );
  return { from, length, period };
}

/** Hardly any attempt takes longer: what has to be simulated of a plan. */
export function atMost({ length }: Takes): Micros {
  return Math.max(...length.map(nearlyLongest));
}

const NEARLY_ALL = 0.99;

/** Hardly ever are more attempts made. */
export function attemptsAtMost({ fails, tries }: Pick<PlanStepTimes, 'fails' | 'tries'>): number {
  if (tries !== null || fails === 0) return tries ?? 1;
  return Math.ceil(ln(1 - NEARLY_ALL) / ln(fails));
}

/** Hardly any draw is longer. */
export function nearlyLongest(distribution: Distribution): Micros {
  return distribution.kind === 'erlang'
    ? 3 * distribution.mean
    : new Sampler(distribution).quantile(NEARLY_ALL);
}

/** About the middle of what is drawn: where entries of a timeline stand in order. */
export function middleOf(distribution: Distribution): Micros {
  return distribution.kind === 'erlang' ? distribution.mean : new Sampler(distribution).quantile(0.5);
}
