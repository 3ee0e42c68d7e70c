/**
 * A drill: each design through each disaster under the same work, and through an ordinary day beside it. Replication r
 * of every cell draws the same arrivals (rule T4), so that cells differ by design and disaster alone.
 */
import { disasterPromises } from '../../scenario/promises.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Resources, resourcesOf } from '../comparison/resources.ts';
import type { Estimate } from '../estimates/estimate.ts';
import { isUnmet, type Judgement, judge } from '../estimates/gate.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { planStudies } from '../replications/orders.ts';
import { type ReplicateOptions, replicate, type Study } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { fixed } from '../replications/stop-rule.ts';
import { type Figure, faultsOf, figureOf, MEASURES, type Measure, type Share } from './measures.ts';

export interface PlannedDisaster {
  readonly name: string;
  readonly about: string;
}

/** What a design is run as, or why it is not. */
export type PlannedCell =
  | { readonly scenario: Scenario; readonly notes: readonly string[] }
  | { readonly lacks: readonly string[] };

export interface PlannedDesign {
  readonly name: string;
  /** Without any disaster, as long as the longest. */
  readonly ordinary: Scenario;
  /** One a disaster, in their order. */
  readonly cells: readonly PlannedCell[];
}

export interface DrillPlan {
  readonly disasters: readonly PlannedDisaster[];
  readonly designs: readonly PlannedDesign[];
}

export type CellVerdict = 'kept' | 'broken' | 'unsure';

export interface DrillCell {
  /** `no second region`; empty where it was run. */
  readonly lacks: readonly string[];
  readonly figures: Readonly<Record<Measure, Figure>> | null;
  /** Of a disaster with several faults: which of them each measure is of, where it is of any. */
  readonly faults: Readonly<Partial<Record<Measure, readonly Share[]>>>;
  readonly judgements: readonly Judgement[];
  /** null: nothing is promised, or it was not run. */
  readonly verdict: CellVerdict | null;
  readonly replications: number;
  readonly digest: string;
  readonly notes: readonly string[];
}

export interface DrilledDesign {
  readonly name: string;
  readonly scenario: Scenario;
  readonly resources: Resources;
  readonly ordinary: ReadonlyMap<string, Estimate>;
  readonly cells: readonly DrillCell[];
}

export interface Drill {
  readonly seed: string;
  readonly disasters: readonly PlannedDisaster[];
  readonly designs: readonly DrilledDesign[];
}

export interface DrillOptions extends Pick<ReplicateOptions, 'signal'> {
  readonly seed: string;
  /** Of each cell; where nothing is left to chance one is enough. */
  readonly replications: number;
  readonly onProgress?: (done: number, asked: number, what: string) => void;
}

const NOT_RUN = {
  figures: null,
  faults: {},
  judgements: [],
  verdict: null,
  replications: 0,
  digest: '',
  notes: [],
} as const;

/** Runs every cell, design by design. */
export async function drill(plan: DrillPlan, runner: Runner, options: DrillOptions): Promise<Drill> {
  const { seed, onProgress } = options;
  const asked = plan.designs.reduce(
    (sum, { cells }) => sum + 1 + cells.filter((cell) => 'scenario' in cell).length,
    0,
  );
  const timesOf = (scenario: Scenario) => (isDeterministic(scenario) ? 1 : options.replications);
  const { signal } = options;
  const common = { seed, ...(signal === undefined ? {} : { signal }) };
  const scenarios = plan.designs.flatMap(({ ordinary, cells }) => [
    ordinary,
    ...cells.flatMap((cell) => ('lacks' in cell ? [] : [cell.scenario])),
  ]);
  const studies = scenarios.map((scenario) => ({ scenario, replications: timesOf(scenario) }));
  await planStudies(studies, runner, common);
  let done = 0;
  const study = async (scenario: Scenario, what: string): Promise<Study> => {
    onProgress?.(done, asked, what);
    const found = await replicate(scenario, runner, fixed(timesOf(scenario)), common);
    done += 1;
    return found;
  };
  const designs: DrilledDesign[] = [];
  for (const { name, ordinary, cells } of plan.designs) {
    const usual = await study(ordinary, name);
    const drilled: DrillCell[] = [];
    for (const [i, cell] of cells.entries()) {
      if ('lacks' in cell) drilled.push({ lacks: cell.lacks, ...NOT_RUN });
      else
        drilled.push(cellOf(await study(cell.scenario, `${name}, ${plan.disasters[i]!.name}`), cell.notes));
    }
    designs.push({
      name,
      scenario: ordinary,
      resources: resourcesOf(usual),
      ordinary: usual.estimates,
      cells: drilled,
    });
  }
  return { seed, disasters: plan.disasters, designs };
}

/** One cell of the matrix: its figures and its promises; the runs themselves are not kept. */
export function cellOf(study: Study, notes: readonly string[]): DrillCell {
  const { scenario, results, estimates, digest, warnings } = study;
  const judgements = disasterPromises(scenario).map((promise) => judge(promise, estimates));
  return {
    lacks: [],
    figures: Object.fromEntries(
      MEASURES.map((measure) => [measure.name, figureOf(measure, results, scenario)]),
    ) as Record<Measure, Figure>,
    faults: Object.fromEntries(
      MEASURES.map((measure) => [measure.name, faultsOf(measure, results)] as const).filter(
        ([, shares]) => shares.length > 0,
      ),
    ),
    judgements,
    verdict: verdictOf(judgements),
    replications: results.length,
    digest,
    notes: [...notes, ...warnings],
  };
}

/** Warnings break nothing; what has no value is not kept. */
function verdictOf(judgements: readonly Judgement[]): CellVerdict | null {
  const grave = judgements.filter(({ expectation }) => expectation.level === 'error');
  if (grave.length === 0) return null;
  if (grave.some(({ verdict }) => isUnmet(verdict))) return 'broken';
  return grave.every(({ verdict }) => verdict === 'pass') ? 'kept' : 'unsure';
}
