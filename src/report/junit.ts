/** JUnit XML as Jenkins, GitLab and others read it (junit-10.xsd): a suite a scenario, a case an expectation. */
import {
  type CheckedScenario,
  judgementText,
  regressionText,
  regressionWord,
  type Shown,
  verdictWord,
  whereToLook,
} from './checked.ts';

interface Case {
  readonly name: string;
  readonly problem?: Problem;
  /** What is said of one that passes. */
  readonly remark?: string;
}

interface Problem {
  readonly as: 'failure' | 'error';
  readonly type: string;
  readonly message: string;
  /** The rest of what is said, in lines: systems show only this of a failure. */
  readonly more: readonly string[];
}

/** The document for all scenarios of a check. */
export function junitXml(all: readonly CheckedScenario[]): string {
  const suites = all.map((checked) => ({ checked, cases: casesOf(checked) }));
  const cases = suites.flatMap((suite) => suite.cases);
  const seconds = all.reduce((sum, { seconds: each }) => sum + each, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="hasim" ${counts(cases)} time="${seconds.toFixed(3)}">`,
    ...suites.flatMap(({ checked, cases: own }) => suiteLines(checked, own)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines(checked: CheckedScenario, cases: readonly Case[]): string[] {
  const { path, seconds } = checked;
  const out = whereToLook(checked);
  return [
    `  <testsuite name="${escaped(path)}" ${counts(cases)} skipped="0" time="${seconds.toFixed(3)}">`,
    ...cases.flatMap((one) => caseLines(path, one, seconds / cases.length)),
    ...(out.length === 0 ? [] : [`    <system-out>${escaped(out.join('\n'))}</system-out>`]),
    '  </testsuite>',
  ];
}

/** @param seconds its share of the time that the scenario took: all cases come out of the same runs */
function caseLines(path: string, { name, problem, remark }: Case, seconds: number): string[] {
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(path)}" time="${seconds.toFixed(3)}"`;
  if (problem !== undefined) {
    const { as, type, message, more } = problem;
    const text = [message, ...more].join('\n');
    return [
      `${head}>`,
      `      <${as} type="${escaped(type)}" message="${escaped(message)}">${escaped(text)}</${as}>`,
      '    </testcase>',
    ];
  }
  if (remark === undefined) return [`${head}/>`];
  return [`${head}>`, `      <system-out>${escaped(remark)}</system-out>`, '    </testcase>'];
}

function casesOf(checked: CheckedScenario): Case[] {
  const { verdict, judgements, compared, obstacles, mistakes } = checked;
  const more = ({ chart }: Shown) => whereToLook(checked, chart === null ? [] : [chart]);
  const cases: Case[] = judgements.map((one) => {
    const type = verdictWord(one);
    const text = judgementText(one);
    const name = one.expectation.text;
    if (type === 'pass') return { name };
    if (type === 'warning') return { name, remark: `warning: ${text}` };
    return {
      name,
      problem: { as: type === 'fail' ? 'failure' : 'error', type, message: text, more: more(one) },
    };
  });
  // All of them, so that a trend shows when one turns.
  for (const { metric, regression } of compared) {
    const name = `${metric} against its baseline`;
    if (regression === null) cases.push({ name });
    else {
      const as = regression.verdict === 'fail' ? 'failure' : 'error';
      const type = regressionWord(regression);
      cases.push({
        name,
        problem: { as, type, message: regressionText(regression), more: more(regression) },
      });
    }
  }
  if (obstacles.length > 0) {
    const name = mistakes.length > 0 ? 'the scenario is valid' : 'the scenario can be judged';
    const [message, ...rest] = [...obstacles, ...whereToLook(checked, [])];
    cases.push({ name, problem: { as: 'error', type: verdict, message: message!, more: rest } });
  }
  return cases.length > 0 ? cases : [{ name: 'the scenario runs' }];
}

function counts(cases: readonly Case[]): string {
  const of = (as: string) => cases.filter(({ problem }) => problem?.as === as).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}"`;
}

/** XML 1.0 has no way to write most control characters: they are left out. */
function escaped(text: string): string {
  const allowed = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML forbids.
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return allowed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
