/** Where the time of a scenario's work goes, over its replications: by class, by band, and what is to blame. */
import { CAUSE, CAUSE_COUNT, CAUSES, type Cause } from '../../measure/causes.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Study, studyOf } from '../replications/replicate.ts';
import type { Attributed } from './attributed.ts';
import { addBands, BANDS, type Band, type BandSum, type ClassBands, type PooledBand } from './bands.ts';

export interface Explanation {
  readonly study: Study;
  /** In the order of the scenario, tasks first; those that had work. */
  readonly classes: readonly ClassBands<PooledBand>[];
  /** Shares by cause of what those did who held a slot while others waited for one; all 0 where nobody did. */
  readonly holders: readonly number[];
  readonly leftOut: number;
}

/** @param parts in order of replication */
export function explanationOf(scenario: Scenario, seed: string, parts: readonly Attributed[]): Explanation {
  const holders = Array.from({ length: CAUSE_COUNT }, (_, cause) =>
    parts.reduce((sum, part) => sum + part.holders[cause]!, 0),
  );
  const all = holders.reduce((sum, each) => sum + each, 0);
  return {
    study: studyOf(
      scenario,
      seed,
      parts.map(({ result }) => result),
    ),
    classes: pooled(scenario, parts),
    holders: holders.map((each) => (all === 0 ? 0 : each / all)),
    leftOut: parts.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}

function pooled({ tasks, requests }: Scenario, parts: readonly Attributed[]): ClassBands<PooledBand>[] {
  const all = [
    ...tasks.map(({ name }) => ({ of: 'task', name }) as const),
    ...requests.map(({ name }) => ({ of: 'request', name }) as const),
  ];
  return all.flatMap(({ of, name }) => {
    const found = parts.flatMap(({ classes }) => classes.filter((one) => one.of === of && one.name === name));
    if (found.length === 0) return [];
    const bands = BANDS.map((band) => [band, addBands(found.map((one) => one.bands[band]))] as const);
    return [{ of, name, bands: Object.fromEntries(bands) as Record<Band, PooledBand> }];
  });
}

/** Work on targets is what a task is for; it is given. */
const GIVEN: readonly Cause[] = ['targets'];
/** Of what the holders of slots do: from here on that is why others wait for a slot. */
const MUCH = 0.3;

export interface Blame {
  readonly cause: Cause;
  /** Of the band's time, what waits for slots on its account included. */
  readonly share: number;
  /** Of it, the part that waits for slots which others hold on its account. */
  readonly throughSlots: number;
}

/**
 * What the time of a band goes to, the most first, but for the work itself. Where tasks wait for slots and those who hold
 * them spend much of that time on one thing other than their work, that is to blame for the wait as well.
 */
export function blames({ took, causes }: BandSum, holders: readonly number[]): Blame[] {
  if (took === 0) return [];
  const slot = CAUSE.slot;
  const given = (cause: number) => GIVEN.includes(CAUSES[cause]!);
  const most = Math.max(...holders.filter((_, cause) => !given(cause)));
  const culprit = most < MUCH ? -1 : holders.findIndex((each, cause) => each === most && !given(cause));
  const list = CAUSES.flatMap((cause, i): Blame[] => {
    if (GIVEN.includes(cause)) return [];
    const moved = culprit === -1 ? 0 : causes[slot]!;
    const throughSlots = i === culprit ? moved : 0;
    const own = i === slot ? causes[slot]! - moved : causes[i]! + throughSlots;
    return [{ cause, share: own / took, throughSlots: throughSlots / took }];
  });
  return list.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
}

/**
 * The share of the time that goes to a cause, of whatever band it is largest; what others do who hold slots counts where
 * the band waits for those. Work that took no time, as what is refused at once, has no shares.
 */
export function largestShare({ bands }: ClassBands, holders: readonly number[], cause: Cause): number {
  const inBands = (which: Cause) =>
    Math.max(
      0,
      ...BANDS.map((band) => bands[band])
        .filter(({ took }) => took > 0)
        .map(({ took, causes }) => causes[CAUSE[which]]! / took),
    );
  return Math.max(inBands(cause), inBands('slot') * holders[CAUSE[cause]]!);
}
