/** `npm run docs:validation`: docs/validation.md, the tables that `hasim validate` prints and the one of `hasim validate --external`. Takes minutes. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ThreadRunner } from '../src/node/thread-runner.ts';
import { publishedAnswer, publishedMarkdown, publishedTolerance } from '../src/report/published-table.ts';
import { theoryAnswer, theoryMarkdown, theoryTolerance } from '../src/report/theory-table.ts';
import { publishedModels } from '../src/study/published/all.ts';
import { type PublishedRow, validatePublished } from '../src/study/published/validate.ts';
import { type TheoryRow, validate } from '../src/study/theory/validate.ts';
import { theoryModels } from '../src/study/theory-models/all.ts';

const SEED = '1';

function page(rows: readonly TheoryRow[], published: readonly PublishedRow[]): string {
  return `# Validation

\`\`\`sh
hasim validate --seed ${SEED}
\`\`\`

Textbook queues, networks and parts that fail are written as scenarios, run through the same model and the same statistics
as every other scenario, and held against the numbers that theory knows exactly. ${theoryAnswer(rows)}

${theoryTolerance(rows)} Any other seed must give the same answer; the exit code is 1 when a row is red. The models stand
in \`src/study/theory-models\`, the formulas with their sources in
\`src/study/theory\`.

${theoryMarkdown(rows)}

M/M/c runs at least as many arrivals as the [run-length guard](statistics.md#is-it-long-enough) recommends. An interval is
the estimate times e to the power of ± its relative half-width: far out in the tail the logarithm of a mean wait is the more
nearly normal. Where next to nobody waits (50 servers at 50 %) only the quantiles are compared: exactly 0.

Faults put into engine and statistics on purpose turn the table red or stop the run, whichever comes first: \`npm run mutants
theory\` tries a dozen, each against the model that shows it (they stand in \`scripts/mutants/theory.ts\`).
## Against what others have published

\`\`\`sh
hasim validate --external --seed ${SEED}
\`\`\`

Examples of textbooks, what the tests of other programs ask for, and experiments that others have reported, as scenarios: what
they say, what is exact (by a formula or a Markov chain in \`src/study/theory\`), and what hasim simulates.
${publishedAnswer(published)}

${publishedTolerance(published)} An \`off\` row is one where the simulation is at the exact number, and the published one is not. The
experiments stand in \`src/study/published\`.

${publishedMarkdown(published)}
`;
}

const runner = new ThreadRunner(availableParallelism());
try {
  const rows = await validate(theoryModels(), runner, { seed: SEED });
  const published = await validatePublished(publishedModels(), runner, { seed: SEED });
  writeFileSync('docs/validation.md', page(rows, published));
} finally {
  await runner.close();
}
