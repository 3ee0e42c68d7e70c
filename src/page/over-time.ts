/** Charts over simulated time: queue and slots, throughput, waits, what is busy. */
import {
  averages,
  type Bin,
  LEAST_FOR_A_BAND,
  latencies,
  rates,
} from '../report/charts/over-replications.ts';
import { sharedShades } from '../report/charts/spans.ts';
import { ofWhom, subjectsOf } from '../report/charts/subjects.ts';
import { type DrawnDesign, secondsOf, type Topic } from '../report/charts/topic.ts';
import { amount, duration } from '../report/words.ts';
import type { Line, LinesChart, Span } from './model.ts';
import { briefly } from './rounding.ts';
import { fiftyOf } from './rows.ts';

/** Lines that can be told apart; the rest is in series.csv. */
const MOST_LINES = 12;
/** Classes that have a chart of their own. */
const MOST_CLASSES = 12;

interface Part {
  readonly name: string;
  /** Of the series: a time average. */
  readonly series: string;
}

/** Every chart over time that has something to show, in the order in which one looks at them. */
export function timeCharts(topic: Topic): LinesChart[] {
  return [...waits(topic), ...queue(topic), ...slots(topic), ...throughput(topic), ...busy(topic)];
}

function waits(topic: Topic): LinesChart[] {
  const seconds = secondsOf(topic);
  const subjects = subjectsOf(topic.designs);
  const alone = topic.designs.length === 1;
  return subjects.slice(0, MOST_CLASSES).flatMap((subject, i) => {
    const { name, samples } = subject;
    const lines = topic.designs.flatMap(({ name: design, runs }, d): Line[] => {
      const bins = latencies(runs, samples, seconds);
      if (bins.length === 0) return [];
      const at = bins.map((bin) => Math.round(bin.at));
      const of = (measure: 'p50' | 'p95' | 'p99', style: Line['style']): Line => ({
        name: alone ? measure : `${design} ${measure}`,
        tone: alone ? 0 : d,
        style,
        at,
        value: briefly(bins.map((bin) => bin[measure])),
        half: null,
      });
      return [of('p95', 'line'), of('p50', 'dashed'), ...(alone ? [of('p99', 'thin')] : [])];
    });
    return chartOf(topic, `wait-${i + 1}`, lines, {
      title: `Over time: ${name}`,
      about: `By time of arrival, ${ofWhom([subject])}, all replications together; a gap: too few, or they did not succeed`,
      y: { title: name, unit: 's' },
    });
  });
}

function queue(topic: Topic): LinesChart[] {
  const lines = topic.designs.flatMap((design, d) =>
    meansOf(topic, design, [{ name: design.name, series: 'queue.length' }], d),
  );
  return chartOf(topic, 'queue', lines, {
    title: 'Tasks in the queue',
    about: `Mean over replications${bands(topic)}`,
    y: { title: 'tasks in the queue', unit: 'count' },
  });
}

/** Of one design node by node, of several all nodes together. */
function slots(topic: Topic): LinesChart[] {
  const [first] = topic.designs;
  if (topic.designs.length > 1) return [];
  const { nodes } = first!.scenario;
  const parts = nodes.map(({ name }) => ({ name, series: `node.${name}.slots.busy` }));
  const configured = meansOf(topic, first!, [{ name: 'all slots', series: 'slots.configured' }], 6).map(
    (line): Line => ({ ...line, style: 'dashed', half: null }),
  );
  const each = meansOf(topic, first!, parts.slice(0, MOST_LINES), 0);
  return chartOf(topic, 'slots', [...each, ...(nodes.length === 1 ? configured : [])], {
    title: 'Busy slots by node',
    about: `Mean over replications${bands(topic)}`,
    y: { title: 'busy slots', unit: 'count' },
    more: moreThan(nodes.length, 'nodes'),
  });
}

function throughput(topic: Topic): LinesChart[] {
  const { tasks, requests } = topic.designs[0]!.scenario;
  const alone = topic.designs.length === 1;
  const family = (id: string, title: string, names: readonly string[], ending: string): LinesChart[] => {
    const shown = names.slice(0, Math.max(1, Math.floor(MOST_LINES / topic.designs.length)));
    const lines = shown.flatMap((name, i) =>
      topic.designs.flatMap(({ name: design, runs }, d): Line[] => {
        const bins = rates(runs, [`${id}.${name}.${ending}`], secondsOf(topic));
        return lineOf(alone ? name : `${name}, ${design}`, bins, alone ? i : d, DASHES[alone ? 0 : i % 3]!);
      }),
    );
    return chartOf(topic, `throughput-${id}`, lines, {
      title,
      about: `What was completed, mean over replications${bands(topic)}`,
      y: { title: `${id} completed`, unit: '1/s' },
      more: moreThan(names.length, 'classes', shown.length),
    });
  };
  const namesOf = (classes: readonly { readonly name: string }[]) => classes.map(({ name }) => name);
  return [
    ...family('tasks', 'Tasks completed', namesOf(tasks), 'succeeded'),
    ...family('requests', 'Requests answered', namesOf(requests), 'served'),
  ];
}

const DASHES = ['line', 'dashed', 'thin'] as const;

/** Database, storage and the processors of all nodes. */
function busy(topic: Topic): LinesChart[] {
  const alone = topic.designs.length === 1;
  const lines = topic.designs.flatMap((design, d) => {
    const cpus = design.scenario.nodes
      .slice(0, MOST_LINES - 2)
      .map(({ name }) => ({ name: `processors of ${name}`, series: `node.${name}.cpu.utilisation` }));
    const parts = [
      { name: 'database', series: 'database.utilisation' },
      { name: 'storage', series: 'storage.utilisation' },
      ...(alone ? cpus : []),
    ];
    const own = parts.map((part) => (alone ? part : { ...part, name: `${part.name}, ${design.name}` }));
    return alone
      ? meansOf(topic, design, own, 0)
      : own.flatMap((part, i) =>
          meansOf(topic, design, [part], d).map((line): Line => ({ ...line, style: DASHES[i % 3]! })),
        );
  });
  const nodes = alone ? topic.designs[0]!.scenario.nodes.length : 0;
  return chartOf(topic, 'busy', lines, {
    title: 'What is busy',
    about: `Utilisation, mean over replications${bands(topic)}`,
    y: { title: 'utilisation', unit: 'share' },
    more: moreThan(nodes, 'nodes', MOST_LINES - 2),
  });
}

/** One line a part, their tones from `tone` on. */
function meansOf(topic: Topic, { runs }: DrawnDesign, parts: readonly Part[], tone: number): Line[] {
  return parts.flatMap(({ name, series }, i) =>
    lineOf(name, averages(runs, series, secondsOf(topic)), tone + i, 'line'),
  );
}

function lineOf(name: string, bins: readonly Bin[], tone: number, style: Line['style']): Line[] {
  if (bins.length === 0) return [];
  const halves = bins.map(({ half }) => half);
  return [
    {
      name,
      tone,
      style,
      at: bins.map(({ at }) => Number(at.toPrecision(6))),
      value: briefly(bins.map(({ value }) => value)),
      half: halves.every((half) => half === null || half === 0) ? null : briefly(halves),
    },
  ];
}

type Told = Pick<LinesChart, 'title' | 'about' | 'y'> & { readonly more?: string };

/** None where nothing is above 0. */
function chartOf(topic: Topic, id: string, lines: readonly Line[], told: Told): LinesChart[] {
  const shown = lines.filter(({ value }) => value.some((one) => one !== null && one > 0));
  if (shown.length === 0) return [];
  const replications = Math.min(...topic.designs.map(({ runs }) => runs.length));
  const banded = replications >= LEAST_FOR_A_BAND && shown.some(({ half }) => half !== null);
  return [
    {
      kind: 'lines',
      id,
      ...told,
      sentence: highest(shown, told.y.unit),
      x: { kind: 'time', seconds: secondsOf(topic) },
      lines: shown,
      fifty: banded ? fiftyOf(replications) : null,
      spans: spansOf(topic),
      more: told.more ?? '',
    },
  ];
}

/** `Highest: single-region p95 with 15.1 s at 1 h 20 m.` */
function highest(lines: readonly Line[], unit: string): string {
  const peaks = lines.map(({ name, at, value }) => {
    const top = value.reduce<number>((best, one, i) => ((one ?? -1) > (value[best] ?? -1) ? i : best), 0);
    return { name, at: at[top]!, most: value[top] ?? 0 };
  });
  const [first, ...others] = [...peaks].sort((a, b) => b.most - a.most);
  const said = ({ name, at, most }: (typeof peaks)[number]) =>
    `${name} ${amount(most, unit)} at ${duration(at)}`;
  const rest = others.slice(0, 2).map(said).join('; ');
  return `Highest: ${said(first!)}${rest === '' ? '' : `; then ${rest}`}.`;
}

/** Faults and operations, in seconds. */
export function spansOf(topic: Topic): Span[] {
  return sharedShades(topic.designs)
    .filter(({ kind }) => kind !== 'starting')
    .map(({ label, from, to }) => ({ label, from: Math.round(from), to: Math.round(to) }));
}

function bands(topic: Topic): string {
  const enough = topic.designs.every(({ runs }) => runs.length >= LEAST_FOR_A_BAND);
  return enough ? '; dark band: its 50 % interval, light band: its 95 % interval' : '';
}

function moreThan(count: number, what: string, most = MOST_LINES): string {
  return count > most ? `and ${count - most} more ${what} in series.csv` : '';
}
