import { describe, expect, test } from 'vitest';
import { filesBelow, textOf } from './support.ts';

/** Numbers of rules, facts and assumptions that the sources cite; each stands in the documentation. */
const FOLDERS = ['src', 'test', 'scenarios', 'scripts', 'bench', 'docs'];
const cited = FOLDERS.flatMap(filesBelow).filter((path) => /\.(ts|yaml|md)$/.test(path));
const LIST = (one: string) => `(${one}(?:[–-]${one})?(?:(?:, | and )${one}(?:[–-]${one})?)*)`;

/** Every number that a text cites after a word, lists and ranges told one by one. */
function citations(text: string, word: string, one: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${word}s? ${LIST(one)}`, 'g'))].flatMap(([, list]) =>
    list!.split(/, | and /).flatMap(eachOf),
  );
}

/** `B1–B4` and `9–13` one by one. */
function eachOf(range: string): string[] {
  const [, letter, from, , to] = /^([A-Z]?)(\d+)(?:[–-]([A-Z]?)(\d+))?$/.exec(range)!;
  const length = to === undefined ? 1 : Number(to) - Number(from) + 1;
  return Array.from({ length }, (_, i) => `${letter}${Number(from) + i}`);
}

function missing(word: string, one: string, known: ReadonlySet<string>): string[] {
  return cited.flatMap((path) =>
    citations(textOf(path), word, one)
      .filter((number) => !known.has(number))
      .map((number) => `${path}: ${word} ${number}`),
  );
}

/** First cells of the table below a heading cell. */
function rows(page: string, table: string): Set<string> {
  const tables = textOf(page).split(new RegExp(`^\\| ${table} \\|.*$`, 'm'));
  return new Set(
    tables
      .slice(1)
      .flatMap((text) => [...text.split('\n\n')[0]!.matchAll(/^\| (\d+) \|/gm)].map(([, n]) => n!)),
  );
}

describe('what the sources cite stands in the documentation', () => {
  const rules = new Set(
    [...textOf('docs/model.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule!),
  );

  test('rules in docs/model.md', () => {
    expect(rules.size).toBeGreaterThan(50);
    expect(missing('rule', '[A-Z]\\d+', rules)).toEqual([]);
  });

  test('facts in docs/facts.md', () => {
    const facts = rows('docs/facts.md', 'fact');
    expect(facts.size).toBe(143);
    expect(missing('fact', '\\d+', facts)).toEqual([]);
  });

  test('assumptions in docs/facts.md', () => {
    const assumptions = rows('docs/facts.md', 'assumption');
    expect(assumptions.size).toBe(30);
    expect(missing('assumption', '\\d+', assumptions)).toEqual([]);
  });

  test('no rule is in docs/model.md twice', () => {
    expect([...textOf('docs/model.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)]).toHaveLength(rules.size);
  });
});

test('lists and ranges are told one by one', () => {
  expect(citations('rules D2–D4, Q8 and A1', 'rule', '[A-Z]\\d+')).toEqual(['D2', 'D3', 'D4', 'Q8', 'A1']);
  expect(citations('(rows 9–11, 32)', 'row', '\\d+')).toEqual(['9', '10', '11', '32']);
});
