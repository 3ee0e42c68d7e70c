/**
 * One replication of a scenario: a pure function of (scenario, seed, replication). The only file that knows the model
 * and the measures.
 */
import { Cluster } from './cluster/cluster.ts';
import type { Tap } from './cluster/observer.ts';
import { Simulation, type Ties } from './engine/simulation.ts';
import { followedBy } from './measure/both-taps.ts';
import { Collector } from './measure/collector.ts';
import { metricsOf } from './measure/metrics.ts';
import type { RunResult } from './measure/result.ts';
import { seriesOf } from './measure/series.ts';
import type { Scenario } from './scenario/scenario.ts';

/** Which replication is run, and who listens. */
export interface SimulateOptions {
  /** Where all randomness starts, with the replication number. */
  readonly seed: string;
  /** From 0. */
  readonly replication: number;
  /** A second listener; null: none. It cannot change what happens. */
  readonly tap?: Tap | null;
  /** `reversed` breaks ties the other way round, to show that nothing depends on them. */
  readonly ties?: Ties;
  /** A run with more events than this throws, so that a glance at it is short. */
  readonly mostEvents?: number;
}

/** @throws RangeError for what is no number of a replication */
export function requireReplication(replication: number): void {
  if (!Number.isSafeInteger(replication) || replication < 0)
    throw new RangeError(`there is no replication ${replication}: they are 0, 1, 2 …`);
}

/**
 * Runs one replication to its end: [0, duration], then on until the work that counts is over, at most as long again
 * (rule W5).
 * @throws InternalError when something does not add up; then no figure of the run is to be trusted.
 * @throws RangeError for what is no number of a replication
 */
export function simulate(
  scenario: Scenario,
  { seed, replication, tap, ties, mostEvents }: SimulateOptions,
): RunResult {
  requireReplication(replication);
  const sim = new Simulation(ties);
  if (mostEvents !== undefined) sim.mostEvents = mostEvents;
  const collector = new Collector(sim, scenario);
  const observer = tap == null ? collector : followedBy(collector, tap);
  const { duration, study } = scenario;
  const arrivalsUntil = study === 'steady' ? 2 * duration : duration;
  const cluster = new Cluster({ scenario, seed, replication, sim, observer, arrivalsUntil });
  collector.addParts(cluster.gauges(), cluster.heldUpWork());
  const queue = cluster.queue.length;
  collector.border(queue);
  for (const border of collector.borders()) {
    sim.runUntil(border);
    collector.border(queue);
  }
  if (collector.openWork > 0) {
    collector.awaitEnd();
    sim.runUntil(2 * duration);
  }
  cluster.forEachUnfinished((c, arrived, started, crashed, stuck) =>
    collector.taskUnfinished(c, arrived, started, crashed, stuck),
  );
  cluster.requests.forEachUnfinished((c, arrived) => collector.requestUnfinished(c, arrived));
  collector.users.runEnded(sim.now);
  observer.runEnded(sim.now);
  cluster.check();
  return {
    seed,
    replication,
    digest: sim.digest.toString(),
    events: sim.events,
    ...metricsOf(collector),
    series: seriesOf(collector),
    spans: collector.spanList(),
  };
}
