/** Who hears whom: the outputs of the parts, in the order in which they matter to a task, a request, a disaster. */
import type { Node } from './node.ts';
import type { Parts } from './parts.ts';
import { STATE } from './tasks.ts';

/** Connects the outputs of all parts. */
export function wire(parts: Parts): void {
  const {
    tasks,
    cpuWork,
    waits,
    queue,
    retries,
    children,
    parents,
    work,
    rows,
    execution,
    dispatcher,
    registration,
    balancers,
    requests,
    nodes,
    storage,
    spans,
  } = parts;
  const { service, lifecycle, systemTasks, maintenance, upgrade, losses, failover } = parts;
  const { plans, timeline, failures, autoscaling, workload } = parts;

  // A task arrives, or its time has come, and joins the queue; it may wait there for too long.
  workload.out.workArrived = () => dispatcher.workArrived();
  systemTasks.out.due = (task) => workload.letIn(task);
  systemTasks.out.queued = () => dispatcher.workArrived();
  queue.out.timedOut = (task) => {
    rows.end(task, STATE.queued, 'timedOut');
    rows.offer();
  };

  // A node takes it and works on it; then the node can take the next.
  rows.out.activeChanged = (node) => {
    if (node.kept !== null) waits.setUsed(node.index, node.slots.value);
    dispatcher.activeChanged(node);
  };
  rows.out.childOver = (task) => children.noteEnd(task);
  children.out.over = (parent) => parents.childrenOver(parent);
  parents.out.childrenStarted = () => dispatcher.workArrived();
  parents.out.goesOn = (task) => execution.goOn(task);
  work.out.overdue = (task) => execution.finish(task, 'failed');
  rows.out.offered = () => dispatcher.workArrived();
  retries.out.offered = () => dispatcher.workArrived();
  for (const { name, burst, spec } of nodes) {
    if (burst === null) continue;
    const rest = `${Math.round(spec.burst!.baseline * 1000) / 10} %`;
    burst.onEmpty = once(() =>
      spans.noted(`${name} has no CPU credits left and works at ${rest} of its cores`),
    );
  }
  for (const { burst } of storage.units)
    if (burst !== null)
      burst.onEmpty = once(() =>
        spans.noted('the storage has no burst credits left and works at its baseline'),
      );
  cpuWork.out.taskDone = (task) => execution.capacityDone(tasks.at(task));
  const idle = (node: Node): void => {
    maintenance.noteIdle(node);
    autoscaling.noteIdle(node);
    upgrade.noteIdle();
  };
  const slotFreed = (node: Node): void => {
    dispatcher.slotFreed(node);
    if (node.isIdle) idle(node);
  };
  execution.out.slotFreed = slotFreed;
  losses.out.slotFreed = slotFreed;
  parents.out.slotFreed = slotFreed;
  rows.out.started = (node) => autoscaling.taskStarted(node);
  dispatcher.out.idle = idle;

  // A request is served; its user thinks and asks again.
  cpuWork.out.requestDone = (request) => requests.capacityDone(request);
  requests.out.userFree = (user) => workload.userIsFree(user);
  for (const balancer of balancers) {
    const { index, out } = balancer;
    out.rotationChanged = (node, isIn) => service.rotationChanged(index, node, isIn);
    out.probeArrived = (node, sent) => requests.probe(balancer, node, sent);
  }
  service.out.uiChanged = () => {
    if (service.uiUp) workload.releaseHeld();
  };

  // A node goes down, comes up, and takes work again.
  lifecycle.out.wentDown = (node) => {
    systemTasks.nodeDown(node.index);
    upgrade.noteDown(node);
    autoscaling.noteDown(node);
    failover?.noteSplit();
  };
  lifecycle.out.hostLost = (node) => upgrade.noteDown(node);
  lifecycle.out.hostsAreBack = () => failover?.noteSplit();
  lifecycle.out.becameReady = (node) => {
    maintenance.noteReady(node);
    upgrade.noteReady(node);
    systemTasks.tryAgain();
  };
  lifecycle.out.canDoMore = () => systemTasks.tryAgain();
  registration.out.ready = (node) => dispatcher.nodeReady(node);

  // The database goes down, serves again, and may have lost something.
  if (failover !== null) {
    failover.out.goesDown = () => dispatcher.databaseDown();
    failover.out.changed = () => {
      lifecycle.reachChanged();
      systemTasks.tryAgain();
    };
    failover.out.loses = (horizon) => losses.find(horizon);
    failover.out.lost = (horizon, lostAt, cause) => losses.lose(horizon, lostAt, cause);
    rows.out.couldLoseSince = () => failover.couldLoseSince;
  }

  // What the timeline and its plans bring about.
  plans.out.stopNode = (node) => timeline.stopNode(node);
  plans.out.startNode = (node) => timeline.startNode(node);
  plans.out.repointNode = (node) => timeline.repointNode(node);
  maintenance.out.undrained = () => timeline.noteUndrained();
  timeline.out.nodeAdded = (node) => failures.nodeAdded(node);
  autoscaling.out.nodeAdded = (node) => failures.nodeAdded(node);
  autoscaling.out.nodeGone = (node) => {
    timeline.forgetNode(node);
    maintenance.noteGone(node);
    upgrade.noteDown(node);
  };
  timeline.out.resubmit = (since, classes) => workload.resubmit(since, classes);
}

/** Told the first time; what comes again and again is known then. */
function once(tell: () => void): () => void {
  let isTold = false;
  return () => {
    if (!isTold) tell();
    isTold = true;
  };
}
