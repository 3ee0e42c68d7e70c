/**
 * Warns of what a scenario asked for and a run could not do, such as a failover while the database is down, and of what
 * happened that a reader must know.
 */
import type { RunResult, Span } from '../../measure/result.ts';
import { sayDuration } from '../estimates/reason.ts';
import { wholeResults } from './folding.ts';

/** One warning for each thing, with the time of the first and in how many replications. */
export function ignoredWarnings(results: readonly RunResult[]): string[] {
  const first = new Map<string, Span>();
  const runs = new Map<string, number>();
  const whole = wholeResults(results);
  for (const { spans } of whole) {
    const ignored = spans.filter(({ kind }) => kind === 'ignored' || kind === 'noted');
    for (const span of ignored) if (!first.has(span.label)) first.set(span.label, span);
    for (const label of new Set(ignored.map((span) => span.label)))
      runs.set(label, (runs.get(label) ?? 0) + 1);
  }
  return [...first].map(([label, { from }]) => {
    const often = whole.length === 1 ? '' : `, in ${runs.get(label)} of ${whole.length} replications`;
    return `${label} (at ${sayDuration(from)}${often})`;
  });
}
