/** `hasim yearly` of several designs: the year of each beside the others. */
import type { Yearly } from '../study/yearly/yearly.ts';
import { commandLines } from './frame.ts';
import { type Align, type Cell, columns, cut, paragraph } from './table.ts';
import { plural } from './words.ts';
import {
  answer,
  available,
  CAPACITY,
  ninesWords,
  ROWS,
  remarksOf,
  said,
  shown,
  type YearlyContext,
  yearlyJson,
} from './yearly.ts';

const NONE = '–';

/** A sentence a design, then losses down and designs across, each with its interval; without a line break at the end. */
export function yearsSummary(years: readonly Yearly[], { repeat, notes, paint }: YearlyContext): string {
  const wide = paint.columns;
  const quiet = (text: string): Cell => ({ text, paint: paint.quiet });
  const told = ROWS.filter(([loss]) => years.some((year) => shown(year, loss)));
  const row = (words: string, loss: string, text: (year: Yearly) => string): Cell[] => [
    { text: words },
    ...years.map((year) => ({ text: year.losses.has(loss) ? text(year) : NONE })),
  ];
  const rows = told.flatMap(([loss, words]) => [
    row(words, loss, (year) => said(loss, year.losses.get(loss)!, year)),
    ...(loss.startsWith('downtime.')
      ? [
          row('  available', loss, (year) => available(year.losses.get(loss)!, year)),
          ...(loss === CAPACITY
            ? []
            : [
                row('  nines', loss, (year) =>
                  ninesWords(year.losses.get(loss)!, year).replace(/.nines$/, ''),
                ),
              ]),
        ]
      : []),
  ]);
  const room = Math.max(12, Math.floor((wide - 28) / years.length) - 2);
  const heading = ['in a year', ...years.map(({ scenario }) => cut(scenario.name, room))].map(quiet);
  const remarks = years.flatMap((year) => remarksOf(year).map((text) => `${year.scenario.name}: ${text}`));
  const [first] = years;
  return [
    ...years
      .flatMap((year) => paragraph(`${year.scenario.name}: ${answer(year)}`, wide, 0))
      .map(paint.strong),
    '',
    ...columns([heading, ...rows], ['left', ...years.map((): Align => 'right')], wide, 2, 1),
    '',
    ...[...remarks, ...notes].flatMap((text) => paragraph(text, wide, 2)),
    `  ${plural(first!.replications, 'replication')} of each part, seed ${first!.seed}`,
    ...commandLines('repeat  ', repeat, wide),
  ].join('\n');
}

/** The same as data: the document of each, in order. */
export function yearsJson(years: readonly Yearly[], version: string): object {
  return { schema: 'hasim.years/1', designs: years.map((year) => yearlyJson(year, version)) };
}
