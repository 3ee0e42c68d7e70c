/** The cluster at one moment: the same drawing on paper, without scripts, and while it is played. */
import type { JSX, SVGAttributes } from 'preact';
import { fit, fitEnds, textWidth } from '../../report/charts/text-width.ts';
import type { ClusterDrawing, DrawnPart } from '../cluster/drawing.ts';
import { type Box, type Layout, layoutOf } from '../cluster/layout.ts';
import { type Moment, momentWords, readingsOf, spansAt, stateOf } from '../cluster/moment.ts';
import { room } from './room.ts';
import { toneClass, toneColour } from './tones.ts';

/** Attributes carry the looks, so that it is whole where styles are blocked. */
const GROUND = 'Canvas';
const BAR = { text: 12, left: 102, width: 48, height: 8, row: 17 } as const;
const SIZE = { name: 12, note: 10.5 } as const;
/** Fewer tracks than these have room for words beneath each other. */
const MOST_TRACKS = 2;
/** Tones of what is away, and of what is not as usual. */
const TONE_DOWN = 1;
const TONE_OTHER = 4;
const TONE_BUSY = 0;

/** Parts and places that can be picked, by index. */
export interface Picking {
  readonly isPart: (part: number) => boolean;
  readonly isPlace: (place: number) => boolean;
  readonly onPart: (part: number) => void;
  readonly onPlace: (place: number) => void;
}

interface Props {
  readonly drawing: ClusterDrawing;
  readonly moment: Moment;
  /** Absent: it is a picture. */
  readonly picking?: Picking;
  /** Names of the parts where something is that is followed. */
  readonly marked?: readonly string[];
}

export function Cluster({ drawing, moment, picking, marked = [] }: Props): JSX.Element {
  const layout = layoutOf(drawing);
  const now = spansAt(drawing, moment);
  return (
    <svg
      class="chart cluster"
      width="100%"
      viewBox={`-1 -1 ${layout.width + 2} ${layout.height + 2}`}
      role={picking === undefined ? 'img' : 'group'}
      aria-label={`${drawing.title}. ${momentWords(drawing, moment)}. ${spoken(drawing, moment)}`}
    >
      {drawing.places.map(({ name, note }, i) => {
        const box = layout.places[i];
        if (box == null) return null;
        return (
          <g {...pickable(picking?.isPlace(i), () => picking?.onPlace(i))}>
            <rect
              {...box}
              rx="8"
              fill="currentColor"
              fill-opacity="0.05"
              stroke="currentColor"
              stroke-opacity="0.35"
            />
            <text x={box.x + 12} y={box.y + 16} font-size={SIZE.name} font-weight="600" fill="currentColor">
              {placeWords(name, note, box.width)}
            </text>
          </g>
        );
      })}
      <Flows drawing={drawing} layout={layout} />
      {drawing.parts.map((part, i) => (
        <g {...pickable(picking?.isPart(i), () => picking?.onPart(i))}>
          <Part part={part} box={layout.parts[i]!} moment={moment} state={stateOf(now, i)} />
          {marked.includes(part.name) ? <Here box={layout.parts[i]!} /> : null}
        </g>
      ))}
    </svg>
  );
}

/** Its name gives way to how far it is. */
function placeWords(name: string, note: string, width: number): string {
  const more = note === '' ? '' : ` · ${note}`;
  const most = room(width - 2 * BAR.text);
  return `${fitEnds(name, most - textWidth(more, SIZE.name, true), SIZE.name, true)}${more}`;
}

const nameIn = ({ name }: DrawnPart, width: number): string =>
  fitEnds(name, room(width - 2 * BAR.text), SIZE.name, true);
const noteIn = ({ note }: DrawnPart, state: string | null, width: number): string =>
  fit(state ?? note, room(width - BAR.text), SIZE.note);

/** What is followed is here. */
function Here({ box: { x, y, width } }: { box: Box }): JSX.Element {
  return (
    <g class={toneClass(TONE_DOWN)} fill={toneColour(TONE_DOWN)} stroke={toneColour(TONE_DOWN)}>
      <circle cx={x + width - 13} cy={y + 13} r="9" fill="none" stroke-width="1.5" />
      <circle cx={x + width - 13} cy={y + 13} r="5" stroke="none" />
    </g>
  );
}

/** A button of the drawing, as a picture knows none; nothing where nothing can be picked. */
function pickable(isPicked: boolean | undefined, pick: () => void): SVGAttributes<SVGGElement> {
  if (isPicked === undefined) return {};
  return {
    class: isPicked ? 'pick picked' : 'pick',
    role: 'button',
    // In a drawing the names of attributes are as they are written.
    tabindex: 0,
    'aria-pressed': isPicked,
    onClick: pick,
    onKeyDown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick();
    },
  };
}

function Flows({ drawing, layout }: { drawing: ClusterDrawing; layout: Layout }): JSX.Element {
  const middle = ({ x, y, width, height }: Box) => `${x + width / 2} ${y + height / 2}`;
  return (
    <path
      d={drawing.flows
        .map(({ from, to }) => `M${middle(layout.parts[from]!)}L${middle(layout.parts[to]!)}`)
        .join('')}
      fill="none"
      stroke="currentColor"
      stroke-opacity="0.18"
    />
  );
}

interface PartProps {
  readonly part: DrawnPart;
  readonly box: Box;
  readonly moment: Moment;
  readonly state: string | null;
}

/** Rounded: what works; sharp: what keeps data. */
function Part({ part, box, moment, state }: PartProps): JSX.Element {
  const { x, y, width, height } = box;
  const isDown = state === 'down' || state === 'split';
  const tone = isDown ? TONE_DOWN : TONE_OTHER;
  const readings = readingsOf(part, moment).slice(0, MOST_TRACKS);
  const keeps = part.kind === 'database' || part.kind === 'copy' || part.kind === 'storage';
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={keeps ? 1 : 8}
        fill={GROUND}
        stroke="currentColor"
        stroke-opacity="0.6"
        stroke-dasharray={isDown ? '5 4' : undefined}
      />
      {state === null ? null : (
        <rect class={toneClass(tone)} x={x} y={y} width="6" height={height} fill={toneColour(tone)} />
      )}
      <text x={x + BAR.text} y={y + 16} font-size={SIZE.name} font-weight="600" fill="currentColor">
        {nameIn(part, width)}{' '}
      </text>
      <text x={x + BAR.text} y={y + 30} font-size={SIZE.note} fill="currentColor" fill-opacity="0.75">
        {noteIn(part, state, width)}{' '}
      </text>
      {readings.map(({ share, words }, k) => (
        <g>
          <text x={x + BAR.text} y={y + 47 + k * BAR.row} font-size={SIZE.note} fill="currentColor">
            {words}{' '}
          </text>
          <rect
            x={x + BAR.left}
            y={y + 40 + k * BAR.row}
            width={BAR.width}
            height={BAR.height}
            fill="currentColor"
            fill-opacity="0.12"
          />
          <rect
            class={toneClass(TONE_BUSY)}
            x={x + BAR.left}
            y={y + 40 + k * BAR.row}
            width={Math.round(BAR.width * (share ?? 0) * 10) / 10}
            height={BAR.height}
            fill={toneColour(TONE_BUSY)}
          />
        </g>
      ))}
    </g>
  );
}

/** For those who do not see it: what is away or busy. */
function spoken(drawing: ClusterDrawing, moment: Moment): string {
  const now = spansAt(drawing, moment);
  return drawing.parts
    .flatMap((part, i) => {
      const state = stateOf(now, i);
      const readings = readingsOf(part, moment).map(({ words }) => words);
      const said = [...(state === null ? [] : [state]), ...readings];
      return said.length === 0 ? [] : [`${part.name}: ${said.join(', ')}`];
    })
    .join('; ');
}
