/** What stands under every result: how it was made, what was assumed, how to repeat it. */
import { HOURS_A_YEAR } from '../measure/cost.ts';
import { instantText } from '../scenario/calendar.ts';
import { hashOf } from '../scenario/hash.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { formatDuration } from '../scenario/units.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import type { Resources } from '../study/comparison/resources.ts';
import type { Study } from '../study/replications/replicate.ts';
import { amount, count, duration, list, number, plural } from './words.ts';

/** One digest over those of all designs, in order. */
export function comparisonDigest({ baseline, candidates }: Comparison): string {
  return hashOf([baseline, ...candidates].map(({ study }) => study.digest));
}

/** `7c1e 09ab 52f3 d410`. */
export function groupedDigest(digest: string): string {
  return digest.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Above it a larger unit is said with it. */
const MOST_OF_A_UNIT = 1_000;

/** A length of simulated time that was chosen: `8 h`, `90 s`, `7 d`, `4 h 30 s`. */
export function roundLength(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'm'],
    [1, 's'],
  ] as const;
  const whole = units.find(([size]) => seconds >= size && seconds % size === 0);
  if (whole === undefined) return duration(seconds);
  const times = seconds / whole[0];
  if (times < MOST_OF_A_UNIT) return `${count(times)}\u00a0${whole[1]}`;
  return formatDuration(seconds * 1e6)
    .replaceAll(/(\d)([a-z]+)/g, '$1\u00a0$2\u00a0')
    .trimEnd();
}

/** `10 replications of 8 h`. */
export function replicationsOf({ results, scenario }: Study): string {
  const only =
    results.length === 1 && results[0]!.replication > 0 ? ` (number ${results[0]!.replication})` : '';
  const { duration, study, warmUp } = scenario;
  const cut = study === 'steady' && warmUp !== null ? `, of which ${startWords(warmUp / 1e6)}` : '';
  return `${plural(results.length, 'replication')} of ${roundLength(duration / 1e6)}${dateWords(scenario)}${only}${cut}`;
}

/** Which days they are of, where the run has dates. */
function dateWords({ calendar }: Scenario): string {
  return calendar === null ? '' : ` from ${instantText(calendar, 0)} (${calendar.zone})`;
}

/** The same of several designs, with the lengths of those that run longer or shorter than the first. */
export function replicationsOfAll(studies: readonly Study[]): string {
  const [first, ...others] = studies;
  const { duration: length } = first!.scenario;
  const other = others
    .filter(({ scenario }) => scenario.duration !== length)
    .map(({ scenario }) => `, ${scenario.name} of ${roundLength(scenario.duration / 1e6)}`);
  return replicationsOf(first!) + other.join('');
}

function startWords(seconds: number): string {
  if (seconds === 0) return 'no start is cut';
  const length = seconds % 3600 === 0 ? roundLength(seconds) : duration(seconds);
  return `the first ${length} are cut as start`;
}

/** Figures that come from a preset or default and are neither documented nor measured; `idealWords` stand apart. */
export function assumptions(scenarios: readonly Scenario[]): string[] {
  const assumed = scenarios.flatMap((scenario) =>
    scenario.assumed.filter(({ path, standing }) => standing === 'assumed' && path.includes('.')),
  );
  return [...new Set(assumed.map(({ text }) => text))];
}

/** `database: ideal (none given)`, which an answer never leaves unsaid; of several designs which ones. */
export function idealWords(scenarios: readonly Scenario[]): string[] {
  const parts = ['database', 'storage'].flatMap((part) => {
    const without = scenarios.filter(({ assumed }) => assumed.some(({ path }) => path === part));
    if (without.length === 0) return [];
    const whose = without.length === scenarios.length ? '' : ` in ${list(without.map(({ name }) => name))}`;
    return [`${part}: ideal (none given)${whose}`];
  });
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** `4 nodes, 40 slots, 3 workers, 16 cores, 12.40 EUR an hour`. */
export function resourceWords({
  nodes,
  slots,
  workers,
  cores,
  databaseCores,
  regions,
  cost,
}: Resources): string {
  return [
    plural(nodes, 'node'),
    plural(slots, 'slot'),
    ...(workers > 0 ? [plural(workers, 'worker')] : []),
    `${number(cores)} cores`,
    ...(databaseCores > 0 ? [`${number(databaseCores)} database cores`] : []),
    ...(regions > 1 ? [plural(regions, 'region')] : []),
    ...(cost === null
      ? []
      : [
          `${amount(cost.perHour, 'currency')} ${cost.currency} an hour, ${amount(cost.perHour * HOURS_A_YEAR, 'currency')} a year`,
        ]),
  ].join(', ');
}

/** Where things are, for the line under a chart's title: `4 nodes, 40 slots in us-east-1; database in us-east-1/a`. */
export function setupWords(scenario: Scenario): string {
  const { nodes, places, database } = scenario;
  const slots = nodes.reduce((sum, { taskCap }) => sum + taskCap, 0);
  const regions = [...new Set(nodes.map(({ place }) => places[place]!.region))];
  const base = database === null ? '' : `; database in ${placeName(scenario, database.place)}`;
  // The one region of a scenario that names no places.
  const where = regions.length === 1 && regions[0] === 'local' ? '' : ` in ${list(regions)}`;
  return `${plural(nodes.length, 'node')}, ${plural(slots, 'slot')}${where}${where === '' ? '' : base}`;
}

function placeName({ places }: Scenario, index: number): string {
  const { region, zone } = places[index]!;
  return zone === null ? region : `${region}/${zone}`;
}
