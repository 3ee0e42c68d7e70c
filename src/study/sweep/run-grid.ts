/** The designs of one scenario under many changes: all checked before anything is run, then run alike. */
import type { Micros } from '../../engine/time.ts';
import { type Mistake, ScenarioError } from '../../scenario/errors.ts';
import { metricsOf } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { nothingLeft } from '../replications/cut-alike.ts';
import { ordersOf } from '../replications/orders.ts';
import {
  type Progress,
  type ReplicateOptions,
  replicate,
  type Study,
  withWarmUp,
} from '../replications/replicate.ts';
import type { Order, Runner, StopSignal } from '../replications/runner.ts';
import { REPLICATIONS, type StopRule } from '../replications/stop-rule.ts';
import { type ReadWith, turnEventLoop } from './designs.ts';
import { commonWarmUp, needsPilot, type Pilot, runPilot } from './grid.ts';

/** A design by what it changes. */
export interface GridCell {
  /** For people: `nodes.east.taskCap=5 · workload.scale=80%`. */
  readonly label: string;
  /** `path=value`, over the scenario's own. */
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
  /** Indices of the cells whose start has to be found first. */
  readonly pilots: readonly number[];
}

/**
 * Reads every design, and says of each mistake in which it is.
 *
 * @param onDesign is told of each that is right
 * @throws ScenarioError
 */
export async function checkGrid(
  readWith: ReadWith,
  cells: readonly GridCell[],
  signal?: StopSignal,
  onDesign?: (scenario: Scenario) => void,
): Promise<CheckedGrid> {
  const metrics = new Set<string>();
  const pilots: number[] = [];
  const mistakes = new Map<string, { readonly mistake: Mistake; readonly labels: string[] }>();
  for (const [i, cell] of cells.entries()) {
    try {
      const { scenario } = readWith(cell.set);
      for (const name of metricsOf(scenario)) metrics.add(name);
      if (needsPilot(scenario)) pilots.push(i);
      onDesign?.(scenario);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      for (const mistake of error.mistakes) {
        const key = JSON.stringify(mistake);
        const known = mistakes.get(key);
        if (known === undefined) mistakes.set(key, { mistake, labels: [cell.label] });
        else known.labels.push(cell.label);
      }
    }
    await turnEventLoop(signal);
  }
  if (mistakes.size > 0) throw new ScenarioError([...mistakes.values()].map(withDesigns));
  return { cells, metrics, pilots };
}

function withDesigns({
  mistake,
  labels: [first, ...others],
}: {
  readonly mistake: Mistake;
  readonly labels: readonly string[];
}): Mistake {
  const more =
    others.length === 0
      ? ''
      : ` and ${others.length}\u00a0${others.length === 1 ? 'other design' : 'other designs'}`;
  return { ...mistake, text: `${mistake.text}; in the design ${first}${more}` };
}

/** How a grid is run. */
export interface GridRun extends Pick<ReplicateOptions, 'seed' | 'signal'> {
  /** How many replications of a design. */
  readonly ruleOf: (scenario: Scenario) => StopRule;
  /** Is told of each cell, whose study is not kept, and says whether to go on. */
  readonly take: (outcome: Outcome, index: number) => boolean;
  readonly onProgress?: ((progress: Progress, cell: GridCell) => void) | undefined;
  /** Does the work on a cell, of which there is more than one where its start has to be found. */
  readonly around?: <T>(cell: GridCell, work: () => Promise<T>) => Promise<T>;
}

/**
 * Runs every cell, in order. Steady designs without a warm-up of their own are all cut alike.
 *
 * @param file as messages call the scenario
 * @throws ScenarioError when no design is long enough
 */
export async function runGrid(
  readWith: ReadWith,
  file: string,
  { cells, pilots }: CheckedGrid,
  runner: Runner,
  { seed, signal, ruleOf, take, onProgress, around = (_, work) => work() }: GridRun,
): Promise<void> {
  const designOf = (i: number) => readWith(cells[i]!.set).scenario;
  const seedOf = (scenario: Scenario) => seed ?? scenario.seed;
  const work = async <T>(
    i: number,
    doing: (scenario: Scenario, options: ReplicateOptions) => Promise<T>,
  ): Promise<T> => {
    const cell = cells[i]!;
    await turnEventLoop(signal);
    const scenario = designOf(i);
    const options = {
      seed: seedOf(scenario),
      ...(signal && { signal }),
      onProgress: (progress: Progress) => onProgress?.(progress, cell),
    };
    return around(cell, () => doing(scenario, options));
  };
  /** Read anew each time that somebody goes through it. */
  const ordered = (indices: Iterable<number>, orderOf: (scenario: Scenario, i: number) => Order[]) => ({
    *[Symbol.iterator](): Generator<Order> {
      for (const i of indices) yield* orderOf(designOf(i), i);
    },
  });
  const found = new Map<number, Pilot & { readonly duration: Micros }>();
  const pilotOrders = (scenario: Scenario) =>
    ordersOf(
      { scenario: withWarmUp(scenario, 0), replications: REPLICATIONS },
      { seed: seedOf(scenario), triesTies: false },
    );
  if (pilots.length > 0) await runner.plan?.(ordered(pilots, pilotOrders), 'next', signal);
  for (const i of pilots)
    found.set(
      i,
      await work(i, async (scenario, options) => ({
        ...(await runPilot(scenario, runner, options)),
        duration: scenario.duration,
      })),
    );
  const short = [...found].filter(([, { warmUp, saturated }]) => warmUp === null && !saturated);
  if (short.length === cells.length) throw allTooShort(file, short[0]![1]);
  const cut = commonWarmUp(found.values());
  const cellOrders = (scenario: Scenario, i: number) => {
    const ready = found.has(i) ? withWarmUp(scenario, cut) : scenario;
    const replications = ruleOf(ready)([]);
    return ordersOf({ scenario: ready, replications }, { seed: seedOf(scenario), triesTies: false });
  };
  const whyNot = (i: number): string | null => {
    const pilot = found.get(i);
    if (pilot === undefined) return null;
    return pilot.warmUp === null && !pilot.saturated ? pilot.tooShort : nothingLeft(pilot.duration, cut);
  };
  const toRun = [...cells.keys()].filter((i) => whyNot(i) === null);
  await runner.plan?.(ordered(toRun, cellOrders), 'all', signal);
  for (const i of cells.keys()) {
    const tooShort = whyNot(i);
    if (tooShort !== null) {
      if (!take({ study: null, tooShort }, i)) return;
      continue;
    }
    const study = await work(i, (scenario, options) => {
      const ready = found.has(i) ? withWarmUp(scenario, cut) : scenario;
      return replicate(ready, runner, ruleOf(ready), { ...options, triesTies: false });
    });
    if (!take({ study, tooShort: null }, i)) return;
  }
}

function allTooShort(file: string, { tooShort }: Pilot): ScenarioError {
  return new ScenarioError([{ file, line: 0, column: 0, path: 'duration', text: tooShort }]);
}
