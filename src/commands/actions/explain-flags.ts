import type { OutputFlags, WorkFlags } from '../options.ts';

export interface ExplainFlags extends WorkFlags, OutputFlags {
  readonly scenario: string;
  readonly metric: string | undefined;
  readonly noRemedies: boolean;
  /** Of which replication a story is told. */
  readonly replication: number | undefined;
  readonly task: string | undefined;
  readonly request: string | undefined;
  readonly node: string | undefined;
  readonly timeline: boolean;
  readonly noReturn: boolean;
  /** Of --no-return: what is to be kept. */
  readonly promise: string | undefined;
}
