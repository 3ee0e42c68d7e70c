/** JUnit XML: well formed whatever is said, with the attributes that junit-10.xsd asks for and counts that add up. */
import { describe, expect, test } from 'vitest';
import type { CheckedScenario } from '../../src/report/checked.ts';
import { junitXml } from '../../src/report/junit.ts';
import type { Judgement } from '../../src/study/estimates/gate.ts';

const NASTY = `<&>"' ]]> \u0001\u001b \ud83d\ude00 – one\ntwo`;
const SHOWN = { at: { file: NASTY, line: 1, column: 1 }, chart: `reports/${NASTY}.png` };

function judged(verdict: Judgement['verdict'], level: 'error' | 'warn' = 'error'): Judgement & typeof SHOWN {
  const limit = { kind: 'limit', metric: 'tasks.failed', operator: '<', value: 1, within: null } as const;
  const expectation = { ...limit, text: NASTY, level };
  return { ...SHOWN, verdict, expectation, value: 2, low: 1, high: 3, unit: 'count', reason: NASTY };
}

const WORSE = {
  ...SHOWN,
  verdict: 'fail',
  metric: 'tasks.failed',
  unit: 'count',
  was: 1,
  difference: 2,
  half: 1,
  method: 'paired',
} as const;

const FAILED: CheckedScenario = {
  path: NASTY,
  verdict: 'fail',
  replications: 10,
  seconds: 1234.5678,
  judgements: [judged('pass'), judged('fail'), judged('inconclusive'), judged('fail', 'warn')],
  regressions: [WORSE],
  compared: [
    { metric: 'tasks.failed', regression: WORSE },
    { metric: 'tasks.succeeded', regression: null },
  ],
  obstacles: [NASTY],
  mistakes: [],
  remarks: [NASTY],
  report: NASTY,
  repeat: NASTY,
};
const PASSED: CheckedScenario = {
  ...FAILED,
  verdict: 'pass',
  judgements: [],
  regressions: [],
  compared: [],
  obstacles: [],
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: readonly string[];
}

/** The elements of a document in order; throws where it is not well formed. */
function elementsOf(xml: string): Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const rest = body.replaceAll(
    /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>/g,
    (_, end, name, list, empty) => {
      if (end === '/') {
        expect(open.pop()).toBe(name);
        return '';
      }
      const attributes = Object.fromEntries(
        [...list.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      );
      found.push({ name, attributes, inside: [...open] });
      if (empty !== '/') open.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<]|&(?!amp;|lt;|gt;|quot;)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that XML 1.0 has not.
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  return found;
}

describe('JUnit XML', () => {
  const elements = elementsOf(junitXml([FAILED, PASSED]));
  const all = (name: string) => elements.filter((one) => one.name === name);

  test('is well formed and has the attributes that the schema requires', () => {
    expect(elements.map(({ name }) => name).slice(0, 3)).toEqual(['testsuites', 'testsuite', 'testcase']);
    const required = { testsuite: ['name', 'tests', 'failures', 'errors'], testcase: ['name'], failure: [] };
    for (const [name, keys] of Object.entries(required)) {
      expect(all(name).length).toBeGreaterThan(0);
      for (const { attributes } of all(name))
        expect(Object.keys(attributes)).toEqual(expect.arrayContaining(keys));
    }
    for (const { attributes } of all('testsuite')) expect(attributes['time']).toMatch(/^\d+\.\d{3}$/);
    for (const { inside } of [...all('failure'), ...all('error')]) expect(inside.at(-1)).toBe('testcase');
  });

  test('has a case for each metric of the baseline, whether it passes or not, and their times add up', () => {
    const cases = all('testcase').slice(0, 7);
    expect(cases.slice(4, 6).map(({ attributes }) => attributes['name'])).toEqual([
      'tasks.failed against its baseline',
      'tasks.succeeded against its baseline',
    ]);
    const times = cases.map(({ attributes }) => Number(attributes['time']));
    expect(times.reduce((a, b) => a + b)).toBeCloseTo(1234.568, 1);
  });

  test('counts what is there: failures of expectations and regressions, errors for what has no verdict', () => {
    const [whole, failed, passed] = [...all('testsuites'), ...all('testsuite')].map(
      ({ attributes }) => attributes,
    );
    expect(failed).toMatchObject({ tests: '7', failures: '2', errors: '2' });
    // What passes without an expectation is a case, too: systems take an empty suite for a mistake.
    expect(passed).toMatchObject({ tests: '1', failures: '0', errors: '0' });
    expect(whole).toMatchObject({ tests: '8', failures: '2', errors: '2' });
    expect([all('testcase'), all('failure'), all('error')].map(({ length }) => length)).toEqual([8, 2, 2]);
  });
});
