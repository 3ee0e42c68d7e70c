/**
 * Keyed draws (rule T4): the n-th draw of a key for a purpose is a pure function of the three. Nothing is stored and
 * nothing depends on what else was drawn, so the same work has the same luck in every design.
 */

/** What a draw decides; part of its address, so the numbers must never change their meaning. */
export const PURPOSE = {
  databaseService: 1,
  run: 2,
  cpu: 3,
  storageLatency: 4,
  jitter: 5,
  think: 6,
  choice: 7,
  upTime: 8,
  repairTime: 9,
  derivedKey: 10, // and 11
  /** Which project a task is of, and on which node a file lies that is not shared. */
  project: 12,
  fileHome: 13,
  /** How old a client's answer of the DNS is, and how far a user is into the first thinking time. */
  dnsAge: 14,
  firstThink: 15,
  /** How long an attempt at a step of a plan takes, whether it fails, and when an entry strikes and for how long. */
  planLength: 16,
  planFails: 17,
  entryAt: 18,
  entryFor: 19,
  /** Which environment a task is of, and which tenant. */
  environment: 20,
  tenant: 21,
  /** How long a client waits before it tries again. */
  retryPause: 22,
  /** How long a node that a scaler adds takes to boot, and whether it comes up. */
  boot: 23,
  bootFails: 24,
  /** How often the packets of a round trip are lost. */
  packetLoss: 25,
  /** Whether a node that fails requests fails this one. */
  erring: 26,
  /** Whether what is asked for has to be fetched into a cache. */
  cacheMiss: 27,
  /** Whether a client holds on to the address that it knows, and since when. */
  holdingOn: 28,
  /** How far a node is in what it repeats when a run begins: its looks, its watchdog. */
  phase: 29,
} as const;

const STEP = 1 / 4503599627370496; // 2^-52

/**
 * A uniform strictly between 0 and 1, on a grid of 2^-52.
 * Two 32-bit words are mixed in four rounds of multiply and xor-shift (the constants of MurmurHash3 and xxHash),
 * each round feeding one word into the other; tested for uniformity and for correlation of neighbours.
 * @param high, low the key's two words; @param purpose one of PURPOSE; @param n the ordinal, from 0.
 */
export function draw(high: number, low: number, purpose: number, n: number): number {
  let a = Math.imul(high ^ Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b);
  let b = Math.imul(low ^ Math.imul(purpose + 0x51ed27, 0xc2b2ae35), 0x27d4eb2f);
  a ^= b >>> 15;
  b = Math.imul(b ^ (a >>> 13), 0x9e3779b1) + a;
  a = Math.imul(a ^ (b >>> 16), 0xc2b2ae35) + b;
  b = Math.imul(b ^ (a >>> 15), 0x85ebca6b);
  a = Math.imul(a ^ (b >>> 13), 0x165667b1) + b;
  b ^= a >>> 16;
  b = Math.imul(b, 0x2c1b3c6d);
  b ^= b >>> 15;
  a ^= a >>> 14;
  return ((a >>> 6) * 67108864 + (b >>> 6) + 0.5) * STEP;
}

/** One of the two words of the n-th key derived from a key: a user's n-th request. */
export function derivedWord(high: number, low: number, n: number, which: 0 | 1): number {
  return Math.floor(draw(high, low, PURPOSE.derivedKey + which, n) * 4294967296) | 0;
}
