import type { Argv } from 'yargs';
import type { SweepFlags } from './actions/sweep-flags.ts';
import { UsageError } from './errors.ts';
import { flag, given, once } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const sweep: Verb<SweepFlags> = (doThis) => ({
  command: 'sweep <scenario>',
  describe: 'A grid of designs under the same work: table, line chart or heat map',
  builder: (yargs) =>
    withStudyFlags(yargs)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .option('vary', {
        ...once('vary', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: 'none',
        describe: 'path=values: a,b,c or a..b or a..b+step or a..b/n or log:a..b/n; repeatable',
      })
      .option('metric', {
        ...once('metric', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: 'those of its expectations',
        describe: 'What to show; repeatable',
      })
      .option('sensitivity', {
        ...once('sensitivity', given('sensitivity')),
        describe: 'A metric: what it depends on, each parameter 10 % smaller and larger; instead of --vary',
      })
      .option('force', {
        ...flag,
        describe: 'Run a grid however large it is',
      })
      .check(({ vary, sensitivity, metric }) => {
        if (vary.length === 0 && sensitivity === undefined)
          throw new UsageError('give --vary path=values for a grid, or --sensitivity metric');
        if (vary.length > 0 && sensitivity !== undefined)
          throw new UsageError(
            '--sensitivity changes every parameter itself; leave --vary away, or run two sweeps',
          );
        if (metric.length > 0 && sensitivity !== undefined)
          throw new UsageError('--sensitivity names its metric itself; leave --metric away');
        return true;
      }) as unknown as Argv<SweepFlags>,
  handler: (flags) =>
    doThis(async () => {
      if (flags.sensitivity !== undefined) {
        const { runSensitivity } = await import('./actions/sensitivity.ts');
        return runSensitivity(flags.sensitivity, flags, interruptSignal());
      }
      const { sweepScenario } = await import('./actions/sweep.ts');
      return sweepScenario(flags, interruptSignal());
    }),
});
