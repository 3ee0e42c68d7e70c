import type { Argv } from 'yargs';
import { parseDuration } from '../scenario/units.ts';
import type { TraceFlags } from './actions/trace.ts';
import { UsageError } from './errors.ts';
import { once } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withReplicationFlag, withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const trace: Verb<TraceFlags> = (doThis) => ({
  command: 'trace <scenario>',
  describe: 'What tasks and requests did, for ui.perfetto.dev, speedscope and OpenTelemetry',
  builder: (yargs) =>
    withReplicationFlag(withStudyFlags(yargs))
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .option('from', {
        ...once('from', (text) => time('from', text)),
        describe: 'Only what was there from then on, such as 2h30m',
      })
      .option('to', {
        ...once('to', (text) => time('to', text)),
        describe: 'Only what was there before then',
      })
      .option('all', { type: 'boolean', default: false, describe: 'All tasks and requests, however many' })
      .check(({ replications, precision }) => {
        if (replications !== undefined || precision !== undefined)
          throw new UsageError('trace shows one replication: --replication says which');
        return true;
      }) as unknown as Argv<TraceFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { traceScenario } = await import('./actions/trace.ts');
      return traceScenario(flags, interruptSignal());
    }),
});

function time(name: string, text: string): number {
  const read = parseDuration(text);
  if (!read.ok) throw new UsageError(`--${name}: ${read.why}`);
  return read.value;
}
