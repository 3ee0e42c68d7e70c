/** "Did you mean": the nearest of the names that would have been right. */
import { distance } from 'fastest-levenshtein';

/** The candidate nearest to a word, if it is near enough to be a slip of the pen; null otherwise. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const lower = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length * 0.4)) + 0.5;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const d = isSwapped(lower, other) ? 1 : distance(lower, other);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** Two letters that stand side by side in each other's place, `nmae`: one slip, not two. */
function isSwapped(word: string, other: string): boolean {
  const at = [...word].findIndex((letter, i) => letter !== other[i]);
  const swapped = [word.slice(0, at), word[at + 1], word[at], word.slice(at + 2)].join('');
  return at >= 0 && swapped === other;
}

/** `did you mean 'cores'? `, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === null ? '' : `did you mean '${near}'? `;
}

/** `a, b, c …`: at most `most` of them, for the end of a message. */
export function some(names: readonly string[], most = 12): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} …`;
}
