/** What is thrown where a replication broke, in whatever thread. */
import type { Scenario } from '../scenario/scenario.ts';
import type { ReplicationFailure, ReplicationOrder } from './worker.ts';

/** A replication that threw: a promise of the simulator is broken. */
export class ReplicationFailed extends Error {
  override readonly name = 'ReplicationFailed';
  /** The scenario's name. */
  readonly scenario: string;
  readonly seed: string;
  /** Its number, from 0. */
  readonly replication: number;

  /** @internal */
  constructor(
    { message, stack }: ReplicationFailure,
    { name }: Scenario,
    { seed, replication }: Pick<ReplicationOrder, 'seed' | 'replication'>,
  ) {
    super(message);
    this.stack = stack;
    this.scenario = name;
    this.seed = seed;
    this.replication = replication;
  }
}
