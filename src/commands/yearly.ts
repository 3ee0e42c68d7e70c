import type { YearlyCommandFlags } from './actions/yearly.ts';
import { interruptSignal } from './interrupt.ts';
import { withYearlyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const yearly: Verb<YearlyCommandFlags> = (doThis) => ({
  command: 'yearly <scenario>',
  describe: 'What rare failures cost in a year: availability and tasks lost, weighed by MTBF and MTTR',
  builder: (yargs) =>
    withYearlyFlags(yargs).positional('scenario', {
      type: 'string',
      demandOption: true,
      describe: 'Scenario file with failures',
    }),
  handler: (flags) =>
    doThis(async () => {
      const { yearOf } = await import('./actions/yearly.ts');
      return yearOf(flags, interruptSignal());
    }),
});
