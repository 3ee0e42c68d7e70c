/** Experiments that others have published with numbers, as scenarios: what hasim holds itself against. */
import type { RunResult } from '../../measure/result.ts';
import type { Claim, TheoryModel } from '../theory-models/model.ts';

export interface PublishedModel extends Pick<TheoryModel, 'name' | 'scenario' | 'replications'> {
  /** Where it was published: book and page, or repository and file. */
  readonly source: string;
  readonly claims: readonly (PublishedNumber | PublishedOutcome)[];
}

/** A number that is known exactly, and what others say it is. */
export interface PublishedNumber extends Claim {
  readonly published: Printed;
  /** Why what they say is another number, with the proof. Without it, it must be the exact one to its last digit. */
  readonly off?: string;
}

/** What becomes of a scenario, in each replication or not: nobody can say it exactly, but others have tried. */
export interface PublishedOutcome {
  /** `does not recover`. */
  readonly quantity: string;
  readonly happens: (result: RunResult) => boolean;
  /**
   * `[13, 40]`: in 13 of 40 runs of theirs. In words: `usually` and `seldom` are what one run, or a text, tells: in more than half of
   * ours, and in less.
   */
  readonly published: readonly [times: number, of: number] | 'usually' | 'seldom';
  /** What differs from theirs. */
  readonly note?: string;
}

/** A number as far as it was printed. */
export interface Printed {
  readonly value: number;
  /** One in its last digit: some round, others cut. */
  readonly digit: number;
}

/**
 * @param text as it stands there, such as `0.0192`
 * @param unit what 1 is there in the unit of the claim: 60 for minutes, 0.01 for percent
 */
export function printed(text: string, unit = 1): Printed {
  const decimals = text.split('.')[1]?.length ?? 0;
  return { value: Number(text) * unit, digit: 10 ** -decimals * unit };
}

export function isOutcome(claim: PublishedNumber | PublishedOutcome): claim is PublishedOutcome {
  return 'happens' in claim;
}

export const LQNS = 'lqns (layeredqueuing/V6), libmva/regression';
const REPLICATIONS = 32;

/** A model of so many replications as suffice for numbers. */
export function published(
  name: string,
  source: string,
  scenario: PublishedModel['scenario'],
  claims: PublishedModel['claims'],
  replications = REPLICATIONS,
): PublishedModel {
  return { name, source, scenario, replications, claims };
}
