/** What docs/validation.md says is exact or published is what the models say today; what is simulated takes minutes. */
import { expect, test } from 'vitest';
import { exactValue } from '../../src/report/theory-table.ts';
import { amount, NOTHING } from '../../src/report/words.ts';
import { publishedModels } from '../../src/study/published/all.ts';
import { isOutcome } from '../../src/study/published/model.ts';
import type { TheoryRow } from '../../src/study/theory/validate.ts';
import { theoryModels } from '../../src/study/theory-models/all.ts';
import { textOf } from './support.ts';

/** Cells of the rows of the table that begins with these headings. */
function tableOf(headings: string): string[][] {
  const [, table] = textOf('docs/validation.md').split(`| ${headings} |`);
  const lines = table!.split('\n\n')[0]!.split('\n').slice(2);
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const exact = (claim: Pick<TheoryRow, 'exact' | 'unit'>) => exactValue(claim as TheoryRow);

test('numbers that theory knows', () => {
  const shown = tableOf('model | number | exact').map(([model, number, value, , n]) => [
    model,
    number,
    value,
    n,
  ]);
  expect(shown, 'stale: run npm run docs:validation').toEqual(
    theoryModels().flatMap(({ name, claims, replications }) =>
      claims.map((claim, i) => [i === 0 ? name : '', claim.quantity, exact(claim), `${replications}`]),
    ),
  );
});

test('numbers that others have published', () => {
  const shown = tableOf('experiment | number | published').map((cells) =>
    cells.filter((_, i) => i !== 4).slice(0, 5),
  );
  expect(shown, 'stale: run npm run docs:validation').toEqual(
    publishedModels().flatMap(({ name, source, claims, replications }) =>
      claims.map((claim, i) => {
        const outcome = (said: string | readonly number[]) =>
          typeof said === 'string' ? said : said.join(' of ');
        const said = isOutcome(claim)
          ? [outcome(claim.published), NOTHING]
          : [amount(claim.published.value, claim.unit, claim.published.digit), exact(claim)];
        return [i === 0 ? `${name} (${source})` : '', claim.quantity, ...said, `${replications}`];
      }),
    ),
  );
});
