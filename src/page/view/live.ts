/** What parts of the page know of where they are: without scripts nothing can be pressed, so nothing to press is there. */
import { createContext } from 'preact';
import type { FollowAnswer, FollowOrder } from '../follow/order.ts';
import type { Order, WhatIfAnswer } from '../what-if/order.ts';
import type { View } from './view-link.ts';

export interface LiveState {
  readonly isLive: boolean;
  /** What the address of the page points at; null: nothing. */
  readonly linked: { readonly id: string; readonly view: View } | null;
  /** The same as it stands in the address. */
  readonly hash: string;
  /** Has the engine run something. */
  readonly ask: (order: Order, onAnswer: (answer: WhatIfAnswer) => void) => Promise<void>;
  /** Has the engine begin with what will be needed, before it is asked for. */
  readonly warm: (order: Order) => void;
  /** Has it run one replication for the sake of single work. */
  readonly follow: (order: FollowOrder, onAnswer: (answer: FollowAnswer) => void) => void;
}

export const Live = createContext<LiveState>({
  isLive: false,
  linked: null,
  hash: '',
  ask: async () => {},
  warm: () => {},
  follow: () => {},
});
