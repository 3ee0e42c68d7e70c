/** Where the time went: a bar a band of how long work took, parts stacked by cause. */
import { CAUSE, CAUSES } from '../../measure/causes.ts';
import type { ClassBands } from '../../study/explain/bands.ts';
import type { Explanation } from '../../study/explain/explain.ts';
import { CAUSE_WORDS } from '../explain/cause-words.ts';
import { nameOf, shownCauses } from '../explain/sentences.ts';
import { shownBands } from '../explain/summary.ts';
import { roundLength } from '../facts.ts';
import { count, duration, plural, roughShare } from '../words.ts';
import { durationAxis } from './axes.ts';
import { type Box, withBoxes } from './boxes.ts';
import { grid } from './grid.ts';
import { colour, MUTED, textOn, tint } from './palette.ts';
import type { Chart } from './picture.ts';
import { textWidth } from './text-width.ts';

const MOST_CAUSES = 8;
const [LOW, HIGH] = [0.16, 0.84];
const TEXT_SIZE = 11;
/** Points of the panel's width, about. */
const PANEL_WIDTH = 950;
/** The work itself is grey: it is what the rest is held against. */
const [WORK, ELSE] = ['#9AA0A6', '#E3E5E8'];

/** null where no work of the class was over. */
export function causesChart({ study }: Explanation, one: ClassBands): Chart | null {
  const shown = shownBands(one).filter(([band]) => one.bands[band].count > 0);
  if (shown.length === 0) return null;
  const sums = shown.map(([band]) => one.bands[band]);
  const causes = shownCauses(sums, MOST_CAUSES);
  const others = causes.filter((cause) => cause !== CAUSE.targets);
  const fillOf = (cause: number): string => {
    if (cause === CAUSE.targets) return WORK;
    const place = others.indexOf(cause);
    return place < 6 ? colour(place) : tint(colour(place), 0.45);
  };
  const longest = Math.max(...sums.map(({ took, count: n }) => took / n));
  const xAxis = durationAxis(`mean time of ${nameOf(one)}`, longest, 7);
  const labels = shown.map(([, heading], i) => {
    const { took, count: n } = sums[i]!;
    return `${heading}\n${count(n)}, ${duration(took / n)} each`;
  });
  const boxes = sums.flatMap(({ took, count: n, causes: amounts }, i): Box[] => {
    const y = [shown.length - 1 - i + LOW, shown.length - 1 - i + HIGH] as const;
    const rest = took - causes.reduce((sum, cause) => sum + amounts[cause]!, 0);
    const parts = [
      ...causes.map((cause) => ({ amount: amounts[cause]!, fill: fillOf(cause) })),
      { amount: rest, fill: ELSE },
    ];
    let from = 0;
    return parts.flatMap(({ amount, fill }) => {
      const to = from + (amount / n) * xAxis.factor;
      const x = [from, to] as const;
      from = to;
      if (amount <= took * 1e-6) return [];
      const text = roughShare(amount / took);
      const room = ((x[1] - x[0]) / xAxis.max) * PANEL_WIDTH - 8;
      const fits = textWidth(text, TEXT_SIZE) <= room;
      return [{ x, y, text: fits ? text : '', fill, textColour: textOn(fill) }];
    });
  });
  const { scenario, results, seed } = study;
  const chart = grid(
    {
      question: scenario.question,
      setup: '',
      foot: `${scenario.name} · ${plural(results.length, 'replication')} of ${roundLength(scenario.duration / 1e6)} each · seed ${seed}`,
      designs: [],
    },
    {
      file: `causes-${one.name}`,
      asks: 'Where does the time go?',
      about: `Where the time of ${nameOf(one)} goes, by how long they took among those that succeeded; shares of each bar`,
      shows: [`${one.of}s.${one.name}.${one.of === 'task' ? 'turnaround' : 'latency'}`],
      xAxis,
      rows: [
        {
          axis: {
            title: '',
            max: shown.length,
            ticks: shown.map((_, i) => i + 0.5),
            label: (value) => labels[shown.length - 1 - Math.floor(value)] ?? '',
            factor: 1,
          },
        },
      ],
      columns: [{ heading: null, colour: MUTED, shades: [] }],
      curves: [],
      keys: [
        ...causes.map((cause) => ({
          text: CAUSE_WORDS[CAUSES[cause]!][0],
          colour: fillOf(cause),
          as: 'area' as const,
        })),
        { text: 'all else', colour: ELSE, as: 'area' },
      ],
    },
  );
  return withBoxes(chart, boxes);
}
