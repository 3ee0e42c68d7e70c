/** What a comparison of several candidates says: the same once, what Holm's correction decided, the order of figures. */
import { describe, expect, it } from 'vitest';
import { comparePage } from '../../src/page/compare-page.ts';
import { compareAnswer, inOrderOfAnswer } from '../../src/report/compare-answer.ts';
import { askedOf, correctedWords } from '../../src/report/compare-facts.ts';
import { metricPhrase } from '../../src/report/metric-words.ts';
import { PLAIN } from '../../src/report/painter.ts';
import { compareSummary } from '../../src/report/summary.ts';
import { type Comparison, compareStudies } from '../../src/study/comparison/compare.ts';
import type { Effect } from '../../src/study/comparison/effect.ts';
import { pageOfComparison } from '../page/support.ts';
import { aScenario, aStudy } from '../support/fixtures.ts';

const named = (name: string, question = '') => aScenario({ name, question });
const spaced = (texts: readonly string[]) => texts.map((text) => text.replaceAll('\u00a0', ' '));
const CONTEXT = { repeat: '', version: '0', notes: [], rerun: null };

/** With one headline figure that differs alone and not among all. */
function withAlone(comparison: Comparison): Comparison {
  const candidates = comparison.candidates.map((candidate) => {
    const metric = 'tasks.deployment.queueWait.p95';
    const effect = candidate.effects.get(metric)!;
    const open = { ...effect, verdict: 'better' as const, difference: -5, half: 4, relative: -0.3 };
    const same = candidate.answer.same.map((one) => (one.metric === metric ? open : one));
    return { ...candidate, answer: { ...candidate.answer, same } };
  });
  return { ...comparison, candidates };
}

describe('of several candidates', () => {
  it('what is the same of some is one sentence that names them', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => aStudy(6, { scenario: named(name) }));
    const slower = aStudy(6, { scenario: named('slow'), slower: 1.5 });
    const answer = spaced(compareAnswer(compareStudies(a!, [b!, slower, c!])));
    expect(answer).toHaveLength(2);
    expect(answer[0]).toMatch(/^No difference between a and any of b and c in /);
    expect(answer[1]).toMatch(/^slow is worse than a: /);
    const twice = aStudy(6, { scenario: named('slow-2'), slower: 1.5 });
    expect(spaced(compareAnswer(compareStudies(a!, [slower, twice])))).toEqual([
      expect.stringMatching(/^slow and slow-2 are worse than a: /),
    ]);
  });

  it('says once that what may differ is held back by Holm’s correction', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => aStudy(6, { scenario: named(name) }));
    const answer = spaced(compareAnswer(withAlone(compareStudies(a!, [b!, c!]))));
    expect(answer[0]).toMatch(/^b and c may differ from a, or by chance among so many figures: /);
    expect(answer.filter((text) => text.includes('(Holm)'))).toHaveLength(1);
    expect(spaced(compareAnswer(compareStudies(a!, [b!, c!]))).join()).not.toContain('Holm');
  });

  it('says of how many intervals without a 0 it is their number that makes them no difference', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => aStudy(6, { scenario: named(name) }));
    const effect = { verdict: 'no difference', difference: -5, half: 4, p: 0.06 } as Effect;
    const compared = compareStudies(a!, [b!, c!]);
    expect(correctedWords(compared, [effect, { ...effect, half: 6 }, { ...effect, p: null }])).toEqual([
      '1 difference whose interval does not hold 0 is called no difference: verdicts count in that 2 candidates are compared (Holm).',
    ]);
    expect(correctedWords(compared, [effect, effect])[0]).toMatch(
      /^2 differences whose intervals do not hold 0 are /,
    );
    expect(correctedWords(compareStudies(a!, [b!]), [effect])).toEqual([]);
  });

  it('terminal, file and page ask the same: the last that asks, else all names', () => {
    const [a, b, c] = [named('a', 'First?'), named('b', 'Second?'), named('c')].map((scenario) =>
      aStudy(3, { scenario }),
    );
    const asked = compareStudies(a!, [c!, b!, c!]);
    expect(askedOf(asked)).toBe('Second?');
    expect(askedOf(compareStudies(c!, [c!]))).toBe('c or c');
    expect(comparePage(asked, CONTEXT).title).toBe('Second?');
    expect(compareSummary(asked, { folder: null, repeat: '', notes: [], paint: PLAIN })).toMatch(
      /^Second\?\n/,
    );
  });
});

describe('figures and proof of a page', () => {
  it('begin with what the answer names first, also where nothing can be said', () => {
    const unclear = compareStudies(aStudy(3), [aStudy(3, { scenario: named('b'), slower: 1.6 })]);
    const [first] = inOrderOfAnswer(unclear, unclear.candidates[0]!);
    const phrase = metricPhrase(first!.metric, unclear.candidates[0]!.study.scenario);
    expect(spaced(compareAnswer(unclear))[0]).toMatch(new RegExp(`^Nothing can be said about ${phrase}[ ,]`));
    const page = pageOfComparison(aStudy(3), aStudy(3, { scenario: named('b'), slower: 1.6 }));
    expect(page.figures[0]!.name).toBe(phrase);
    expect(page.proof!.title).toContain(`The proof: ${phrase}, `);
  });

  it('and where it is not sure whether something differs', () => {
    const [a, b] = ['a', 'b'].map((name) => aStudy(6, { scenario: named(name) }));
    const open = withAlone(compareStudies(a!, [b!]));
    const { candidates } = open;
    const effects = new Map(candidates[0]!.effects).set(
      'tasks.deployment.queueWait.p95',
      candidates[0]!.answer.same.find(({ verdict }) => verdict === 'better')!,
    );
    const [first] = inOrderOfAnswer(open, { ...candidates[0]!, effects });
    expect(first!.metric).toBe('tasks.deployment.queueWait.p95');
  });
});
