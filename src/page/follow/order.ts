/** What the page asks of the engine to follow single work, and what comes back: plain data between a page and its worker. */
import type { Line } from '../../report/explain/story.ts';
import type { OrderedDesign } from '../what-if/order.ts';

export interface FollowOrder {
  readonly kind: 'follow';
  readonly id: number;
  readonly seed: string;
  readonly replication: number;
  readonly design: OrderedDesign;
}

export type FollowAnswer = { readonly id: number } & (
  | { readonly kind: 'mistakes'; readonly lines: readonly string[] }
  | { readonly kind: 'followed'; readonly works: readonly Followed[]; readonly left: number }
);

/** A task or a request, from its arrival to its end. */
export interface Followed {
  /** As `hasim explain --task` says it. */
  readonly title: string;
  readonly lines: readonly Line[];
  /** Seconds of simulated time. */
  readonly from: number;
  readonly to: number;
  readonly isWell: boolean;
  readonly steps: readonly Step[];
  /** Where its time went, the most first. */
  readonly causes: readonly Share[];
}

/** One place after another. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** Names of parts where it is: a node also by its group. */
  readonly parts: readonly string[];
  readonly text: string;
}

export interface Share {
  readonly name: string;
  readonly seconds: number;
  readonly share: number;
  /** Of the model. */
  readonly rule: string;
}
