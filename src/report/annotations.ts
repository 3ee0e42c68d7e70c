/** Workflow commands by which GitHub shows messages at the lines of a pull request. */
import type { Position } from '../scenario/errors.ts';
import type { Regression } from '../study/baseline/regressions.ts';
import { type CheckedScenario, judgementText, regressionText, verdictWord, whereToLook } from './checked.ts';

const MOST_REGRESSIONS = 5;

/**
 * One line for each thing that does not pass.
 *
 * @param fromRoot a file's path as GitHub wants it: from the root of the repository
 */
export function annotations(checked: CheckedScenario, fromRoot: (file: string) => string): string[] {
  const { path, verdict, judgements, regressions, obstacles, mistakes } = checked;
  const missed = judgements.filter((one) => one.verdict !== 'pass');
  /** What was set over a file is of the scenario as a whole. */
  const at = ({ file, line, column }: Position) =>
    line === 0 ? { file: fromRoot(path), line: 1 } : { file: fromRoot(file), line, col: Math.max(1, column) };
  const whole = { file: fromRoot(path), line: 1 };
  const text = (lines: readonly string[], charts: readonly string[]) =>
    [...lines, ...whereToLook(checked, charts)].join('\n');
  return [
    ...mistakes.map((one) =>
      command(
        'error',
        { ...at(one), title: verdict },
        one.path === '' ? one.text : `${one.path}: ${one.text}`,
      ),
    ),
    ...(mistakes.length > 0 || obstacles.length === 0
      ? []
      : [command('error', { ...whole, title: verdict }, text(obstacles, []))]),
    ...missed.map((one) => {
      const level = one.expectation.level === 'warn' ? 'warning' : 'error';
      const chart = one.chart === null ? [] : [one.chart];
      return command(level, { ...at(one.at), title: verdictWord(one) }, text([judgementText(one)], chart));
    }),
    ...(regressions.length === 0
      ? []
      : [command('error', { ...whole, title: 'worse than its baseline' }, text(worse(regressions), []))]),
  ];
}

/** One annotation for all: GitHub shows ten of a step. */
function worse(regressions: readonly Regression[]): string[] {
  const texts = regressions.slice(0, MOST_REGRESSIONS).map(regressionText);
  const rest = regressions.length - texts.length;
  return [...texts, ...(rest > 0 ? [`… and ${rest} more`] : [])];
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
