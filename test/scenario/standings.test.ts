/** Every figure that an answer can rest on has a standing: documented, measured, typical, assumed, or the user's own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonSchema } from '../../scripts/reference.ts';
import { DEFAULT_FIGURES } from '../../src/scenario/presets/defaults.ts';
import { PRESETS } from '../../src/scenario/presets/presets.ts';
import { fileSchema, schemaKeys } from '../support/schema-keys.ts';
import { parse, SMALLEST } from './support.ts';

/** Keys that may be left out although no figure stands for them, with what is then so: nothing is added to the file. */
const PLAIN_CASE: Readonly<Record<string, string>> = {
  question: 'words',
  extends: 'nothing is changed',
  seed: 'which luck is drawn; intervals say how much that matters',
  study: 'start and horizon are part of the question',
  warmUp: 'nothing is cut, or what MSER-5 finds',
  'platform|.*preset': 'their figures stand by themselves',
  regions: 'one zone, in which everything stands',
  'network|dispatch|overload|workload.requests.\\*.recovered|.*probe|.*pool|cost.perHour|cost.perYear':
    'a group of keys',
  'network.between': 'a pair that is used and missing is a mistake',
  'loadBalancers?': 'requests without one are a mistake',
  '.*\\.(at|from)': 'left out only where there is one zone',
  '(loadBalancer|loadBalancers.\\*).(nodes|orchestrator)':
    'serves all nodes; nothing tells of those that are gone',
  '(loadBalancer|loadBalancers.\\*).(weights|slowStart)': 'all nodes alike, and at once',
  '.*\\.probe\\.(cpu|db)': 'a node answers probes at once, however busy it is',
  'nodes.\\*.(count|state)|.*\\.speed': 'one node, online, at nominal speed',
  'database.(replicas|backups)|storage.replicas': 'none',
  'storage.replicas.\\*.lag': 'no figure is made of it (rule F3)',
  licence: 'no limit of nodes',
  'start|workload.holidays|workload.*.arrivals.exceptions|timeline.\\*.at.cron':
    'no dates; no day is otherwise; it does not recur',
  'workload.*.arrivals.week.(everyDay|workdays|weekend|mon|tue|wed|thu|fri|sat|sun)':
    'together they have to say each day',
  'workload.(scale|growth|growthMonths|tasks|requests)': 'as it stands; none',
  'workload.tasks.\\*.(kind|arrivals|projects|environments|tenants|exclusivePer|queued|active)':
    'by name; none; one',
  'workload.tasks.\\*.(weight|estimate|deadline)': 'in order of arrival; nobody asks; taken however late',
  'workload.tasks.\\*.slots|dispatch.backfill':
    'each task takes one slot, as the documents have it, so that none holds up others',
  '.*\\.steps\\.\\*\\.(count|exempt)': 'one; it holds its slot, as the documents have it (fact 28)',
  'workload.tasks.\\*.retry(.pause|.on)?': 'no task is tried again (fact 23); at once, on any node',
  'dispatch.lifoAfter': 'last in, first out is always so where the file asks for it',
  'workload.tasks.\\*.(needs|atMost)|workload.tasks.\\*.atMost.per|.*\\.(offers|reserve)':
    'any node takes any task, as many as it has slots (fact 22)',
  'workers|.*\\.steps\\.\\*\\.on': 'steps run on targets, as many as there are tasks',
  'workload.requests.\\*.holdOn(.for)?':
    'clients look an address up as its TTL says; who holds on does for ever',
  'nodes.\\*.preset|.*\\.burst(.atStart)?': 'all of it is its own, always; credits that were saved are there',
  'database.degrades': 'as fast under any load',
  'database.connect|.*\\.cache': 'connections and caches are there as before, whatever happened',
  'workload.requests.\\*.retry(.patience|.tokenBucket|.breaker)?|.*\\.serving':
    'clients ask once, or whenever their turn is; nodes work on all at once',
  'timeline.\\*.addNode.serving.(queue|order|dropExpired)': 'as of other nodes',
  'workload.tasks.\\*.priority': 'no task goes before another (assumption 18)',
  '.*\\.arrivals\\.(offset|count|period|bursts.off|trace.class)': 'from the start, one, for good, none, all',
  '.*\\.db\\.(writes|transaction|keeps)': 'calls read, each by itself',
  'workload.requests.\\*.(arrivals|users)': 'one of the two must be there',
  'timeline|timeline.\\*.(name|plan|for|drain)': 'nothing; verb and argument; none; for good; not drained',
  'timeline.\\*.(oneWay|by|loss)': 'a cut is both ways; a path no longer, and nothing lost on it',
  'timeline.\\*.share': 'all of the requests',
  'plans.\\*.\\*.(fails|tries|otherwise|upTo)': 'a step goes well at once; nothing else is done; for ever',
  'failures|failures.\\*.plan|plans|plans.\\*.\\*.(alongside|what)':
    'none; one after another; the only thing there is',
  'cost|cost.currency|cost.perHour.(node|core|worker|off|database|storage|balancer)|cost.perYear.licence':
    'no price',
  'nodes.\\*.autoscale(.(watch|target|steps|schedule|period|boot|jobs|drain|drain.upTo|up|down))?':
    'their number stays; one of three rules; its startTime; as many tasks as come; for ever',
  'nodes.\\*.autoscale.(up|down).policies.\\*.(nodes|share)': 'one of the two',
  'timeline.\\*.addNode.zeroCap': 'as of other nodes',
  'expect|expect.\\*.level|promises|promises.\\*.level':
    'nothing is promised; a promise that is missed fails',
};

const KEYS = schemaKeys();
const schema = fileSchema();
const FIGURES = new Map(
  DEFAULT_FIGURES.flatMap(({ at, figures }) =>
    figures.map((figure) => [at === '' ? figure[0] : `${at}.${figure[0]}`, figure] as const),
  ),
);
const isPlain = (key: string) =>
  Object.keys(PLAIN_CASE).some((pattern) => new RegExp(`^(?:${pattern})$`).test(key));

describe('every key of the schema', () => {
  test('that may be left out is a figure with a standing, or the plain case with a reason', () => {
    const optional = [...KEYS].filter(([, isOptional]) => isOptional).map(([key]) => key);
    expect(optional.length).toBeGreaterThan(120);
    expect(optional.filter((key) => !FIGURES.has(key) && !isPlain(key))).toEqual([]);
    expect(
      [...FIGURES.keys()].filter((key) => !KEYS.has(key)),
      'no figure without a key',
    ).toEqual([]);
    expect(
      [...FIGURES.keys()].filter((key) => isPlain(key)),
      'one of the two',
    ).toEqual([]);
  });

  test('has as figure the default that the schema has', () => {
    const value = (path: string): unknown =>
      path.split('.').reduce<JsonSchema | undefined>((at, key) => within(at, key), schema)?.default;
    for (const [path, [, shown]] of FIGURES) {
      const fallback = value(path);
      if (fallback === undefined) continue;
      const numbers = (text: string) => text.match(/[\d.]+|[a-z-]{3,}/g);
      const written = JSON.stringify(fallback).replaceAll(/lognormal/g, '');
      expect(numbers(shown), path).toEqual(numbers(written));
    }
  });

  test('and every figure has a standing and a source', () => {
    for (const [, [, , what, standing, source]] of FIGURES) {
      expect(['documented', 'measured', 'typical', 'assumed']).toContain(standing);
      expect(source, what).not.toBe('');
      if (standing === 'documented') expect(source, what).toMatch(/fact \d|facts \d|\.(org|io|com)|Amazon/);
    }
  });
});

/** The part of a schema under a key; of several alternatives the first that has it. */
function within(at: JsonSchema | undefined, key: string): JsonSchema | undefined {
  if (at === undefined) return undefined;
  const own =
    key === '*'
      ? ((typeof at.additionalProperties === 'object' ? at.additionalProperties : undefined) ??
        (at.items as JsonSchema | undefined))
      : at.properties?.[key];
  if (own !== undefined) return own;
  for (const option of at.anyOf ?? []) {
    const found = within(option, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

test('every figure of every preset has a standing and a source', () => {
  for (const presets of Object.values(PRESETS))
    for (const { name, figures } of presets)
      for (const { path, standing, source } of figures) {
        expect(['documented', 'measured', 'typical', 'assumed'], `${name} ${path}`).toContain(standing);
        expect(source, `${name} ${path}`).not.toBe('');
      }
});

/** Numbers in the sources of the model that mean something of the cluster, with where they come from. */
const CONSTANTS: Readonly<Record<string, string>> = {
  'step-work.ts: 2 * length':
    'documented: fact 87 and assumption 20, off unless overload.failures says so (rule C2)',
  'network.ts: roundTrip / 2': 'half of a round trip is one way, by definition (rule N2)',
  'network.ts: wait *= 2': 'a retransmission time-out doubles (rule N5, RFC 6298)',
  'network.ts: (sigma * sigma) / 2': 'a lognormal factor of mean 1, by definition (rule N2)',
  'node.ts: CORE = 1000': 'a unit: thousandths of a core (rule C1)',
  'arrivals.ts: / SECOND': 'a unit',
  'storage.ts: * SECOND': 'a unit',
  'addresses.ts: return 2': 'an order: same zone, same region, elsewhere (rule L7)',
  'scaling-rule.ts: ROUNDING = 1e-9': 'what a division of decimal figures may be off',
  'tournament.ts: 2': 'a tree of pairs',
  'split-brain.ts: names.length > 3': 'names in a sentence',
  'look-times.ts: 2 * all': 'an interval doubles, by the definition of idleUpTo (rule Q12)',
  'task-heap.ts: 2 * head.at': 'those below one in a heap',
  'queue-order.ts: (2 * band': 'a place counted from the other end',
  'queue-order.ts: const RANK = 1e10': 'more than tasks of a band ever join: an order in one number',
  'recent-successes.ts: MANY_MORE = 64': 'when a list is cut',
  'recent-successes.ts: 2 * this.#kept': 'when a list is cut',
  'waits.ts: = [0, 1, 2, 3, 4]': 'numbers of states',
  "client-retries.ts: jitter === 'equal'": 'half and half, by the definition of equal jitter (rule L9)',
  'storage-unit.ts: spec.credits * SECOND': 'bytes in bytes a second times µs',
  'degrading.ts: now - SECOND': 'the unit of a rate',
  'requests.ts: const TRIPS = 2': 'to the balancer and to the node',
  'serving.ts: this.#gone * 2': 'when a list is cut',
  'policies/balancing.ts: 2 * attempt': 'numbers of draws',
  'policies/weighted.ts: 2 * attempt': 'numbers of draws',
  'policies/weighted.ts: const WORD = 4294967296': 'how many numbers a word of a key can be',
};

test('no constant of the model is a figure that nobody can see or set', () => {
  const folder = join(import.meta.dirname, '../../src/cluster');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const suspects = files.flatMap((name) => {
    const code = readFileSync(join(folder, name), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/\/\/.*/g, '')
      // Words that people read.
      .replaceAll(/`[^`]*`/g, "''");
    const lines = code.split('\n').filter((line) => !isBookkeeping(line) && FIGURE.test(line));
    return lines.map((line) => `${name}: ${line.trim()}`);
  });
  const known = Object.keys(CONSTANTS).map((key) => key.split(': ') as [string, string]);
  const unknown = suspects.filter(
    (line) => !known.some(([file, text]) => line.startsWith(`${file}: `) && line.includes(text.trim())),
  );
  expect(unknown, 'make it a key with a default, or give it a standing here').toEqual([]);
  for (const [file, text] of known)
    expect(
      suspects.filter((line) => line.startsWith(file) && line.includes(text)),
      text,
    ).not.toEqual([]);
});

/** A number other than 0 and 1, or a unit of time. */
const FIGURE = /(?<![\w.$'])(?:[2-9]|\d{2,}|\d+\.\d+|1e\d+)(?![\w'])|\b(?:SECOND|MINUTE|HOUR|DAY)\b/;

/** Numbers of states, room in arrays, places in heaps, HTTP status codes, keys of draws. */
function isBookkeeping(line: string): boolean {
  return (
    /^\s*[#\w]+: -?\d+,$|new (?:Int|Uint|Float)\d+Array|^import|const (?:STAGE|ANSWER|STEP|WAIT|BANDS|NONE|STATES) /.test(
      line,
    ) ||
    /2 \* (?:this\.[#\w.]*(?:length|size)|this\.#recent|task\b|request\b|at\b)|_000|1e13|\.answer\(request|0x/i.test(
      line,
    )
  );
}

test('what an answer rests on is listed, and what the file says is not', () => {
  const of = (more: string, set: string[] = []) => {
    const { assumed, documented } = parse(`${SMALLEST}${more}`, set).scenario;
    return [...assumed, ...documented];
  };
  const listed = of('timeline: [ { at: 1m, crash: n, for: 5m } ]\ndatabase: { at: local/a }\n', [
    'dispatch.orphanScan=7m',
    'dispatch.policy=fair-share',
  ]);
  const row = (path: string) => listed.find((figure) => figure.path === path);
  expect(row('nodes.*.endurance')).toMatchObject({ value: '5m', standing: 'assumed' });
  expect(row('dispatch.orphanAfter')).toMatchObject({ value: '60m', standing: 'documented' });
  expect(row('dispatch.orphanScan'), 'the file says it').toBeUndefined();
  expect(row('database'), 'the file has one').toBeUndefined();
  expect(row('database.sessionTimeout'), 'there is no copy').toBeUndefined();
  expect(of('').map(({ path }) => path)).not.toContain('dispatch.orphanAfter');
});
