/**
 * A chart of lines. It is as wide as its place while its text keeps its size: positions along x are percentages, and
 * the lines lie in a drawing of their own that is stretched.
 */
import type { JSX } from 'preact';
import { covered } from '../../report/charts/spans.ts';
import { fitEnds } from '../../report/charts/text-width.ts';
import type { Line, LinesChart, Span } from '../model.ts';
import { armsOf, nearest, type Range, xTicks, yAxis } from './axis.ts';
import { bandPath, linePath, short } from './paths.ts';
import { room } from './room.ts';
import { dashesOf, toneClass, toneColour } from './tones.ts';

const HEIGHT = 190;
const WIDE = 1000;
const SPAN_ROW = 15;
const LABEL = 11;
/** A chart on a telephone, in points; labels fit into it wherever it stands. */
const NARROWEST = 328;
/** Labels of spans that stand above the lines; the others are in the list below the chart. */
export const MOST_SPANS = 3;

interface Props {
  readonly chart: LinesChart;
  readonly range: Range;
  readonly lines: readonly Line[];
  /** Where the cursor is; null: there is none. */
  readonly cursor: number | null;
  /** For those who do not see it. */
  readonly label: string;
}

/** The drawing alone. */
export function Lines({ chart, range, lines, cursor, label }: Props): JSX.Element {
  const axis = yAxis(chart, lines);
  const within = chart.spans.filter(({ from, to }) => to >= range.from && from <= range.to);
  const top = 12 + SPAN_ROW * Math.min(within.length, MOST_SPANS);
  const share = (at: number) => (at - range.from) / (range.to - range.from || 1);
  const x = (at: number) => WIDE * share(at);
  const y = (value: number) => HEIGHT - (HEIGHT * value * axis.factor) / axis.max;
  const percent = (at: number) => `${short(100 * share(at))}%`;
  return (
    <svg class="chart" width="100%" height={top + HEIGHT + 22} role="img" aria-label={label}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: it is a part of the drawing around it, which has one. */}
      <svg
        x="0"
        y={top}
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${WIDE} ${HEIGHT}`}
        preserveAspectRatio="none"
        overflow="hidden"
      >
        {covered(within).map((span) => (
          <rect
            class="span"
            x={short(x(Math.max(span.from, range.from)))}
            width={short(Math.max(2, x(Math.min(span.to, range.to)) - x(Math.max(span.from, range.from))))}
            y="0"
            height={HEIGHT}
            fill="currentColor"
            fill-opacity="0.1"
          />
        ))}
        {axis.ticks.map((tick) => (
          <path
            d={`M0 ${short(HEIGHT - (HEIGHT * tick) / axis.max)}H${WIDE}`}
            stroke="currentColor"
            stroke-opacity={tick === 0 ? 0.7 : 0.15}
            vector-effect="non-scaling-stroke"
          />
        ))}
        {lines.map((line) => (
          <Bands line={line} fifty={chart.fifty} x={x} y={y} />
        ))}
        {lines.map((line) => (
          <path
            class={toneClass(line.tone)}
            d={linePath(line.at.map((at, i) => ({ x: x(at), y: yOf(line.value[i] ?? null, y) })))}
            fill="none"
            stroke={toneColour(line.tone)}
            stroke-width={line.style === 'thin' ? 1.25 : 2}
            stroke-dasharray={dashesOf(line.style)}
            stroke-linejoin="round"
            vector-effect="non-scaling-stroke"
          />
        ))}
        {cursor === null ? null : (
          <path
            d={`M${short(x(cursor))} 0V${HEIGHT}`}
            stroke="currentColor"
            vector-effect="non-scaling-stroke"
          />
        )}
      </svg>
      {axis.ticks.map((tick) => (
        <text
          class="halo"
          x="0"
          y={top + HEIGHT - (HEIGHT * tick) / axis.max - 3}
          font-size="11"
          fill="currentColor"
        >
          {axis.label(tick)}
        </text>
      ))}
      {xTicks(chart, range).map(({ at, label: text }) => (
        <text
          x={percent(at)}
          y={top + HEIGHT + 16}
          font-size="11"
          fill="currentColor"
          text-anchor={anchor(share(at))}
        >
          {text}
        </text>
      ))}
      {within.slice(0, MOST_SPANS).map((span, i) => (
        <SpanLabel span={span} row={i} share={share(Math.max(span.from, range.from))} />
      ))}
      {cursor === null
        ? null
        : lines.map((line) => {
            const i = nearest(line, cursor);
            const value = line.value[i];
            return value == null ? null : (
              <circle
                class={toneClass(line.tone)}
                cx={percent(line.at[i]!)}
                cy={short(top + y(value))}
                r="4"
                fill={toneColour(line.tone)}
              />
            );
          })}
    </svg>
  );
}

function yOf(value: number | null, y: (value: number) => number): number | null {
  return value === null ? null : y(value);
}

interface BandsProps {
  readonly line: Line;
  readonly fifty: number | null;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

/** The 95 % interval lightly, the 50 % one within it. */
function Bands({ line, fifty, x, y }: BandsProps): JSX.Element | null {
  if (fifty === null || line.half === null) return null;
  const edges = (part: number) =>
    bandPath(
      line.at.map((at, i) => {
        const value = line.value[i] ?? null;
        const [down, up] = armsOf(line, i);
        return {
          x: x(at),
          low: value === null || down === null ? null : y(Math.max(0, value - part * down)),
          high: value === null || up === null ? null : y(value + part * up),
        };
      }),
    );
  return (
    <g class={toneClass(line.tone)} fill={toneColour(line.tone)} stroke="none">
      <path class="band" d={edges(1)} fill-opacity="0.16" />
      <path class="band" d={edges(fifty)} fill-opacity="0.22" />
    </g>
  );
}

/** A row each, so that no two can overlap; on the side of its span where there is room. */
function SpanLabel({ span, row, share }: { span: Span; row: number; share: number }): JSX.Element {
  const left = share < 0.5;
  const name = fitEnds(span.label, room(NARROWEST * Math.max(share, 1 - share)) - LABEL, LABEL);
  return (
    <text
      x={`${short(100 * share)}%`}
      y={11 + SPAN_ROW * row}
      font-size={LABEL}
      fill="currentColor"
      text-anchor={left ? 'start' : 'end'}
    >
      {left ? `▾ ${name}` : `${name} ▾`}
    </text>
  );
}

function anchor(share: number): 'start' | 'middle' | 'end' {
  return share < 0.02 ? 'start' : share > 0.98 ? 'end' : 'middle';
}
