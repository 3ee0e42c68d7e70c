/** What `hasim check` is asked on the command line. */
import type { OutputFlags, WorkFlags } from '../options.ts';

export interface CheckFlags extends WorkFlags, OutputFlags {
  readonly paths: readonly string[];
  /** Writes the baselines anew. */
  readonly update: boolean;
  /** A baseline that is not there fails nothing. */
  readonly allowMissingBaseline: boolean;
  /** What designs promise is judged, too: in each disaster, in a year, in finds. */
  readonly promises: boolean;
  /** File or folder of disasters; those that ship unless given. */
  readonly disasters: string | undefined;
  /** File for JUnit XML. */
  readonly junit: string | undefined;
}
