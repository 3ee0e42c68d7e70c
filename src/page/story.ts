/** What happened, in order of time, each sentence with its numbers and a moment to look at. */
import { barsOf, SERVICE } from '../report/charts/outage-bars.ts';
import { averages } from '../report/charts/over-replications.ts';
import { type DrawnDesign, secondsOf, type Topic } from '../report/charts/topic.ts';
import { momentWords } from '../report/instants.ts';
import { amount, duration } from '../report/words.ts';
import type { Block, Moment, Section } from './model.ts';
import { textOf } from './parts.ts';

/** More moments than these are a log, which nobody reads. */
const MOST_MOMENTS = 40;
/** A queue is worth a sentence from this length on. */
const LONG = 1;

/**
 * Faults, what they took away and for how long, and when the queue was longest; no section where nothing happened.
 * @param file beside the page that has the rest
 */
export function storySection(topic: Topic, file: string): Section[] {
  const all = storyOf(topic);
  if (all.length === 0) return [];
  const left = all.length - MOST_MOMENTS;
  const blocks: Block[] = [
    { kind: 'story', moments: all.slice(0, MOST_MOMENTS) },
    ...textOf(left > 0 ? [`… and ${left} more, on the charts and in ${file}`] : []),
  ];
  return [{ id: 'story', title: 'What happened', blocks }];
}

/** Every moment, in order of time. */
export function storyOf(topic: Topic): Moment[] {
  const alone = topic.designs.length === 1;
  const all = topic.designs.flatMap((design) =>
    [...faults(design), ...longestQueue(design, secondsOf(topic))].map((moment) =>
      alone ? moment : { ...moment, text: `${design.name}: ${moment.text}` },
    ),
  );
  return all.sort((a, b) => a.at - b.at);
}

function faults(design: DrawnDesign): Moment[] {
  return barsOf(design).map(({ row, from, to, note, state }): Moment => {
    const lasting = to > from ? duration(to - from) : '';
    const length = lasting === '' ? '' : ` for ${lasting}`;
    const end = to >= design.scenario.duration / 1e6 && to > from ? ', to the end of the run' : '';
    const service = AWAY[row] ?? null;
    const what = service ?? (note !== '' && from === to ? note : row);
    const how = service !== null || from === to ? '' : ` ${STATES[state]}`;
    const time = momentWords(from, design.scenario.calendar);
    if (state === 'lost')
      return { at: from, time, text: `${note} ${row}${lasting === '' ? '' : ` within ${lasting}`}.` };
    if (state === 'plan' && from !== to) {
      return { at: from, time, text: `step of the plan: ${row}, ${duration(to - from)}.` };
    }
    const more = service !== null && note !== '' ? ` (${note})` : '';
    return { at: from, time, text: `${what}${how}${length}${end}${more}.` };
  });
}

const AWAY: Readonly<Record<string, string>> = {
  [SERVICE.users]: 'users are out',
  [SERVICE.tasks]: 'no task can run',
  [SERVICE.ui]: 'no user interface',
};

const STATES = {
  lost: 'did not succeed',
  down: 'is down',
  draining: 'is draining or maintained',
  starting: 'is starting',
  slow: 'is slow',
  plan: 'begins',
} as const;

function longestQueue({ runs, scenario }: DrawnDesign, seconds: number): Moment[] {
  const bins = averages(runs, 'queue.length', seconds);
  if (bins.length === 0) return [];
  const most = bins.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
  if ((most.value ?? 0) < LONG) return [];
  const mean = bins.reduce((sum, { value }) => sum + (value ?? 0), 0) / bins.length;
  const text = `the queue is longest: ${amount(most.value!, 'count')} tasks in the mean over replications, ${amount(mean, 'count')} over the whole run.`;
  return [{ at: most.at, time: momentWords(most.at, scenario.calendar), text }];
}
