/** What parts of the page know of where they are: without scripts nothing can be pressed, so nothing to press is there. */
import { createContext } from 'preact';
import type { View } from './view-link.ts';

export interface LiveState {
  readonly isLive: boolean;
  /** What the address of the page points at; null: nothing. */
  readonly linked: { readonly id: string; readonly view: View } | null;
}

export const Live = createContext<LiveState>({ isLive: false, linked: null });
