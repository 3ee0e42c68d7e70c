/** How a verb hands over what it is to do, once its flags are understood. */
import type { CommandModule } from 'yargs';
import type { ExitCode } from './exit-codes.ts';

/** What a verb does, and how it ended. */
export type Work = () => Promise<ExitCode>;

/** A yargs module; `doThis` is called instead of working there, as yargs lays out its help before it waits. */
export type Verb<Flags> = (doThis: (work: Work) => void) => CommandModule<object, Flags>;
