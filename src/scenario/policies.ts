/**
 * How nodes get work: the policies of dispatch and the choices of balancers, with what has to be known of each where
 * none of them runs. Adding one begins with its row here; the compiler then asks for the code (`cluster/policies/`).
 */

interface Policy {
  /** What its name stands for, in the sentence of its key. */
  readonly means: string;
  /** It leaves something to chance, and so one replication does not say all; a test holds every row to it. */
  readonly draws: boolean;
}

interface Dispatching extends Policy {
  /** Nodes look at the queue, each at times of its own; otherwise tasks are handed to them. */
  readonly looks: boolean;
}

export const DISPATCHING = {
  'fair-share': { means: 'up to the share of the cluster (facts 9–13)', looks: true, draws: false },
  greedy: { means: 'up to the cap (fact 32)', looks: true, draws: false },
  immediate: { means: 'a free slot takes at once, as in theory', looks: false, draws: false },
} as const satisfies Readonly<Record<string, Dispatching>>;

export type DispatchPolicy = keyof typeof DISPATCHING;

export const DISPATCH_POLICIES = namesOf(DISPATCHING);

/** How a balancer chooses one of the nodes in rotation (rule L1). What comes from a request, as its source, is chance too. */
export const CHOOSING = {
  'round-robin': { means: 'the next in turn', draws: false },
  'least-connections': { means: 'the one with the fewest requests under way', draws: false },
  random: { means: 'any', draws: true },
  'power-of-two': { means: 'the less busy of any two', draws: true },
  'source-hash': { means: 'always the same one for the same source, while the rotation stays', draws: true },
} as const satisfies Readonly<Record<string, Policy>>;

export type BalancerChoice = keyof typeof CHOOSING;

export const BALANCER_CHOICES = namesOf(CHOOSING);

/**
 * Whether nodes look at the queue (rule Q1).
 *
 * @param policy as a file says it, or does not
 * @returns true also for one that is not known
 */
export function looksAtQueue(policy = 'fair-share'): boolean {
  return (DISPATCHING as Readonly<Record<string, Dispatching>>)[policy]?.looks ?? true;
}

/** The words of a key: never none. */
function namesOf<T extends object>(table: T) {
  return Object.keys(table) as unknown as readonly [keyof T & string, ...(keyof T & string)[]];
}
