/** What a page carries so that a browser can run its designs again. */
import { groupedDigest } from '../../report/facts.ts';
import type { Study } from '../../study/replications/replicate.ts';
import type { Rerun, Sources } from '../model.ts';
import { fieldsOf } from './fields.ts';

/** A page is sent by mail: longer files (traces) do not travel with it. */
const MOST_TEXT = 500_000;

export interface Source {
  readonly sources: Sources;
  readonly set: readonly string[];
  /** The scenario with everything filled in. */
  readonly resolved: unknown;
}

/** One source a study, in order; null where the files are too long. */
export function rerunOf(sources: readonly Source[], studies: readonly Study[]): Rerun | null {
  const texts = sources.flatMap(({ sources: { file, named } }) => [file, ...named].map(({ text }) => text));
  if (texts.reduce((sum, { length }) => sum + length, 0) > MOST_TEXT) return null;
  const [first] = studies;
  return {
    seed: first!.seed,
    replications: first!.results.length,
    designs: sources.map(({ sources: files, set, resolved }, i) => ({
      name: studies[i]!.scenario.name,
      sources: files,
      set,
      digest: groupedDigest(studies[i]!.digest),
      fields: fieldsOf(resolved),
    })),
  };
}
