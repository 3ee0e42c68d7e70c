import type { Argv } from 'yargs';
import type { SizeFlags } from './actions/size.ts';
import { UsageError } from './errors.ts';
import { flag, once } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';
import { noShard } from './where.ts';

export const size: Verb<SizeFlags> = (doThis) => ({
  command: 'size <scenario>',
  describe: 'The smallest or cheapest configuration that meets every goal, with the proof',
  builder: (yargs) =>
    withStudyFlags(yargs)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .option('goal', {
        ...once('goal', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: 'none',
        describe: "What is to be met, as an expectation: 'tasks.queueWait.p95 < 5m'; repeatable",
      })
      .option('vary', {
        ...once('vary', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: 'the task cap of the largest group',
        describe: 'path=values: a,b,c or a..b or a..b+step or a..b/n or log:a..b/n; repeatable',
      })
      .option('cost', { ...flag, describe: 'The cheapest by cost.perHour, not the smallest' })
      .option('survive', {
        ...once('survive', survived),
        describe: 'node or zone: the goals are met whichever one of them is lost',
      })
      .option('until', {
        ...once('until', lasting),
        describe: 'broken: how many months of workload.growth the design lasts as it is; instead of --vary',
      })
      .option('force', {
        ...flag,
        describe: 'Search a grid however large it is',
      })
      .hide('shard')
      .check(({ shard, until, vary }) => {
        if (until !== undefined && vary.length > 0)
          throw new UsageError('--until broken takes the design as it is; leave --vary or --until away');
        if (shard !== undefined)
          throw noShard('each configuration that is tried is chosen by what came of those before');
        return true;
      }) as unknown as Argv<SizeFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { sizeScenario } = await import('./actions/size.ts');
      return sizeScenario(flags, interruptSignal());
    }),
});

function lasting(text: string): 'broken' {
  if (text === 'broken') return text;
  throw new UsageError(`--until is broken; it is '${text}'`);
}

function survived(text: string): 'node' | 'zone' {
  if (text === 'node' || text === 'zone') return text;
  throw new UsageError(`--survive is node or zone; it is '${text}'`);
}
