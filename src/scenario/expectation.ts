/** What a scenario promises: parsed and checked when the file is read, a value from then on. */
import type { Micros } from '../engine/time.ts';

export const COMPARISONS = ['<', '<=', '>', '>='] as const;
export type ComparisonOperator = (typeof COMPARISONS)[number];

/** [from, to) in µs: selects work by arrival and clips areas. */
export interface Window {
  readonly from: Micros;
  readonly to: Micros;
}

/** A metric that is to stay on one side of a limit. */
export interface LimitExpectation {
  readonly kind: 'limit';
  /** As written, for people. */
  readonly text: string;
  readonly level: 'error' | 'warn';
  /** Its full name, without a window. */
  readonly metric: string;
  readonly operator: ComparisonOperator;
  /** In the metric's base unit. */
  readonly value: number;
  /** null: the whole measured time. */
  readonly within: Window | null;
}

/** A metric that is to be no worse than it was. */
export interface BaselineExpectation {
  readonly kind: 'baseline';
  readonly text: string;
  readonly level: 'error' | 'warn';
  readonly metric: string;
  /** A share: how much worse is still tolerated. */
  readonly by: number;
}

export type Expectation = LimitExpectation | BaselineExpectation;
