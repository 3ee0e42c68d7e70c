/**
 * The recipes of CONTRIBUTING.md, followed in a scratch copy: with every place filled in the model does the new thing; with
 * any one place left out the compiler, or the named test, says so.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

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
  before('scenario/dispatch-spec.ts', "'immediate'] as const;", "'one-each', "),
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

const ACTION: readonly Place[] = [
  before(
    'scenario/schema-timeline.ts',
    "    keys('maintenance', {",
    "    keys('an announcement', { ...always, announce: name('what is announced') }),\n",
  ),
  before(
    'scenario/timeline-spec.ts',
    "  | { readonly do: 'maintenance' }",
    "  | { readonly do: 'announce'; readonly what: string }\n",
  ),
  before('scenario/verbs.ts', '  resubmit: plain,', '  announce: plain,\n'),
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

let unchanged: ts.Program;
const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  ).options,
};
delete options.tsBuildInfoFile;
options.incremental = false;

beforeAll(() => {
  unchanged = ts.createProgram(ROOTS, options);
}, 300_000);

afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

/** The files of a recipe as they are after some of its places are filled in. */
function filled(places: readonly Place[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { file, at, write } of places) {
    const text = files.get(file) ?? (at === null ? '' : readFileSync(join(ROOT, 'src', file), 'utf8'));
    expect(at === null || text.includes(at), `${file} has ${at}`).toBe(true);
    files.set(file, at === null ? write : text.replace(at, () => write));
  }
  return files;
}

/** The first file of any recipe that the compiler refuses, with these as they are here; none when all is well. */
function refusals(files: ReadonlyMap<string, string>): string[] {
  const host = ts.createCompilerHost(options);
  const own = new Map([...files].map(([file, text]) => [join(ROOT, 'src', file), text]));
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => own.has(name) || fileExists.call(host, name);
  host.readFile = (name) => own.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = own.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, version);
    return unchanged.getSourceFile(name) ?? getSourceFile.call(host, name, version, ...rest);
  };
  const program = ts.createProgram(ROOTS, options, host);
  const asked = new Set([...POLICY, ...ACTION, ...METRIC].map(({ file }) => join(ROOT, 'src', file)));
  asked.add(join(ROOT, 'src/scenario/resolve-timeline.ts'));
  // What the grammar has takes the compiler longest: last, and only where nothing else is wrong.
  const isSlow = (name: string) => /(resolve|schema)-/.test(name);
  for (const name of [...asked].sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)))) {
    const source = program.getSourceFile(name);
    if (source !== undefined && program.getSemanticDiagnostics(source).length > 0) return [name];
  }
  return [];
}

/** Runs a scenario in a copy of the model with these places filled in. */
async function runIn(folder: string, places: readonly Place[], text: string) {
  const copy = join(SCRATCH, folder);
  mkdirSync(copy, { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, 'src', part), join(copy, part), { recursive: true });
  for (const [file, code] of filled(places)) writeFileSync(join(copy, file), code);
  const { parseScenario } = await import(join(copy, 'scenario/parse.ts'));
  const { simulate } = await import(join(copy, 'simulate.ts'));
  const { scenario } = parseScenario(text);
  return simulate(scenario, { seed: '1', replication: 0 });
}

const scenario = (more: string) =>
  `name: scratch\nduration: 10m\nnodes: { n: { taskCap: 3 } }\n${more}\nworkload: { tasks: { t: { arrivals: { at: [1m], count: 3 }, steps: [ { run: 60s } ] } } }\n`;

test('a policy: three files', async () => {
  expect(refusals(filled(POLICY))).toEqual([]);
  for (const i of POLICY.keys())
    expect(refusals(filled(POLICY.toSpliced(i, 1))), POLICY[i]!.write).not.toEqual([]);
  const { values } = await runIn('policy', POLICY, scenario('dispatch: { policy: one-each, every: 1s }'));
  expect(values['tasks.makespan']!.sum).toBeGreaterThan(180);
}, 300_000);

test('a timeline action: five files', async () => {
  expect(refusals(filled(ACTION))).toEqual([]);
  for (const i of ACTION.keys())
    expect(refusals(filled(ACTION.toSpliced(i, 1))), ACTION[i]!.write).not.toEqual([]);
  const { spans } = await runIn('action', ACTION, scenario('timeline: [ { at: 5m, announce: tea } ]'));
  expect(spans).toMatchObject([{ label: 'tea', from: 300e6 }]);
}, 300_000);

test('a metric: two files; without its value test/measure/every-metric.test.ts is red', async () => {
  expect(refusals(filled(METRIC))).toEqual([]);
  const whole = await runIn('metric', METRIC, scenario(''));
  expect(whole.values['tasks.arrivedTwice']).toMatchObject({ sum: 6 });
  const half = await runIn('metric-without-value', METRIC.slice(0, 1), scenario(''));
  expect(half.values['tasks.arrivedTwice']).toBeUndefined();
}, 300_000);
