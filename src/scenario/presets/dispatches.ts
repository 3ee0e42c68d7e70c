/** How known products hand out work: a node's looks stand for what the workers of one of their servers do together. */
import { type Figure, figure, type Preset } from './preset.ts';

const HANGFIRE = 'docs.hangfire.io, Using SQL Server (QueuePollInterval, 15 s)';
const SIDEKIQ = 'github.com/sidekiq/sidekiq, lib/sidekiq/fetch.rb (BRPOP, TIMEOUT 2 s)';
const CELERY =
  'docs.celeryq.dev, Configuration and defaults (worker_prefetch_multiplier, 4) and Optimizing, Prefetch limits';
const GITLAB = 'docs.gitlab.com/runner, Advanced configuration (check_interval, 3 s; request_concurrency, 1)';
const AIRFLOW =
  'airflow.apache.org, Configuration reference (scheduler_idle_sleep_time, 1 s; max_tis_per_query, 16) and Scheduler (critical section)';
const TEMPORAL =
  'docs.temporal.io, Task Queues and Worker performance (workers poll by long polls of up to 60 s)';
const JENKINS =
  'github.com/jenkinsci/jenkins, hudson.model.Queue (maintain: when work or an executor comes, else every 5 s)';

/**
 * How it takes: as fast as it can, by the interval that its source names.
 *
 * @param read the figures that were read at the source; the others are how the product is generally understood
 */
function taking(
  every: string,
  rest: Readonly<Record<string, unknown>>,
  read: readonly string[],
  source: string,
): Figure[] {
  const figures: Readonly<Record<string, unknown>> = { policy: 'greedy', every, lock: false, ...rest };
  return Object.entries(figures).map(([key, value]) =>
    figure(key, value, WHAT[key]!, read.includes(key) ? 'documented' : 'typical', source),
  );
}

const WHAT: Readonly<Record<string, string>> = {
  policy: 'how nodes take tasks',
  every: 'between two looks of a node',
  lock: 'looks take a lock of the queue',
  lookWhenFree: 'a node looks when a slot is free',
  push: 'work that comes is pushed',
  perLook: 'tasks that a look takes',
  prefetch: 'tasks taken ahead for each slot',
};

export const DISPATCH_PRESETS: readonly Preset[] = [
  {
    name: 'hangfire-sql-server',
    text: 'Hangfire on SQL Server: a worker that is done looks at once; idle ones poll every 15 s.',
    figures: taking('15s', { lookWhenFree: true }, [], HANGFIRE),
  },
  {
    name: 'sidekiq',
    text: 'Sidekiq: each thread waits at the queue in Redis and is handed one job as it comes.',
    figures: taking('2s', { push: true, perLook: 1 }, ['every'], SIDEKIQ),
  },
  {
    name: 'celery',
    text: 'Celery: the broker pushes four messages for each process of a worker, three of which wait there.',
    figures: taking('60s', { push: true, prefetch: 3 }, ['prefetch'], CELERY),
  },
  {
    name: 'gitlab-runner',
    text: 'GitLab Runner: asks for one job every 3 s while it has room.',
    figures: taking('3s', { perLook: 1 }, ['every'], GITLAB),
  },
  {
    name: 'airflow-scheduler',
    text: 'Airflow scheduler: a loop each second that queues up to 16 tasks under a lock of the database.',
    figures: taking('1s', { perLook: 16, lock: true }, [], AIRFLOW),
  },
  {
    name: 'temporal',
    text: 'Temporal: workers with a slot free hold a long poll, which is answered with one task as it comes.',
    figures: taking('60s', { push: true, perLook: 1 }, [], TEMPORAL),
  },
  {
    name: 'jenkins',
    text: 'Jenkins: the controller goes through its queue when work or an executor comes, else every 5 s.',
    figures: taking('5s', { push: true }, [], JENKINS),
  },
];
