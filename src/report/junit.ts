/** JUnit XML as Jenkins, GitLab and others read it (junit-10.xsd): a suite a scenario, a case an expectation. */
import { type CheckedScenario, judgementText, regressionText, verdictWord } from './checked.ts';

interface Case {
  readonly name: string;
  readonly problem?: { readonly as: 'failure' | 'error'; readonly type: string; readonly message: string };
  /** What is said of one that passes. */
  readonly remark?: string;
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
  const { path, seconds, report, repeat } = checked;
  const out = [
    ...(report === null ? [] : [`report  ${report}/`]),
    ...(repeat === null ? [] : [`repeat  ${repeat}`]),
  ];
  return [
    `  <testsuite name="${escaped(path)}" ${counts(cases)} skipped="0" time="${seconds.toFixed(3)}">`,
    ...cases.flatMap((one) => caseLines(path, one)),
    ...(out.length === 0 ? [] : [`    <system-out>${escaped(out.join('\n'))}</system-out>`]),
    '  </testsuite>',
  ];
}

function caseLines(path: string, { name, problem, remark }: Case): string[] {
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(path)}" time="0"`;
  if (problem !== undefined) {
    const { as, type, message } = problem;
    const first = message.split('\n')[0]!;
    return [
      `${head}>`,
      `      <${as} type="${escaped(type)}" message="${escaped(first)}">${escaped(message)}</${as}>`,
      '    </testcase>',
    ];
  }
  if (remark === undefined) return [`${head}/>`];
  return [`${head}>`, `      <system-out>${escaped(remark)}</system-out>`, '    </testcase>'];
}

function casesOf({ verdict, judgements, regressions, obstacles, mistakes }: CheckedScenario): Case[] {
  const cases: Case[] = judgements.map((one) => {
    const type = verdictWord(one);
    const text = judgementText(one);
    const name = one.expectation.text;
    if (type === 'pass') return { name };
    if (type === 'warning') return { name, remark: `warning: ${text}` };
    return { name, problem: { as: type === 'fail' ? 'failure' : 'error', type, message: text } };
  });
  for (const one of regressions) {
    const message = regressionText(one);
    cases.push({
      name: `${one.metric} against its baseline`,
      problem: { as: 'failure', type: 'worse', message },
    });
  }
  if (obstacles.length > 0) {
    const name = mistakes.length > 0 ? 'the scenario is valid' : 'the scenario can be judged';
    cases.push({ name, problem: { as: 'error', type: verdict, message: obstacles.join('\n') } });
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
