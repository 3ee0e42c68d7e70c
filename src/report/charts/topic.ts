/** What the charts of one report have in common. */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** One scenario and what its replications did; a comparison has several, the baseline first. */
export interface DrawnDesign {
  readonly name: string;
  readonly scenario: Scenario;
  readonly runs: readonly RunResult[];
}

export interface Topic {
  /** Title of every chart: the question the scenario asks; empty: each chart has its own. */
  readonly question: string;
  /** At most a line: what was set up. */
  readonly setup: string;
  /** Scenario, replications, seed. */
  readonly foot: string;
  readonly designs: readonly DrawnDesign[];
}

export function secondsOf(topic: Topic): number {
  return Math.max(...topic.designs.map(({ scenario }) => scenario.duration)) / 1e6;
}
