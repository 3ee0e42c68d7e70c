/** A small deliberate fault, and the test that must notice it. */
export interface Mutant {
  /** What is wrong with it, in words. */
  readonly fault: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** The file of the test that must turn red, under test/. */
  readonly test: string;
  /** The test's own name, or as much of its beginning as makes it the only one. */
  readonly red: string;
}

/** A fault, and beginnings of the titles of tests in one file that it turns red one by one. */
export function proves(
  fault: string,
  file: string,
  from: string,
  to: string,
  test: string,
  ...reds: readonly string[]
): Mutant[] {
  return reds.map((red) => ({ fault, file, from, to, test, red }));
}
