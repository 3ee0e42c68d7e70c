/** Whether a scenario leaves anything to chance. */
import type { Distribution } from '../../engine/distributions.ts';
import {
  type Arrivals,
  CHOOSING,
  DISPATCHING,
  type NodeSpec,
  type Scenario,
  type Step,
  type TimelineAction,
} from '../../scenario/scenario.ts';
import { verbIs } from '../../scenario/verbs.ts';

/**
 * true when a scenario draws nothing at random that could change a number: then one replication says all, exactly,
 * and its intervals have no width. In doubt false, which only costs replications.
 */
export function isDeterministic(scenario: Scenario): boolean {
  return (
    scenario.network.jitter === 0 &&
    !DISPATCHING[scenario.dispatch.policy].draws &&
    phasesAreFixed(scenario) &&
    watchdogsAreFixed(scenario) &&
    scenario.tasks.every((task) => isFixedArrivals(task.arrivals) && task.steps.every(isFixedStep)) &&
    scenario.tasks.every(({ atMost }) => atMost === null || atMost.per.every(({ count }) => count === 1)) &&
    requestsAreFixed(scenario) &&
    filesAreFixed(scenario) &&
    (scenario.database?.cache ?? null) === null &&
    scenario.nodes.every(({ cache }) => cache === null) &&
    (scenario.database === null || (isFixed(scenario.database.read) && isFixed(scenario.database.write))) &&
    (scenario.storage === null || isFixed(scenario.storage.latency)) &&
    scenario.failures.every((failure) => isFixed(failure.every) && isFixed(failure.for)) &&
    scenario.groups.every(
      ({ autoscale }) => autoscale === null || (isFixed(autoscale.boot) && autoscale.bootFails === 0),
    ) &&
    scenario.timeline.every(({ drawn, action }) => drawn === undefined && !isDrawn(action)) &&
    scenario.plans.every(({ steps }) =>
      steps.every(({ takes, fails }) => takes.length.every(isFixed) && (fails === 0 || fails === 1)),
    )
  );
}

/** Whether what an entry does depends on chance. */
function isDrawn(action: TimelineAction): boolean {
  if (action.do === 'delay') return action.loss > 0;
  return action.do === 'errors' && action.share < 1;
}

/** A phase drawn at random (rule D1) matters unless nothing ever looks, is believed or goes wrong. */
function phasesAreFixed({
  nodes,
  groups,
  dispatch,
  database,
  licence,
  timeline,
  failures,
}: Scenario): boolean {
  // What a scaler adds looks first when it is ready.
  const isAdded = (node: NodeSpec) => node.state === 'absent' && groups[node.group]!.autoscale !== null;
  if (nodes.every((node) => node.phase !== null || isAdded(node))) return true;
  const nobodyLooks = !DISPATCHING[dispatch.policy].looks && database === null;
  return nobodyLooks && licence === null && timeline.length === 0 && failures.length === 0;
}

/**
 * Times of watchdogs are drawn (rule B5). They decide where a node can be without a database for longer than it endures,
 * be ready while there is none, or miss an upgrade and be refused (rule A3).
 */
function watchdogsAreFixed({ database, failures, plans, timeline, nodes }: Scenario): boolean {
  const upgrades = timeline.some(({ action }) => action.do === 'upgrade');
  const canMiss = timeline.length > 1 || failures.length > 0 || nodes.some(({ state }) => state === 'down');
  if (upgrades && canMiss) return false;
  if (database === null) return true;
  if (failures.length > 0 || plans.length > 0) return false;
  const endurance = Math.min(...nodes.map((node) => node.endurance));
  const away = timeline.filter(({ action }) => takesDatabase(action));
  const starts = timeline.some(({ action }) => verbIs(action.do, 'startsNodes') || isOutageOfNodes(action));
  return away.every((entry) => entry.for !== null && entry.for <= endurance) && !(away.length > 0 && starts);
}

function takesDatabase(action: TimelineAction): boolean {
  if (action.do === 'outage') return !['node', 'nodes', 'storage', 'balancer'].includes(action.target.kind);
  return verbIs(action.do, 'losesDatabase');
}

function isOutageOfNodes(action: TimelineAction): boolean {
  return action.do === 'outage' && (action.target.kind === 'node' || action.target.kind === 'nodes');
}

function requestsAreFixed({ requests, balancers }: Scenario): boolean {
  if (requests.length === 0) return true;
  if (balancers.some(({ choice }) => CHOOSING[choice].draws)) return false;
  // Users start at a drawn time, and an answer of DNS has a drawn age (rules W3, L7).
  return requests.every(({ source, cpu, via, retry, holdOn }) => {
    if (holdOn !== null) return false;
    if (retry !== null && retry.jitter !== 'off' && retry.pause > 0) return false;
    if (source.kind === 'closed' || (via.kind === 'dns' && via.ttl > 0)) return false;
    return isFixedArrivals(source.arrivals) && isFixed(cpu);
  });
}

/** On a disk of its own a node finds what it wrote itself: chance decides which one wrote (rule S3). */
function filesAreFixed({ storage, nodes, tasks, requests }: Scenario): boolean {
  if (storage === null || !storage.local || nodes.length === 1) return true;
  return tasks.every(({ steps }) => !steps.some(reads)) && requests.every(({ read }) => read === 0);
}

function reads(step: Step): boolean {
  return step.do === 'repeat' ? step.steps.some(reads) : step.do === 'read';
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
