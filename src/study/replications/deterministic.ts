/** Whether a scenario leaves anything to chance. */
import type { Distribution } from '../../engine/distributions.ts';
import type { Arrivals, Scenario, Step } from '../../scenario/scenario.ts';

/**
 * true when a scenario draws nothing at random that could change a number: then one replication says all, exactly,
 * and its intervals have no width. In doubt false, which only costs replications.
 */
export function isDeterministic(scenario: Scenario): boolean {
  return (
    scenario.network.jitter === 0 &&
    phasesAreFixed(scenario) &&
    scenario.tasks.every((task) => isFixedArrivals(task.arrivals) && task.steps.every(isFixedStep)) &&
    requestsAreFixed(scenario) &&
    (scenario.database === null || (isFixed(scenario.database.read) && isFixed(scenario.database.write))) &&
    (scenario.storage === null || isFixed(scenario.storage.latency)) &&
    scenario.failures.every((failure) => isFixed(failure.every) && isFixed(failure.for))
  );
}

/** A phase drawn at random (rule D1) matters unless nothing ever looks, is believed or goes wrong. */
function phasesAreFixed({ nodes, dispatch, database, licence, timeline, failures }: Scenario): boolean {
  if (nodes.every((node) => node.phase !== null)) return true;
  const nobodyLooks = dispatch.policy === 'immediate' && database === null;
  return nobodyLooks && licence === null && timeline.length === 0 && failures.length === 0;
}

function requestsAreFixed({ requests, balancers }: Scenario): boolean {
  if (requests.length === 0) return true;
  if (!balancers.every(({ choice }) => choice === 'round-robin' || choice === 'least-connections'))
    return false;
  return requests.every(({ source, cpu }) => {
    const fixedSource = source.kind === 'open' ? isFixedArrivals(source.arrivals) : isFixed(source.think);
    return fixedSource && isFixed(cpu);
  });
}

function isFixedArrivals(arrivals: Arrivals | null): boolean {
  return (
    arrivals === null || arrivals.kind === 'every' || arrivals.kind === 'at' || arrivals.kind === 'trace'
  );
}

function isFixedStep(step: Step): boolean {
  if (step.do === 'repeat') return step.steps.every(isFixedStep);
  if (step.do === 'cpu') return isFixed(step.length);
  if (step.do === 'run') return step.length === 'trace' || isFixed(step.length);
  return true;
}

function isFixed(distribution: Distribution): boolean {
  return distribution.kind === 'constant';
}
