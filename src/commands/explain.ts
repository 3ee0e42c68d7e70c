import type { Argv } from 'yargs';
import type { ExplainFlags } from './actions/explain.ts';
import { interruptSignal } from './interrupt.ts';
import { withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const explain: Verb<ExplainFlags> = (doThis) => ({
  command: 'explain <scenario> [metric]',
  describe: 'Where the time went, band by band and cause by cause, and what would help',
  builder: (yargs) =>
    withStudyFlags(yargs)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .positional('metric', {
        type: 'string',
        describe: 'What is to become better, such as tasks.deployment.turnaround.p95',
        defaultDescription: 'the turnaround p95 of the first class of tasks, else a latency',
      })
      .option('no-remedies', {
        type: 'boolean',
        default: false,
        describe: 'Only where the time went: nothing is tried that might help',
      }) as unknown as Argv<ExplainFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { explainScenario } = await import('./actions/explain.ts');
      return explainScenario(flags, interruptSignal());
    }),
});
