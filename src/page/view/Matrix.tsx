/** A table whose cells are darker the larger they are: two parameters and what comes of them. */
import type { JSX } from 'preact';
import type { MatrixChart } from '../model.ts';
import { Scroll } from './Scroll.tsx';

/** The figures are text; a bar below each shows its share of the largest. */
export function Matrix({ chart }: { chart: MatrixChart }): JSX.Element {
  const { down, across, cells } = chart;
  return (
    <Scroll label={chart.title}>
      <table class="matrix">
        <caption>
          {down.title} down, {across.title} across
        </caption>
        <thead>
          <tr>
            <td />
            {across.labels.map((label) => (
              <th scope="col">{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, i) => (
            <tr>
              <th scope="row">{down.labels[i]}</th>
              {row.map(({ text, share }) => (
                <td>
                  {text}
                  {share === null ? null : (
                    <svg class="chart" width="100%" height="5" aria-hidden="true">
                      <rect class="tone-0" width={`${Math.round(100 * share)}%`} height="5" fill="#0072B2" />
                    </svg>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
