import type { Argv } from 'yargs';
import type { DrillCommandFlags } from './actions/drill-flags.ts';
import { UsageError } from './errors.ts';
import { given, once } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withDrillFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const drill: Verb<DrillCommandFlags> = (doThis) => ({
  command: 'drill <designs..>',
  describe: 'Each design through each disaster: RTO, RPO, losses, and promises that break',
  builder: (yargs) =>
    withDrillFlags(yargs)
      .positional('designs', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Scenario files',
      })
      .option('disasters', {
        ...once('disasters', given('disasters')),
        describe: 'File or folder of disasters; default: the twenty-two that ship with hasim',
      })
      .option('recorded', {
        ...once('recorded', given('recorded')),
        describe: 'Log of a real exercise (step, started, ended), laid beside the plan of one design',
      })
      .option('plan', { ...once('plan', given('plan')), describe: 'The plan that --recorded followed' })
      .option('promise', {
        ...once('promise', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: "each design's promises",
        describe: "What all designs must keep: 'recovery.ui.rto < 1h'; repeatable",
      }) as unknown as Argv<DrillCommandFlags>,
  handler: (flags) =>
    doThis(async () => {
      if (flags.recorded !== undefined) {
        const { compareRecorded } = await import('./actions/recorded.ts');
        return compareRecorded(flags, flags.recorded);
      }
      if (flags.plan !== undefined)
        throw new UsageError(
          '--plan goes with --recorded: without it disasters are tried, of which none is a plan',
        );
      const { drillDesigns } = await import('./actions/drill.ts');
      return drillDesigns(flags, interruptSignal());
    }),
});
