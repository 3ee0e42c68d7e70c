/** How long the unlucky wait: time by percentile, the designs beside each other. */
import { LEAST_FOR_A_BAND } from '../report/charts/over-replications.ts';
import { PERCENTILE_AXIS, PERCENTILES, percentilesOf } from '../report/charts/percentiles.ts';
import { ofWhom, subjectsOf } from '../report/charts/subjects.ts';
import type { Topic } from '../report/charts/topic.ts';
import { amount, list } from '../report/words.ts';
import type { Line, LinesChart } from './model.ts';
import { briefly } from './rounding.ts';
import { fiftyOf } from './rows.ts';

const MOST_CLASSES = 12;
/** 95 % on the axis of −log10(1 − p). */
const P95 = 1.3;

/** A chart for each thing that people wait for. */
export function percentileCharts(topic: Topic): LinesChart[] {
  return subjectsOf(topic.designs)
    .slice(0, MOST_CLASSES)
    .flatMap((subject, i): LinesChart[] => {
      const lines = topic.designs.map((design, tone): Line => {
        const curve = percentilesOf(design, subject);
        return {
          name: design.name,
          tone,
          style: 'line',
          at: curve.map(({ x }) => x),
          value: briefly(curve.map(({ value }) => value)),
          half: curve.every(({ half }) => !half) ? null : briefly(curve.map(({ half }) => half)),
        };
      });
      if (lines.every(({ value }) => value.every((one) => one === null))) return [];
      const replications = Math.min(...topic.designs.map(({ runs }) => runs.length));
      return [
        {
          kind: 'lines',
          id: `percentiles-${i + 1}`,
          title: `How long the unlucky wait: ${subject.name}`,
          about: `By percentile, ${ofWhom([subject])}; a line ends where too few lie beyond${subject.of === 'arrived' ? ', or the rest did not succeed' : ''}`,
          sentence: oneIn20(lines),
          x: {
            kind: 'places',
            title: 'percentile (%)',
            max: PERCENTILE_AXIS.max,
            places: PERCENTILES.map(({ x, p }) => ({ at: x, label: percentileName(p) })),
            ticks: PERCENTILE_AXIS.ticks.map((at) => ({ at, label: PERCENTILE_AXIS.label(at) })),
            file: null,
          },
          y: { title: subject.name, unit: 's' },
          lines,
          fifty: replications >= LEAST_FOR_A_BAND ? fiftyOf(replications) : null,
          spans: [],
          more: '',
        },
      ];
    });
}

/** In percent, with as many digits as tell it from the next one. */
function percentileName(p: number): string {
  return String(Number((100 * p).toFixed(p < 0.99 ? 1 : 2)));
}

/** `One in 20 takes at least 14.9 s with a and 15.1 s with b.` */
function oneIn20(lines: readonly Line[]): string {
  const said = lines.flatMap(({ name, at, value }) => {
    const p95 = value[at.indexOf(P95)];
    return p95 == null ? [] : [`${amount(p95, 's')} with ${name}`];
  });
  return said.length === 0
    ? 'The 95th percentile has no value: too few lie beyond it, or more than one in 20 did not succeed.'
    : `One in 20 takes at least ${list(said)}.`;
}
