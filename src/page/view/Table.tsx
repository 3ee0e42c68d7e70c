/** A table that scrolls within itself where the page is narrow. */
import type { JSX } from 'preact';
import { together } from '../../report/line-breaks.ts';
import type { TableBlock } from '../model.ts';
import { Scroll } from './Scroll.tsx';

/** With a caption, and a line for what is elsewhere. */
export function Table({ table }: { table: TableBlock }): JSX.Element {
  const { caption, head, rows, more } = table;
  return (
    <Scroll label={caption}>
      <table cellPadding="4">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((text) => (
              <th scope="col">{text}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others]) => (
            <tr>
              <th scope="row">{first}</th>
              {others.map((text) => (
                <td>{together(text)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more === '' ? null : <p class="more">… {more}</p>}
    </Scroll>
  );
}
