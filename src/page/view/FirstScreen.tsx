/** What one must not scroll for: question, answer, limits with verdicts, the figures that matter, the proof. */
import type { JSX } from 'preact';
import { together } from '../../report/line-breaks.ts';
import type { Figure, Limit, Page } from '../model.ts';
import { Behind, ChartFrame } from './ChartFrame.tsx';
import { Scroll } from './Scroll.tsx';

/** Limits beyond these are in the second table, which is closed. */
const MOST_LIMITS = 40;

/** The top of the page. */
export function FirstScreen({ page }: { page: Page }): JSX.Element {
  return (
    <header>
      <p class="setup">{page.setup}</p>
      <h1>{page.title}</h1>
      <div class="answer">
        {page.answer.map((sentence) => (
          <p>{together(sentence)}</p>
        ))}
      </div>
      <div class="first">
        {page.limits.length === 0 ? null : <Limits limits={page.limits} />}
        {page.proof === null ? null : <ChartFrame chart={page.proof} heading="h2" />}
      </div>
      <Figures figures={page.figures} />
    </header>
  );
}

/** A name, a value and a few words each. */
export function Figures({ figures }: { figures: readonly Figure[] }): JSX.Element | null {
  if (figures.length === 0) return null;
  return (
    <dl class="figures">
      {figures.map(({ name, value, note, tone }) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <strong>{together(value)}</strong> <span class={tone}>{together(note)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const SIGNS = { good: '✓', bad: '✗', unsure: '?', quiet: '=' } as const;

/** The verdict first: it is what is seen where the rest has to be scrolled to. */
function Limits({ limits }: { limits: readonly Limit[] }): JSX.Element {
  const [first, others] = [limits.slice(0, MOST_LIMITS), limits.slice(MOST_LIMITS)];
  const open = [...new Set(limits.map(({ why }) => why))].filter((why) => why !== '');
  return (
    <Scroll label="Limits and verdicts">
      <LimitsTable caption="What was promised" limits={first} />
      {open.map((why) => (
        <p class="more">inconclusive: {why}.</p>
      ))}
      {others.length > 0 ? (
        <Behind summary={`${others.length} more limits`}>
          <LimitsTable caption="What else was promised" limits={others} />
        </Behind>
      ) : null}
    </Scroll>
  );
}

function LimitsTable({ caption, limits }: { caption: string; limits: readonly Limit[] }): JSX.Element {
  return (
    <table cellPadding="4" class="limits">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {['verdict', 'limit', 'measured', '95 % interval', 'margin'].map((text) => (
            <th scope="col">{text}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {limits.map(({ text, measured, interval, margin, verdict, tone }) => (
          <tr>
            <td class={tone}>
              {SIGNS[tone]} {verdict}
            </td>
            <th scope="row">{text}</th>
            <td>{measured}</td>
            <td>{interval}</td>
            <td>{margin}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
