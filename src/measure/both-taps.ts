/** Listeners made of others. */
import type { Follower, Observer, Tap, Told } from '../cluster/observer.ts';

/** What a tap is told that counts; the compiler asks for a row that is missing. */
const TOLD: Readonly<Record<keyof Told, true>> = {
  taskArrived: true,
  taskStarted: true,
  taskEnded: true,
  taskRefused: true,
  taskOrphaned: true,
  orphanCancelled: true,
  taskTriedAgain: true,
  taskGhosted: true,
  taskDuplicated: true,
  taskResubmitted: true,
  dataLost: true,
  requestArrived: true,
  requestTried: true,
  requestEnded: true,
  databaseCall: true,
  poolWait: true,
  lockWait: true,
  storageOperation: true,
  serviceChanged: true,
  faultBegan: true,
  faultEnded: true,
  failureBegan: true,
  failureEnded: true,
  spanBegan: true,
  spanEnded: true,
  runEnded: true,
};

/** What it is told where it follows work. */
const FOLLOWED: Readonly<Record<keyof Follower, true>> = {
  taskAt: true,
  taskWaits: true,
  stepEnded: true,
  taskGoesBack: true,
  lookAt: true,
  slotsChanged: true,
  workAt: true,
  attemptBegan: true,
  attemptFailed: true,
};

const ALL = Object.keys({ ...TOLD, ...FOLLOWED }) as (keyof Tap)[];

type Hear = (...told: unknown[]) => void;

/** Tells `first`, then `second`, of everything; of what `second` is deaf to, `first` alone. */
export function bothTaps(first: Tap, second: Tap): Tap {
  return joined(ALL, first, second);
}

/** Tells `first`, then `second`, of what counts, and `second`, who follows work, of the rest. */
export function followedBy(first: Told, second: Tap): Observer {
  return { ...joined(Object.keys(TOLD) as (keyof Told)[], first, second), follower: second };
}

function joined<K extends keyof Tap>(
  all: readonly K[],
  first: Pick<Tap, K>,
  second: Pick<Tap, K>,
): Pick<Tap, K> {
  const methods = all.map((what) => {
    const hears = (first[what] as Hear).bind(first);
    if (second[what] === deaf) return [what, hears];
    const hearsToo = (second[what] as Hear).bind(second);
    const both: Hear = (...told) => {
      hears(...told);
      hearsToo(...told);
    };
    return [what, both];
  });
  return Object.fromEntries(methods) as Pick<Tap, K>;
}

/** Hears nothing. */
function deaf(): void {}

/**
 * A listener to a few things, deaf to all others.
 *
 * @param told what to do of those that matter, also as an object of a class; every method is given the time in µs first
 * @returns a listener for the option `tap` of `simulate`
 * @throws RangeError when it has no method of a name that is told
 *
 * @example
 * const waits: number[] = [];
 * simulate(scenario, { tap: tapFor({ taskStarted: (at, _class, _task, arrived) => waits.push(at - arrived) }) });
 */
export function tapFor(told: Partial<Tap>): Tap {
  const heard = ALL.filter((what) => told[what] !== undefined);
  if (heard.length === 0)
    throw new RangeError(`a listener that hears nothing: what is told are ${ALL.slice(0, 3).join(', ')} …`);
  const none = ALL.map((what) => [what, deaf]);
  const methods = heard.map((what) => [what, (told[what] as Hear).bind(told)]);
  return Object.fromEntries([...none, ...methods]) as Tap;
}
