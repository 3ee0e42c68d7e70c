import type { Verb } from './verb.ts';

export interface InitFlags {
  readonly file: string;
  readonly force: boolean;
}

export const init: Verb<InitFlags> = (doThis) => ({
  command: 'init [file]',
  describe: 'Write a scenario to start from',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', default: 'scenario.yaml', describe: 'Where to write it' })
      .option('force', { type: 'boolean', default: false, describe: 'Overwrite a file that is there' }),
  handler: (flags) =>
    doThis(async () => {
      const { writeStarter } = await import('./actions/init.ts');
      return writeStarter(flags);
    }),
});
