/** What `hasim init` is asked on the command line. */
export interface InitFlags {
  readonly file: string;
  readonly force: boolean;
  /** Saved lists of tasks; none: a scenario to start from. */
  readonly from: readonly string[];
  /** Which columns of an export say what, as `arrival=QueueTime,started=StartTime`. */
  readonly columns: string | undefined;
}
