/** What `hasim drill` is asked on the command line. */
import type { DrillFlags } from '../options.ts';

export interface DrillCommandFlags extends DrillFlags {
  readonly designs: readonly string[];
  /** A file or folder; undefined: the library that ships with hasim. */
  readonly disasters: string | undefined;
  /** The log of a real exercise, laid beside its plan instead of any disaster. */
  readonly recorded: string | undefined;
  /** The plan that it followed. */
  readonly plan: string | undefined;
  /** For all designs, beside what each promises itself. */
  readonly promise: readonly string[];
}
