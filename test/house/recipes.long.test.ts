/**
 * The recipes of CONTRIBUTING.md, followed in a scratch copy: with every place filled in the model does the new thing; with
 * any one place left out the compiler, or the named test, says so. They are followed together, a place of each left out at
 * a time, and the words of each tell apart whose mistake the compiler has found: one by one they would take minutes.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import { chanceOf, taking } from '../support/chance.ts';
import { unusedProperties } from '../support/spec-properties.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SCRATCH = join(ROOT, '.cache/recipes');
const ROOTS = [join(ROOT, 'src/simulate-text.ts')];
const PARTS = ['engine', 'scenario', 'cluster', 'measure', 'simulate.ts'];

/** One place of a recipe: what is written before or instead of something, or a new file. */
interface Place {
  readonly file: string;
  readonly at: string | null;
  readonly write: string;
}

const before = (file: string, at: string, write: string): Place => ({ file, at, write: `${write}${at}` });

const POLICY: readonly Place[] = [
  before(
    'scenario/policies.ts',
    '  greedy: {',
    "  'one-each': { means: 'one at a time', looks: true, draws: false },\n",
  ),
  {
    file: 'cluster/policies/one-each.ts',
    at: null,
    write: 'export function oneEach(active: number): boolean {\n  return active < 1;\n}\n',
  },
  before(
    'cluster/policies/dispatch-policy.ts',
    "import { greedy } from './greedy.ts';",
    "import { oneEach } from './one-each.ts';\n",
  ),
  before(
    'cluster/policies/dispatch-policy.ts',
    '  greedy: (parts)',
    "  'one-each': (parts) => new LookDispatch(parts, oneEach),\n",
  ),
];

const lotThat = (turns: string): Place => ({
  file: 'cluster/policies/by-lot.ts',
  at: null,
  write: `import type { DispatchParts } from '../dispatcher.ts';
import type { MayTake } from './may-take.ts';
export function byLot({ sim, luck }: DispatchParts): MayTake {
  const lots = luck.stream('dispatch/by-lot');
  return (active, cap) => {
    ${turns}
    return active < cap && lots.uniform() < 0.3;
  };
}
`,
});
const LOT_THAT_FORGETS = lotThat('sim.now;');

/** A policy that leaves to chance whether a node takes a task. */
const LOT: readonly Place[] = [
  before(
    'scenario/policies.ts',
    '  greedy: {',
    "  'by-lot': { means: 'three of ten', looks: true, draws: true },\n",
  ),
  lotThat('if (sim.now > lots.turnsAfter) lots.turn();'),
  before(
    'cluster/policies/dispatch-policy.ts',
    "import { fairShare } from './fair-share.ts';",
    "import { byLot } from './by-lot.ts';\n",
  ),
  before(
    'cluster/policies/dispatch-policy.ts',
    "  'fair-share': (parts)",
    "  'by-lot': (parts) => new LookDispatch(parts, byLot(parts)),\n",
  ),
];

const ACTION: readonly Place[] = [
  before(
    'scenario/schema-timeline.ts',
    "    keys('maintenance', {",
    "    keys('an announcement', { ...always, announce: reference('a node', ['nodes']) }),\n",
  ),
  before(
    'scenario/timeline-spec.ts',
    "  | { readonly do: 'maintenance' }",
    "  | { readonly do: 'announce'; readonly what: string }\n",
  ),
  before('scenario/verbs.ts', '  resubmit: is(),', '  announce: is(),\n'),
  before(
    'scenario/resolve-actions.ts',
    '  return resolveRareAction(',
    "  if ('announce' in entry) return { do: 'announce', what: entry.announce };\n",
  ),
  before(
    'cluster/timeline.ts',
    "      case 'resubmit':\n        this.out",
    "      case 'announce':\n        this.#parts.spans.ignored(action.what);\n        break;\n",
  ),
  before('cluster/timeline.ts', "      case 'resubmit':\n        break;", "      case 'announce':\n"),
];

const METRIC: readonly Place[] = [
  before(
    'scenario/metric-table.ts',
    "  ['started', 'count', 'count', null, 'Tasks that a node",
    "  ['arrivedTwice', 'count', 'count', null, 'Twice as many.'],\n",
  ),
  before(
    'measure/metrics.ts',
    "  put('arrived', count(sum((m) => m.arrived)));\n  put('started'",
    "  put('arrivedTwice', count(2 * sum((m) => m.arrived)));\n",
  ),
];

const KEY: readonly Place[] = [
  before(
    'scenario/schema-dispatch.ts',
    '  lookWhenFree: yesNo()',
    "  headStart: duration().default('7s').describe('Before the first look of a node.'),\n",
  ),
  before(
    'scenario/dispatch-spec.ts',
    '  /** A node looks the moment a slot of it is free. */',
    '  readonly headStart: Micros;\n',
  ),
  before(
    'scenario/resolve-dispatch.ts',
    '    lookWhenFree: dispatch.lookWhenFree,',
    '    headStart: micros(dispatch.headStart),\n',
  ),
];

/** Without it the key does nothing: `keys.test.ts` is red. */
const KEY_USE: Place = {
  file: 'cluster/look.ts',
  at: 'this.#times.first(node, at);',
  write: 'this.#times.first(node, at + this.#parts.spec.headStart);',
};

/** Without it no result names the default: `test/scenario/standings.test.ts` is red. */
const KEY_DEFAULT = before(
  'scenario/presets/defaults.ts',
  "      ['every', '20s',",
  "      ['headStart', '7s', 'before the first look of a node', 'assumed', 'a scratch copy'],\n",
);

const presetWith = (standing: string): readonly Place[] => [
  before(
    'scenario/presets/storages.ts',
    "  {\n    name: 'smb-nas',",
    `  { name: 'usb-stick', text: 'A stick.', figures: [latency('9ms', ${standing}COMMON_KNOWLEDGE)] },\n`,
  ),
];
const PRESET = presetWith("'typical', ");

/** A recipe's places, the same with each of them left out, and how one knows a mistake as this recipe's. */
interface Recipe {
  readonly places: readonly Place[];
  readonly without: readonly (readonly Place[])[];
  readonly says: RegExp;
}

const recipe = (places: readonly Place[], says: RegExp): Recipe => ({
  places,
  without: places.map((_, i) => places.toSpliced(i, 1)),
  says,
});

const RECIPES: Readonly<Record<string, Recipe>> = {
  policy: recipe(POLICY, /one-?each/i),
  lot: {
    places: LOT,
    // First what its row says of chance: of the rows of two policies that are left out at a time the compiler names one.
    without: [
      LOT.map((place) => ({ ...place, write: place.write.replace(', draws: true', '') })),
      ...LOT.map((_, i) => LOT.toSpliced(i, 1)),
    ],
    says: /by-?lot|'draws'/i,
  },
  action: recipe(ACTION, /announce/),
  key: recipe(KEY, /headStart/),
  preset: { places: PRESET, without: [presetWith('')], says: /storages\.ts/ },
};

const everywhere: readonly Place[] = [
  ...Object.values(RECIPES).flatMap(({ places }) => places),
  ...METRIC,
  KEY_USE,
  KEY_DEFAULT,
];

const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  ).options,
};
delete options.tsBuildInfoFile;
options.incremental = false;

afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

/** The files of recipes as they are after some of their places are filled in. */
function filled(places: readonly Place[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { file, at, write } of places) {
    const text = files.get(file) ?? (at === null ? '' : readFileSync(join(ROOT, 'src', file), 'utf8'));
    expect(at === null || text.includes(at), `${file} has ${at}`).toBe(true);
    files.set(file, at === null ? write : text.replace(at, () => write));
  }
  return files;
}

/** Files as they were parsed for the compilers before. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of the files of all recipes, with these as they are here, until it has said all that is waited for. */
function refusals(files: ReadonlyMap<string, string>, awaited: readonly RegExp[]): string[] {
  const host = ts.createCompilerHost(options);
  const own = new Map([...files].map(([file, text]) => [join(ROOT, 'src', file), text]));
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => own.has(name) || fileExists.call(host, name);
  host.readFile = (name) => own.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = own.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, version);
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, version, ...rest));
    return parsed.get(name);
  };
  const program = ts.createProgram(ROOTS, options, host);
  const asked = new Set(everywhere.map(({ file }) => join(ROOT, 'src', file)));
  asked.add(join(ROOT, 'src/scenario/resolve-timeline.ts'));
  // What the grammar has takes the compiler longest: last, and only where something is still waited for.
  const isSlow = (name: string) => /(resolve|schema)-/.test(name);
  const said: string[] = [];
  for (const name of [...asked].sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)))) {
    const source = program.getSourceFile(name);
    for (const { messageText } of source === undefined ? [] : program.getSemanticDiagnostics(source))
      said.push(`${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    if (awaited.length > 0 && awaited.every((words) => said.some((text) => words.test(text)))) break;
  }
  return said;
}

test('with every place filled in all recipes compile', () => {
  expect(refusals(filled(everywhere), [])).toEqual([]);
});

test('with any one place left out the compiler says so', () => {
  const rounds = Math.max(...Object.values(RECIPES).map(({ without }) => without.length));
  for (let round = 0; round < rounds; round += 1) {
    const all = Object.entries(RECIPES);
    const broken = all.filter(([, { without }]) => without[round] !== undefined);
    const places = all.flatMap(([, { places, without }]) => without[round] ?? places);
    const awaited = broken.map(([, { says }]) => says);
    const said = refusals(filled([...places, ...METRIC]), awaited);
    for (const [name, { says }] of broken)
      expect(said, `${name} without its place ${round + 1}`).toContainEqual(expect.stringMatching(says));
  }
});

/** A copy of the model with these places filled in, and how it is run. */
async function copyWith(folder: string, places: readonly Place[]) {
  const copy = join(SCRATCH, folder);
  mkdirSync(copy, { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, 'src', part), join(copy, part), { recursive: true });
  for (const [file, code] of filled(places)) writeFileSync(join(copy, file), code);
  const { parseScenario } = await import(join(copy, 'scenario/parse.ts'));
  const { simulate } = await import(join(copy, 'simulate.ts'));
  const { namesPart } = await import(join(copy, 'scenario/disasters/part-keys.ts'));
  const { DEFAULT_FIGURES } = await import(join(copy, 'scenario/presets/defaults.ts'));
  const run = (more: string) => {
    const { scenario } = parseScenario(scenarioWith(more));
    return { scenario, ...simulate(scenario, { seed: '1', replication: 0 }) };
  };
  const chanceIn = (text: string) => chanceOf(parseScenario({ path: 'c.yaml', text }).scenario, simulate);
  const defaults = JSON.stringify(DEFAULT_FIGURES);
  return { run, chanceIn, namesPart, unused: unusedProperties(copy), defaults };
}

const scenarioWith = (more: string) =>
  `name: scratch\nduration: 10m\nnodes: { n: { taskCap: 3 } }\n${more}\nworkload: { tasks: { t: { arrivals: { at: [1m], count: 3 }, steps: [ { run: 60s } ] } } }\n`;

test('with every place filled in the model does the new thing', async () => {
  const { run, chanceIn, namesPart, unused, defaults } = await copyWith('whole', everywhere);
  const oneEach = run('dispatch: { policy: one-each, every: 1s }').values;
  expect(oneEach['tasks.makespan']!.sum).toBeGreaterThan(180);
  expect(chanceIn(taking('one-each'))).toBe('none');
  expect(chanceIn(taking('by-lot'))).toBe('turns');
  expect(oneEach['tasks.arrivedTwice']).toMatchObject({ sum: 6 });
  const { spans } = run('timeline: [ { at: 5m, announce: tea } ]');
  expect(spans).toMatchObject([{ label: 'tea', from: 300e6 }]);
  expect(namesPart('announce', 'a node that runs tasks')).toBe(true);
  expect(run('dispatch: { headStart: 6m }').values['tasks.makespan']!.sum).toBeGreaterThan(300);
  expect(unused).not.toContain('headStart');
  expect(defaults).toContain('headStart');
  const { scenario } = run('storage: { preset: usb-stick }');
  expect(scenario.storage.latency).toEqual({ kind: 'constant', value: 9000 });
});

test('what the compiler misses the named tests find: a metric without value, a key without use or standing, luck that does not turn', async () => {
  const forgets = LOT.map((place) => (place.file === LOT_THAT_FORGETS.file ? LOT_THAT_FORGETS : place));
  const half = [...METRIC.slice(0, 1), ...KEY, ...forgets];
  const { run, chanceIn, unused, defaults } = await copyWith('half', half);
  expect(chanceIn(taking('by-lot')), 'test/house/chance.test.ts').toBe('forgets');
  expect(run('').values['tasks.arrivedTwice'], 'test/measure/every-metric.test.ts').toBeUndefined();
  expect(unused, 'test/house/keys.test.ts').toContain('headStart');
  expect(defaults, 'test/scenario/standings.test.ts').not.toContain('headStart');
});
