/** One task or request followed through the drawing: chosen from a list, step by step, with where its time went. */
import type { JSX } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { duration, percent } from '../../report/words.ts';
import type { FollowAnswer, Followed } from '../follow/order.ts';
import type { Rerun, TableBlock } from '../model.ts';
import { Live } from './live.ts';
import { Scroll } from './Scroll.tsx';
import { Table } from './Table.tsx';

interface Props {
  readonly rerun: Rerun;
  /** Index of the design that is drawn. */
  readonly design: number;
  /** Seconds where the player is; null: the whole run. */
  readonly time: number | null;
  readonly chosen: Followed | null;
  /** Chooses one, and moves the player. */
  readonly onChosen: (work: Followed, seconds: number) => void;
}

/** The step at a time; -1: it has not arrived, or is over. */
export function stepAt({ steps, to }: Followed, time: number | null): number {
  return time === null || time > to ? -1 : steps.findLastIndex(({ from }) => from <= time);
}

export function Follow({ rerun, design, time, chosen, onChosen }: Props): JSX.Element {
  const { follow } = useContext(Live);
  const [answer, setAnswer] = useState<FollowAnswer | 'asked' | null>(null);
  if (answer === null || answer === 'asked') {
    const ask = () => {
      setAnswer('asked');
      const { seed, designs } = rerun;
      follow({ kind: 'follow', id: design, seed, replication: 0, design: designs[design]! }, setAnswer);
    };
    return (
      <p class="controls">
        <button type="button" onClick={ask} disabled={answer === 'asked'}>
          follow a task or request
        </button>{' '}
        <span role="status">{answer === 'asked' ? 'Running replication 0 again …' : ''}</span>
      </p>
    );
  }
  if (answer.kind === 'mistakes') return <p class="bad">{answer.lines.join('; ')}</p>;
  const { works, left } = answer;
  const isThere = ({ from, to }: Followed) => time !== null && from <= time && time <= to;
  const list = (title: string, some: readonly Followed[]) =>
    some.length === 0 ? null : (
      <div class="choice">
        <h5>{title}</h5>
        <ul class="works">
          {some.map((work) => (
            <li key={work.title}>
              <button
                type="button"
                aria-pressed={work === chosen}
                onClick={() => onChosen(work, isThere(work) ? time! : work.from)}
              >
                {work.title.replace(/ in replication \d+$/, '')}
              </button>
            </li>
          ))}
        </ul>
      </div>
    );
  return (
    <div class="follow">
      {works.length === 0 ? <p>Nothing arrived in replication 0.</p> : null}
      {list('There at this moment', works.filter(isThere))}
      {list(
        time === null ? 'In replication 0' : 'At other times',
        works.filter((work) => !isThere(work)),
      )}
      {left === 0 ? null : <p class="more choice">… and {left} more that did not succeed</p>}
      {chosen === null ? null : <One work={chosen} time={time} onTime={(at) => onChosen(chosen, at)} />}
    </div>
  );
}

interface OneProps {
  readonly work: Followed;
  readonly time: number | null;
  readonly onTime: (seconds: number) => void;
}

/** Its steps, its story, and where its time went. */
function One({ work, time, onTime }: OneProps): JSX.Element {
  const index = stepAt(work, time);
  const step = work.steps[index];
  const go = (to: number) => onTime(work.steps[to]!.from);
  return (
    <div class="followed">
      <h5>{work.title}</h5>
      <div class="controls">
        <button type="button" onClick={() => go(index - 1)} disabled={index < 1}>
          step back
        </button>
        <button type="button" onClick={() => go(index + 1)} disabled={index + 1 >= work.steps.length}>
          step on
        </button>
        <output aria-live="polite">
          {step === undefined
            ? 'It is not there at this moment.'
            : `Step ${index + 1} of ${work.steps.length}, ${duration(step.to - step.from)} ${step.text}.`}
        </output>
      </div>
      <ol class="story">
        {work.lines.map(({ when, text }) => (
          <li>
            {when === '' ? (
              <span />
            ) : (
              <button type="button" class="time" onClick={() => onTime(timeOf(when, work))}>
                {when}
              </button>
            )}{' '}
            {text}
          </li>
        ))}
      </ol>
      <Scroll label={`Where the time of ${work.title} went`}>
        <Table table={tableOf(work)} />
      </Scroll>
    </div>
  );
}

function tableOf({ causes }: Followed): TableBlock {
  return {
    kind: 'table',
    caption: 'Where its time went',
    head: ['what', 'time', 'share', 'rule'],
    rows: causes.map(({ name, seconds, share, rule }) => [name, duration(seconds), percent(share), rule]),
    more: '',
  };
}

/** A clock as `2:34:10` or `2:34:10.250` leaves out what is finer: the step that begins within it is meant. */
function timeOf(clock: string, { steps, from, to }: Followed): number {
  const at = clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  const fine = clock.includes('.') ? 0.001 : 1;
  const step = steps.find((one) => one.from >= at && one.from < at + fine);
  return step?.from ?? Math.min(to, Math.max(from, at));
}
