/** Which claims are proven: the test runs the model, expects something of it, and a named fault turns it red. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from '../mutants/mutant.ts';
import { type Claim, claimsOf } from './claims.ts';

/** What became of the claims on one fact or failure mode. */
export interface Proof {
  /** Files of the tests that prove it, in order. */
  readonly files: readonly string[];
  /** Claims that prove nothing, and why: `file: title: reason`. */
  readonly refused: readonly string[];
}

/** Every claim of the tests below `root`, in order of their files. */
export function allClaims(root: string): Claim[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .sort()
    .flatMap((path) => claimsOf(root, `test/${path.replaceAll('\\', '/')}`));
}

/** What the claims that name `number` come to. */
export function proofOf(
  number: number,
  kind: 'facts' | 'modes',
  claims: readonly Claim[],
  mutants: readonly Mutant[],
): Proof {
  const named = claims.filter((claim) => claim[kind].includes(number));
  const refused = named.flatMap((claim) => {
    const reason = weakness(claim, mutants);
    return reason === null ? [] : [`${claim.file}: "${claim.title}": ${reason}`];
  });
  const proven = named.filter((claim) => weakness(claim, mutants) === null);
  return { files: [...new Set(proven.map(({ file }) => file))], refused };
}

/** Why a claim proves nothing; null when it does. */
function weakness(claim: Claim, mutants: readonly Mutant[]): string | null {
  if (claim.skipped) return 'the test is skipped';
  if (!claim.runsModel) return 'the test never runs the model';
  if (!claim.asserts) return 'the test expects nothing';
  const red = mutants.some(({ test, red }) => `test/${test}` === claim.file && isNamed(claim.title, red));
  return red ? null : 'no fault in scripts/mutants turns it red';
}

/** `red` is the beginning of the title, or of one of the titles that a title with `%s` or `$x` stands for. */
function isNamed(title: string, red: string): boolean {
  const literal = title.split(/[%$]/)[0]!;
  return title.startsWith(red) || (literal !== title && red.startsWith(literal));
}
