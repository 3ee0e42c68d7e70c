import type { Argv } from 'yargs';
import type { ExplainFlags } from './actions/explain-flags.ts';
import { UsageError } from './errors.ts';
import { given, once, whole } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const explain: Verb<ExplainFlags> = (doThis) => ({
  command: 'explain <scenario> [metric]',
  describe: 'Where the time went and what would help; the story of one task or request',
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
      })
      .option('task', {
        ...once('task', given('task')),
        describe: "The story of one: slowest, failed, lost, 417, 'deployment at 2h34m'",
      })
      .option('request', {
        ...once('request', given('request')),
        describe: 'The same of a request: slowest, failed, timedOut, a number',
      })
      .option('node', { ...once('node', given('node')), describe: 'What happened to a node, by its name' })
      .option('timeline', { type: 'boolean', default: false, describe: 'What happened, time by time' })
      .option('no-return', {
        type: 'boolean',
        default: false,
        describe: 'From when on what is expected could not be kept any more',
      })
      .option('promise', {
        ...once('promise', given('promise')),
        describe: "Of --no-return: what was to be kept; default: the file's first expectation",
      })
      .option('replication', {
        ...once('replication', (text) => whole('replication', text, 0, Number.MAX_SAFE_INTEGER)),
        describe: 'Of which replication a story is told, counted from 0; default 0',
      })
      .check(({ task, request, node, timeline, noReturn, promise, replication }) => {
        const stories = [task, request, node, timeline || undefined, noReturn || undefined].filter(
          (one) => one !== undefined,
        );
        if (stories.length > 1)
          throw new UsageError(
            '--task, --request, --node, --timeline and --no-return tell a story each; ask for one',
          );
        if (replication !== undefined && stories.length === 0)
          throw new UsageError(
            '--replication goes with --task, --request, --node, --timeline or --no-return: else all are explained',
          );
        if (promise !== undefined && !noReturn) throw new UsageError('--promise goes with --no-return');
        return true;
      }) as unknown as Argv<ExplainFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { task, request, node, timeline, noReturn } = flags;
      if (noReturn) {
        const { explainNoReturn } = await import('./actions/no-return.ts');
        return explainNoReturn(flags, interruptSignal());
      }
      if (timeline || node !== undefined) {
        const { tellHappened } = await import('./actions/what-happened.ts');
        return tellHappened(flags, interruptSignal());
      }
      if (task !== undefined || request !== undefined) {
        const { tellOne } = await import('./actions/tell.ts');
        return tellOne(flags, task === undefined ? 'request' : 'task', (task ?? request)!, interruptSignal());
      }
      const { explainScenario } = await import('./actions/explain.ts');
      return explainScenario(flags, interruptSignal());
    }),
});
