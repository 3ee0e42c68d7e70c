/**
 * What speaks against a design, whatever its figures are: tasks that no node may take; and by the vendor's documents nodes
 * far from database and files, too few connections, plans in another order than the documented one.
 */
import { middleOf } from '../../scenario/resolve-plan-times.ts';
import type { PlanSpec, PlanStep, Scenario, Step } from '../../scenario/scenario.ts';
import { sayDuration } from '../estimates/reason.ts';

export function designWarnings(scenario: Scenario): string[] {
  return [
    ...labelWarnings(scenario),
    ...distanceWarnings(scenario),
    ...poolWarnings(scenario),
    ...scenario.plans.flatMap(orderWarning),
  ];
}

/** Classes whose tasks no node may take that is there at the start: they wait, until the timeline changes that. */
function labelWarnings({ tasks, nodes, groups }: Scenario): string[] {
  return tasks.flatMap(({ name, needs }, taskClass) => {
    const slots = nodes.reduce((sum, { group, state, taskCap, reserve }) => {
      const canBe = state === 'online' || groups[group]!.autoscale !== null;
      if (!canBe || (needs !== null && !needs.groups.includes(group))) return sum;
      const kept = reserve.reduce((all, each) => all + (each.taskClass === taskClass ? 0 : each.slots), 0);
      return sum + Math.max(0, taskCap - kept);
    }, 0);
    const isKept = nodes.some(({ reserve }) => reserve.length > 0);
    if (slots > 0 || (needs === null && !isKept)) return [];
    const why = needs === null ? '' : `, which needs ${needs.labels.join(' and ')}`;
    return [`no node that is there at the start has a slot that may take a task of ${name}${why}: they wait`];
  });
}

/** As the page has it, word for word; that of disaster recovery says that hot/hot between regions is unsupported. */
const ONE_REGION =
  'The Octopus Server nodes, SQL Server, and file storage should all be located in the same data center or cloud region.';

/** One warning for all groups of nodes, on at the start, that pay the same to reach database or files in another region. */
function distanceWarnings({ groups, nodes, places, database, storage, network, tasks }: Scenario): string[] {
  const parts = [
    ...(database === null ? [] : [{ name: 'the database', place: database.place }]),
    ...(storage === null || storage.local ? [] : [{ name: 'the files', place: storage.place }]),
  ];
  const farGroups = new Map<string, string[]>();
  for (const { name, members } of groups) {
    const node = nodes[members[0]!];
    if (node === undefined || node.state !== 'online') continue;
    const far = parts.filter(({ place }) => places[place]!.region !== places[node.place]!.region);
    if (far.length === 0) continue;
    const prices = far.map(({ name: part, place }) => {
      const trip = network.roundTrip[node.place]![place]!;
      const calls = part === 'the database' ? mostCalls(tasks) : 0;
      const task = calls === 0 ? '' : `, ${sayDuration(calls * trip)} for a task of ${calls} calls`;
      return `${sayDuration(trip)} for each round trip to ${part}${task}`;
    });
    const what = `in another region than ${far.map((part) => part.name).join(' and ')}: ${prices.join('; ')}`;
    farGroups.set(what, [...(farGroups.get(what) ?? []), name]);
  }
  return [...farGroups].map(
    ([what, names]) =>
      `${someOf(names)} ${names.length === 1 ? 'is' : 'are'} ${what}. The vendor says: “${ONE_REGION}” (octopus.com/docs, High Availability; facts 81, 82)`,
  );
}

/** One name, two, or the first and how many more. */
function someOf(names: readonly string[]): string {
  return names.length <= 2 ? names.join(' and ') : `${names[0]} and ${names.length - 1} more`;
}

/** The most database calls that a task of some class makes, its end among them. */
function mostCalls(tasks: Scenario['tasks']): number {
  const callsOf = (steps: readonly Step[]): number =>
    steps.reduce((sum, step) => {
      if (step.do === 'db') return sum + step.calls;
      return step.do === 'repeat' ? sum + step.times * callsOf(step.steps) : sum;
    }, 0);
  return tasks.reduce((most, { steps }) => Math.max(most, callsOf(steps) + 1), 0);
}

function poolWarnings({ database, nodes, timeline, plans }: Scenario): string[] {
  if (database === null) return [];
  const caps = nodes.map(({ taskCap }) => taskCap);
  for (const { action } of timeline)
    if (action.do === 'setTaskCap')
      for (const node of action.nodes) caps[node] = Math.max(caps[node]!, action.to);
  for (const step of plans.flatMap(({ steps }) => steps))
    if (step.do === 'setTaskCap') for (const node of step.nodes) caps[node] = Math.max(caps[node]!, step.to);
  const short = nodes.filter((_, i) => database.poolSize < 3 * caps[i]!);
  if (short.length === 0) return [];
  const most = Math.max(...caps);
  return [
    `${someOf(short.map(({ name }) => name))} can have ${database.poolSize} connections, fewer than three times the task cap: the product warns of that (Issue 7592, fact 137); \`database.pool.size: ${3 * most}\` would do`,
  ];
}

/** The documented order (fact 120): the rank of each step; what has none (null) may come at any time. */
const RANKS: Readonly<Record<PlanStep['do'], number | null>> = {
  promote: 1,
  restore: 1,
  repoint: 2,
  start: 3,
  build: 3,
  setTaskCap: 4,
  verify: 5,
  switch: 6,
  decide: null,
  waitFor: null,
  stop: null,
  wait: null,
};
const ORDER =
  'promote database and files, change the connection, start nodes, raise task caps, test, switch the balancer';

/** At most one a plan: the first two steps of which the later one, by when it is over, belongs before. */
function orderWarning({ name, steps }: PlanSpec): string[] {
  const ends = endsOf(steps);
  for (const [i, step] of steps.entries()) {
    const rank = RANKS[step.do];
    if (rank === null) continue;
    const late = steps.findIndex(
      (other, j) => (RANKS[other.do] ?? Number.POSITIVE_INFINITY) < rank && ends[j]! > ends[i]!,
    );
    if (late === -1) continue;
    const why = step.do === 'switch' ? ': users are sent where nothing is ready for them' : '';
    return [
      `plan ${name} is not in the documented order: ${step.do} is over before ${steps[late]!.do}${why}. The order is: ${ORDER} (octopus.com/docs, disaster recovery; fact 120)`,
    ];
  }
  return [];
}

/** When each step is over, from the beginning of the plan, where all goes about as long as it may. */
function endsOf(steps: readonly PlanStep[]): number[] {
  let begin = 0;
  let over = 0;
  return steps.map(({ takes, alongside }) => {
    if (!alongside) begin = over;
    const end = begin + middleOf(takes.length[0]!);
    over = Math.max(over, end);
    return end;
  });
}
