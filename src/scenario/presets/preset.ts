/** What a preset is: figures of a real product, each with where it comes from and how far it can be trusted. */

/** A public source says so; somebody measured it; an industry figure; a modelling assumption. */
export type Standing = 'documented' | 'measured' | 'typical' | 'assumed';

export interface Figure {
  /** Keys below the part that the preset fills, joined by dots: `probe.interval`. */
  readonly path: string;
  /** As it would stand in a file. */
  readonly value: unknown;
  /** What it is, for people: `interval of its probes`. */
  readonly what: string;
  readonly standing: Standing;
  /** Address or name of the source. */
  readonly source: string;
}

/** Where the replica of a preset stands when the file does not say it. */
export type StandbyPlace =
  /** Beside the primary. */
  | 'same-zone'
  /** In the next zone of the region; without one beside the primary. */
  | 'next-zone'
  /** In the next zone of the region, which must exist. */
  | 'other-zone'
  /** In another region; without one in the next zone. */
  | 'other-region';

export interface Preset {
  readonly name: string;
  /** One sentence. */
  readonly text: string;
  readonly figures: readonly Figure[];
  readonly standby?: { readonly name: string; readonly at: StandbyPlace };
}

/** Industry figures that nobody publishes as their own. */
export const COMMON_KNOWLEDGE = 'general engineering knowledge';

/** A figure in one line. */
export function figure(
  path: string,
  value: unknown,
  what: string,
  standing: Standing,
  source: string,
): Figure {
  return { path, value, what, standing, source };
}
