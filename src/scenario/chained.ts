/**
 * The small zod, whose functions a bundler can leave out one by one, with the few methods that the grammar reads best
 * with: `duration().default('20s').describe('…')`. The large one is a fifth of what a browser would load.
 */
import * as z from 'zod/mini';

/** A part of the grammar that can be asked for more. */
export type Chained<T extends z.core.SomeType> = T & {
  /** It may be left out. */
  optional(): Chained<z.ZodMiniOptional<T>>;
  /** What stands for it where it is left out, as it is after parsing. */
  default(value: z.core.util.NoUndefined<z.core.output<T>>): Chained<z.ZodMiniDefault<T>>;
  /** What is parsed in its place where it is left out. */
  prefault(value: z.core.input<T>): Chained<z.ZodMiniPrefault<T>>;
  /** Its sentence in the reference and in the JSON Schema. */
  describe(text: string): Chained<T>;
};

const LINKS = {
  optional(this: z.ZodMiniType) {
    return chained(z.optional(this));
  },
  default(this: z.ZodMiniType, value: unknown) {
    return chained(z._default(this, value));
  },
  prefault(this: z.ZodMiniType, value: unknown) {
    return chained(z.prefault(this, value));
  },
  describe(this: z.ZodMiniType, description: string) {
    const copy = this.clone();
    z.globalRegistry.add(copy, { description });
    return chained(copy);
  },
};

export function chained<T extends z.ZodMiniType>(part: T): Chained<T> {
  return Object.assign(part, LINKS) as unknown as Chained<T>;
}
