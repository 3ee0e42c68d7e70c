/** The scenarios that a command line names, read and checked before anything is run. */
import { resolve } from 'node:path';
import { type LoadedScenario, loadScenario } from '../../node/load-scenario.ts';
import type { Position } from '../../scenario/errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { inOneGo } from '../interrupt.ts';
import type { ReadFlags } from '../options.ts';

export interface ReadScenario {
  /** As written on the command line. */
  readonly path: string;
  /** Its name is its own: no other design of this command has it. */
  readonly scenario: Scenario;
  /** What people should know, and what is no mistake. */
  readonly notes: readonly string[];
  /** The file with everything filled in, and its hash. */
  readonly resolved: unknown;
  readonly hash: string;
  /** The file and all that it names, as they were read. */
  readonly sources: LoadedScenario['sources'];
  /** Where each expectation stands, in their order. */
  readonly expectedAt: readonly Position[];
}

/** Reads one, under its own name. */
export function readDesign(path: string, { set, allowOutside }: ReadFlags): ReadScenario {
  return { path, ...inOneGo(() => loadScenario(path, { set, allowOutside })) };
}

/**
 * Reads all, and reports what is wrong with any of them together.
 *
 * @throws AggregateError of `FileError`s and `ScenarioError`s
 */
export function readDesigns(paths: readonly string[], flags: ReadFlags): ReadScenario[] {
  const errors: unknown[] = [];
  const designs = paths.flatMap((path): ReadScenario[] => {
    try {
      return [readDesign(path, flags)];
    } catch (error) {
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw new AggregateError(errors);
  return withOwnNames(designs);
}

/** A second one of a name gets a number: in charts and folders they must not be taken for each other. */
export function withOwnNames(designs: readonly ReadScenario[]): ReadScenario[] {
  const taken = new Set(designs.map(({ scenario }) => scenario.name));
  const seen = new Set<string>();
  return designs.map((design) => {
    const { name } = design.scenario;
    if (!seen.has(name)) {
      seen.add(name);
      return design;
    }
    let number = 2;
    while (taken.has(`${name}-${number}`)) number += 1;
    const own = `${name}-${number}`;
    taken.add(own);
    const twice = designs.find(({ path }) => resolve(path) === resolve(design.path)) !== design;
    const why = twice ? 'the file is named twice' : `another file has the name ${name} too`;
    const note = `${design.path} is shown as ${own}, since ${why}`;
    return {
      ...design,
      scenario: Object.freeze({ ...design.scenario, name: own }),
      notes: [...design.notes, note],
    };
  });
}
