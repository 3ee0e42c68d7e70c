/** The cluster with what stands around it: without scripts its telling moments, with them a player. */
import type { JSX } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { duration } from '../../report/words.ts';
import type { ClusterDrawing } from '../cluster/drawing.ts';
import { type Moment, momentAt, momentWords, readingsOf, tellingMoments } from '../cluster/moment.ts';
import type { Followed } from '../follow/order.ts';
import type { Rerun, TableBlock } from '../model.ts';
import { Behind } from './ChartFrame.tsx';
import { Cluster } from './Cluster.tsx';
import { Follow, stepAt } from './Follow.tsx';
import { Live } from './live.ts';
import { Scroll } from './Scroll.tsx';
import { Table } from './Table.tsx';
import { linkOf, PLAIN_VIEW } from './view-link.ts';

/** Drawn one below the other where nothing can be played. */
const MOST_STATIC = 2;
/** Moments a second. */
const SPEEDS = [1, 2, 5, 10, 20] as const;
const USUAL_SPEED = 5;

interface FrameProps {
  readonly drawing: ClusterDrawing;
  /** Index of the design that is drawn. */
  readonly design: number;
  /** null: nothing of it can be run again. */
  readonly rerun: Rerun | null;
}

export function ClusterFrame({ drawing, design, rerun }: FrameProps): JSX.Element {
  const { isLive } = useContext(Live);
  return (
    <figure id={drawing.id} class="frame cluster-frame">
      <figcaption>
        <h4>{drawing.title}</h4>
        <p>{drawing.sentence}</p>
      </figcaption>
      {isLive ? <Player drawing={drawing} design={design} rerun={rerun} /> : <Stills drawing={drawing} />}
      <Behind>
        <Table table={tableOf(drawing)} />
      </Behind>
    </figure>
  );
}

interface StillProps {
  readonly drawing: ClusterDrawing;
  readonly moment: Moment;
  /** Names of parts that are marked. */
  readonly marked?: readonly string[];
}

function Still({ drawing, moment, marked = [] }: StillProps): JSX.Element {
  return (
    <Scroll label={`${drawing.title}, ${momentWords(drawing, moment)}`}>
      <Cluster drawing={drawing} moment={moment} marked={marked} />
    </Scroll>
  );
}

function Stills({ drawing }: { drawing: ClusterDrawing }): JSX.Element {
  return (
    <div>
      {[null, ...tellingMoments(drawing, MOST_STATIC)].map((moment) => (
        <div class="still">
          <p class="about">{momentWords(drawing, moment)}.</p>
          <Still drawing={drawing} moment={moment} />
        </div>
      ))}
    </div>
  );
}

/** From the first moment to the last, as fast as is asked; nothing moves before somebody asks. */
function Player({ drawing, design, rerun }: FrameProps): JSX.Element {
  const { linked } = useContext(Live);
  const [moment, setWhole] = useState<Moment>(null);
  /** Within the moment, where single work is followed. */
  const [exact, setExact] = useState<number | null>(null);
  const [followed, setFollowed] = useState<Followed | null>(null);
  const setMoment = (to: Moment | ((now: Moment) => Moment)) => {
    setExact(null);
    setWhole(to);
  };
  const time = moment === null ? null : (exact ?? drawing.at[moment]!);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(USUAL_SPEED);
  const last = drawing.at.length - 1;
  useEffect(() => {
    if (linked?.id === drawing.id && linked.view.cursor !== null)
      setMoment(momentAt(drawing, linked.view.cursor));
  }, [linked]);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => setMoment((now) => Math.min(last, (now ?? -1) + 1)), 1000 / speed);
    return () => clearInterval(timer);
  }, [isPlaying, speed]);
  useEffect(() => {
    if (moment === last) setPlaying(false);
  }, [moment]);
  const play = () => {
    if (!isPlaying && moment === last) setMoment(0);
    setPlaying(!isPlaying);
  };
  const jump = (span: number) => {
    setPlaying(false);
    setMoment(span < 0 ? null : momentAt(drawing, drawing.spans[span]!.from));
  };
  const choose = (work: Followed, seconds: number) => {
    setPlaying(false);
    setFollowed(work);
    setWhole(momentAt(drawing, seconds));
    setExact(seconds);
  };
  const marked = followed?.steps[stepAt(followed, time)]?.parts ?? [];
  const words = momentWords(drawing, moment);
  return (
    <div>
      <div class="controls">
        <button type="button" onClick={play}>
          {isPlaying ? 'pause' : 'play'}
        </button>
        <label>
          time
          <input
            type="range"
            min="0"
            max={last}
            step="1"
            value={moment ?? 0}
            aria-valuetext={words}
            onInput={({ currentTarget }) => {
              setPlaying(false);
              setMoment(Number(currentTarget.value));
            }}
          />
        </label>
        <label>
          speed
          <select value={speed} onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}>
            {SPEEDS.map((one) => (
              <option
                value={one}
              >{`${duration((one * drawing.seconds) / drawing.at.length)} a second`}</option>
            ))}
          </select>
        </label>
        {drawing.spans.length === 0 ? null : (
          <label>
            go to
            <select value="-1" onChange={({ currentTarget }) => jump(Number(currentTarget.value))}>
              <option value="-1">a fault …</option>
              {drawing.spans.map(({ label, from }, i) => (
                <option value={i}>{`${duration(from)}: ${label}`}</option>
              ))}
            </select>
          </label>
        )}
        <button type="button" onClick={() => jump(-1)} disabled={moment === null}>
          whole run
        </button>
        {moment === null ? null : (
          <a href={linkOf(drawing.id, { ...PLAIN_VIEW, cursor: drawing.at[moment]! })}>link to this moment</a>
        )}
        <output aria-live={isPlaying ? 'off' : 'polite'}>{words}.</output>
      </div>
      <Still drawing={drawing} moment={moment} marked={marked} />
      {rerun === null ? null : (
        <Follow rerun={rerun} design={design} time={time} chosen={followed} onChosen={choose} />
      )}
    </div>
  );
}

/** Part by part: in the mean, and at the telling moments. */
function tableOf(drawing: ClusterDrawing): TableBlock {
  const moments: Moment[] = [null, ...tellingMoments(drawing, MOST_STATIC)];
  const said = (part: number, moment: Moment) =>
    readingsOf(drawing.parts[part]!, moment)
      .map(({ words }) => words)
      .join(', ');
  return {
    kind: 'table',
    caption: 'Part by part',
    head: ['part', 'where', ...moments.map((moment) => momentWords(drawing, moment))],
    rows: drawing.parts.map(({ name, note, place }, i) => [
      `${name} (${note})`,
      place === null ? '' : drawing.places[place]!.name,
      ...moments.map((moment) => said(i, moment)),
    ]),
    more: '',
  };
}
