/**
 * What one replication says of a metric, as it stands in a baseline file: a number, of a ratio the pair that it is made
 * of, `never` where it is beyond every limit (rule W5), null where there was nothing to measure.
 */
export type RawValue = number | readonly [sum: number, per: number] | 'never' | null;

/** From a number that is Infinity beyond every limit, and NaN where there is none. */
export function rawValue(value: number): RawValue {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : 'never';
}
