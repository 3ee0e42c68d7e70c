/**
 * What of a bench can be compared between machines and days: ratios of what was measured side by side. `--ratios` keeps
 * them in a file, `--against` says which have become worse since.
 */

/** By what it is of; smaller is better. */
export type Ratios = Readonly<Record<string, number>>;

/** A ratio that has grown by more than this is told: repeated runs on a quiet machine differ by less. */
export const TOLERATED = 0.1;

/** What a bench measured, as far as ratios are made of it. */
export interface Measured {
  readonly workloads: readonly {
    readonly workload: string;
    readonly overFloor: number;
    readonly overPromises: number;
  }[];
  readonly scaling: readonly {
    readonly what: string;
    readonly measured: readonly { readonly size: number; readonly nsPerEvent: number }[];
  }[];
  readonly memory: readonly {
    readonly workload: string;
    readonly measured: readonly { readonly tasks: number; readonly peakMemory: number }[];
  }[];
}

/** The ratios of a bench: time over that of the floor, and what grows with the size over what it is at the smallest. */
export function ratiosOf({ workloads, scaling, memory }: Measured): Ratios {
  const ratios: Record<string, number> = {};
  for (const { workload, overFloor, overPromises } of workloads) {
    ratios[`${workload}: time, of the floor's`] = overFloor;
    ratios[`${workload}: time, of the floor's with the promises`] = overPromises;
  }
  for (const { what, measured } of scaling)
    for (const { size, nsPerEvent } of measured.slice(1))
      ratios[`${what}: ns/event at ${size}, of that at ${measured[0]!.size}`] =
        nsPerEvent / measured[0]!.nsPerEvent;
  for (const { workload, measured } of memory)
    for (const { tasks, peakMemory } of measured.slice(1))
      ratios[`${workload}: peak memory of ${tasks} tasks, of that of ${measured[0]!.tasks}`] =
        peakMemory / measured[0]!.peakMemory;
  return Object.fromEntries(
    Object.entries(ratios).map(([name, ratio]) => [name, Number(ratio.toPrecision(4))]),
  );
}

/** One line for each ratio that has grown by more than is tolerated; a ratio that only one side has is not compared. */
export function worseThan(now: Ratios, before: Ratios): string[] {
  return Object.entries(now).flatMap(([name, ratio]) => {
    const was = before[name];
    if (was === undefined || ratio <= was * (1 + TOLERATED)) return [];
    return [`${name}: ${ratio}, was ${was} (+${Math.round((ratio / was - 1) * 100)} %)`];
  });
}
