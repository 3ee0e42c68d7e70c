/** The pictures of docs/scenarios.md: one for each paragraph, the chart on which its answer is seen at a glance. */

export interface Picture {
  /** Of its file in reports/gallery, without ending. */
  readonly name: string;
  /** In `scenarios`, the one that the others are held against first. */
  readonly scenarios: readonly string[];
  /** Of the charts of their report. */
  readonly chart: string;
  /** Over several scenarios; one has its question. */
  readonly title?: string;
}

const DR = 'disaster-recovery/';
const OPERATIONS = 'operations/';
const PLANNING = 'planning/';
const REFERENCE = 'reference/';

const all = (folder: string, ...names: string[]): string[] => names.map((name) => `${folder}${name}`);

export const PICTURES: readonly Picture[] = [
  {
    name: 'multi-zone',
    scenarios: ['single-region', 'multi-zone'],
    chart: 'differences',
  },
  { name: 'balance-worked-example', scenarios: ['balance-worked-example'], chart: 'queue' },
  { name: 'prod-window-50x30', scenarios: all(PLANNING, 'prod-window-50x30'), chart: 'queue' },
  { name: 'two-big-four-small', scenarios: all(PLANNING, 'two-big', 'four-small'), chart: 'queue' },
  { name: 'ui-only-nodes', scenarios: all(PLANNING, 'mixed-nodes', 'ui-only-nodes'), chart: 'latency-2' },
  {
    name: 'health-storm',
    scenarios: all(PLANNING, 'health-checks-spread', 'monday-health-storm'),
    chart: 'queue',
  },
  {
    name: 'priority-hotfix',
    scenarios: all(PLANNING, 'hotfix-in-line', 'priority-hotfix'),
    chart: 'differences',
    title: 'How long does a hotfix wait behind an evening’s release?',
  },
  { name: 'concurrency-tags', scenarios: all(PLANNING, 'concurrency-tags'), chart: 'queue' },
  { name: 'node-crash', scenarios: all(OPERATIONS, 'node-crash-no-return'), chart: 'queue' },
  {
    name: 'node-reboot',
    scenarios: all(OPERATIONS, 'node-reboot', 'node-reboot-drained', 'resilient-runs'),
    chart: 'outage',
    title: 'What does a reboot cost: just so, drained, or with deployments that go on?',
  },
  {
    name: 'rolling-os-patch',
    scenarios: all(OPERATIONS, 'rolling-os-patch'),
    chart: 'outage',
  },
  {
    name: 'upgrade',
    scenarios: all(OPERATIONS, 'upgrade', 'upgrade-aborted'),
    chart: 'outage',
    title: 'How long is the service away for an upgrade, and for one that is aborted?',
  },
  {
    name: 'scale-in',
    scenarios: all(OPERATIONS, 'scale-in-kill', 'scale-in-drain', 'scale-in-grace'),
    chart: 'queue',
    title: 'Two of six nodes are taken away: killed, drained, or drained for ten seconds and killed',
  },
  { name: 'autoscale-day-night', scenarios: all(OPERATIONS, 'autoscale-day-night'), chart: 'queue' },
  { name: 'storage-brownout', scenarios: all(OPERATIONS, 'storage-brownout'), chart: 'latency-2' },
  {
    name: 'standalone-to-ha',
    scenarios: all(OPERATIONS, 'standalone', 'standalone-to-ha'),
    chart: 'outage',
  },
  { name: 'licence', scenarios: all(OPERATIONS, 'licence-and-mixed-caps'), chart: 'queue' },
  {
    name: 'zone-loss',
    scenarios: all(DR, 'zone-loss-single-zone', 'zone-loss-three-zones'),
    chart: 'outage',
  },
  {
    name: 'db-failover',
    scenarios: all(DR, 'db-failover-rds', 'db-failover-ag'),
    chart: 'outage',
    title: 'What breaks while a database fails over for 90 seconds, and for 30?',
  },
  {
    name: 'region-loss',
    scenarios: all(DR, 'region-loss-hot-cold', 'region-loss-hot-hot', 'region-loss-multi-zone'),
    chart: 'outage',
  },
  {
    name: 'region-loss-copies',
    scenarios: all(DR, 'region-loss-hot-cold', 'region-loss-backup', 'region-loss-built'),
    chart: 'outage',
    title: 'The first region is lost: a copy and staged nodes, a backup, nodes that must be built',
  },
  { name: 'fail-back', scenarios: all(DR, 'fail-back'), chart: 'outage' },
  { name: 'drained-node-stall', scenarios: all(REFERENCE, 'drained-node-stall'), chart: 'queue' },
  {
    name: 'poll-wait',
    scenarios: all(REFERENCE, 'poll-wait-even', 'poll-wait-random', 'poll-wait-together'),
    chart: 'percentiles',
  },
  { name: 'erlang-c', scenarios: all(REFERENCE, 'erlang-c'), chart: 'percentiles' },
];
