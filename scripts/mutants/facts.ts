/** Faults that turn the tests of documented facts on the queue, tasks and nodes red, where no other fault here does. */
import { type Mutant, proves } from './mutant.ts';

const FAIR_SHARE = 'src/cluster/policies/fair-share.ts';
const QUEUE = 'src/cluster/task-queue.ts';
const LOOK = 'src/cluster/look.ts';
const DISPATCH = 'conformance/queue-and-dispatch.test.ts';
const DOCUMENTED = 'conformance/documented.test.ts';
const MODES = 'conformance/failure-modes.test.ts';

export const FACTS: readonly Mutant[] = [
  ...proves(
    'looks half as often',
    LOOK,
    'sim.lane(spec.every, look)',
    'sim.lane(2 * spec.every, look)',
    'conformance/looks-and-lock.test.ts',
    'facts 1, 2, Q2: at the phase',
  ),
  ...proves(
    'everything in one band of priority',
    QUEUE,
    'tasks.band[task] = BANDS[spec.priority];',
    'tasks.band[task] = BANDS.normal;',
    'conformance/ordinary-life.test.ts',
    'fact 4: top before high',
  ),
  ...proves(
    'everything in one band of priority, urgent or not',
    QUEUE,
    'tasks.band[task] = BANDS[spec.priority];',
    'tasks.band[task] = BANDS.normal;',
    MODES,
    'failure mode 8: an urgent task starves',
  ),
  ...proves(
    'concurrency tags ignored',
    QUEUE,
    'if (!spec.exclusive) return;',
    'if (task >= 0) return;',
    'conformance/ordinary-life.test.ts',
    'fact 26: one at a time of a project',
  ),
  ...proves(
    'another default of the task cap',
    'src/scenario/schema-cluster.ts',
    `    .default(5)
    .describe('Tasks at once; 0`,
    `    .default(4)
    .describe('Tasks at once; 0`,
    DISPATCH,
    'fact 5: the default cap is 5',
  ),
  ...proves(
    'one task above the cap, of each node',
    FAIR_SHARE,
    'active < cap &&',
    'active <= cap &&',
    DISPATCH,
    'fact 6: caps add up',
    'fact 8: a canary',
    'fact 16: on a single node',
    'fact 17: when active + pending',
  ),
  ...proves(
    'a ratio without the cap of the node',
    FAIR_SHARE,
    'active * clusterCapacity <= (clusterActive + pending) * cap',
    '2 * active <= clusterActive + pending',
    DOCUMENTED,
    'fact 9: a node’s workload ratio',
  ),
  ...proves(
    'pending tasks counted twice',
    FAIR_SHARE,
    '(clusterActive + pending) * cap',
    '(clusterActive + 2 * pending) * cap',
    DOCUMENTED,
    'fact 10: the prospective ratio',
  ),
  ...proves(
    'active tasks left out of the prospective ratio',
    FAIR_SHARE,
    '(clusterActive + pending) * cap',
    'pending * cap',
    DISPATCH,
    'facts 13, 15: 8/3/0 active and 12 pending gives 0/5/7 in poll order abc',
    'fact 18: the least loaded',
    'fact 21: luck puts all',
  ),
  ...proves(
    'active tasks left out of the prospective ratio of the printed example',
    FAIR_SHARE,
    '(clusterActive + pending) * cap',
    'pending * cap',
    'scenarios/worked-example.test.ts',
    'fact 14: 22 / 30 instead of 23 / 30',
  ),
  ...proves(
    'cancelled tasks go on at another node',
    'src/cluster/rows.ts',
    'else if (!this.#resilient[taskClass[task]!]) this.#cancelOrphan(task);',
    'else if (taskClass[task]! < 0) this.#cancelOrphan(task);',
    'conformance/crash-and-orphans.test.ts',
    'facts 23, D5: what was cancelled is not tried again',
  ),
  ...proves(
    'resilient tasks are cancelled like others',
    'src/cluster/rows.ts',
    'else if (!this.#resilient[taskClass[task]!]) this.#cancelOrphan(task);',
    'else if (taskClass[task]! >= 0) this.#cancelOrphan(task);',
    'conformance/ordinary-life.test.ts',
    'fact 52: what the crash interrupts goes on',
  ),
  ...proves(
    'a node that is ready waits for its next look',
    LOOK,
    `nodeReady(node: Node): void {
    this.#look(node);`,
    `nodeReady(node: Node): void {
    this.#next[node.index] = this.#parts.sim.arm(this.#looks, node.index);`,
    'conformance/restart-and-stop.test.ts',
    'fact 36, F1: an added node starts',
  ),
  ...proves(
    'a drained node is shown as running',
    'src/cluster/maintenance.ts',
    "this.#spans.begin('draining',",
    "this.#spans.begin('starting',",
    'conformance/drain.test.ts',
    'fact 38: what is shown',
  ),
  ...proves(
    'a drain with cancel waits for ever',
    'src/cluster/maintenance.ts',
    "spec.upTo !== null && spec.then === 'cancel'",
    "spec.upTo !== null && spec.then === 'wait'",
    'conformance/scale-in.test.ts',
    'fact 41: one that is given its 600 s',
  ),
  ...proves(
    'orphans of a killed pod are cancelled after half the time',
    'src/cluster/registration.ts',
    'registry.wasSeenWithin(node.index, spec.orphanAfter)',
    'registry.wasSeenWithin(node.index, spec.orphanAfter / 2)',
    'conformance/scale-in.test.ts',
    'fact 41, failure mode 27: a drain of 600 s',
  ),
  ...proves(
    'orphans of a dead machine are cancelled after half the time',
    'src/cluster/registration.ts',
    'registry.wasSeenWithin(node.index, spec.orphanAfter)',
    'registry.wasSeenWithin(node.index, spec.orphanAfter / 2)',
    MODES,
    'failure mode 1: tasks look running',
  ),
  ...proves(
    'a node starts without a database',
    'src/cluster/lifecycle.ts',
    'if (!fits || !isServed) {',
    'if (!fits) {',
    'conformance/node-without-database.test.ts',
    'fact 55: a node that does not reach the database',
  ),
  ...proves(
    'a file that cannot be had does not matter',
    'src/cluster/execution.ts',
    'if (storage.ok) this.#nextStep(task);',
    'if (storage.ok || task >= 0) this.#nextStep(task);',
    'conformance/storage.test.ts',
    'fact 56, S2: the queue goes on',
  ),
  ...proves(
    'a file is on every node',
    'src/cluster/storage.ts',
    'return home !== node.index;',
    'return home === -1;',
    'conformance/ordinary-life.test.ts',
    'failure mode 18: a file is only on the node',
  ),
  ...proves(
    'a node with cap 0 queues what the system does',
    'src/cluster/system-tasks.ts',
    'candidate.isOnline && candidate.worksInBackground &&',
    'candidate.isOnline &&',
    'conformance/users-and-system-tasks.test.ts',
    'fact 61: a node with cap 0 alone',
  ),
];
