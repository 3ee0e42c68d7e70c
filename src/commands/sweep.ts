import type { Argv } from 'yargs';
import { interruptSignal } from './interrupt.ts';
import { flag, type OutputFlags, once, type WorkFlags, withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export interface SweepFlags extends WorkFlags, OutputFlags {
  readonly scenario: string;
  /** One an axis, as written. */
  readonly vary: readonly string[];
  /** What is shown; empty: what the scenario makes promises about. */
  readonly metric: readonly string[];
  readonly force: boolean;
}

export const sweep: Verb<SweepFlags> = (doThis) => ({
  command: 'sweep <scenario>',
  describe: 'A grid of designs under the same work: table, line chart or heat map',
  builder: (yargs) =>
    withStudyFlags(yargs)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .option('vary', {
        ...once('vary', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        demandOption: true,
        describe: 'path=values: a,b,c or a..b or a..b+step or a..b/n or log:a..b/n; repeatable',
      })
      .option('metric', {
        ...once('metric', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: 'those of its expectations',
        describe: 'What to show; repeatable',
      })
      .option('force', {
        ...flag,
        describe: 'Run a grid however large it is',
      }) as unknown as Argv<SweepFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { sweepScenario } = await import('./actions/sweep.ts');
      return sweepScenario(flags, interruptSignal());
    }),
});
