import type { Argv } from 'yargs';
import type { MergeFlags } from './actions/merge.ts';
import { flag, given, once } from './flag-values.ts';
import type { Verb } from './verb.ts';

export const merge: Verb<MergeFlags> = (doThis) => ({
  command: 'merge <parts..>',
  describe: 'All parts that --shard wrote: the report of the whole, bit for bit',
  builder: (yargs) =>
    yargs
      .positional('parts', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Files of parts (*.part), and folders of them',
      })
      .option('out', {
        ...once('out', given('out')),
        describe: 'Folder of the report, default reports/<name>',
      })
      .option('json', { ...flag, describe: 'One JSON document on stdout and nothing else' })
      .option('no-charts', { ...flag, describe: 'No PNG files' })
      .option('junit', {
        ...once('junit', given('junit')),
        describe: 'Of hasim check: write JUnit XML to this file',
      }) as unknown as Argv<MergeFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { mergeParts } = await import('./actions/merge.ts');
      return mergeParts(flags);
    }),
});
