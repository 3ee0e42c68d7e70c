/** Workflow commands by which GitHub shows messages at the lines of a pull request. */
import type { Regression } from '../study/regressions.ts';
import { type CheckedScenario, judgementText, regressionText, verdictWord } from './checked.ts';

const MOST_REGRESSIONS = 5;

/**
 * One line for each thing that does not pass.
 *
 * @param lineOf 1-based line of a file on which a text stands
 */
export function annotations(
  { path, verdict, judgements, regressions, obstacles, mistakes, repeat }: CheckedScenario,
  lineOf: (text: string) => number,
): string[] {
  const again = repeat === null ? '' : `\nrepeat: ${repeat}`;
  const missed = judgements.filter((one) => one.verdict !== 'pass');
  return [
    ...mistakes.map(({ file, line, column, path: at, text }) =>
      command('error', { file, line: Math.max(1, line), col: Math.max(1, column) }, `${at}: ${text}`),
    ),
    ...(mistakes.length > 0 || obstacles.length === 0
      ? []
      : [command('error', { file: path, line: 1, title: verdict }, obstacles.join('\n'))]),
    ...missed.map((one) => {
      const level = one.expectation.level === 'warn' ? 'warning' : 'error';
      const line = lineOf(one.expectation.text);
      return command(level, { file: path, line, title: verdictWord(one) }, judgementText(one) + again);
    }),
    ...(regressions.length === 0 ? [] : [worse(path, regressions, again)]),
  ];
}

/** One for all: GitHub shows ten of a step. */
function worse(path: string, regressions: readonly Regression[], again: string): string {
  const texts = regressions.slice(0, MOST_REGRESSIONS).map(regressionText);
  const rest = regressions.length - texts.length;
  const text = [...texts, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
  return command('error', { file: path, line: 1, title: 'worse than its baseline' }, text + again);
}

function command(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${name} ${list.join(',')}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
