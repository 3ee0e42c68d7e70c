/** From the text of a scenario file to a checked `Scenario`: the way through this folder, from top to bottom. */
import { atTheirKeys, MISSING } from './emptied.ts';
import { type Mistake, type Position, ScenarioError } from './errors.ts';
import { checkGrammar } from './grammar.ts';
import { hashOf } from './hash.ts';
import { type ReadFile, readLayers, readNothing, type SourceFile } from './layers.ts';
import { applyPresets } from './presets/apply.ts';
import { Report } from './report.ts';
import { resolve } from './resolve.ts';
import type { ReadTrace } from './resolve-arrivals.ts';
import { withOffsets } from './resolve-calendar.ts';
import type { Scenario, Trace } from './scenario.ts';
import { some } from './suggest.ts';
import { parseTrace, selectTrace } from './trace.ts';
import type { TraceTable } from './trace-rows.ts';
import { positionAt, type Tree } from './tree.ts';

/** How the text of a scenario is read. */
export interface ParseOptions {
  /** `path=value`, later ones win. */
  readonly set?: readonly string[];
  /** Supplies the files that a scenario names. Unless given, it may name none. */
  readonly read?: ReadFile;
  /**
   * Laid over everything else: a disaster, whose mistakes have their places in its own file.
   *
   * @internal
   */
  readonly over?: Tree;
}

/** A scenario that can be run, and what is known of how it was written. */
export interface ParsedScenario {
  readonly scenario: Scenario;
  /** The scenario as a file with everything filled in; a trace as file, hash and number of rows. Plain JSON. */
  readonly resolved: unknown;
  /** Of `resolved`: 16 hexadecimal digits, the same for the same scenario however it was written. */
  readonly hash: string;
  /** What people should know, and what is no mistake. */
  readonly notes: readonly string[];
  /** Where each expectation stands, in their order: in the file, in one that it extends, or in what was set over it. */
  readonly expectedAt: readonly Position[];
}

/**
 * Checks the text of a scenario, and fills in everything that it does not say.
 *
 * @param source a file, or its text alone, which messages then call `scenario`
 * @param options settings over those of the text, and who supplies files that it names
 * @returns the scenario, without names and units: times are in µs, sizes in bytes, rates in 1/s
 * @throws ScenarioError with every mistake of the file
 *
 * @example
 * const { scenario, notes } = parseScenario(text, { set: ['nodes.n.taskCap=4'] });
 */
export function parseScenario(source: SourceFile | string, options: ParseOptions = {}): ParsedScenario {
  const file = typeof source === 'string' ? { path: 'scenario', text: source } : source;
  const { set = [], read = readNothing, over } = options;
  const layers = readLayers(file, set, read, over);
  if (layers.tree === null) throw new ScenarioError(layers.mistakes);
  const filled = applyPresets(layers.tree);
  const checked = checkGrammar(filled.tree);
  const report = new Report(checked.tree, checked.original, checked.dropped);
  const traces = new Traces(file.path, read, report, checked.tree);
  const scenario = checked.file === null ? null : resolve(checked.file, report, traces.read, filled.figures);
  const isUnfilled = ({ path, text }: Mistake) => text.startsWith(MISSING) && filled.unfilled.has(path);
  const missed = [...checked.mistakes, ...report.mistakes].filter((one) => !isUnfilled(one));
  const mistakes = [...layers.mistakes, ...filled.mistakes, ...missed];
  if (mistakes.length > 0 || scenario === null)
    throw new ScenarioError(inOrder(atTheirKeys(mistakes, layers.emptied)));
  const resolved = withTraces(withOffsets(checked.file!, scenario.calendar), traces.used);
  const expectedAt = scenario.expect.map((_, i) => positionAt(checked.tree, ['expect', i]));
  return {
    scenario: deepFreeze(scenario),
    resolved,
    hash: hashOf(resolved),
    notes: report.notes,
    expectedAt,
  };
}

/** Reads each trace file once. */
class Traces {
  readonly used = new Map<string, Trace>();
  private readonly tables = new Map<string, TraceTable | null>();
  private readonly from: string;
  private readonly readFile: ReadFile;
  private readonly report: Report;
  private readonly tree: Tree;

  constructor(from: string, readFile: ReadFile, report: Report, tree: Tree) {
    this.from = from;
    this.readFile = readFile;
    this.report = report;
    this.tree = tree;
  }

  readonly read: ReadTrace = (file, only, path) => {
    // A trace is relative to the file that names it, which may be a base.
    const named = positionAt(this.tree, [...path, 'file']);
    const table = this.table(file, named.line === 0 ? this.from : named.file, path);
    if (table === null) return null;
    const trace = selectTrace(table, only);
    if (trace === null) {
      const classes = table.classes.length === 0 ? 'it has no column class' : `it has ${some(table.classes)}`;
      this.report.value(
        [...path, 'class'],
        `there is no row of class '${only}' in ${table.file}; ${classes}`,
      );
      return null;
    }
    this.used.set(path.join('.'), trace);
    return trace;
  };

  private table(file: string, from: string, path: readonly (string | number)[]): TraceTable | null {
    const key = `${from}\n${file}`;
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    const source = this.readFile(file, from, 'trace');
    let table: TraceTable | null = null;
    if ('error' in source) this.report.value([...path, 'file'], source.error);
    else {
      const parsed = parseTrace(source.path, source.text);
      this.report.mistakes.push(...parsed.mistakes);
      table = parsed.table;
    }
    if (table?.unix === true)
      this.report.notes.push(`${table.file}: arrivals are read as seconds since 1970; the first is at 0s`);
    if (table !== null && table.ignored.length > 0)
      this.report.notes.push(`${table.file}: columns not used: ${some(table.ignored)}`);
    this.tables.set(key, table);
    return table;
  }
}

/** In order of file and place; the same thing said twice, once. */
function inOrder<T extends { file: string; line: number; column: number; path: string; text: string }>(
  mistakes: readonly T[],
): T[] {
  const files = [...new Set(mistakes.map((mistake) => mistake.file))];
  const unique = [
    ...new Map(
      mistakes.map((mistake) => [
        JSON.stringify([mistake.file, mistake.line, mistake.path, mistake.text]),
        mistake,
      ]),
    ).values(),
  ];
  return unique.sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

/** The resolved file with file, hash and rows of a trace where its path stands. */
function withTraces(value: unknown, traces: ReadonlyMap<string, Trace>, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item, i) => withTraces(item, traces, `${path}.${i}`));
  if (typeof value !== 'object' || value === null) return value;
  const trace = traces.get(path.slice(1));
  const own = Object.entries(value).filter(([, each]) => each !== undefined);
  const entries = own.map(([key, each]) => [key, withTraces(each, traces, `${path}.${key}`)]);
  return Object.fromEntries(
    trace === undefined ? entries : [...entries, ['hash', trace.hash], ['rows', trace.rows]],
  );
}

/** Frozen, but for the arrays of a trace: nobody can freeze those, and nobody writes them. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
