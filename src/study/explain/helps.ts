/** What each remedy does to a metric, under the same random numbers, and which helps most. */
import type { RunResult } from '../../measure/result.ts';
import { type Effect, effectsOf } from '../comparison/effect.ts';
import { type Observation, observe } from '../estimates/observation.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { type Study, studyOf } from '../replications/replicate.ts';
import { meansNothing, saturatedPart } from '../replications/saturation.ts';
import type { Remedy } from './remedies.ts';

/** `nothing`: no effect beyond chance, after Holm for all that were tried. */
export type HelpVerdict = 'helps' | 'harms' | 'nothing' | 'unknown';

export interface Help extends Pick<Remedy, 'part' | 'kind' | 'change'> {
  readonly effect: Effect;
  readonly verdict: HelpVerdict;
}

/** One remedy, its replications run: the ones of the design as it is. */
export interface Tried {
  readonly remedy: Remedy;
  readonly results: readonly RunResult[];
}

/**
 * The largest gain first; then what does nothing that could be measured; then what does harm.
 *
 * @param base the design as it is, of which the metric has a value
 */
export function helpsOf(base: Study, tried: readonly Tried[], metric: string): Help[] {
  const exact = isDeterministic(base.scenario);
  // The rule of survivors needs the share that got through (rule W5).
  const of = (results: readonly RunResult[]): ReadonlyMap<string, Observation> =>
    new Map(
      [...observe(results, exact)].filter(([name]) => name === metric || /(success|error)Ratio$/.test(name)),
    );
  const found = effectsOf(
    of(base.results),
    tried.map(({ results }) => of(results)),
    { delta: 0, exact },
  );
  const isFull = meansNothing(metric, saturatedPart(base));
  return tried
    .map(({ remedy: { part, kind, change, scenario }, results }, i): Help => {
      const effect = found[i]!.get(metric)!;
      const study = studyOf(scenario, base.seed, results);
      const stillFull = meansNothing(metric, saturatedPart(study));
      return { part, kind, change, effect, verdict: isFull && stillFull ? 'unknown' : verdictOf(effect) };
    })
    .sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict] || sizeOf(b) - sizeOf(a));
}

const ORDER: Readonly<Record<HelpVerdict, number>> = { helps: 0, nothing: 1, unknown: 2, harms: 3 };

function sizeOf({ effect: { difference } }: Help): number {
  return difference === null ? Number.POSITIVE_INFINITY : Math.abs(difference);
}

/**
 * Those of which chance may have made all that was seen, where that is a larger gain than any that is sure: one of them may
 * help most. The largest first.
 *
 * @param helps as `helpsOf` gives them
 */
export function mayHelpMore(helps: readonly Help[]): Help[] {
  const [first] = helps;
  if (first?.verdict !== 'helps') return [];
  return helps.filter((help) => help.verdict === 'nothing' && isGain(help) && sizeOf(help) > sizeOf(first));
}

function isGain({ effect: { difference, better } }: Help): boolean {
  return difference !== null && difference < 0 === (better !== 'higher');
}

function verdictOf({ verdict, difference }: Effect): HelpVerdict {
  if (verdict === 'better') return 'helps';
  if (verdict === 'worse') return 'harms';
  if (verdict === 'no difference' || verdict === 'equivalent') return 'nothing';
  // Of a metric without a direction less is taken for better.
  if (verdict === 'different') return difference! < 0 ? 'helps' : 'harms';
  return 'unknown';
}
