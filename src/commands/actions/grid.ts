/** The designs of one scenario under many changes: all checked before anything is run, then run alike. */
import { progressBar } from '../../node/terminal.ts';
import { plural } from '../../report/words.ts';
import { type Mistake, ScenarioError } from '../../scenario/errors.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { ordersOf } from '../../study/replications/orders.ts';
import { type Progress, replicate, type Study, withWarmUp } from '../../study/replications/replicate.ts';
import type { Order, Runner } from '../../study/replications/runner.ts';
import { REPLICATIONS, type StopRule } from '../../study/replications/stop-rule.ts';
import { commonWarmUp, needsPilot, type Pilot, runPilot } from '../../study/sweep/grid.ts';
import type { WorkFlags } from '../options.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { type Cost, costOf, runRepeatable } from './work.ts';

/** A design by what it changes. */
export interface GridCell {
  /** For people: `nodes.east.taskCap=5 · workload.scale=80%`. */
  readonly label: string;
  /** As `--set` takes it, over those of the command line. */
  readonly set: readonly string[];
}

/** What became of a cell. */
export type Outcome =
  | { readonly study: Study; readonly tooShort: null }
  /** It does not say where its start ends: why, and what to do. */
  | { readonly study: null; readonly tooShort: string };

/** What is known of a grid before it is run. */
export interface CheckedGrid {
  readonly cells: readonly GridCell[];
  /** All metrics that any of the designs has. */
  readonly metrics: ReadonlySet<string>;
  /** What a replication of each takes. */
  readonly costs: readonly Cost[];
  /** Indices of the cells whose start has to be found first. */
  readonly pilots: readonly number[];
}

/** One of the designs; read anew whenever it is needed, as traces of many would not fit into memory. */
function designOf(path: string, { set }: GridCell, flags: WorkFlags): ReadScenario {
  return readDesign(path, { ...flags, set: [...flags.set, ...set] });
}

/**
 * Reads every design, and says of each mistake in which it is.
 *
 * @throws ScenarioError
 */
export async function checkGrid(
  path: string,
  cells: readonly GridCell[],
  flags: WorkFlags,
  signal: AbortSignal,
): Promise<CheckedGrid> {
  const metrics = new Set<string>();
  const pilots: number[] = [];
  const costs: Cost[] = [];
  const mistakes = new Map<string, { readonly mistake: Mistake; readonly labels: string[] }>();
  for (const [i, cell] of cells.entries()) {
    try {
      const { scenario } = designOf(path, cell, flags);
      for (const name of metricsOf(scenario)) metrics.add(name);
      if (needsPilot(scenario)) pilots.push(i);
      costs.push(costOf(scenario, flags.seed));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      for (const mistake of error.mistakes) {
        const key = JSON.stringify(mistake);
        const known = mistakes.get(key);
        if (known === undefined) mistakes.set(key, { mistake, labels: [cell.label] });
        else known.labels.push(cell.label);
      }
    }
    await eventLoopTurned(signal);
  }
  if (mistakes.size > 0) throw new ScenarioError([...mistakes.values()].map(withDesigns));
  return { cells, metrics, pilots, costs };
}

/** Before the next design is read: a Ctrl-C that came meanwhile is heard. */
async function eventLoopTurned(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

function withDesigns({
  mistake,
  labels: [first, ...others],
}: {
  mistake: Mistake;
  labels: readonly string[];
}): Mistake {
  const more = others.length === 0 ? '' : ` and ${plural(others.length, 'other design')}`;
  return { ...mistake, text: `${mistake.text}; in the design ${first}${more}` };
}

/** Runs of a grid in words: `12 designs × 10 replications`. */
export function gridSize({ cells, pilots }: CheckedGrid, replications: number | null): string {
  const each =
    replications === null ? 'replications until it is precise' : plural(replications, 'replication');
  const first =
    pilots.length === 0
      ? ''
      : `, and ${plural(pilots.length * REPLICATIONS, 'replication')} to find where their start ends`;
  return `${plural(cells.length, 'design')} × ${each}${first}`;
}

/**
 * Runs every cell, in order, with a bar. Steady designs without a warm-up of their own are all cut alike.
 *
 * @param ruleOf how many replications of a design
 * @param take is told of each cell, whose study is not kept, and says whether to go on
 * @throws ScenarioError when no design is long enough
 */
export async function runGrid(
  path: string,
  { cells, pilots }: CheckedGrid,
  runner: Runner,
  flags: WorkFlags,
  signal: AbortSignal,
  ruleOf: (scenario: Scenario) => StopRule,
  take: (outcome: Outcome, index: number) => boolean,
): Promise<void> {
  const bar = gridBar(cells.length + pilots.length);
  const work = async <T>(
    i: number,
    doing: (scenario: Scenario, options: GridOptions) => Promise<T>,
  ): Promise<T> => {
    const cell = cells[i]!;
    await eventLoopTurned(signal);
    const design = designOf(path, cell, flags);
    const own = { ...flags, set: [...flags.set, ...cell.set] };
    const seed = flags.seed === undefined ? {} : { seed: flags.seed };
    return runRepeatable([design], own, () =>
      doing(design.scenario, { signal, onProgress: bar.within(cell.label), ...seed }),
    );
  };
  const seedOf = (scenario: Scenario) => flags.seed ?? scenario.seed;
  /** Read anew each time that somebody goes through it. */
  const ordered = (indices: Iterable<number>, orderOf: (scenario: Scenario, i: number) => Order[]) => ({
    *[Symbol.iterator](): Generator<Order> {
      for (const i of indices) yield* orderOf(designOf(path, cells[i]!, flags).scenario, i);
    },
  });
  try {
    const found = new Map<number, Pilot>();
    const pilotOrders = (scenario: Scenario) =>
      ordersOf(
        { scenario: withWarmUp(scenario, 0), replications: REPLICATIONS },
        { seed: seedOf(scenario), triesTies: false },
      );
    if (pilots.length > 0) await runner.plan?.(ordered(pilots, pilotOrders), 'next', signal);
    for (const i of pilots)
      found.set(i, await work(i, (scenario, options) => runPilot(scenario, runner, options)));
    const short = [...found].filter(([, { warmUp, saturated }]) => warmUp === null && !saturated);
    if (short.length === cells.length) throw allTooShort(path, short[0]![1]);
    const cut = commonWarmUp(found.values());
    const cellOrders = (scenario: Scenario, i: number) => {
      const ready = found.has(i) ? withWarmUp(scenario, cut) : scenario;
      const replications = ruleOf(ready)([]);
      return ordersOf({ scenario: ready, replications }, { seed: seedOf(scenario), triesTies: false });
    };
    const toRun = [...cells.keys()].filter((i) => !short.some(([pilot]) => pilot === i));
    await runner.plan?.(ordered(toRun, cellOrders), 'all', signal);
    for (const i of cells.keys()) {
      const pilot = found.get(i);
      if (pilot !== undefined && pilot.warmUp === null && !pilot.saturated) {
        bar.skip();
        if (!take({ study: null, tooShort: pilot.tooShort }, i)) return;
        continue;
      }
      const study = await work(i, (scenario, options) => {
        const ready = pilot === undefined ? scenario : withWarmUp(scenario, cut);
        return replicate(ready, runner, ruleOf(ready), { ...options, triesTies: false });
      });
      if (!take({ study, tooShort: null }, i)) return;
    }
  } finally {
    bar.stop();
  }
}

interface GridOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly seed?: string;
}

function allTooShort(path: string, { tooShort }: Pilot): ScenarioError {
  return new ScenarioError([{ file: path, line: 0, column: 0, path: 'duration', text: tooShort }]);
}

/** A bar over all parts of the work, in replications; each part has as many as the first. */
function gridBar(parts: number) {
  const bar = progressBar();
  let [begun, within, each, what] = [0, 0, REPLICATIONS, ''];
  const show = () => bar.update(Math.floor((begun - 1 + within) * each), parts * each, what);
  const timer = setInterval(show, 250);
  return {
    /** Begins the next part. */
    within: (label: string) => {
      begun += 1;
      [within, what] = [0, label];
      return ({ done, asked }: Progress) => {
        if (begun === 1) each = asked;
        within = done / asked;
        show();
      };
    },
    /** Leaves out the next part. */
    skip: () => {
      begun += 1;
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}
