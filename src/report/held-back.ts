/** What held work back, as a sentence: measured where it waited while it waited (rule F6), not by means of a whole day. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import { expectedLoad, meanTaskTimes } from '../study/replications/expected-load.ts';
import { count, list, number, roughShare, times } from './words.ts';

type Estimates = ReadonlyMap<string, Estimate>;

const FOR: Readonly<Record<string, string>> = {
  slot: 'a free task slot',
  node: 'a node that can take tasks',
  look: 'the next look of a node with a free slot',
  lock: 'the queue lock',
  tag: 'the task before it of the same concurrency tag',
  held: 'somebody to queue it',
  prefetched: 'a slot of the node that had taken it ahead',
  connection: 'a database connection',
  thread: 'a free thread of their node',
  worker: 'a free worker of its pool',
  database: 'a core of the database',
  storage: 'the storage',
  cpu: 'the cores of nodes',
};
/** Less than this for each piece of work, in seconds, is no waiting that anybody notices. */
const NOTICED = 1e-3;
/** What takes less of the waiting is not named beside the first. */
const NAMED = 0.1;

/** `Work waited for a free task slot (83 % of the waiting) and …`; nothing where hardly anything waited. */
export function heldBackWords(scenario: Scenario, estimates: Estimates): string[] {
  const waits = Object.keys(FOR)
    .map((wait) => ({ wait, mean: estimates.get(`waiting.${wait}`)?.value ?? 0 }))
    .sort((a, b) => b.mean - a.mean);
  const total = waits.reduce((sum, { mean }) => sum + mean, 0);
  const arrived = ['tasks.arrived', 'requests.arrived'].reduce(
    (sum, name) => sum + (estimates.get(name)?.value ?? 0),
    0,
  );
  const seconds = (scenario.duration - (scenario.warmUp ?? 0)) / 1e6;
  if (arrived === 0 || (total * seconds) / arrived < NOTICED) return [];
  const named = waits.filter(({ mean }, i) => i === 0 || mean >= NAMED * total).slice(0, 3);
  const said = named.map(
    ({ wait, mean }) => `${waitedFor(wait, scenario)} (${roughShare(mean / total)} of the waiting)`,
  );
  return [`Work waited for ${list(said)}.`];
}

/** As it is called in a scenario with pools and limits (rule Q11). */
function waitedFor(wait: string, { tasks, nodes }: Scenario): string {
  const isPooled =
    tasks.some(({ needs }) => needs !== null) || nodes.some(({ reserve }) => reserve.length > 0);
  const isOneOfMany = tasks.some(
    ({ atMost }) => atMost !== null && (atMost.tasks > 1 || atMost.per.length === 0),
  );
  if (wait === 'slot' && isPooled) return 'a free task slot of a node that may take it';
  if (wait === 'node' && isPooled) return 'a node that may take it';
  if (wait === 'tag' && isOneOfMany) return 'others of its class or tag, of which only so many run at once';
  return FOR[wait]!;
}

const REFUSED: readonly (readonly [measure: string, why: (scenario: Scenario) => string])[] = [
  ['refusedByLicence', ({ licence }) => `more nodes were online than the ${licence} of the licence`],
  ['refusedInMaintenance', () => 'the cluster was in maintenance mode'],
  ['refusedWithoutUi', () => 'there was no user interface'],
];

/** `12 % of the tasks were refused: there was no user interface`; nothing where none was. */
export function refusalWords(scenario: Scenario, estimates: Estimates): string[] {
  const arrived = estimates.get('tasks.arrived')?.value ?? 0;
  return REFUSED.flatMap(([measure, why]) => {
    const refused = estimates.get(`tasks.${measure}`)?.value ?? 0;
    if (refused === 0) return [];
    const share = roughShare(refused / arrived);
    return [`${share} of the tasks were refused, as ${why(scenario)}`];
  });
}

/** Whether more work comes in a day with an end than its slots can do, as a steady study says by itself. */
export function overloadWords(scenario: Scenario): string[] {
  const { tasks, nodes, study, duration } = scenario;
  const slots = nodes.reduce((sum, { state, taskCap }) => sum + (state === 'online' ? taskCap : 0), 0);
  if (study !== 'terminating' || slots === 0) return [];
  const arriving = expectedLoad(scenario).find(({ name }) => name === 'slots')?.utilisation ?? 0;
  const alone = new Map(meanTaskTimes(scenario).map(({ name, mean }) => [name, mean]));
  const there = tasks.reduce(
    (sum, { name, queued, active }) =>
      sum + (queued + active.reduce((all, { count }) => all + count, 0)) * alone.get(name)!,
    0,
  );
  const load = arriving + there / (duration * slots);
  if (load <= 1) return [];
  const enough = Math.ceil(Number((load * slots).toPrecision(12)));
  return [
    `There is ${times(load)} the work that the slots can do in this time (ρ = ${number(load)}): it would take ${count(enough)} instead of ${count(slots)}, and how long work waits depends on when the day ends.`,
  ];
}
