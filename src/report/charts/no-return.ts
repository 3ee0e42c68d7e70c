/** How likely a promise is to be missed, given all that happened up to a time: a line with its interval, jumps named. */
import type { NoReturn } from '../../study/explain/no-return.ts';
import { happeningWords } from '../explain/no-return.ts';
import { shareAxis, timeAxis } from './axes.ts';
import { band, line, type Where, type XY } from './curves.ts';
import { grid } from './grid.ts';
import { colour, translucent } from './palette.ts';
import type { Chart } from './picture.ts';
import { fit } from './text-width.ts';
import type { Topic } from './topic.ts';

const NOTE_SIZE = 11;
const NOTE_WIDTH = 420;
/** The largest jumps are named. */
const MOST_NOTES = 4;

/** @param foot scenario, replication, seed */
export function noReturnChart({ scenario, promise, moments, jumps, options }: NoReturn, foot: string): Chart {
  const axis = shareAxis('probability\nthat it is missed', 6);
  const where: Where = { row: 0, column: 0, axis };
  const seconds = scenario.duration / 1e6;
  const xy = (of: (moment: NoReturn['moments'][number]) => number): XY =>
    moments.map((moment) => [moment.at / 1e6, of(moment)]);
  const topic: Topic = { question: '', setup: '', foot, designs: [] };
  const named = [...jumps]
    .sort((a, b) => Math.abs(b.to.share - b.from.share) - Math.abs(a.to.share - a.from.share))
    .slice(0, MOST_NOTES);
  return grid(topic, {
    file: 'no-return',
    asks: `From when on could ${promise.text} not be kept any more?`,
    about: `Share of ${options.draws} continuations that miss it, given all that happened in replication ${options.replication} up to then; band: 95 % (Clopper–Pearson)`,
    xAxis: timeAxis(seconds, 7),
    rows: [{ axis }],
    columns: [{ heading: null, colour: colour(0), shades: [] }],
    curves: [
      line(
        xy(({ share }) => share),
        where,
        colour(0),
      ),
      ...band(
        xy(({ low }) => low),
        xy(({ high }) => high),
        where,
        translucent(colour(0), 0.16),
      ),
    ],
    keys: [{ text: promise.text, colour: colour(0), as: 'line' }],
    notes: named.map((jump) => ({
      ...{ row: 0, column: 0, x: jump.to.at / 1e6 },
      y: 50 * (jump.from.share + jump.to.share),
      text: fit(happeningWords(jump, scenario.calendar), NOTE_WIDTH, NOTE_SIZE),
      side: jump.to.at / 1e6 < seconds / 2 ? 'right' : 'left',
    })),
  });
}
