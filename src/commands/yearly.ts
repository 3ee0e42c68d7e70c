import { interruptSignal } from './interrupt.ts';
import { withYearlyFlags, type YearlyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export interface YearlyCommandFlags extends YearlyFlags {
  readonly scenario: string;
}

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
