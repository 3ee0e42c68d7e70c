/** What the tables of policies say of chance is what the policies do, and those that draw keep rule T9. */
import { expect, test } from 'vitest';
import { CHOOSING, DISPATCHING } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { isDeterministic } from '../../src/study/replications/deterministic.ts';
import { chanceOf, serving, taking } from '../support/chance.ts';
import { scenarioOf } from '../support/run.ts';

const rows = [
  ...Object.entries(DISPATCHING).map(([name, { draws }]) => ({ name, draws, text: taking(name) })),
  ...Object.entries(CHOOSING).map(([name, { draws }]) => ({ name, draws, text: serving(name) })),
];

test.each(rows)(
  '$name leaves to chance what its row says, and that turns after a history (rule T9)',
  ({ draws, text }) => {
    const scenario = scenarioOf(text);
    expect(chanceOf(scenario, simulate)).toBe(draws ? 'turns' : 'none');
    expect(isDeterministic(scenario)).toBe(!draws);
  },
);
