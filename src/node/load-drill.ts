/** Designs and disasters from disk, laid over each other: everything is read and checked before anything is run. */
import type { Disaster } from '../scenario/disasters/disaster.ts';
import { type Laid, layNothing, layOver } from '../scenario/disasters/lay.ts';
import { type Mistake, ScenarioError } from '../scenario/errors.ts';
import type { LimitExpectation } from '../scenario/expectation.ts';
import type { ParsedScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { plain, type Tree } from '../scenario/tree.ts';
import type { DrillPlan, PlannedCell } from '../study/drill/drill.ts';
import type { DisasterFile } from './disaster-files.ts';
import { type LoadOptions, loadScenario } from './load-scenario.ts';

export interface DesignFile {
  readonly path: string;
  /** Its own name in this drill, and what it promises. */
  readonly scenario: Scenario;
  readonly notes: readonly string[];
}

export interface LoadedDrill {
  readonly plan: DrillPlan;
  /** What each cell lays over its design, each `path=value`; by design and disaster. */
  readonly sets: readonly (readonly (readonly string[])[])[];
  readonly notes: readonly string[];
}

/**
 * @param promises of the command line, for all designs
 * @throws ScenarioError with every mistake of every disaster in any design
 */
export function loadDrill(
  designs: readonly DesignFile[],
  files: readonly DisasterFile[],
  promises: readonly LimitExpectation[],
  options: LoadOptions,
): LoadedDrill {
  const disasters = files.flatMap((file) => file.disasters);
  const mistakes = new Map<string, Mistake>();
  const notes = designs.flatMap(leftOut);
  const laid = designs.map(({ scenario }) => disasters.map((one) => layOver(one, scenario)));
  for (const mistake of nowhere(laid)) mistakes.set(JSON.stringify(mistake), mistake);
  const read = ({ path, scenario }: DesignFile, over: Tree): Scenario | null => {
    const parsed = attempt(path, { ...options, over }, mistakes, disasters);
    return parsed && named(parsed.scenario, scenario.name, promises);
  };
  const planned = designs.map((design, d) => {
    const cells = disasters.map((_, i): PlannedCell & { readonly until: number } => {
      const { over, lacks, notes: own } = laid[d]![i]!;
      if (lacks.length > 0) return { lacks, until: 0 };
      const scenario = read(design, over);
      return scenario === null ? { lacks: [], until: 0 } : { scenario, notes: own, until: scenario.duration };
    });
    const until = Math.max(...cells.map((cell) => cell.until));
    const at = { file: design.path, line: 0, column: 0 };
    const ordinary = until === 0 ? design.scenario : read(design, layNothing(until, at));
    return { name: design.scenario.name, ordinary: ordinary ?? design.scenario, cells };
  });
  if (mistakes.size > 0) throw new ScenarioError([...mistakes.values()]);
  return {
    plan: { disasters: disasters.map(({ name, about }) => ({ name, about })), designs: planned },
    sets: laid.map((row) => row.map(({ over }) => setsOf(over))),
    notes,
  };
}

/** A design under its own name in this drill, with what everybody promises. */
function named(scenario: Scenario, name: string, promises: readonly LimitExpectation[]): Scenario {
  return Object.freeze({ ...scenario, name, promises: [...scenario.promises, ...promises] });
}

/** What a design says of time and chance gives way to the disasters. */
function leftOut({ scenario: { name, timeline, failures } }: DesignFile): string[] {
  return [
    ...(timeline.length > 0 ? [`${name}: its own timeline is left out; each disaster strikes alone`] : []),
    ...(failures.length > 0 ? [`${name}: its random failures are left out; hasim yearly weighs them`] : []),
  ];
}

/** A name that is no role and that no design has is a slip; one that some design has is what the others lack. */
function nowhere(laid: readonly (readonly Laid[])[]): Mistake[] {
  return (laid[0] ?? []).flatMap((first, i) =>
    first.unknown
      .filter(({ name }) => laid.every((row) => row[i]!.unknown.some((other) => other.name === name)))
      .map(({ name: _, ...mistake }) => mistake),
  );
}

/** Reads a design with a disaster; what is wrong with the disaster is said once, at its place. */
function attempt(
  path: string,
  options: LoadOptions,
  mistakes: Map<string, Mistake>,
  disasters: readonly Disaster[],
): ParsedScenario | null {
  try {
    return loadScenario(path, options);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    for (const mistake of error.mistakes) {
      const own = placedInDisaster(mistake, path, disasters);
      mistakes.set(JSON.stringify([own.file, own.line, own.column, own.text]), own);
    }
    return null;
  }
}

/** `timeline.0.outage` of the scenario is `disasters.<name>.outage` of the file that people wrote. */
function placedInDisaster(mistake: Mistake, path: string, disasters: readonly Disaster[]): Mistake {
  const of = disasters.findLast(
    ({ happens }) => happens[0]!.at.file === mistake.file && happens[0]!.at.line <= mistake.line,
  );
  if (of === undefined) return mistake;
  const own = mistake.path.replace(/^(timeline|plans\.[^.]+)\.\d+/, `disasters.${of.name}`);
  return { ...mistake, path: own, text: `${mistake.text}; in the design ${path}` };
}

/** Every key of a layer as one `path=value`, so that any cell can be run by itself. */
function setsOf(over: Tree): string[] {
  return Object.entries(plain(over) as Record<string, unknown>).flatMap(([key, value]) =>
    key === 'plans'
      ? Object.entries(value as Record<string, unknown>).map(
          ([name, steps]) => `plans.${name}=${JSON.stringify(steps)}`,
        )
      : [`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`],
  );
}
