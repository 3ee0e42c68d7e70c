/** The configurations of a sizing, from the smallest or cheapest up, before any is run. */
import type { LimitExpectation } from '../../scenario/expectation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { plannedResources, type Resources } from '../comparison/resources.ts';
import type { StopSignal } from '../replications/runner.ts';
import { cellsOf, type GridAxis, valuesAt } from '../sweep/vary.ts';
import { type Survived, variantsOf } from './losses.ts';
import type { SearchSpace } from './search.ts';
import { guess } from './theory.ts';

export interface SizeAxis extends GridAxis {
  /** More of it is taken to be never worse, its values rise. */
  readonly rising: boolean;
}

/** What people add to make a design stronger. Of everything else every value is tried by itself. */
const MORE_IS_BETTER = /^(nodes\.[^.]+\.(count|taskCap|cores)|database\.cores)$/;

/** An axis of a grid for the search; values of which more is better are put in order. */
export function sizeAxis(axis: GridAxis): SizeAxis {
  const values = Array.from({ length: axis.count }, (_, i) => axis.valueAt(i));
  const rising = MORE_IS_BETTER.test(axis.path) && values.every((value) => Number.isFinite(Number(value)));
  if (!rising) return { ...axis, rising };
  values.sort((a, b) => Number(a) - Number(b));
  return { ...axis, rising, valueAt: (i) => values[i]! };
}

export interface Growth {
  readonly perMonth: number;
  readonly months: number;
}

export interface SizeRequest {
  readonly axes: readonly SizeAxis[];
  readonly goals: readonly LimitExpectation[];
  readonly survive: Survived | null;
  /** By the price of an hour, else by what it is made of. */
  readonly cheapest: boolean;
  /** Where the work grows: by what share each month, and after how many months the design is; null: it does not. */
  readonly growth: Growth | null;
  /**
   * The design with these values, one an axis, under so many times its load.
   *
   * @throws ScenarioError
   */
  readonly designOf: (values: readonly string[], load: number) => Scenario;
}

export interface Survey extends SearchSpace {
  readonly axes: readonly SizeAxis[];
  /** By cell. */
  readonly resources: readonly Resources[];
}

/**
 * Reads every configuration and puts them in order: by price if asked, which `priceOf` says where it is not that of the
 * nodes that the design begins with; then fewest task slots, node cores, nodes, database
 * cores; what is equal in all of these, as the values were written.
 *
 * @throws ScenarioError for a configuration that is no valid scenario
 */
export async function surveyConfigurations(
  request: SizeRequest,
  signal?: StopSignal,
  priceOf: (design: Scenario) => Promise<number | null> = async () => null,
): Promise<Survey> {
  const { axes, goals, survive, cheapest } = request;
  const resources: Resources[] = [];
  const promising: boolean[] = [];
  let anythingSaid = false;
  for (let cell = 0; cell < cellsOf(axes); cell += 1) {
    // The event loop turns, for Ctrl-C: reading one takes longer.
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    const design = request.designOf(valuesAt(axes, cell), 1);
    const planned = plannedResources(design);
    const price = cheapest && planned.cost !== null ? await priceOf(design) : null;
    resources.push(price === null ? planned : { ...planned, cost: { ...planned.cost!, perHour: price } });
    const guessed = guess(variantsOf(design, survive)[0]!.scenario, goals);
    promising.push(guessed !== 'fails');
    if (guessed !== 'unknown') anythingSaid = true;
  }
  const keys = resources.map((each) => sizeOf(each, cheapest));
  const order = [...keys.keys()].sort((a, b) => compareSizes(keys[a]!, keys[b]!) || a - b);
  const first = order.findIndex((cell) => promising[cell]);
  const likely = anythingSaid ? (first < 0 ? order.length - 1 : first) : null;
  return { axes, resources, order, likely };
}

function sizeOf({ cost, slots, cores, nodes, databaseCores }: Resources, cheapest: boolean): number[] {
  // 3 × 0.3 is 0.9, whatever binary fractions make of it.
  const price = Number((cost?.perHour ?? 0).toPrecision(12));
  return [cheapest ? price : 0, slots, cores, nodes, databaseCores];
}

function compareSizes(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((one, at) => one !== b[at]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}
