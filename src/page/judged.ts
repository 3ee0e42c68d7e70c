/** Limits and figures of the first screen, in the words of the terminal. */
import { judgementText, verdictWord } from '../report/checked.ts';
import { verdictWords } from '../report/size-words.ts';
import { intervalOf, NOTHING, withEnds } from '../report/words.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Limit, Tone } from './model.ts';

const TONES: Readonly<Record<string, Tone>> = {
  pass: 'good',
  better: 'good',
  fail: 'bad',
  worse: 'bad',
  'no difference': 'quiet',
  equivalent: 'quiet',
  different: 'quiet',
};

/** How a verdict is coloured; what is neither good nor bad cannot be said. */
export function toneOf(verdict: string): Tone {
  return TONES[verdict] ?? 'unsure';
}

const REACHES_OVER = 'the interval reaches over the limit, so it cannot be said';

/** What was promised, what was measured, how far it is from the limit. */
export function limitOf(judgement: Judgement): Limit {
  const { expectation, value, low, high, unit, reason, verdict } = judgement;
  const { text } = expectation;
  const decided =
    expectation.kind === 'limit' ? verdictWords({ ...judgement, expectation, lost: null }) : verdict;
  const word = verdictWord(judgement);
  const [, margin = ''] = decided.split(' by ');
  const known = unit ?? 'count';
  return {
    text: expectation.level === 'warn' ? `${text} (a warning)` : text,
    measured: value === null ? (reason ?? NOTHING) : measured(judgement),
    interval:
      value === null || low === null || high === null
        ? NOTHING
        : low === high
          ? 'exact'
          : intervalOf(value, low, high, known),
    margin: margin === '' ? NOTHING : margin,
    verdict: word,
    why: verdict !== 'inconclusive' || value === null ? '' : (reason ?? REACHES_OVER),
    tone: toneOf(word === 'warning' ? 'warning' : verdict),
  };
}

function measured(judgement: Judgement): string {
  const { expectation, value, low, high, unit } = judgement;
  if (expectation.kind === 'baseline') return judgementText(judgement).slice(expectation.text.length + 2);
  return withEnds(value!, low, high, unit ?? 'count').split(/ ±| \(/)[0]!;
}
