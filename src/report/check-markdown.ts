/** A check as Markdown, for a job's summary or a pull request. */
import {
  type CheckedScenario,
  chartsOf,
  judgementText,
  regressionText,
  regressionWord,
  verdictWord,
} from './checked.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { plural } from './words.ts';

/** More lines than these of one scenario stand in its report. */
const MOST_LINES = 30;

/** A table of all scenarios, then a section for each that does not pass. */
export function checkMarkdown(all: readonly CheckedScenario[]): string {
  const failed = all.filter(({ verdict }) => verdict !== 'pass');
  const title =
    failed.length === 0
      ? `${plural(all.length, 'scenario')}: all as expected`
      : `${failed.length} of ${plural(all.length, 'scenario')} not as expected`;
  const rows = all.map(({ path, verdict, judgements, replications }) => {
    const met = judgements.filter((one) => one.verdict === 'pass').length;
    return `| ${verdict === 'pass' ? '✅' : '❌'} ${verdict} | ${markdownCode(path)} | ${met} of ${judgements.length} | ${replications} |`;
  });
  const head = ['| verdict | scenario | expectations met | replications |', '| --- | --- | --- | --- |'];
  return `${[`## hasim: ${title}`, '', ...head, ...rows, ...failed.flatMap(section)].join('\n')}\n`;
}

function section(checked: CheckedScenario): string[] {
  const { path, judgements, regressions, obstacles, report, repeat } = checked;
  const charts = chartsOf(checked).map(markdownCode);
  const lines = [
    ...obstacles.map(markdownText),
    ...judgements
      .filter(({ verdict }) => verdict !== 'pass')
      .map((one) => `**${verdictWord(one)}** ${markdownText(judgementText(one))}`),
    ...regressions.map((one) => `**${regressionWord(one)}** ${markdownText(regressionText(one))}`),
  ];
  const shown = lines.slice(0, MOST_LINES).map((line) => `- ${line}`);
  if (lines.length > MOST_LINES) shown.push(`- … and ${lines.length - MOST_LINES} more`);
  return [
    '',
    `### ${markdownCode(path)}`,
    '',
    ...shown,
    ...(charts.length === 0 ? [] : ['', `Seen on ${charts.join(', ')}`]),
    ...(report === null ? [] : ['', `Charts and figures: ${markdownCode(`${report}/`)}`]),
    ...(repeat === null ? [] : ['', '```', repeat, '```']),
  ];
}
