/** The whole page: the answer, then for the planner, then for the engineer. */
import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { together } from '../../report/line-breaks.ts';
import type { Block, Moment, Page, Section } from '../model.ts';
import { ChartFrame } from './ChartFrame.tsx';
import { ClusterFrame } from './ClusterFrame.tsx';
import { FirstScreen } from './FirstScreen.tsx';
import { Live } from './live.ts';
import { Table } from './Table.tsx';
import { WhatIf } from './WhatIf.tsx';

/** Rendered once to HTML, and again over it where scripts run. */
export function App({ page }: { page: Page }): JSX.Element {
  const { isLive } = useContext(Live);
  const depths = [
    { id: 'planner', title: 'For the planner', sections: page.planner },
    { id: 'engineer', title: 'For the engineer', sections: page.engineer },
  ];
  return (
    <div class="page">
      <nav aria-label="Parts of the report">
        <a href="#answer">Answer</a>
        {isLive && page.rerun !== null ? <a href="#what-if">What if</a> : null}
        {depths.map(({ id, title }) => (
          <a href={`#${id}`}>{title}</a>
        ))}
        <span class="brand">hasim {page.version}</span>
      </nav>
      <main>
        <div id="answer">
          <FirstScreen page={page} />
        </div>
        {isLive && page.rerun !== null ? <WhatIf rerun={page.rerun} /> : null}
        {depths.map(({ id, title, sections }) => (
          <section id={id} class="depth">
            <h2>{title}</h2>
            {sections.filter(isFilled).map((section) => (
              <Part section={section} rerun={page.rerun} />
            ))}
          </section>
        ))}
      </main>
      <footer>
        <p>
          digest <code>{page.digest}</code>
        </p>
        {page.repeat === '' ? null : (
          <p>
            repeat <code>{page.repeat}</code>
          </p>
        )}
      </footer>
    </div>
  );
}

/** What would be an empty heading is left out. */
function isFilled({ blocks }: Section): boolean {
  return blocks.some((block) => block.kind !== 'charts' || block.charts.length > 0);
}

function Part({ section, rerun }: { section: Section; rerun: Page['rerun'] }): JSX.Element {
  return (
    <section id={section.id}>
      <h3>{section.title}</h3>
      {section.blocks.map((block) => (
        <BlockView block={block} rerun={rerun} />
      ))}
    </section>
  );
}

function BlockView({ block, rerun }: { block: Block; rerun: Page['rerun'] }): JSX.Element {
  switch (block.kind) {
    case 'text':
      return (
        <div>
          {block.lines.map((line) => (
            <p>{together(line)}</p>
          ))}
        </div>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li>{together(item)}</li>
          ))}
        </ul>
      );
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'table':
      return <Table table={block} />;
    case 'story':
      return <Story moments={block.moments} />;
    case 'charts':
      return (
        <div class="charts">
          {block.charts.map((chart) => (
            <ChartFrame chart={chart} />
          ))}
        </div>
      );
    case 'cluster':
      return (
        <div class="charts clusters">
          {block.drawings.map((drawing, i) => (
            <ClusterFrame drawing={drawing} design={i} rerun={rerun} />
          ))}
        </div>
      );
  }
}

/** Each moment leads to the queue's chart at that time, where scripts can show it. */
function Story({ moments }: { moments: readonly Moment[] }): JSX.Element {
  const { isLive } = useContext(Live);
  return (
    <ol class="story">
      {moments.map(({ at, time, text }) => (
        <li>
          {isLive ? <a href={`#queue?at=${Number(at.toPrecision(6))}`}>{time}</a> : <span>{time}</span>}{' '}
          {together(text)}
        </li>
      ))}
    </ol>
  );
}
