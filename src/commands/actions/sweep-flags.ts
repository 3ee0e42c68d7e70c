/** What `hasim sweep` is asked on the command line. */
import type { OutputFlags, WorkFlags } from '../options.ts';

export interface SweepFlags extends WorkFlags, OutputFlags {
  readonly scenario: string;
  /** One an axis, as written. */
  readonly vary: readonly string[];
  /** What is shown; empty: what the scenario makes promises about. */
  readonly metric: readonly string[];
  /** Of this metric, instead of a grid. */
  readonly sensitivity: string | undefined;
  readonly force: boolean;
}
