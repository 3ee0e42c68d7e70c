/** What the page asks of the engine, and what comes back: plain data between a page and its worker. */
import type { Chart, Figure, Sources } from '../model.ts';

export interface Order {
  /** Later ones have higher numbers; an earlier one is given up. */
  readonly id: number;
  readonly seed: string;
  readonly replications: number;
  readonly original: OrderedDesign;
  readonly changed: OrderedDesign;
}

export interface OrderedDesign {
  readonly name: string;
  readonly sources: Sources;
  readonly set: readonly string[];
}

export type WhatIfAnswer = { readonly id: number } & (
  | { readonly kind: 'mistakes'; readonly lines: readonly string[] }
  | { readonly kind: 'found'; readonly found: Found }
);

/** What is known after some replications of both designs. */
export interface Found {
  readonly done: number;
  readonly of: number;
  readonly answer: readonly string[];
  readonly figures: readonly Figure[];
  readonly charts: readonly Chart[];
  /** Of the original and of the changed design, in groups of four. */
  readonly digests: readonly [string, string];
  /** The changed scenario with everything filled in, as a file of its own; empty where it needs others. */
  readonly yaml: string;
}
