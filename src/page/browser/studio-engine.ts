/** Runs in a worker of the studio: what the text of the editor comes to, and what-if on its page. */
import './without-eval.ts';

import { follow } from '../follow/follow.ts';
import type { FollowAnswer, FollowOrder } from '../follow/order.ts';
import type { StudioAnswer, StudioOrder } from '../studio/order.ts';
import { pages } from '../studio/pages.ts';
import { answers } from '../what-if/answer.ts';
import type { Order, WhatIfAnswer } from '../what-if/order.ts';
import { Memory } from '../what-if/rounds.ts';
import { mistakesOf } from './mistake-lines.ts';

const memory = new Memory();
let latest = -1;

addEventListener('message', ({ data }: MessageEvent<Order | StudioOrder | FollowOrder>) => {
  latest = data.id;
  void answer(data);
});

async function answer(order: Order | StudioOrder | FollowOrder): Promise<void> {
  const { id } = order;
  const isWanted = () => latest === id;
  const tell = (one: WhatIfAnswer | StudioAnswer | FollowAnswer) => postMessage(one);
  try {
    if ('kind' in order && order.kind === 'follow') tell({ id, kind: 'followed', ...(await follow(order)) });
    else if ('kind' in order) {
      for await (const made of pages(order, memory, isWanted)) tell({ id, kind: 'page', ...made });
    } else for await (const found of answers(order, memory, isWanted)) tell({ id, kind: 'found', found });
  } catch (error) {
    tell({ id, kind: 'mistakes', lines: mistakesOf(error) });
  }
}
