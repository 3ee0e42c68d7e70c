/** Metric names as people say them: `tasks.deployment.queueWait.p95` is the queue wait p95 of deployment. */
import type { Scenario } from '../scenario/scenario.ts';
import { formatDuration } from '../scenario/units.ts';

export interface MetricWords {
  /** What it is about: a class, a node, a fault, a part. */
  readonly subject: string;
  readonly measure: string;
}

const SAID: Readonly<Record<string, string>> = {
  errorRatio: 'errors',
  looksRunning: 'looks running',
  outage: 'users out',
  'users.rto': 'RTO of users',
  'tasks.rto': 'RTO of tasks',
  'ui.rto': 'RTO of UI',
  'rpo.seconds': 'RPO',
  'rpo.tasks': 'RPO in tasks',
  normal: 'back to normal',
  'queue.mean': 'calls waiting',
  'lock.utilisation': 'lock held',
  added: 'nodes added',
  bootsFailed: 'boots that failed',
  perHour: 'per hour',
  perTask: 'per task',
  ui: 'UI',
};

const STATISTIC = /\.((?:max\.)?(?:mean|p50|p90|p95|p99|max))$/;
const NAMED = /^(tasks|requests|node|recovery|failures)\.(.+)$/;

/** The words of a metric; all classes together go by the class's name when there is only one. */
export function metricWords(name: string, scenario: Scenario): MetricWords {
  const [plain = name, window] = name.split(' within ');
  const statistic = STATISTIC.exec(plain)?.[1];
  const { subject, measure } = parted(
    statistic === undefined ? plain : plain.slice(0, -statistic.length - 1),
    scenario,
  );
  const { cost } = scenario;
  const said = measure === 'length' && subject === 'queue' ? 'length' : (SAID[measure] ?? spaced(measure));
  const tail = window === undefined ? '' : ` within ${windowWords(window)}`;
  const currency = subject === 'cost' && cost !== null ? `, ${cost.currency}` : '';
  return {
    subject,
    measure: `${statistic === undefined ? said : `${said} ${statistic.replace('.', ' ')}`}${currency}${tail}`,
  };
}

/** The name as expectations write it, with times: `tasks.queueWait.p95 within 9h..10h`. */
export function metricName(name: string): string {
  const [plain = name, window] = name.split(' within ');
  return window === undefined ? plain : `${plain} within ${windowWords(window)}`;
}

/** `32400000000..36000000000` as `9h..10h`. */
function windowWords(window: string): string {
  return window
    .split('..')
    .map((end) => formatDuration(Number(end)))
    .join('..');
}

/** Subject and measure in one: deployment queue wait p95. */
export function metricPhrase(name: string, scenario: Scenario): string {
  const { subject, measure } = metricWords(name, scenario);
  return `${subject} ${measure}`;
}

function parted(name: string, { tasks, requests, nodes }: Scenario): MetricWords {
  const [, family, rest] = NAMED.exec(name) ?? [];
  if (family === undefined || rest === undefined) {
    const dot = name.indexOf('.');
    return { subject: name.slice(0, dot), measure: name.slice(dot + 1) };
  }
  if (family === 'recovery') {
    const [, fault, end = ''] =
      /^(?:(.+)\.)?(users\.rto|tasks\.rto|ui\.rto|rpo\.seconds|rpo\.tasks|backlog|normal|recovered)$/.exec(
        rest,
      ) ?? [];
    return { subject: fault ?? 'worst', measure: end };
  }
  const names =
    family === 'tasks' ? tasks : family === 'requests' ? requests : family === 'node' ? nodes : [];
  const named = names.find((one) => rest.startsWith(`${one.name}.`));
  if (named !== undefined) return { subject: named.name, measure: rest.slice(named.name.length + 1) };
  if (family === 'failures') {
    const dot = rest.lastIndexOf('.');
    return { subject: rest.slice(0, dot), measure: rest.slice(dot + 1) };
  }
  return { subject: names.length === 1 ? names[0]!.name : `all ${family}`, measure: rest };
}

/** `queueWait` as `queue wait`, `pool.wait` as `pool wait`. */
function spaced(measure: string): string {
  return measure
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replaceAll('.', ' ');
}
