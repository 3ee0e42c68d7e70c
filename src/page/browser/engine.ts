/** Runs in a worker of the page: the parser, the simulator and the statistics of the command line. */
import './without-eval.ts';

import { follow } from '../follow/follow.ts';
import type { FollowAnswer, FollowOrder } from '../follow/order.ts';
import { answers } from '../what-if/answer.ts';
import type { Order, WhatIfAnswer } from '../what-if/order.ts';
import { Memory } from '../what-if/rounds.ts';
import { mistakesOf } from './mistake-lines.ts';

const memory = new Memory();
let latest = -1;

addEventListener('message', ({ data }: MessageEvent<Order | FollowOrder>) => {
  latest = data.id;
  void answer(data);
});

async function answer(order: Order | FollowOrder): Promise<void> {
  const { id } = order;
  const isWanted = () => latest === id;
  const tell = (one: WhatIfAnswer | FollowAnswer) => postMessage(one);
  try {
    if ('kind' in order) tell({ id, kind: 'followed', ...(await follow(order)) });
    else for await (const found of answers(order, memory, isWanted)) tell({ id, kind: 'found', found });
  } catch (error) {
    tell({ id, kind: 'mistakes', lines: mistakesOf(error) });
  }
}
