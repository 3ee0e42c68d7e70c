/** What the studio asks of its engine, and what comes back: the page of the text, or of the text beside an earlier one. */
import type { Page } from '../model.ts';
import type { OrderedDesign } from '../what-if/order.ts';

export interface StudioOrder {
  readonly kind: 'page';
  /** Later ones have higher numbers; an earlier one is given up. */
  readonly id: number;
  readonly replications: number;
  readonly now: OrderedDesign;
  /** What it is compared with; null: nothing. */
  readonly before: OrderedDesign | null;
  /** Of hasim. */
  readonly version: string;
}

export type StudioAnswer = { readonly id: number } & (
  | { readonly kind: 'mistakes'; readonly lines: readonly string[] }
  | { readonly kind: 'page'; readonly page: Page; readonly done: number; readonly of: number }
);
