/** What a scenario promises, held against what came, as an exit code. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Judgement } from '../../study/estimates/gate.ts';
import { EXIT, type ExitCode, gravest } from '../exit-codes.ts';

/** One remark when a scenario has expectations that need its baseline. */
export function notJudged({ expect }: Scenario): string[] {
  const open = expect.filter(({ kind }) => kind === 'baseline').length;
  if (open === 0) return [];
  const which = expect.length === 1 ? 'the expectation' : `${open} of ${expect.length} expectations`;
  return [`not judged, for want of a baseline: ${which}`];
}

/** Warnings never fail; what has no samples is not met. */
export function exitCodeOf(judgements: readonly Judgement[]): ExitCode {
  return gravest(
    judgements
      .filter(({ expectation }) => expectation.level === 'error')
      .map(({ verdict }) => {
        if (verdict === 'pass') return EXIT.met;
        return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.failed;
      }),
  );
}
