import type { CommandModule } from 'yargs';

export interface InitFlags {
  readonly file: string;
  readonly force: boolean;
}

export const init: CommandModule<object, InitFlags> = {
  command: 'init [file]',
  describe: 'Write a scenario to start from',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', default: 'scenario.yaml', describe: 'Where to write it' })
      .option('force', { type: 'boolean', default: false, describe: 'Overwrite a file that is there' }),
  handler: async (flags) => {
    const { writeStarter } = await import('./actions/init.ts');
    process.exitCode = await writeStarter(flags);
  },
};
