/** Runs in a worker of the page: the parser, the simulator and the statistics of the command line. */
import './without-eval.ts';

import { ScenarioError } from '../../scenario/errors.ts';
import { answers, Memory } from '../what-if/answer.ts';
import type { Answer, Order } from '../what-if/order.ts';

const memory = new Memory();
let latest = -1;

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  latest = data.id;
  void answer(data);
});

async function answer(order: Order): Promise<void> {
  const { id } = order;
  const isWanted = () => latest === id;
  const tell = (one: Answer) => postMessage(one);
  try {
    for await (const found of answers(order, memory, isWanted)) tell({ id, kind: 'found', found });
  } catch (error) {
    tell({ id, kind: 'mistakes', lines: mistakesOf(error) });
  }
}

function mistakesOf(error: unknown): string[] {
  if (!(error instanceof ScenarioError)) return [error instanceof Error ? error.message : String(error)];
  return error.mistakes.map(({ path, text }) => (path === '' ? text : `${path}: ${text}`));
}
