/** A chart with what stands around it: title, sentence, keys, the cursor's words, its table and its link. */
import type { JSX, TargetedPointerEvent } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { together } from '../../report/line-breaks.ts';
import { duration } from '../../report/words.ts';
import type { Chart, LinesChart } from '../model.ts';
import { nearest, placeWords, type Range, valueWords, wholeOf, yAxis } from './axis.ts';
import { linesTable, rowsTable } from './chart-table.ts';
import { Lines, MOST_SPANS } from './Lines.tsx';
import { Live } from './live.ts';
import { Matrix } from './Matrix.tsx';
import { Rows } from './Rows.tsx';
import { Table } from './Table.tsx';
import { dashesOf, toneClass, toneColour } from './tones.ts';
import { linkOf, PLAIN_VIEW, type View } from './view-link.ts';

/** One chart of the page, with a heading that fits where it stands. */
export function ChartFrame({ chart, heading = 'h4' }: { chart: Chart; heading?: 'h2' | 'h4' }): JSX.Element {
  const Heading = heading;
  return (
    <figure id={chart.id} class={`frame ${chart.kind}`}>
      <figcaption>
        <Heading>{chart.title}</Heading>
        <p>{together(chart.sentence)}</p>
      </figcaption>
      {chart.kind === 'lines' ? (
        <LinesFrame chart={chart} />
      ) : chart.kind === 'rows' ? (
        <div>
          <Rows chart={chart} />
          <p class="about">{chart.about}.</p>
          <Behind>
            <Table table={rowsTable(chart)} />
          </Behind>
        </div>
      ) : (
        <div>
          <Matrix chart={chart} />
          <p class="about">{chart.about}.</p>
        </div>
      )}
    </figure>
  );
}

/** Open where nothing can open it: without scripts, and in print. */
export function Behind({
  summary = 'The figures as a table',
  children,
}: {
  summary?: string;
  children: JSX.Element;
}): JSX.Element {
  const { isLive } = useContext(Live);
  return (
    <details open={!isLive} class="behind">
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

function LinesFrame({ chart }: { chart: LinesChart }): JSX.Element {
  const { isLive, linked } = useContext(Live);
  const [view, setView] = useState<View>(PLAIN_VIEW);
  useEffect(() => {
    if (linked?.id === chart.id) setView(linked.view);
  }, [linked]);
  const range = view.range ?? wholeOf(chart);
  const shown = chart.lines.filter((_, i) => !view.hidden.includes(i));
  const change = (part: Partial<View>) => setView({ ...view, ...part });
  const placeAt = ({ clientX, currentTarget }: TargetedPointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const at = range.from + ((clientX - left) / width) * (range.to - range.from);
    change({ cursor: Math.min(range.to, Math.max(range.from, at)) });
  };
  return (
    <div>
      <p class="about">{yAxis(chart, shown).title.replace('\n', ' ')}</p>
      <div {...(isLive ? { onPointerMove: placeAt } : {})}>
        <Lines
          chart={chart}
          range={range}
          lines={shown}
          cursor={view.cursor}
          label={`${chart.title}. ${chart.sentence}`}
        />
      </div>
      <Keys chart={chart} view={view} change={change} isLive={isLive} />
      {isLive ? <Controls chart={chart} view={view} range={range} shown={shown} change={change} /> : null}
      <p class="about">
        {chart.about}.{chart.more === '' ? '' : ` … ${chart.more}.`}
      </p>
      <Spans chart={chart} />
      <Behind>
        <Table table={linesTable(chart)} />
      </Behind>
    </div>
  );
}

interface KeysProps {
  readonly chart: LinesChart;
  readonly view: View;
  readonly change: (part: Partial<View>) => void;
  readonly isLive: boolean;
}

/** What each line is; with scripts, a switch for each. */
function Keys({ chart, view, change, isLive }: KeysProps): JSX.Element {
  return (
    <ul class="keys">
      {chart.lines.map((line, i) => {
        const off = view.hidden.includes(i);
        const toggle = () =>
          change({ hidden: off ? view.hidden.filter((one) => one !== i) : [...view.hidden, i] });
        const sample = (
          <svg width="26" height="10" aria-hidden="true">
            <path
              class={toneClass(line.tone)}
              d="M1 5H25"
              stroke={toneColour(line.tone)}
              stroke-width={line.style === 'thin' ? 1.25 : 2.5}
              stroke-dasharray={dashesOf(line.style)}
            />
          </svg>
        );
        return (
          <li>
            {isLive && chart.lines.length > 1 ? (
              <label>
                <input type="checkbox" checked={!off} onChange={toggle} /> {sample} {line.name}
              </label>
            ) : (
              <span>
                {sample} {line.name}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface ControlsProps {
  readonly chart: LinesChart;
  readonly view: View;
  readonly range: Range;
  readonly shown: LinesChart['lines'];
  readonly change: (part: Partial<View>) => void;
}

/** A cursor for keys and fingers, zoom around it, a jump to each fault, the link to what is seen. */
function Controls({ chart, view, range, shown, change }: ControlsProps): JSX.Element {
  const whole = wholeOf(chart);
  const at = view.cursor ?? (range.from + range.to) / 2;
  const zoom = (factor: number) => {
    const half = ((range.to - range.from) * factor) / 2;
    const next = { from: Math.max(whole.from, at - half), to: Math.min(whole.to, at + half) };
    const isWhole = next.from <= whole.from && next.to >= whole.to;
    change({ cursor: at, range: isWhole || next.to <= next.from ? null : next });
  };
  const jump = (i: number) => {
    const span = chart.spans[i];
    if (span === undefined) return;
    const margin = Math.max(span.to - span.from, whole.to / 40);
    const next = { from: Math.max(0, span.from - margin), to: Math.min(whole.to, span.to + margin) };
    change({ cursor: span.from, range: next });
  };
  const words = readout(chart, shown, at);
  return (
    <div class="controls">
      <label>
        {chart.x.kind === 'time' ? 'time' : 'place'}
        <input
          type="range"
          min={range.from}
          max={range.to}
          step={(range.to - range.from) / 100}
          value={at}
          aria-valuetext={words}
          onInput={({ currentTarget }) => change({ cursor: Number(currentTarget.value) })}
        />
      </label>
      <button type="button" onClick={() => zoom(0.5)}>
        closer
      </button>
      <button type="button" onClick={() => zoom(2)} disabled={view.range === null}>
        wider
      </button>
      <button type="button" onClick={() => change({ range: null })} disabled={view.range === null}>
        all
      </button>
      {chart.spans.length === 0 ? null : (
        <label>
          go to
          <select onChange={({ currentTarget }) => jump(Number(currentTarget.value))}>
            <option value="-1">a fault …</option>
            {chart.spans.map(({ label }, i) => (
              <option value={i}>{label}</option>
            ))}
          </select>
        </label>
      )}
      <a href={linkOf(chart.id, view)}>link to this view</a>
      <output>
        {view.cursor === null ? 'Move over the chart, or use the arrow keys on the slider.' : words}
      </output>
    </div>
  );
}

function readout(chart: LinesChart, shown: LinesChart['lines'], at: number): string {
  const said = shown.map((line) => `${line.name} ${valueWords(chart, line, nearest(line, at))}`);
  return `${placeWords(chart, at)}: ${said.join(' · ')}`;
}

/** Spans whose labels have no room above the lines. */
function Spans({ chart }: { chart: LinesChart }): JSX.Element | null {
  if (chart.spans.length <= MOST_SPANS) return null;
  const rest = chart.spans.slice(MOST_SPANS, MOST_SPANS + 20);
  const left = chart.spans.length - MOST_SPANS - rest.length;
  return (
    <p class="about">
      Shaded, too:{' '}
      {rest.map(({ label, from, to }) => `${label} (${duration(from)} to ${duration(to)})`).join('; ')}
      {left > 0 ? ` … and ${left} more` : ''}.
    </p>
  );
}
