/** The policies of dispatch: the one place that a new one is added to. */
import type { DispatchPolicy } from '../../scenario/scenario.ts';
import type { Dispatcher, DispatchParts } from '../dispatcher.ts';
import { LookDispatch } from '../look.ts';
import { fairShare } from './fair-share.ts';
import { greedy } from './greedy.ts';
import { ImmediateDispatch } from './immediate.ts';

export const DISPATCHERS: Readonly<Record<DispatchPolicy, (parts: DispatchParts) => Dispatcher>> = {
  'fair-share': (parts) => new LookDispatch(parts, fairShare),
  greedy: (parts) => new LookDispatch(parts, greedy),
  immediate: (parts) => new ImmediateDispatch(parts),
};
