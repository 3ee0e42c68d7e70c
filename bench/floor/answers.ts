/** What a program says about a workload: enough to see that two of them simulate the same thing. */
export interface Answers {
  readonly arrived: number;
  /** Arrived while no node was up (rule W4). */
  readonly refused: number;
  readonly succeeded: number;
  readonly cancelled: number;
  /** Successes per second up to the end of the arrivals. */
  readonly throughput: number;
  /** Seconds from arrival to start, mean over all that started. */
  readonly queueWait: number;
  /** Seconds from start to end, mean over successes. */
  readonly duration: number;
  /** Seconds from arrival to end, mean over successes. */
  readonly turnaround: number;
  /** Busy slots over those of the nodes that are up, both as means over time up to the end of the arrivals. */
  readonly slots: number;
  /** The same for the servers of the database and of the storage, which do not fail; null where there is none. */
  readonly database: number | null;
  readonly storage: number | null;
  readonly events: number;
}
