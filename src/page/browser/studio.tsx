/** The studio in the browser: the editor, and an engine each for its page, what-if, and single work. */
import './without-eval.ts';

import { render } from 'preact';
import type { FollowAnswer, FollowOrder } from '../follow/order.ts';
import type { StudioData } from '../studio/document.ts';
import { Studio } from '../studio/editor/Studio.tsx';
import type { StudioAnswer, StudioOrder } from '../studio/order.ts';
import type { JsonSchema } from '../studio/schema-words.ts';
import { Engine, isLastAnswer } from './worker.ts';

const start = async (): Promise<Worker> => new Worker('studio-engine.js');
const isLastPage = (answer: StudioAnswer) => answer.kind === 'mistakes' || answer.done === answer.of;
const runs = new Engine<StudioOrder, StudioAnswer>(start, isLastPage);
const whatIf = new Engine(start, isLastAnswer);
const follower = new Engine<FollowOrder, FollowAnswer>(start, () => true);

async function post(name: string, body: object): Promise<unknown> {
  const response = await fetch(name, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** The schema is as large as everything else together: it comes by itself. */
async function begin(): Promise<void> {
  const data = JSON.parse(document.getElementById('studio-data')!.textContent) as StudioData;
  const schema = (await (await fetch('schema.json')).json()) as JsonSchema;
  const place = document.getElementById('studio')!;
  place.textContent = '';
  render(
    <Studio
      data={data}
      schema={schema}
      post={post}
      run={(order, onAnswer) => void runs.ask(order, onAnswer)}
      ask={(order, onAnswer) => whatIf.ask(order, onAnswer)}
      warm={(order) => void whatIf.warm(order)}
      follow={(order, onAnswer) => void follower.ask(order, onAnswer)}
    />,
    place,
  );
}

void begin();
