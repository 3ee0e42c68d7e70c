import type { Argv } from 'yargs';
import type { YearlyCommandFlags } from './actions/yearly.ts';
import { interruptSignal } from './interrupt.ts';
import { withYearlyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const yearly: Verb<YearlyCommandFlags> = (doThis) => ({
  command: 'yearly <scenario> [others..]',
  describe: 'What rare failures cost in a year: nines, tasks lost and money, weighed by MTBF and MTTR',
  builder: (yargs) =>
    withYearlyFlags(yargs)
      .positional('scenario', {
        type: 'string',
        demandOption: true,
        describe: 'Scenario file with failures',
      })
      .positional('others', {
        type: 'string',
        array: true,
        default: [],
        describe: 'Other designs, whose years stand beside it',
      }) as unknown as Argv<YearlyCommandFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { runYearly } = await import('./actions/yearly.ts');
      return runYearly(flags, interruptSignal());
    }),
});
