/** Single work of one replication, step by step: what did not succeed, and of each class what took longest. */
import { Attribution } from '../../measure/attribution.ts';
import { CAUSE, CAUSES, type Cause } from '../../measure/causes.ts';
import type { Causes, WorkOutcome } from '../../measure/kept-causes.ts';
import { CAUSE_RULES, CAUSE_WORDS } from '../../report/explain/cause-words.ts';
import { causeSums, storyOf } from '../../report/explain/story.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';
import { type Chosen, choose } from '../../study/explain/choose.ts';
import { keyOf, type Recorded, record, type Segment } from '../../study/explain/recorder.ts';
import { findWarmUp, withWarmUp } from '../../study/replications/replicate.ts';
import { inlineRunner } from '../../study/replications/runner.ts';
import { parsedOf } from '../what-if/rounds.ts';
import type { Followed, FollowOrder, Step } from './order.ts';

const SECOND = 1e6;
/** More than these nobody follows; the rest is counted. */
const MOST_UNWELL = 30;
/** Of one class and one outcome. */
const MOST_ALIKE = 8;
const MOST_CLASSES = 8;
const MOST_STEPS = 500;

/** Outcomes that are no success, those first that take most from somebody. */
const UNWELL: Readonly<Partial<Record<WorkOutcome, string>>> = {
  lost: 'lost',
  cancelled: 'cancelled',
  failed: 'failed',
  timedOut: 'timed out',
  unfinished: 'unfinished',
  refused: 'refused',
};
const RANK = Object.keys(UNWELL);

/**
 * The replication is run twice, as who is worth it shows only when all is over.
 *
 * @throws ScenarioError with the mistakes of the design
 */
export async function follow({
  design,
  seed,
  replication,
}: FollowOrder): Promise<{ works: Followed[]; left: number }> {
  const { scenario: given } = parsedOf(design);
  const scenario = withWarmUp(given, await findWarmUp(given, inlineRunner, { seed }));
  const attribution = new Attribution(scenario);
  simulate(scenario, { seed, replication, tap: attribution.tap });
  const { chosen, left } = worthIt(attribution.causes());
  const keys = new Map(chosen.map((one) => [keyOf(one), one]));
  const recording = record(scenario, seed, replication, (work) => keys.has(keyOf(work)));
  const works = recording.works.map((work): Followed => {
    const { title, lines } = storyOf(scenario, { ...recording, works: [work] }, keys.get(keyOf(work))!);
    const whole = work.ended - work.arrived;
    return {
      ...{ title, lines, from: work.arrived / SECOND, to: work.ended / SECOND },
      isWell: UNWELL[work.outcome] === undefined,
      steps: stepsOf(scenario, work).slice(0, MOST_STEPS),
      causes: causeSums(work.segments).map(([cause, amount]) => ({
        name: CAUSE_WORDS[CAUSES[cause]!][0],
        seconds: amount / SECOND,
        share: whole === 0 ? 0 : amount / whole,
        rule: CAUSE_RULES[CAUSES[cause]!],
      })),
    };
  });
  return { works: works.sort((a, b) => a.from - b.from), left };
}

function worthIt(causes: Causes): { chosen: Chosen[]; left: number } {
  const { classes } = causes;
  const indexOf = (one: (typeof classes)[number]) => classes.filter(({ of }) => of === one.of).indexOf(one);
  const unwell = classes.flatMap((one) =>
    one.ordinals.flatMap((ordinal, i) => {
      const why = UNWELL[one.outcomes[i]!];
      if (why === undefined || ordinal <= 0) return [];
      const rank = RANK.indexOf(one.outcomes[i]!) + (one.of === 'task' ? 0 : RANK.length);
      return [{ of: one.of, workClass: indexOf(one), ordinal, why, rank, at: one.arrived[i]! }];
    }),
  );
  unwell.sort((a, b) => a.rank - b.rank || a.at - b.at);
  const alike = new Map<string, number>();
  const shown = unwell.filter(({ of, workClass, why }) => {
    const kind = `${of} ${workClass} ${why}`;
    alike.set(kind, (alike.get(kind) ?? 0) + 1);
    return alike.get(kind)! <= MOST_ALIKE;
  });
  const slowest = classes
    .slice(0, MOST_CLASSES)
    .map(({ of, name }) => choose(causes, of, `${name} slowest`))
    .filter((one) => typeof one !== 'string');
  return {
    chosen: [...shown.slice(0, MOST_UNWELL), ...slowest],
    left: unwell.length - Math.min(shown.length, MOST_UNWELL),
  };
}

/** As long as it is at the same place it is one step, told of by what takes most of it. */
function stepsOf(scenario: Scenario, work: Recorded): Step[] {
  const found: { parts: string[]; segments: Segment[] }[] = [];
  const lasting = work.segments.filter(({ from, to }) => to > from);
  for (const segment of lasting.sort((a, b) => a.from - b.from)) {
    const parts = partsOf(scenario, work, segment);
    const last = found.at(-1);
    const isLost = (one: Segment) => one.cause === CAUSE.orphan;
    const goesOn =
      last !== undefined &&
      last.parts.join() === parts.join() &&
      isLost(last.segments[0]!) === isLost(segment);
    if (goesOn) last.segments.push(segment);
    else found.push({ parts, segments: [segment] });
  }
  return found.map(({ parts, segments }) => {
    const [[most]] = causeSums(segments) as [[number, number]];
    const on = parts[0] === 'queue' || parts[0] === undefined ? 'in the queue' : `on ${parts[0]}`;
    return {
      from: segments[0]!.from / SECOND,
      to: segments.at(-1)!.to / SECOND,
      parts,
      text: `${work.of === 'task' ? `${on}: ` : ''}${CAUSE_WORDS[CAUSES[most]!][1]}`,
    };
  });
}

function partsOf({ nodes, groups }: Scenario, work: Recorded, { cause, from }: Segment): string[] {
  const where = WHERE[CAUSES[cause]!] ?? 'node';
  if (where === 'queue') return ['queue'];
  if (where === 'way') return ['users'];
  const started = work.moments.findLast(({ at, node }) => node !== -1 && at <= from);
  const node = started?.node ?? work.node;
  const named =
    node === -1
      ? []
      : [
          nodes[node]!.name,
          ...groups.filter(({ members }) => members.includes(node)).map(({ name }) => name),
        ];
  return [...new Set([...named, ...(where === 'node' ? [] : [where])])];
}

/** Where work is while its time goes to a cause; elsewhere on its node. */
const WHERE: Readonly<Partial<Record<Cause, 'queue' | 'database' | 'storage' | 'way'>>> = {
  ...{ held: 'queue', tag: 'queue', noNode: 'queue', slot: 'queue', lock: 'queue', turn: 'queue' },
  ...{ fairShare: 'queue', look: 'queue', taking: 'queue' },
  ...{ connection: 'database', databaseWay: 'database', databaseQueue: 'database' },
  ...{ databaseService: 'database', commit: 'database' },
  ...{ storageWay: 'storage', storageQueue: 'storage', storageLatency: 'storage', storageAway: 'storage' },
  ...{ transfer: 'storage', transferShared: 'storage', transferWindow: 'storage' },
  clientWay: 'way',
};
