/** What the program's end says to a script: the one table of exit codes. */

export const EXIT = {
  /** Everything asked for is met, or nothing was asked. */
  met: 0,
  /** An expectation failed. */
  failed: 1,
  /** A scenario is invalid. */
  invalid: 2,
  /** A baseline is missing, damaged or of another model version. */
  noBaseline: 3,
  /** More replications could still decide either way. */
  inconclusive: 4,
  /** A verb, flag or argument that does not exist or does not fit. */
  usage: 64,
  /** A file is not there, cannot be read, or cannot be written. */
  unreadable: 66,
  /** The queue of --on cannot be reached, or cannot do the work: the same command goes on later. */
  unavailable: 69,
  /** A promise of the simulator itself is broken. */
  internal: 70,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const GRAVEST_FIRST: readonly ExitCode[] = [130, 70, 69, 66, 64, 2, 1, 3, 4, 0];

/** Of several the one that matters most; 0 of none. */
export function gravest(codes: Iterable<ExitCode>): ExitCode {
  const given = new Set(codes);
  return GRAVEST_FIRST.find((code) => given.has(code)) ?? EXIT.met;
}
