/**
 * The smallest outage that still breaks a promise: fewer faults first, then weaker parts, shorter, sooner; around and
 * around until no single step is left that still breaks it. What fast-check has shrunk, and what stands in a list of all
 * pairs, ends alike.
 */
import { type Fault, normal } from './space.ts';

/** @param breaks whether an outage breaks the promise; asked about the same one more than once */
export async function shrink(
  found: readonly Fault[],
  breaks: (faults: readonly Fault[]) => Promise<boolean>,
): Promise<Fault[]> {
  let smallest = normal(found);
  for (;;) {
    const smaller = await nextSmaller(smallest, breaks);
    if (smaller === null) return smallest;
    smallest = normal(smaller);
  }
}

async function nextSmaller(
  faults: readonly Fault[],
  breaks: (faults: readonly Fault[]) => Promise<boolean>,
): Promise<Fault[] | null> {
  for (const candidate of candidates(faults)) if (await breaks(candidate)) return candidate;
  return null;
}

/** Everything one step smaller, the greatest steps first. */
function* candidates(faults: readonly Fault[]): Generator<Fault[]> {
  if (faults.length > 1) for (const i of faults.keys()) yield faults.filter((_, j) => j !== i);
  for (const key of ['quarry', 'length', 'after'] as const) {
    for (const [i, fault] of faults.entries()) {
      for (let lower = 0; lower < fault[key]; lower += 1) {
        yield faults.map((each, j) => (j === i ? { ...each, [key]: lower } : each));
      }
    }
  }
}
