/** A chart of rows: value, intervals, replications as dots, each row on an axis of its own. */
import type { JSX } from 'preact';
import { together } from '../../report/line-breaks.ts';
import { amount, asDifference, endOfInterval } from '../../report/words.ts';
import type { Row, RowsChart } from '../model.ts';
import { short } from './paths.ts';
import { toneClass, toneColour } from './tones.ts';

const ROW = 46;
const MIDDLE = 15;
const FOOT = 41;

/** All rows, one above the other; what is written above a drawing goes on over as many lines as it needs. */
export function Rows({ chart }: { chart: RowsChart }): JSX.Element {
  return (
    <div class="rows-of" role="img" aria-label={labelOf(chart)}>
      {chart.rows.map((row, i) => (
        <div class="row">
          <p>
            <strong>{row.label}</strong> {together(row.note)}
          </p>
          <RowDrawing
            row={row}
            markIs={chart.axis === 'own' || i === chart.rows.length - 1 ? chart.markIs : ''}
            scale={scaleOf(chart.axis === 'own' ? [row] : chart.rows)}
          />
        </div>
      ))}
    </div>
  );
}

function labelOf({ title, rows }: RowsChart): string {
  const said = rows.slice(0, 5).map(({ label, note }) => `${label} ${note}`);
  const more = rows.length > said.length ? `; ${rows.length - said.length} more in the table` : '';
  return `${title}: ${said.join('; ')}${more}`;
}

type Scale = (value: number) => number;

/** Where on the axis of these rows a value stands, 0.03 to 0.97 of its width. */
function scaleOf(rows: readonly Row[]): Scale {
  const all = rows.flatMap(({ value, ends95, dots, mark }) => [
    value,
    ...(ends95 ?? []),
    ...dots,
    ...(mark === null ? [] : [mark]),
  ]);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const width = most - least || Math.abs(most) || 1;
  return (one) => 0.03 + (0.94 * (one - least)) / width;
}

interface DrawingProps {
  readonly row: Row;
  readonly markIs: string;
  readonly scale: Scale;
}

function RowDrawing({ row, markIs, scale }: DrawingProps): JSX.Element {
  const at = (value: number) => `${short(100 * scale(value))}%`;
  const y = MIDDLE;
  const tone = toneColour(row.tone);
  const { ends95, ends50, mark } = row;
  return (
    <svg class="chart" width="100%" height={ROW} aria-hidden="true">
      <line x1="0" x2="100%" y1={y + 12} y2={y + 12} stroke="currentColor" stroke-opacity="0.15" />
      <g class={toneClass(row.tone)} stroke={tone} fill={tone}>
        {ends95 === null ? null : (
          <line x1={at(ends95[0])} x2={at(ends95[1])} y1={y} y2={y} stroke-width="2" />
        )}
        {ends50 === null ? null : (
          <line x1={at(ends50[0])} x2={at(ends50[1])} y1={y} y2={y} stroke-width="7" />
        )}
        {row.dots.map((dot, i) => (
          <circle cx={at(dot)} cy={short(y + 12 + spread(i))} r="2.5" fill-opacity="0.75" stroke="none" />
        ))}
        <circle class="value" cx={at(row.value)} cy={y} r="5" stroke="Canvas" stroke-width="1.5" />
      </g>
      {mark === null ? null : (
        <g>
          <line
            x1={at(mark)}
            x2={at(mark)}
            y1={y - 12}
            y2={y + 18}
            stroke="currentColor"
            stroke-dasharray="3 2"
          />
          {markIs === '' ? null : (
            <text x={at(mark)} y={FOOT} font-size="11" fill="currentColor" text-anchor={sideOf(scale(mark))}>
              {mark === 0 && row.signed ? markIs : `${markIs} ${amount(mark, row.unit)}`}
            </text>
          )}
        </g>
      )}
      <Ends row={row} scale={scale} y={FOOT} />
    </svg>
  );
}

/** Least and most replication in words, where the mark leaves room. */
function Ends({ row, scale, y }: { row: Row; scale: Scale; y: number }): JSX.Element | null {
  const { dots, mark, unit, signed } = row;
  if (dots.length < 2) return null;
  const [least, most] = [Math.min(...dots), Math.max(...dots)];
  if (least === most) return null;
  const away = (value: number) => mark === null || Math.abs(scale(value) - scale(mark)) > 0.34;
  const half = (most - least) / 2;
  const words = (value: number) => {
    const text = endOfInterval(value, half, unit);
    return signed ? asDifference(value, text) : text;
  };
  const apart = scale(most) - scale(least) > 0.34;
  return (
    <g>
      {away(least) && apart ? (
        <text
          x={`${short(100 * scale(least))}%`}
          y={y}
          font-size="11"
          fill="currentColor"
          text-anchor={sideOf(scale(least))}
        >
          {words(least)}
        </text>
      ) : null}
      {away(most) ? (
        <text
          x={`${short(100 * scale(most))}%`}
          y={y}
          font-size="11"
          fill="currentColor"
          text-anchor={sideOf(scale(most))}
        >
          {words(most)}
        </text>
      ) : null}
    </g>
  );
}

function sideOf(share: number): 'start' | 'middle' | 'end' {
  return share < 0.2 ? 'start' : share > 0.8 ? 'end' : 'middle';
}

/** Dots of equal values stay apart: the same pattern at every drawing. */
function spread(i: number): number {
  return ((i * 7) % 5) - 2;
}
