/** Figures that hang on the order of things at one instant (rule T2), with both values. */
import { isSaidOfAll, nameOfFigure } from '../scenario/metric-name.ts';
import type { Study } from '../study/replications/replicate.ts';
import type { TieDifference } from '../study/replications/ties.ts';
import { shortFigure } from './figures.ts';
import { keyMetrics } from './run-facts.ts';
import { plural } from './words.ts';

/** More stand in summary.md. */
const SHOWN = 3;

/** One sentence, of what people look at first; none when nothing differs. */
export function tieWarnings(study: Study): string[] {
  const all = tieRows(study);
  if (all.length === 0) return [];
  const said = all.slice(0, SHOWN).map(({ metric, usual, reversed }) => {
    return `${metric} is ${shortFigure(usual)}, or ${shortFigure(reversed)}`;
  });
  const more = all.length > SHOWN ? `; and ${plural(all.length - SHOWN, 'more figure')} in summary.md` : '';
  return [`ties decide: with what falls on one instant taken the other way round, ${said.join('; ')}${more}`];
}

/** What differs, what people look at first before the others; of what is once in a replication one of its names. */
export function tieRows(study: Study): TieDifference[] {
  const { scenario, ties: all } = study;
  const known = new Set(all?.map(({ metric }) => metric));
  const ties = (all ?? []).filter(
    ({ metric }) => !/\.max\.(mean|p95|max)$/.test(metric) && !isSaidOfAll(metric, scenario, known),
  );
  const first = keyMetrics(study).map((name) => nameOfFigure(name, scenario));
  const rank = ({ metric }: TieDifference): number => {
    const place = first.indexOf(metric);
    return place < 0 ? first.length : place;
  };
  return [...ties].sort((a, b) => rank(a) - rank(b));
}

/** For the result file; not there when it was not tried. */
export function tiesJson({ ties }: Study): Record<string, object> | undefined {
  if (ties === null) return undefined;
  return Object.fromEntries(
    ties.map(({ metric, usual, reversed }) => [
      metric,
      { value: usual.value, reversed: reversed.value, unit: usual.unit },
    ]),
  );
}
