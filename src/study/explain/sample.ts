/** Which tasks and requests a trace shows: few enough to be looked at, unless all are asked for. */
import type { Micros } from '../../engine/time.ts';
import type { Causes } from '../../measure/kept-causes.ts';
import { keyOf } from './recorder.ts';

export interface SampleWish {
  /** Only what was there between these times. */
  readonly from: Micros;
  readonly to: Micros;
  readonly all: boolean;
}

export interface TraceSample {
  /** By `keyOf`. */
  readonly keys: ReadonlySet<string>;
  /** There in that time, and not shown. */
  readonly left: number;
}

/** Of tasks and of requests each: the slowest, the first that did not succeed, and some evenly over all. */
const [SLOWEST, FAILED, EVENLY] = [20, 20, 40];

export function sampleOf({ classes }: Pick<Causes, 'classes'>, { from, to, all }: SampleWish): TraceSample {
  const keys = new Set<string>();
  let there = 0;
  for (const of of ['task', 'request'] as const) {
    const own = classes.filter((one) => one.of === of);
    const works = own.flatMap((one, workClass) =>
      one.ordinals.map((ordinal, i) => ({
        key: keyOf({ of, workClass, ordinal }),
        arrived: one.arrived[i]!,
        took: one.took[i]!,
        isFine: one.outcomes[i] === 'succeeded' || one.outcomes[i] === 'served',
      })),
    );
    const inTime = works
      .filter(({ arrived, took }) => arrived < to && arrived + took >= from)
      .sort((a, b) => a.arrived - b.arrived);
    there += inTime.length;
    const bySlowness = inTime.filter(({ isFine }) => isFine).sort((a, b) => b.took - a.took);
    const step = Math.max(1, Math.ceil(inTime.length / EVENLY));
    const shown = all
      ? inTime
      : [
          ...bySlowness.slice(0, SLOWEST),
          ...inTime.filter(({ isFine }) => !isFine).slice(0, FAILED),
          ...inTime.filter((_, i) => i % step === 0),
        ];
    for (const { key } of shown) keys.add(key);
  }
  return { keys, left: there - keys.size };
}
