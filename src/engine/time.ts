/**
 * Simulated time: whole microseconds since the start, a safe integer held in a double (rule T1).
 * Everything inside the simulator counts in these; seconds appear only where people read.
 */
export type Micros = number;

export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;

/** Later than every event: about 285 years, the largest safe integer. */
export const NEVER: Micros = Number.MAX_SAFE_INTEGER;
